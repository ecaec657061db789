"""The last page: MFA is on, now or since some time."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.remedy import removal_commands
from mfa_enroll.flows.dialogue import DeviceReport
from mfa_enroll.flows.endings import since
from mfa_enroll.tui.screens.copying import CopyingPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.words import Exact, Heading, words


class _ReportPage(CopyingPage[None]):
    def __init__(self, report: DeviceReport) -> None:
        super().__init__()
        self._report = report
        self.copyable = report.session_command

    def actions(self) -> ComposeResult:
        """Nothing is left to do here."""
        yield RemarkBox()
        yield Choice([(None, "Done", "")])

    def on_choice_chosen(self) -> None:
        """Answer."""
        self.answer(None)


class EnabledPage(_ReportPage):
    """MFA is on now."""

    HELP = "Your access key alone stays as restricted as before. With a code it gets you a session that may do more."

    def content(self) -> ComposeResult:
        """What it means and what comes next."""
        yield Heading("✓ MFA is on")
        if "practice" in self.app.classes:
            yield words("This was practice. Run mfa-enroll without --practice to do it in AWS.\n")
        yield words(
            f"AWS lists the device as on: {self._report.user.device_serial}",
            "Keep the entry in your app. AWS asks for its codes when you sign in, and it cannot be shown again. "
            "If you have a password for the AWS console: sign in with it, then a code.",
        )
        if self._report.remark:
            yield RemarkBox(self._report.remark)
        yield Static(
            Content("On the command line, start a session with a new code, not one of the two you just typed:"),
            classes="steps",
        )
        yield Exact(self._report.session_command)
        yield words("It prints temporary keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN to set.")


class AlreadyOnPage(_ReportPage):
    """MFA was on before."""

    HELP = "AWS lists these devices for you. Each of them can be used to sign in."

    def __init__(self, report: DeviceReport, said: str) -> None:
        super().__init__(report)
        self._said = said

    def content(self) -> ComposeResult:
        """Since when, with which devices, and what can be done from here."""
        user, own = self._report.user, self._report.own
        listed = [
            f"  {device.name}\n    {device.kind.value}, on since {since(device)}" for device in self._report.devices
        ]
        yield Heading("MFA is on already")
        yield words(self._said, "\n".join(["Your devices:", *listed]))
        yield Static(Content("On the command line, start a session with a code:"), classes="steps")
        yield Exact(self._report.session_command)
        if own:
            yield words("Lost the phone? Only your administrator can remove the device, and then you run this again:")
            yield Exact(removal_commands(user, own.serial))
