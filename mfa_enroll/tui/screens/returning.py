"""A page that can be gone back from."""

from typing import ClassVar, TypeVar

from textual.binding import BindingType

from mfa_enroll.flows.exceptions import GoBack
from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.words import keys

T = TypeVar("T")


class ReturningPage(AskingPage[T]):
    """Escape leads to what was before."""

    BINDINGS: ClassVar[list[BindingType]] = [bind("escape", "back", keys.BACK, display="Esc")]

    def action_back(self) -> None:
        """Go there."""
        self.refuse(GoBack())
