"""A page with something on it to be copied as it stands."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType

from mfa_enroll.flows.questions import Remark, Tone
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.remark import RemarkBox

T = TypeVar("T")


class CopyingPage(Page[T]):
    """Copies ``copyable`` on a key, where there is any, and says what that did in the page's ``RemarkBox``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy the box", tooltip="Copy the text in the box to the terminal’s clipboard"),
    ]

    copyable = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Copying needs something to copy."""
        return bool(self.copyable) if action == "copy" else super().check_action(action, parameters)

    def action_copy(self) -> None:
        """Copy it, and say so."""
        self.app.copy_to_clipboard(self.copyable)
        said = "Sent to your terminal’s clipboard. If nothing arrives there: it is printed again when you leave."
        self.query_one(RemarkBox).show(Remark(Tone.GOOD, said))
