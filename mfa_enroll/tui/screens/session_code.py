"""The code that starts a session."""

from typing import ClassVar

from textual.app import ComposeResult

from mfa_enroll.domain.device import DeviceKind
from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.questions import SessionAsk, SessionUse
from mfa_enroll.flows.remarks import length_of_time
from mfa_enroll.tui.screens.beside_phone import BesidePhonePage
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.nextcode import NextCode
from mfa_enroll.tui.widgets.phone import Phone
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.words import Heading, words

_HELP = {
    SessionUse.WORK: (
        "A session is a second set of keys that AWS gives out for your access key and a code. It may do what your "
        "access key alone may not, and ends by itself. AWS takes each code once, so wait for the next one if you have "
        "just used one. In your app the entry may also be called Amazon Web Services."
    ),
    SessionUse.MANAGE: (
        "Once MFA is on, AWS lets nobody change a device with an access key alone: a code has to come with it. AWS "
        "takes each code once, so wait for the next one if you have just used one. In your app the entry may also be "
        "called Amazon Web Services."
    ),
}


class SessionCodePage(BesidePhonePage[Secret]):
    """Asks for it, as often as need be."""

    FIRST_TO_GO: ClassVar[tuple[str, ...]] = ("phone",)

    def __init__(self, ask: SessionAsk, phone: Phone | None) -> None:
        super().__init__(phone)
        self._ask = ask

    @property
    def help(self) -> str:
        """What the help page says."""
        return _HELP[self._ask.use]

    def is_for(self, ask: SessionAsk) -> bool:
        """Whether this page asks for a code of the same device, and for the same."""
        mine = self._ask
        return (mine.use, mine.device, mine.seconds, mine.plan) == (ask.use, ask.device, ask.seconds, ask.plan)

    def content(self) -> ComposeResult:
        """What the session is for, and whose code starts it."""
        if self._ask.use is SessionUse.WORK:
            yield Heading("Start an MFA session")
            yield words(_which_code(self._ask), f"The session lasts {length_of_time(self._ask.seconds)}.")
            yield from self._place()
        else:
            yield Heading("Sign in with a code first")
            yield words(
                "AWS asks for a code before a device is changed. The session that it starts is kept in memory only, "
                "and is gone when you leave.",
                _which_code(self._ask),
            )

    def actions(self) -> ComposeResult:
        """The field, with all that is said about what was typed there."""
        yield from super().actions()
        yield RemarkBox(self._ask.remark)
        yield NextCode(self._ask)
        yield CodeBox()

    def ask(self, ask: SessionAsk) -> None:
        """Put the next question."""
        self._ask = ask
        self.query_one(RemarkBox).show(ask.remark)
        self.query_one(NextCode).show(ask)
        box = self.query_one(CodeBox)
        box.disabled = False
        self.set_focus(box)

    def on_code_box_typed(self, event: CodeBox.Typed) -> None:
        """Answer."""
        self.query_one(CodeBox).disabled = True
        self.answer(event.code)

    def _place(self) -> ComposeResult:
        plan = self._ask.plan
        if plan is None:
            yield words("\nIt is kept in no file.")
        elif plan.refreshes:
            paths = ", ".join(dict.fromkeys(change.path for change in plan.changes))
            yield words(f"\nRenews the session in profile {plan.name}{f' ({paths})' if paths else ''}.")
        else:
            yield words(f"\nIt is kept in profile {plan.name}.")


def _which_code(ask: SessionAsk) -> str:
    match ask.device.kind:
        case DeviceKind.VIRTUAL if ask.device.serial == ask.user.device_serial:
            return f"Type the code that your authenticator app shows for {entry_label(ask.user)}."
        case DeviceKind.VIRTUAL:
            return f"Type the code that your authenticator app shows for the device {ask.device.name}."
        case _:
            return f"Type the code that your {ask.device.kind.value} {ask.device.name} shows."
