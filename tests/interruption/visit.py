"""A person at the terminal on their way to some place in the program, and what has to hold once they are cut off."""

import enum
import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP, code_at, time_step
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.practice.devices import VirtualDevice
from tests.program.command import altered, program
from tests.program.enrolling import LEAVE, with_keys_of
from tests.program.terminal import CTRL_C, ENTER, Terminal
from tests.support.bench import Bench, bench
from tests.support.story import assert_outcome_told, assert_truthful

OLD_PASSWORD, NEW_PASSWORD = Secret("Old-password-1"), Secret("New-password-2")

HASTENED = """
from mfa_enroll.tui import app, by_force
app.PATIENCE = 0.3
by_force._PATIENCE = 60.0
"""
"""The program as it is, but a call in flight gets less than two seconds, and an end in order takes as long as it does
on a busy machine."""


class Interruption(enum.Enum):
    """What can cut a person off, by the exit code that a parent process sees; None where the page decides on it."""

    KEY = "Ctrl+C", None
    INT = signal.SIGINT, None
    TERM = signal.SIGTERM, 128 + signal.SIGTERM
    HUP = signal.SIGHUP, 128 + signal.SIGHUP
    KILL = signal.SIGKILL, -signal.SIGKILL
    CLOSED = "the window is closed", 128 + signal.SIGHUP

    @property
    def code(self) -> int | None:
        """The exit code."""
        code: int | None = self.value[1]
        return code

    @property
    def asks(self) -> bool:
        """Whether the program may ask back, and wait for AWS."""
        return self.code is None

    def strike(self, window: Terminal) -> None:
        """Let it happen."""
        if self is Interruption.KEY:
            window.type(CTRL_C)
        elif self is Interruption.CLOSED:
            window.hang_up()
        else:
            window.signal(signal.Signals(self.value[0]))


class Visit:
    """One run of the program, on the way."""

    def __init__(self, here: Bench, window: Terminal, home: Path) -> None:
        self.here = here
        self.window = window
        self.home = home
        self.typed: list[str] = []
        self._was_on = here.is_enrolled

    def see(self, text: str) -> None:
        """Wait for a text on the screen."""
        self.window.wait_for(text)

    def see_picture(self) -> None:
        """Wait for the QR code, and scan it."""
        self.window.wait_until(lambda: "▄" in self.window.text, "the QR code")
        self.here.scan(self._device())

    def press(self, keys: str) -> None:
        """Press keys."""
        self.window.type(keys)

    def choose(self, name: str) -> None:
        """Choose a way by the number before its name, and Enter."""
        self.see(name)
        [number] = re.findall(rf"(\d)  {re.escape(name)}", self.window.text)
        self.press(number + ENTER)

    def type_code(self, of: VirtualDevice | None = None) -> None:
        """Type a new code, of the user's own device unless another one is given."""
        self.here.clock.advance(STEP)
        seed = (of or self._device()).seed
        self.typed.append(code_at(seed, time_step(self.here.clock())).reveal())
        self.press(self.typed[-1])

    def type_first_code(self) -> None:
        """Type the first one of two."""
        self.type_code()
        self.see("✓")

    def leave(self, how: Interruption, left: int, *, asked: bool) -> None:
        """From here to the end of the program, which has to be as it should.

        Args:
            how: What has cut the person off already.
            left: The exit code of leaving in order.
            asked: Whether leaving in order asks what becomes of the device first. It is kept here.
        """
        if how is Interruption.CLOSED:
            assert self.window.process.wait(40) == how.code
            return
        if how.asks and asked:
            self.see(LEAVE)
            how.strike(self.window)
        assert self.window.end() == (left if how.code is None else how.code)
        if how is not Interruption.KILL:
            self._check_last_words()
            assert self.window.traces == []
            assert [path.name for path in (self.home / ".aws").glob(".*")] == []

    def _check_last_words(self) -> None:
        """They are true, name what is left behind, and give nothing away."""
        ending = Ending(EndingKind.LEFT, (self.window.last_words,))
        assert ending.last_words
        assert_truthful(self.here, ending)
        assert_outcome_told(self.here, ending, list(self.here.server.requests), was_on=self._was_on)
        secrets = [*self.typed, *(device.seed.reveal() for device in self.here.practice.devices.values())]
        secrets += [opened.token.reveal() for opened in self.here.practice._sessions.values()]
        outside = re.sub(r"\d{7,}", "", self.window.outside.decode())  # an account ID may hold the digits of a code
        assert not [secret for secret in secrets if secret in outside]

    def _device(self) -> VirtualDevice:
        return self.here.practice.devices[self.here.serial]


@contextmanager
def visit(
    home: Path, *arguments: str, account: Mapping[str, object], until: Interruption | None = None
) -> Iterator[Visit]:
    """The program with these arguments, at its beginning. ``until``: hastened, where it is only to be interrupted."""
    command = program(*arguments)
    if until is not None:
        command = altered(HASTENED, *arguments)
    with bench(password=OLD_PASSWORD, **account) as here, Terminal(command, with_keys_of(here, home)) as window:
        yield Visit(here, window, home)
