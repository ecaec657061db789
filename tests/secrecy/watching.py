"""The program with every switch on that makes it or its libraries say more, watched from all sides."""

import base64
import json
import re
import shlex
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mfa_enroll.files.lock import _TURN
from tests.program.command import IMPORTABLE, environment
from tests.program.terminal import Terminal
from tests.program.visitor import Ended
from tests.secrecy.sentinels import Sentinels
from tests.secrecy.visits import Flow, Visit
from tests.support.bench import Bench, bench

SWITCHES = {
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONFAULTHANDLER": "1",
    "PYTHONWARNINGS": "always",
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
    "TEXTUAL_DEVTOOLS_PORT": "9",
    "TEXTUAL_LOG": "textual.log",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_SCREENSHOT_FILENAME": "screenshot.svg",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
    "TEXTUAL_PRESS": "q",
    "TEXTUAL_SHOW_RETURN": "1",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "AWS_DEBUG": "true",
    "AWS_CSM_ENABLED": "true",
    "BOTO_CONFIG": "boto.cfg",
    "BOTO_LOGLEVEL": "DEBUG",
    "SSLKEYLOGFILE": "tls-keys.log",
}
"""Every switch by which the interpreter, Textual or a client of AWS has been known to say more.

Not among them are those that tell the names of modules, with thousands of numbers in which six digits are found by
chance (PYTHONVERBOSE, PYTHONPROFILEIMPORTTIME, PYTHONMALLOCSTATS), and PYTHONTRACEMALLOC, which makes the program four
times as slow and adds the places of a warning to it.
"""

PROGRAM = [sys.executable, "-X", "dev", "-m", "mfa_enroll"]

CREDENTIALS, CONFIG, KEYS, PRINTED = ".aws/credentials", ".aws/config", ".aws/keys.py", "printed"

AHEAD = str(Path(__file__).parent / "watch")
_CAPTURED = 'exec "$@" >printed'


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the program, or a child of it, did outside of itself: an audit event of Python's."""

    event: str
    arguments: list[object]
    content: bytes

    @property
    def text(self) -> bytes:
        """All of it."""
        return f"{self.event} {self.arguments}".encode("utf-8", "surrogateescape") + self.content


@dataclass(slots=True)
class Visited:
    """A visit that is over, and what it has left."""

    here: Bench
    sentinels: Sentinels
    visit: Visit
    exit_code: int
    notes: list[Note]
    log: bytes
    before: dict[str, bytes]
    after: dict[str, bytes]
    datagrams: int

    @property
    def written(self) -> dict[str, bytes]:
        """The files that are there now with another content than before, or were not there at all."""
        return {name: content for name, content in self.after.items() if self.before.get(name) != content}

    @property
    def places(self) -> dict[str, bytes]:
        """Everything outside of the program where something of it could be, but for the AWS files and its output."""
        return {
            "the log": self.log,
            "the scrollback": self.visit.window.outside,
            **{
                f"note {number}, {note.event}": note.text
                for number, note in enumerate(self.notes)
                if note not in self.new_aws_files
            },
            **{f"/proc, {name}": content for name, content in self.visit.outlook.items()},
            **{name: content for name, content in self.after.items() if name not in {CREDENTIALS, KEYS, PRINTED}},
        }

    @property
    def new_aws_files(self) -> list[Note]:
        """The files that took the place of the AWS files, or did not in the end, as they were last."""
        gone = self.noted("os.rename", "os.remove")
        return [note for note in gone if re.search(r"/\.aws/\.(credentials|config)\.", str(note.arguments[0]))]

    @property
    def opened(self) -> set[str]:
        """All files that were opened to be written, but for devices and for the one by which programs take turns.

        Of a temporary file its folder is noted as well (``tempfile.NamedTemporaryFile``).
        """
        paths = {note.arguments[0] for note in self.noted("open")}
        files = {path for path in paths if isinstance(path, str) and not path.startswith("/dev/")}
        return {path for path in files if not Path(path).is_dir() and Path(path).name != _TURN}

    def noted(self, *events: str) -> list[Note]:
        """What was done of this kind."""
        return [note for note in self.notes if note.event in events]


