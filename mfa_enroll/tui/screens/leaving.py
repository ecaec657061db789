"""Leaving before the device is on: what becomes of it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from mfa_enroll.flows.questions import LeaveChoice, Leaving
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.words import Heading, words


class LeavingPage(Page[LeaveChoice]):
    """Asks what becomes of the device that this run made."""

    HELP = (
        "A device that was never turned on protects nothing and blocks nothing. "
        "A later run can go on with it or delete it."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stay", "Stay", key_display="Esc", tooltip="Go back to the codes"),
    ]

    def __init__(self, leaving: Leaving) -> None:
        super().__init__()
        self._leaving = leaving

    def content(self) -> ComposeResult:
        """What there is."""
        yield Heading("Leave before MFA is on?")
        if self._leaving.replaced:
            yield words(
                "Your old device is gone. MFA is off until a new one is turned on, and until then your access key can "
                "do nothing else. The new one was just made and is not turned on yet:",
                f"  {self._leaving.serial}",
            )
        else:
            yield words(
                "Nothing about how you sign in has changed. The device that was just made is not turned on yet:",
                f"  {self._leaving.serial}",
            )

    def actions(self) -> ComposeResult:
        """The three ways."""
        yield Choice(
            [
                (LeaveChoice.STAY, "Stay", "Go back to the codes."),
                (
                    LeaveChoice.DELETE,
                    "Delete it and leave",
                    "Nothing stays in AWS. Remove its entry from your app.",
                ),
                (
                    LeaveChoice.KEEP,
                    "Keep it and leave",
                    "If you scanned the QR code and want to finish later.",
                ),
            ]
        )

    def action_stay(self) -> None:
        """Go back to the codes."""
        self.answer(LeaveChoice.STAY)

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        """Answer."""
        if isinstance(event.value, LeaveChoice):
            self.answer(event.value)
