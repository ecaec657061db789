"""What all pages have in common: a title bar, a line that says what is going on, and one answer."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.widgets import Footer

from mfa_enroll.tui.screens.reading import ReadingScreen
from mfa_enroll.tui.widgets.status import StatusLine
from mfa_enroll.tui.widgets.title import TitleBar

T = TypeVar("T")

_AT_A_GLANCE = 5

_STAY = frozenset({"leave", "app.leave", "help", "app.help"})
"""Actions that are in every footer: they lead out of whatever a person does not understand."""


class AskingPage(ReadingScreen, Generic[T]):
    """A page that ends with an answer of type ``T``."""

    FIRST_TO_GO: ClassVar[tuple[str, ...]] = ("select",)
    """Actions in the order in which they leave a footer that would be too full; their keys work all the same."""

    def __init__(self) -> None:
        super().__init__()
        self._answer: asyncio.Future[T] | None = None

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work at present; shown are no more of them than are taken in at a glance, and fit."""
        active = super().active_bindings
        going = [each.binding.action for each in active.values() if each.binding.action not in _STAY]
        for action in (*self.FIRST_TO_GO, *sorted(going, key="read_on".__eq__)):
            # Of several keys for the same, a footer shows the first.
            shown = {each.binding.action: each.binding for each in reversed(active.values()) if each.binding.show}
            columns = sum(map(self._columns, shown.values()))
            if len(shown) <= _AT_A_GLANCE and columns <= self.scrollable_content_region.width:
                break
            for key, each in active.items():
                if each.binding.action == action:
                    active[key] = each._replace(binding=replace(each.binding, show=False))
        return active

    @property
    def help(self) -> str:
        """What the help page says about this page."""
        return ""

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for an answer."""
        return self._answer is not None and not self._answer.done()

    def compose(self) -> ComposeResult:
        """The frame around :meth:`lead`, :meth:`content` and :meth:`actions`."""
        yield TitleBar()
        yield from self.lead()
        with VerticalScroll(id="body", can_focus=False):
            yield from self.content()
        yield from self.actions()
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def lead(self) -> ComposeResult:
        """What stays in sight above what scrolls."""
        yield from ()

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

    def say(self, text: str) -> None:
        """Say what is being done; nothing for the empty string."""
        for line in self.query(StatusLine):
            line.say(text)

    def count_down(self, seconds: float, text: Callable[[int], str]) -> None:
        """Say why there is a wait of so many seconds; ``text`` says it for the seconds that are left."""
        for line in self.query(StatusLine):
            line.count_down(seconds, text)

    def say_too(self, text: str) -> None:
        """Say something more while AWS is waited for."""
        for line in self.query(StatusLine):
            line.say_too(text)

    def _columns(self, binding: Binding) -> int:
        """Columns that a key takes in a footer, with the blanks around it."""
        return cell_len(f" {self.app.get_key_display(binding)} {binding.description} ")
