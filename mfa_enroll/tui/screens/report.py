"""The last page: MFA is on, now or since some time."""

from textual.app import ComposeResult

from mfa_enroll.flows.dialogue import DeviceReport
from mfa_enroll.flows.endings import since
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.words import Exact, Heading, words


class _ReportPage(Page[None]):
    def __init__(self, report: DeviceReport) -> None:
        super().__init__()
        self._report = report

    def actions(self) -> ComposeResult:
        """Nothing is left to do here."""
        yield Choice([(None, "Done", "")])

    def on_choice_chosen(self) -> None:
        """Answer."""
        self.answer(None)


class EnabledPage(_ReportPage):
    """MFA is on now."""

    HELP = "Your access key alone stays as restricted as before. With a code it gets you a session that may do more."

    def content(self) -> ComposeResult:
        """What it means and what comes next."""
        serial = self._report.user.device_serial
        yield Heading("✓ MFA is on")
        yield words(
            f"AWS lists the device as on:\n  {serial}",
            "What it means: AWS asks you for a code from your app when you sign in. Keep the entry in the app: "
            "it cannot be shown again.",
            "Next, in the console: sign in with your password, then a code.\n"
            "Next, on the command line: start a session with a fresh code (each code works once):",
        )
        yield Exact(f"aws sts get-session-token --serial-number {serial} --token-code CODE")


class AlreadyOnPage(_ReportPage):
    """MFA was on before."""

    HELP = "AWS lists these devices for you. Each of them can be used to sign in."

    def content(self) -> ComposeResult:
        """Since when, and with which devices."""
        own, devices = self._report.own, self._report.devices
        yield Heading("MFA is on already")
        if own:
            yield words(f"Your device {own.name} is on since {since(own)}. There is nothing to do.")
        else:
            yield words(
                "You have an MFA device already, under another name. With one device on, AWS lets an access key alone "
                "add no other: sign in with a code of that device first.",
            )
        listed = [f"  {device.name}  ({device.kind.value}), on since {since(device)}" for device in devices]
        yield words("\n".join(["Your devices:", *listed]))
