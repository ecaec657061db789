"""What all pages have in common: a title bar, a line that says what is going on, and one answer."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer

from mfa_enroll.tui.widgets.status import StatusLine
from mfa_enroll.tui.widgets.title import TitleBar

if TYPE_CHECKING:
    from mfa_enroll.flows.dialogue import Pause

T = TypeVar("T")

_AT_A_GLANCE = 5

_SCROLLS = "#body, #panel"
"""What scrolls where the window is small; a page has one or the other."""


class Page(Screen[None], Generic[T]):
    """A page that ends with an answer of type ``T``."""

    HELP = ""
    """What the help page says about this page, in a sentence or two."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "pagedown,space",
            "read_on",
            "More",
            key_display="PgDn",
            priority=True,
            tooltip="Read on, where not all is in sight (PgUp: back)",
        ),
        Binding("pageup", "read_back", show=False, priority=True),
    ]

    FIRST_TO_GO: ClassVar[tuple[str, ...]] = ()
    """Actions in the order in which they leave a footer that would be too full; their keys work all the same."""

    def __init__(self) -> None:
        super().__init__()
        self._answer: asyncio.Future[T] | None = None

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work at present, no more of them shown than are taken in at a glance."""
        active = super().active_bindings
        for action in self.FIRST_TO_GO:
            if len({each.binding.action for each in active.values() if each.binding.show}) <= _AT_A_GLANCE:
                break
            for key, each in active.items():
                if each.binding.action == action:
                    active[key] = each._replace(binding=replace(each.binding, show=False))
        return active

    @property
    def help(self) -> str:
        """What the help page says."""
        return self.HELP

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

    def on_mount(self) -> None:
        """Offer to read on as soon as not all is in sight."""
        for body in self.query(_SCROLLS):
            self.watch(body, "show_vertical_scrollbar", self.refresh_bindings)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is more to read only where the body scrolls."""
        del parameters
        if action not in {"read_on", "read_back"}:
            return True
        return any(body.show_vertical_scrollbar for body in self.query(_SCROLLS))

    def action_read_on(self) -> None:
        """Scroll the body on by what is in sight."""
        self.query_one(_SCROLLS).scroll_page_down(animate=False)

    def action_read_back(self) -> None:
        """Scroll it back."""
        self.query_one(_SCROLLS).scroll_page_up(animate=False)

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

    def say_pause(self, pause: "Pause") -> None:
        """Say why there is a wait, and count it down."""
        for line in self.query(StatusLine):
            line.count_down(pause)

    def say_leaving(self) -> None:
        """Say that the wish to leave was heard, where a call has to come to its end first."""
        for line in self.query(StatusLine):
            line.say_leaving()