def visited(
    flow: Flow,
    directory: Path,
    command: Sequence[str] = PROGRAM,
    *,
    window: Callable[[Sequence[str], Mapping[str, str]], Terminal] = Terminal,
) -> Visited:
    """Walk through a flow, until its end or the program's."""
    home, beside = directory / "home", directory / "beside"
    for each in (home, beside):
        each.mkdir()
    sentinels = Sentinels()
    with bench(random_bytes=sentinels.drawn, **flow.account) as here, _listener() as listener:
        _write_files(flow, here, home)
        variables = environment(
            home,
            **SWITCHES,
            AWS_CSM_PORT=str(listener.getsockname()[1]),
            AWS_ENDPOINT_URL=here.server.url,
            AWS_PROFILE="work",
            MFA_ENROLL_WATCH=str(beside / "notes"),
            PYTHONDONTWRITEBYTECODE="1",
        )
        variables["PYTHONPATH"] = f"{AHEAD}:{IMPORTABLE}"
        before = contents(home)
        command = [*command, *flow.arguments]
        if flow.prints:
            command = ["/bin/sh", "-c", _CAPTURED, "sh", *command]
        with window(command, variables) as opened:
            visit = Visit(here, opened, sentinels)
            with suppress(Ended):
                flow.walk(visit)
            exit_code = opened.end()
        return Visited(
            here=here,
            sentinels=sentinels,
            visit=visit,
            exit_code=exit_code,
            notes=list(_notes(beside / "notes")),
            log=(beside / "notes.log").read_bytes(),
            before=before,
            after=contents(home),
            datagrams=_datagrams(listener),
        )


def stumbling(code: str) -> list[str]:
    """The command that runs the program after ``code``."""
    scrubbed = "from mfa_enroll.tui.environment import scrub; scrub()"  # before Textual is loaded, as in the program
    loaded = "import asyncio, atexit, sys, threading; from mfa_enroll.cli import main; from stumbling import *"
    return [sys.executable, "-X", "dev", "-c", f"{scrubbed}\n{loaded}\n{code}\nsys.exit(main())"]


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _notes(file: Path) -> Iterator[Note]:
    for line in file.read_text().splitlines():
        note = json.loads(line)
        yield Note(note["event"], note["arguments"], base64.b64decode(note.get("content", "")))


def _write_files(flow: Flow, here: Bench, home: Path) -> None:
    """The person's AWS files, and others by which they would make programs talk."""
    directory = home / ".aws"
    directory.mkdir(mode=0o700)
    key, secret = here.practice.access_key_id, here.practice.secret_access_key.reveal()
    credentials = f"[work]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n"
    config = f"[profile work]\nregion = eu-central-1\nmfa_serial = {here.serial}\n"
    if flow.by_process:
        answer = {"Version": 1, "AccessKeyId": key, "SecretAccessKey": secret}
        (directory / "keys.py").write_text(f"print({json.dumps(answer)!r})\n")
        command = shlex.join([sys.executable, str(directory / "keys.py")])
        credentials, config = "", f"{config}credential_process = {command}\n"
    if flow.kept:
        config += "[profile work-mfa]\nregion = eu-central-1\n"
        credentials += "[work-mfa]\naws_access_key_id = ASIAOFANEARLIERTIMEX\naws_secret_access_key = of\n"
        credentials += "aws_session_token = it\nexpiration = 2024-01-01T00:00:00Z\nmfa_source_profile = work\n"
    (directory / "credentials").write_text(credentials)
    (directory / "config").write_text(config)
    (home / "boto.cfg").write_text("[Boto]\ndebug = 2\n")


@contextmanager
def _listener() -> Iterator[socket.socket]:
    """Someone who gets what botocore reports of each call where its client-side monitoring is on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.setblocking(False)  # noqa: FBT003 - the signature is socket's
        yield listener


def _datagrams(listener: socket.socket) -> int:
    count = 0
    with suppress(BlockingIOError):
        while True:
            listener.recv(65_536)
            count += 1
    return count
