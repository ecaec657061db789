"""The seed, the codes and the secret key stay in the program, on the one screen and on the wire."""

import base64
import sys
from pathlib import Path

import pytest

from tests.program.command import environment, program
from tests.program.enrolling import create_and_scan, done, type_two_codes
from tests.program.terminal import Terminal
from tests.support.bench import Bench, bench

TALKATIVE = {
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONFAULTHANDLER": "1",
    "PYTHONWARNINGS": "always",
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
    "TEXTUAL_DEVTOOLS_PORT": "9",
    "TEXTUAL_LOG": "textual.log",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
    "TEXTUAL_SCREENSHOT_FILENAME": "screenshot.svg",
    "AWS_DEBUG": "true",
    "BOTO_LOGLEVEL": "DEBUG",
}
"""Every switch by which the interpreter, Textual or a client of AWS has been known to say more."""

TALKING = [sys.executable, "-X", "dev"]


def write_profile(home: Path, here: Bench) -> Path:
    """The access key of the practice account as the default profile; returns the file that holds the secret."""
    (home / ".aws").mkdir()
    keys = home / ".aws" / "credentials"
    keys.write_text(
        "[default]\n"
        f"aws_access_key_id = {here.practice.access_key_id}\n"
        f"aws_secret_access_key = {here.practice.secret_access_key.reveal()}\n"
    )
    return keys


def spellings(secret: str) -> set[bytes]:
    """A secret as it could stand somewhere."""
    plain = secret.encode()
    return {plain, plain.hex().encode(), base64.b64encode(plain).rstrip(b"=")}


def spellings_of_seed(seed: str) -> set[bytes]:
    """A seed in base32, and the bytes that it stands for."""
    key = base64.b32decode(seed)
    return spellings(seed) | spellings(seed.lower()) | {key, key.hex().encode(), base64.b64encode(key).rstrip(b"=")}


def found_in(places: dict[str, bytes], secrets: set[bytes]) -> list[str]:
    """The names of the places that hold a secret."""
    return [name for name, content in places.items() if any(secret in content for secret in secrets)]


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def seen_by_others(pid: int) -> dict[str, bytes]:
    """What every process of the same user sees of another (Linux)."""
    process = Path("/proc") / str(pid)
    return {name: (process / name).read_bytes() for name in ("cmdline", "environ", "comm")}


@pytest.mark.skipif(sys.platform != "linux", reason="looks at a process through /proc")
def test_a_whole_enrollment_leaves_no_secret_anywhere(home: Path) -> None:
    """With every talkative switch on, nothing secret is in a file, the scrollback, the arguments or the environment."""
    with bench() as here:
        keys = write_profile(home, here)
        as_written = keys.read_bytes()
        variables = environment(home, AWS_ENDPOINT_URL=here.server.url, **TALKATIVE)
        command = [*TALKING, *program()[1:]]
        with Terminal(command, variables) as window:
            entry = create_and_scan(window)
            places = seen_by_others(window.process.pid)
            window.type("k")
            window.wait_for(entry.secret[:4])
            codes = type_two_codes(window, here, entry)
            assert done(window) == 0
            places |= {"the scrollback": window.outside} | files(home)
            drawn = window.raw
        assert here.is_enrolled

        assert places.pop(str(keys)) == as_written
        assert b"mfa_enroll" in places["cmdline"]
        assert here.server.url.encode() in places["environ"]
        secret_key = spellings(here.practice.secret_access_key.reveal())
        secrets = spellings_of_seed(entry.secret) | set(map(str.encode, codes)) | secret_key
        assert found_in(places, secrets) == []
        assert not any(secret in drawn for secret in secret_key)
        assert window.traces == []
        assert f"MFA is on for alice: {here.serial}" in window.last_words


@pytest.mark.skipif(sys.platform != "linux", reason="looks at a process through /proc")
def test_practice_hands_its_key_over_in_memory(home: Path) -> None:
    """The wizard's own practice account gives its key to the client without the environment or a file."""
    with Terminal(program("--practice"), environment(home)) as window:
        create_and_scan(window)
        places = seen_by_others(window.process.pid) | files(home)
    assert found_in(places, {b"AKIA", b"SECRET_ACCESS", b"secret_access"}) == []
