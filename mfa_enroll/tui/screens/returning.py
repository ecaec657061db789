"""A page that can be gone back from."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType

from mfa_enroll.flows.dialogue import GoBack
from mfa_enroll.tui.screens.page import Page

T = TypeVar("T")


class ReturningPage(Page[T]):
    """Escape leads to what was before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", key_display="Esc", priority=True, tooltip="Back to what was before"),
    ]

    def action_back(self) -> None:
        """Go there."""
        self.refuse(GoBack())
