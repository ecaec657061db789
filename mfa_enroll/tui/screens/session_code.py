"""The code that starts a session."""

from typing import ClassVar

from textual.app import ComposeResult

from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import SessionAsk
from mfa_enroll.tui.screens.beside_phone import BesidePhonePage
from mfa_enroll.tui.screens.code_page import CodePage
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.nextcode import NextCode
from mfa_enroll.tui.widgets.parts import PageText
from mfa_enroll.tui.widgets.phone import Authenticator
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.words.fields import session_page


class SessionCodePage(BesidePhonePage[Secret], CodePage):
    """Asks for the code, as often as need be."""

    FIRST_TO_GO: ClassVar[tuple[str, ...]] = ("phone",)

    def __init__(self, ask: SessionAsk, phone: Authenticator | None) -> None:
        super().__init__(phone)
        self.asked: SessionAsk = ask
        self._page = session_page(ask)

    @property
    def help(self) -> str:
        """What the help page says."""
        return self._page.help

    @property
    def is_first(self) -> bool:
        """Whether nothing is before it."""
        return self.asked.first

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
        self.remark()
        self.query_one(NextCode).show(ask)
        box = self.query_one(CodeBox)
        box.disabled = False
        self.set_focus(box)
