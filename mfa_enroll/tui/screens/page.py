"""What all pages have in common: a title bar, a line that says what is going on, and one answer."""

import asyncio
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer

from mfa_enroll.flows.dialogue import Pause
from mfa_enroll.tui.widgets.status import StatusLine
from mfa_enroll.tui.widgets.title import TitleBar

T = TypeVar("T")


class Page(Screen[None], Generic[T]):
    """A page that ends with an answer of type ``T``."""

    HELP = ""
    """What the help page says about this page, in a sentence or two."""

    def __init__(self) -> None:
        super().__init__()
        self._answer: asyncio.Future[T] | None = None

    def compose(self) -> ComposeResult:
        """The frame around :meth:`content` and :meth:`actions`."""
        yield TitleBar()
        with VerticalScroll(id="body", can_focus=False):
            yield from self.content()
        yield from self.actions()
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def content(self) -> ComposeResult:
        """What the page says. It scrolls where the window is small."""
        yield from ()

    def actions(self) -> ComposeResult:
        """What the person can do, always in sight."""
        yield from ()

    async def answered(self) -> T:
        """Wait for the answer."""
        self._answer = asyncio.get_running_loop().create_future()
        self.say("")
        return await self._answer

    def answer(self, value: T) -> None:
        """Give the answer. A second one, or one that nobody waits for, is dropped."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(value)

    def refuse(self, error: Exception) -> None:
        """Answer with an exception instead."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    def say(self, words: str) -> None:
        """Say what is being done; nothing for the empty string."""
        for line in self.query(StatusLine):
            line.say(words)

    def say_pause(self, pause: Pause) -> None:
        """Say why there is a wait, and count it down."""
        for line in self.query(StatusLine):
            line.count_down(pause)

    def say_leaving(self) -> None:
        """Say that the wish to leave was heard, where a call has to come to its end first."""
        for line in self.query(StatusLine):
            line.say_leaving()
