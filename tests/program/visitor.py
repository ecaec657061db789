"""A person at the terminal on their way through the program, with a phone at hand."""

import re
import time
from collections.abc import Callable
from typing import Any

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows.questions import Task
from mfa_enroll.practice.devices import VirtualDevice
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.words.page import Page
from tests.program.pages import CREATE, HOME, name
from tests.program.terminal import ENTER, Terminal
from tests.support.bench import Bench

_AGAIN = 5.0
"""Seconds after which a key that has had no effect is pressed once more."""


class Ended(Exception):
    """The program has ended before what was waited for."""


class Visitor:
    """A person before the program. What they type of codes and passwords is in ``typed``."""

    def __init__(self, here: Bench, window: Terminal) -> None:
        self.here = here
        self.window = window
        self.typed: set[str] = set()

    def see(self, text: str) -> None:
        """Wait for a text on the screen."""
        self.until(lambda: self.window.shows(text), f"“{text}”")

    def press(self, keys: str) -> None:
        """Press keys."""
        self.window.type(keys)

    def press_for(self, keys: str, condition: Callable[[], object], what: str) -> None:
        """Press keys until they have an effect, when the page that has just come may be chosen on."""
        again = time.monotonic() + AskingPage.MOMENT

        def has_come() -> object:
            nonlocal again
            if time.monotonic() >= again:
                self.press(keys)
                again = time.monotonic() + _AGAIN
            return condition()

        self.until(has_come, what)

    def go_on_from(self, text: str) -> None:
        """Press Enter on the page with a text, until it is gone."""
        self.see(text)
        self.press_for(ENTER, lambda: self.has_ended or not self.window.shows(text), "the next page")

    def choose(self, page: Page[Any], answer: object, until: Callable[[], object] | None = None) -> None:
        """Take the way of a page that stands for an answer, by its number and Enter, until it is gone, or ``until``."""
        called = name(page, answer)
        self.see(called)
        [mark] = re.findall(rf"(\d|Enter)  {re.escape(called)}", self.window.text)
        way = f"{mark}  {called}"
        keys = ENTER if mark == "Enter" else mark + ENTER
        self.press_for(keys, until or (lambda: self.has_ended or way not in self.window.text), "the next page")

    def create(self) -> None:
        """Agree to the plan."""
        self.go_on_from(CREATE)

    def scan(self) -> None:
        """Hold the phone before the screen."""
        self.here.phone.scan(Secret(self.picture()))

    def picture(self) -> str:
        """Wait for one QR code to be readable; its text."""
        seen: list[str] = []

        def look() -> bool:
            seen[:] = self.window.codes
            return len(seen) == 1

        self.until(look, "one QR code")
        return seen[0]

    def code(self, of: VirtualDevice | None = None) -> None:
        """Type a code that the phone has not shown before: of what it scanned last unless a device is given."""
        self.here.clock.advance(STEP)
        shown = [entry for entry in self.here.phone.entries() if of is None or f":{of.name}@" in entry.label]
        self.type_secret(shown[-1].code.reveal())

    def first_code(self) -> None:
        """Type the first one of two."""
        self.code()
        self.see("✓")

    def two_codes(self) -> None:
        """Type two codes in a row."""
        self.first_code()
        self.code()

    def type_secret(self, text: str, *, then: str = "") -> None:
        """Type a code or a password."""
        self.typed.add(text)
        self.press(text + then)

    def done(self) -> None:
        """Leave the page with which a story ends."""
        self.choose(HOME, Task.DONE, until=lambda: self.has_ended)

    @property
    def has_ended(self) -> bool:
        """Whether the program has."""
        return self.window.process.poll() is not None

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until a condition holds.

        Raises:
            Ended: The program has ended, and it does not.
        """
        self.window.wait_until(lambda: self.has_ended or condition(), what)
        if self.has_ended and not condition():
            raise Ended(what)
