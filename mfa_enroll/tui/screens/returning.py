"""A page that can be gone back from."""

from typing import ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from mfa_enroll.flows.exceptions import GoBack
from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.words import keys
from mfa_enroll.words.page import Said

T = TypeVar("T")

CLEAR_OR_BACK: list[BindingType] = [
    bind("escape", "clear", keys.CLEAR, display="Esc"),
    bind("escape", "back", keys.BACK, display="Esc"),
]
"""Escape takes away what is typed, if anything is. Pressed once more it leads back."""


class EscapablePage(AskingPage[T]):
    """What Escape does on a page, for those that bind it."""

    def __init__(self) -> None:
        super().__init__()
        self._is_ending = False
        self._was_begun = False

    @property
    def can_go_back(self) -> bool:
        """Whether Escape is an answer."""
        return True

    @property
    def is_first(self) -> bool:
        """Whether nothing is before it, so that going back ends the story."""
        return False

    @property
    def is_begun(self) -> bool:
        """Whether something has been typed that Escape takes away."""
        return False

    def clear(self) -> None:
        """Take away what was typed."""

    def hint(self, said: Said) -> None:
        """Say something of what was pressed."""
        self.show_remark(said)

    def show_remark(self, said: Said | None) -> None:
        """Say something beside the field."""
        from mfa_enroll.tui.widgets.remark import RemarkBox  # noqa: PLC0415 - the first paint does without

        self.query_one(RemarkBox).show(said)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what Escape does at present."""
        offered = {"clear": self.is_begun, "back": self.can_go_back and not self.is_first, "end": self.is_first}
        return offered[action] if action in offered else super().check_action(action, parameters)

    def action_clear(self) -> None:
        """Begin anew on this page."""
        self.clear()

    def action_back(self) -> None:
        """Go there."""
        self.refuse(GoBack())

    def action_end(self) -> None:
        """Leave, if Escape was pressed just before as well; whoever pressed it to close something is told."""
        if self._is_ending:
            self.refuse(GoBack())
        elif self.is_waiting:
            self._is_ending = True
            self.hint(keys.ESCAPE_LEAVES)

    @on(Input.Changed)
    def _go_on_typing(self) -> None:
        """Whoever types is not about to leave, and Escape may do something else now."""
        self._is_ending = False
        if self.is_begun != self._was_begun:
            self._was_begun = self.is_begun
            self.refresh_bindings()


class ReturningPage(EscapablePage[T]):
    """Escape leads to what was before. Where there is nothing, it asks and then leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [*CLEAR_OR_BACK, Binding("escape", "end", show=False, priority=True)]
