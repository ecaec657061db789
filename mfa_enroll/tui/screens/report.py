"""MFA is on now: what that means, and what comes next."""

from collections.abc import Sequence

from textual.app import ComposeResult

from mfa_enroll.domain.lifetime import ORDINARY
from mfa_enroll.flows.questions import DeviceReport, Task
from mfa_enroll.flows.remarks import length_of_time
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.words import Heading, words

_TASKS = {
    Task.SESSION: (
        "Start an MFA session now",
        f"With one more code your key can work for {length_of_time(ORDINARY)}.",
    ),
    Task.PASSWORD: ("Change your console password", "If you have one, and want another."),
    Task.DONE: ("Done", ""),
}


class EnabledPage(Page[Task]):
    """Tells it."""

    HELP = (
        "Your access key alone stays as restricted as before. With a code it gets you a session, a second set of keys "
        "that may do more and ends by itself. For the AWS console none is needed."
    )

    def __init__(self, report: DeviceReport, tasks: Sequence[Task]) -> None:
        super().__init__()
        self._report = report
        self._tasks = tasks

    def content(self) -> ComposeResult:
        """What it means."""
        yield Heading("✓ MFA is on")
        if "practice" in self.app.classes:
            yield words("This was practice. Run mfa-enroll without --practice to do it in AWS.\n")
        yield words(
            f"AWS lists the device as on: {self._report.user.device_serial}",
            "Keep its entry in your app: it cannot be shown again. For the AWS console there is nothing else to do: "
            "sign in with your password, then a code.",
            "On the command line your access key alone can do no more than before.",
        )
        if self._report.remark:
            yield RemarkBox(self._report.remark)

    def actions(self) -> ComposeResult:
        """What comes next."""
        yield Choice([(task, *_TASKS[task]) for task in self._tasks])

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        """Answer."""
        if isinstance(event.value, Task):
            self.answer(event.value)
