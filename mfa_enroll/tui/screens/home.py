"""The home of someone who has MFA on."""

from collections.abc import Iterator
from datetime import UTC, datetime

from textual.app import ComposeResult

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.profile import KeptSession
from mfa_enroll.flows.endings import since, until
from mfa_enroll.flows.questions import Home, Task
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.words import Heading, table, words

_TASKS = {
    Task.SESSION: ("Start an MFA session", "hours of work for one code"),
    Task.REPLACE: ("Move to a new phone", "needs a code of the old one"),
    Task.RESYNC: ("Codes are not accepted", "two codes set it right"),
    Task.REMOVE: ("Turn MFA off", "needs a last code"),
    Task.ADD: ("Turn on a device of your own, too", ""),
    Task.PASSWORD: ("Change your password", "that for the AWS console"),
    Task.STATUS: ("Ask AWS again", "what is on by now"),
    Task.DONE: ("Done", ""),
}


class HomePage(Page[Task]):
    """Says what is on, and asks what the person came for."""

    HELP = (
        "AWS lists these devices for you; each of them can be used to sign in. Only the one that bears your name can "
        "be changed here, and not before you agree to it on the next page. The others are shown only."
    )

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home

    def content(self) -> ComposeResult:
        """Who, with what, and until when."""
        home = self._home
        rows = [("You are", f"{home.user.name}, account {home.user.account}"), ("Keys from", home.identity.credentials)]
        if "practice" not in self.app.classes:
            rows += [("Calls go to", f"{each}  (not AWS’s own address)") for each in home.identity.foreign_endpoints]
        yield Heading("MFA is on")
        yield words(table(rows), "\n".join(["Your devices:", *self._devices()]))
        if home.sessions:
            yield words("\n".join(["\nYour sessions:", *map(_session, home.sessions)]))

    def actions(self) -> ComposeResult:
        """What can be done."""
        yield RemarkBox(self._home.remark)
        yield Choice([(task, *_TASKS[task]) for task in self._home.tasks], beside=True)

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        """Answer."""
        if isinstance(event.value, Task):
            self.answer(event.value)

    def _devices(self) -> Iterator[str]:
        own = self._home.own
        for device in sorted(self._home.devices, key=lambda device: device != own):
            yield from _device(device, is_own=device == own)


def _device(device: MfaDevice, *, is_own: bool) -> Iterator[str]:
    yield f"  {device.name}, {device.kind.value}{'' if is_own else ', shown only'}"
    yield f"    since {since(device)}"


def _session(session: KeptSession) -> str:
    ended = session.expires <= datetime.now(UTC)
    return f"  profile {session.profile}, {'ended' if ended else f'until {until(session.expires)}'}"
