"""An unfinished attempt was found: go on with it, or start afresh."""

from textual.app import ComposeResult

from mfa_enroll.flows.questions import Leftover, LeftoverChoice
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.words import Heading, words


class LeftoverPage(Page[LeftoverChoice]):
    """Asks what to do with a device that is not enabled and whose QR code this run has not seen."""

    HELP = (
        "AWS shows the QR code of a device once, when it is made. If you scanned it in an earlier attempt, your app "
        "has the entry and you can go on with its codes. If you did not, nobody can see it again: start afresh."
    )

    def __init__(self, leftover: Leftover) -> None:
        super().__init__()
        self._leftover = leftover

    def content(self) -> ComposeResult:
        """What was found."""
        yield Heading("An earlier attempt was not finished")
        yield words(
            "AWS has an MFA device with your name that was never turned on:",
            f"  {self._leftover.serial}",
            "AWS shows its QR code only once, so it cannot be shown again here. Did you scan it at the time?",
        )
        yield RemarkBox(self._leftover.remark)

    def actions(self) -> ComposeResult:
        """The two ways."""
        yield Choice(
            [
                (LeftoverChoice.SCANNED, "I scanned it", "Go on with the codes of that entry in my app."),
                (
                    LeftoverChoice.FRESH,
                    "Start afresh",
                    "Delete this device and make a new one. Its old entry in your app stops working.",
                ),
            ]
        )

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        """Answer."""
        if isinstance(event.value, LeftoverChoice):
            self.answer(event.value)
