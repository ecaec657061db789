"""Every flow, as a person walks through it in a terminal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import FAR_SEARCH
from mfa_enroll.flows.asks import Need
from mfa_enroll.flows.questions import LeftoverChoice, Task
from mfa_enroll.flows.remarks import Note
from mfa_enroll.words import codes, keys, passwords
from mfa_enroll.words.remarks import said
from tests.program.pages import (
    CODE_OF,
    DONE,
    HOME,
    LEFTOVER,
    NAME,
    NEW_PHONE,
    NO_WAY_BACK,
    ONE_MORE,
    OWN,
    SIGN_IN,
    TURN_OFF,
    name,
)
from tests.program.terminal import Terminal
from tests.program.visitor import Visitor
from tests.secrecy.sentinels import Sentinels
from tests.support.bench import Bench

OLD, WRONG, NEW = "Sentinel-old-7", "Sentinel-wrong-8", "Sentinel-new-9"


class Visit(Visitor):
    """A person before the program. All that they type and that is secret is noted, and so is what others see."""

    def __init__(self, here: Bench, window: Terminal, sentinels: Sentinels) -> None:
        super().__init__(here, window)
        self.sentinels = sentinels
        self.outlook: dict[str, bytes] = {}
        self.at_done: tuple[int, str] | None = None

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait, and look at the program from outside then."""
        super().until(condition, what)
        self.outlook |= seen_by_others(self.window.process.pid)

    def show_key(self) -> None:
        """Have the seed shown in letters, beside its picture."""
        self.press_for("k", lambda: self.window.shows(keys.COPY_KEY.name), "the key")

    def wrong_code(self) -> None:
        """Mistype one, so that it is none of any time that the program looks at."""
        entry, now = list(self.here.phone._entries.values())[-1], datetime.fromtimestamp(self.here.clock(), UTC)
        right, looked_at = entry.at(now), 2 * FAR_SEARCH
        others = {entry.at(now, counter_offset=step) for step in range(-looked_at, looked_at)}
        mistyped = (f"{right[:5]}{digit}" for digit in range(10))
        self.type_secret(next(code for code in mistyped if code not in others))

    def type_secret(self, text: str, *, then: str = "") -> None:
        """Type a code or a password, and note it."""
        (self.sentinels.codes if text.isdigit() else self.sentinels.passwords).add(text)
        super().type_secret(text, then=then)

    def done(self) -> None:
        """Leave the page with which a story ends, having noted what is on the screen then."""
        self.see(DONE)
        self.at_done = len(self.window.raw), self.window.text
        super().done()


def seen_by_others(pid: int) -> dict[str, bytes]:
    """What every process of the same user sees of another (Linux), and the names of its threads."""
    process = Path("/proc") / str(pid)
    seen = {}
    for file in [process / "cmdline", process / "environ", *process.glob("task/*/comm")]:
        try:
            seen[str(file.relative_to(process))] = file.read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
    return seen


def _turn_on(at: Visit) -> None:
    at.scan()
    at.two_codes()
    at.done()


def _enroll(at: Visit) -> None:
    at.create()
    at.scan()
    at.show_key()
    at.wrong_code()
    at.see("!")
    at.two_codes()
    at.done()


def _take_leftover(at: Visit) -> None:
    at.create()
    at.choose(LEFTOVER, LeftoverChoice.SCANNED)
    at.see(codes.first_step(Need.RESUME, codes.Scan.HERE))
    anew = name(LEFTOVER, LeftoverChoice.FRESH)
    at.press_for("\x1b", lambda: at.window.shows(anew), "the page before")
    at.choose(LEFTOVER, LeftoverChoice.FRESH)
    _turn_on(at)


def _start_session(at: Visit) -> None:
    at.go_on_from(NAME.heading)
    _renew(at)


def _renew(at: Visit) -> None:
    at.see(CODE_OF)
    at.code()


def _replace(at: Visit) -> None:
    at.choose(HOME, Task.REPLACE)
    at.choose(NEW_PHONE, OWN)
    at.see(SIGN_IN)
    at.code()
    at.choose(NO_WAY_BACK, answer=True)
    _turn_on(at)


def _remove(at: Visit) -> None:
    at.choose(HOME, Task.REMOVE)
    at.choose(TURN_OFF, answer=True)
    at.see(SIGN_IN)
    at.code()


def _resync(at: Visit) -> None:
    at.choose(HOME, Task.RESYNC)
    at.see(codes.first_step(Need.RESYNC, codes.Scan.HERE))
    at.two_codes()
    at.done()


def _change_password(at: Visit) -> None:
    at.see(passwords.NEEDS)
    for old in (WRONG, OLD):
        for typed in (old, NEW, NEW):
            at.type_secret(typed, then="\r")
        if old == WRONG:
            at.see(said(Note.PASSWORD_REFUSED).text)


def _add(at: Visit) -> None:
    at.choose(HOME, Task.ADD)
    at.go_on_from(ONE_MORE.ways[0].name)
    at.see(SIGN_IN)
    at.code(of=at.here.practice.enabled_devices()[0])
    _turn_on(at)


def _enrolled(here: Bench) -> bool:
    return here.is_enrolled


def _signed_in(here: Bench) -> bool:
    return len(here.practice._sessions) == 1


def _password_changed(here: Bench) -> bool:
    profile = here.practice.login_profile
    return profile is not None and profile.password.reveal() == NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A flow.

    Attributes:
        walk: What the person does.
        arguments: What they call the program with.
        account: The account that it begins with.
        prints: Whether the session's keys go to whoever asked for them, by way of standard output.
        keeps: Whether they go into the credentials file.
        kept: Whether the session of an earlier time is there.
        by_process: Whether the access key comes from a command of the person's own.
        comes_to: What is true of the account in the end.
    """

    walk: Callable[[Visit], None]
    arguments: Sequence[str] = ()
    account: Mapping[str, Any] = field(default_factory=dict)
    prints: bool = False
    keeps: bool = False
    kept: bool = False
    by_process: bool = False
    comes_to: Callable[[Bench], bool] = _enrolled


def _session(walk: Callable[[Visit], None], *arguments: str, **more: bool) -> Flow:
    return Flow(walk=walk, arguments=["session", *arguments], account={"enrolled": True}, comes_to=_signed_in, **more)


FLOWS = {
    "enrollment": Flow(walk=_enroll),
    "leftover": Flow(walk=_take_leftover, account={"leftover": True}),
    "session": _session(_start_session, keeps=True),
    "session, as exports": _session(_renew, "--print", "env", "--no-keep", prints=True, by_process=True),
    "session, as JSON": _session(_renew, "--print", "json", "--no-keep", prints=True),
    "session, kept and handed out": _session(_start_session, "--print", "env", prints=True, keeps=True),
    "renewal": _session(_renew, keeps=True, kept=True),
    "replace": Flow(walk=_replace, account={"enrolled": True}),
    "remove": Flow(walk=_remove, account={"enrolled": True}, comes_to=lambda here: not here.practice.devices),
    "resync": Flow(walk=_resync, account={"enrolled": True}),
    "password": Flow(
        walk=_change_password,
        arguments=["password"],
        account={"password": Secret(OLD)},
        comes_to=_password_changed,
    ),
    "add": Flow(walk=_add, account={"others": 1}),
}
