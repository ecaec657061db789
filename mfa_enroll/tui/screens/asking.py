"""What all pages have in common: a title bar, a line that says what is going on, and one answer."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual import events
from textual._time import get_time
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input

from mfa_enroll.tui.screens.reading import ReadingScreen
from mfa_enroll.tui.widgets.status import StatusLine
from mfa_enroll.tui.widgets.title import TitleBar

T = TypeVar("T")

_AT_A_GLANCE = 5

_STAY = frozenset({"leave", "app.leave", "help", "app.help"})
"""Actions that are in every footer: they lead out of whatever a person does not understand."""

_ALWAYS = frozenset({"ctrl+c", "ctrl+q", "f1", "question_mark"})
"""Keys that count on every page from the start: to leave by, and for help."""


class AskingPage(ReadingScreen, Generic[T]):
    """A page that ends with an answer of type ``T``.

    A key or a click that was meant for the page before does not act on it: see :meth:`is_typed_ahead`.
    """

    MOMENT: float = 0.5
    """Seconds for which a page has to be in sight before it is chosen on."""

    ENTER_ENDS_TYPING: ClassVar = False
    """Whether Enter behind what is typed into a field belongs to that, and chooses nothing."""

    FIRST_TO_GO: ClassVar[tuple[str, ...]] = ("select",)
    """Actions in the order in which they leave a footer that would be too full; their keys work all the same."""

    def __init__(self) -> None:
        super().__init__()
        self._answer: asyncio.Future[T] | None = None
        self._seen_at = float("inf")
        self._is_typed_into = False
        self._digit_dropped_at = -float("inf")

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

    @property
    def is_seen(self) -> bool:
        """Whether it is in sight, with what it asks."""
        return get_time() >= self._seen_at

    def is_typed_ahead(self, event: events.Key | events.MouseDown | events.MouseUp) -> bool:
        """Whether a key or a click was meant for what was there before.

        It was if it came before the page was in sight, or chooses (Enter, a digit, the mouse) and came in the page's
        first moments. What is typed into a field counts from the start, and so does Enter behind it. Enter right behind
        a digit that did not count does not count either: it would choose what the digit was to lead away from.
        """
        chooses, is_enter, is_digit = True, False, False
        if isinstance(event, events.Key):
            is_enter = event.key == "enter"
            typed = any(field.check_consume_key(event.key, event.character) for field in self.query(Input))
            self._is_typed_into = self._is_typed_into or typed
            if typed or event.key in _ALWAYS or (is_enter and self.ENTER_ENDS_TYPING and self._is_typed_into):
                return False
            is_digit = event.character is not None and event.character.isdecimal()
            chooses = is_enter or is_digit
        since = max(self._seen_at, self._digit_dropped_at) if is_enter else self._seen_at
        is_dropped = event.time < since + chooses * self.MOMENT
        if is_dropped and is_digit:
            self._digit_dropped_at = event.time
        return is_dropped

    def on_screen_resume(self) -> None:
        """It is the page in front from now on."""
        self._come_into_sight()

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
        self._come_into_sight()
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

    def _come_into_sight(self) -> None:
        def seen() -> None:
            self._seen_at = get_time()

        self._seen_at = float("inf")
        self._is_typed_into = False
        self.call_after_refresh(seen)

    def _columns(self, binding: Binding) -> int:
        """Columns that a key takes in a footer, with the blanks around it."""
        return cell_len(f" {self.app.get_key_display(binding)} {binding.description} ")
