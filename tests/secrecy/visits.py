"""Every flow, as a person walks through it in a terminal."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mfa_enroll.domain.secret import Secret
from tests.program.enrolling import CREATE, EARLIER
from tests.program.terminal import ENTER, Terminal
from tests.secrecy.sentinels import Sentinels
from tests.support.bench import Bench

OLD, WRONG, NEW = "Sentinel-old-7", "Sentinel-wrong-8", "Sentinel-new-9"
HOME_PAGE, SIGN_IN, PLACE, CODE_OF = "Your devices:", "Sign in with a code first", "Where to keep", "Type the code that"

_A_MOMENT = 5.0
"""Seconds after which a key that has had no effect is pressed once more."""


class Ended(Exception):
    """The program has ended before the flow did."""


@dataclass(slots=True)
class Visit:
    """A person before the program. All that they type and that is secret is noted."""

    here: Bench
    window: Terminal
    sentinels: Sentinels
    outlook: dict[str, bytes] = field(default_factory=dict)
    at_done: tuple[int, str] | None = None

    def see(self, text: str) -> None:
        """Wait for a text on the screen, and look at the program from outside meanwhile."""
        self.until(lambda: text in self.window.text, f"“{text}”")
        self.outlook |= seen_by_others(self.window.process.pid)

    def press(self, keys: str) -> None:
        """Press keys."""
        self.window.type(keys)

    def press_for(self, keys: str, condition: Callable[[], object], what: str) -> None:
        """Press keys until they have an effect: a page may be painted a moment before it listens."""
        again = time.monotonic()

        def has_come() -> object:
            nonlocal again
            if time.monotonic() >= again:
                self.press(keys)
                again = time.monotonic() + _A_MOMENT
            return condition()

        self.until(has_come, what)

    def create(self) -> None:
        """Agree to the plan."""
        self.see(CREATE)
        self.press_for(ENTER, lambda: CREATE not in self.window.text, "the next page")

    def show_key(self) -> None:
        """Have the seed shown in letters, beside its picture."""
        self.press_for("k", lambda: "Copy key" in self.window.text, "the key")

    def choose(self, name: str) -> None:
        """Take one of the ways that a page offers."""
        self.see(name)
        [number] = re.findall(rf"(\d)  {name}", self.window.text)
        ended = self.window.process.poll
        self.press_for(
            number + ENTER, lambda: ended() is not None or f"{number}  {name}" not in self.window.text, "the next page"
        )

    def scan(self) -> None:
        """Hold the phone before the screen."""
        seen: list[str] = []

        def look() -> bool:
            seen[:] = self.window.codes
            return len(seen) == 1

        self.until(look, "one QR code")
        self.here.phone.scan(Secret(seen[0]))
        self.outlook |= seen_by_others(self.window.process.pid)

    def code(self, entry: int = -1) -> None:
        """Type a code that the phone has not shown before."""
        self.here.clock.advance(30)
        self.type_code(self.here.phone.entries()[entry].code.reveal())

    def wrong_code(self) -> None:
        """Mistype one."""
        right = self.here.phone.entries()[-1].code.reveal()
        self.type_code(f"{right[:5]}{(int(right[5]) + 1) % 10}")

    def type_code(self, code: str) -> None:
        """Type a code."""
        self.sentinels.codes.add(code)
        self.press(code)

    def two_codes(self) -> None:
        """Type two codes in a row."""
        self.code()
        self.see("✓")
        self.code()

    def passwords(self, *typed: str) -> None:
        """Type into one field after the other."""
        self.sentinels.passwords.update(typed)
        for each in typed:
            self.press(each + ENTER)

    def done(self) -> None:
        """Leave the page with which a story ends."""
        self.see("Done")
        self.at_done = len(self.window.raw), self.window.text
        self.choose("Done")

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until a condition holds.

        Raises:
            Ended: The program has ended, and it does not.
        """
        try:
            self.window.wait_until(lambda: self.window.process.poll() is not None or condition(), what)
        except AssertionError:
            if self.window.process.poll() is None:
                raise
        if self.window.process.poll() is not None and not condition():
            raise Ended(what)


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


