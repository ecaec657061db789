"""The code that starts a session."""

from typing import ClassVar

from textual.app import ComposeResult

from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import SessionAsk
from mfa_enroll.tui.screens.beside_phone import BesidePhonePage
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.nextcode import NextCode
from mfa_enroll.tui.widgets.parts import PageText
from mfa_enroll.tui.widgets.phone import Authenticator
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.words.fields import session_page
from mfa_enroll.words.remarks import said


class SessionCodePage(BesidePhonePage[Secret]):
    """Asks for the code, as often as need be."""

    FIRST_TO_GO: ClassVar[tuple[str, ...]] = ("phone",)

    def __init__(self, ask: SessionAsk, phone: Authenticator | None) -> None:
        super().__init__(phone)
        self.asked = ask
        self._page = session_page(ask)

    @property
    def help(self) -> str:
        """What the help page says."""
        return self._page.help

    def content(self) -> ComposeResult:
        """What the session is for, and whose code starts it."""
        yield PageText(self._page)

    def actions(self) -> ComposeResult:
        """The field, with all that is said about what was typed there."""
        yield from super().actions()
        yield RemarkBox()
        yield NextCode(self.asked)
        yield CodeBox()

    def ask(self, ask: SessionAsk) -> None:
        """Put the next question."""
        self.asked = ask
        self.query_one(RemarkBox).show(said(ask.remark) if ask.remark else None)
        self.query_one(NextCode).show(ask)
        box = self.query_one(CodeBox)
        box.disabled = False
        self.set_focus(box)

    def on_code_box_typed(self, event: CodeBox.Typed) -> None:
        """Answer."""
        self.query_one(CodeBox).disabled = True
        self.answer(event.code)
