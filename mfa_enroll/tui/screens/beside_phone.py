"""A page that has the practice phone at hand."""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType

from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.screens.returning import ReturningPage
from mfa_enroll.tui.widgets.phone import Authenticator, PhoneView
from mfa_enroll.words import keys

T = TypeVar("T")


class BesidePhonePage(ReturningPage[T]):
    """Shows the practice phone, where there is one, beside the page or in the place of its words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # The second key is for pages on which p is a letter like any other.
        bind("p,f2", "phone", keys.PHONE)
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]  # noqa: RUF012 - Textual's declaration is no ClassVar

    def __init__(self, phone: Authenticator | None) -> None:
        super().__init__()
        self._phone = phone

    def actions(self) -> ComposeResult:
        """The phone, put away at first."""
        if self._phone:
            yield PhoneView(self._phone)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a phone in practice alone."""
        return self._phone is not None if action == "phone" else super().check_action(action, parameters)

    def action_phone(self) -> None:
        """Take the phone out, or put it away."""
        self.toggle_class("-phone")