def _enroll(visit: Visit) -> None:
    visit.create()
    visit.scan()
    visit.show_key()
    visit.wrong_code()
    visit.see("!")
    visit.two_codes()
    visit.done()


def _take_leftover(visit: Visit) -> None:
    visit.create()
    visit.see(EARLIER)
    visit.choose("I scanned it")
    visit.see("Esc")
    visit.press("\x1b")
    visit.see(EARLIER)
    visit.choose("Start afresh")
    visit.scan()
    visit.two_codes()
    visit.done()


def _start_session(visit: Visit) -> None:
    visit.see(PLACE)
    visit.press_for(ENTER, lambda: PLACE not in visit.window.text, "the next page")
    _renew(visit)


def _renew(visit: Visit) -> None:
    visit.see(CODE_OF)
    visit.code()


def _replace(visit: Visit) -> None:
    visit.choose("Move to a new phone")
    visit.choose("I have the old phone")
    visit.see(SIGN_IN)
    visit.code()
    visit.choose("Take it away")
    visit.scan()
    visit.two_codes()
    visit.done()


def _remove(visit: Visit) -> None:
    visit.choose("Turn MFA off")
    visit.choose("Turn it off")
    visit.see(SIGN_IN)
    visit.code()


def _resync(visit: Visit) -> None:
    visit.choose("Codes are not accepted")
    visit.see("Esc")
    visit.two_codes()
    visit.done()


def _change_password(visit: Visit) -> None:
    visit.see("Change your console password")
    visit.passwords(WRONG, NEW, NEW)
    visit.see("current password")
    visit.passwords(OLD, NEW, NEW)


def _add(visit: Visit) -> None:
    visit.choose("Turn on a device of your own")
    visit.see("Go on")
    visit.press_for(ENTER, lambda: "Go on" not in visit.window.text, "the next page")
    visit.see(SIGN_IN)
    visit.code()
    visit.scan()
    visit.two_codes()
    visit.done()


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
        says: Its last words.
    """

    walk: Callable[[Visit], None]
    arguments: Sequence[str] = ()
    account: Mapping[str, Any] = field(default_factory=dict)
    prints: bool = False
    keeps: bool = False
    kept: bool = False
    by_process: bool = False
    says: str = "MFA is on for alice"


ENROLLED = {"enrolled": True}
SIGNED_IN = "You are signed in with MFA as alice"

FLOWS = {
    "enrollment": Flow(walk=_enroll),
    "leftover": Flow(walk=_take_leftover, account={"leftover": True}),
    "session": Flow(walk=_start_session, arguments=["session"], account=ENROLLED, keeps=True, says=SIGNED_IN),
    "session, as exports": Flow(
        walk=_renew,
        arguments=["session", "--print", "env"],
        account=ENROLLED,
        prints=True,
        by_process=True,
        says="Signed in with MFA as alice",
    ),
    "session, as JSON": Flow(
        walk=_renew,
        arguments=["session", "--print", "json"],
        account=ENROLLED,
        prints=True,
        says="Signed in with MFA as alice",
    ),
    "renewal": Flow(walk=_renew, arguments=["session"], account=ENROLLED, keeps=True, kept=True, says=SIGNED_IN),
    "replace": Flow(walk=_replace, account=ENROLLED),
    "remove": Flow(walk=_remove, account=ENROLLED, says="MFA is off for alice"),
    "resync": Flow(walk=_resync, account=ENROLLED),
    "password": Flow(
        walk=_change_password,
        arguments=["password"],
        account={"password": Secret(OLD)},
        says="The console password of alice is changed",
    ),
    "add": Flow(walk=_add, account={"others": 1}),
}
