"""A page with the field for a six-digit code."""

from textual import on
from textual.widgets import Input

from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import CodeAsk, SessionAsk
from mfa_enroll.tui.screens.returning import EscapablePage
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.words import codes as words
from mfa_enroll.words.page import Said
from mfa_enroll.words.remarks import said


class CodePage(EscapablePage[Secret]):
    """Answers with the code, and says what is the matter with a key that types none."""

    ENTER_ENDS_TYPING = True

    asked: CodeAsk | SessionAsk

    def __init__(self) -> None:
        super().__init__()
        self._has_hint = False

    @property
    def is_begun(self) -> bool:
        """Whether there are digits in the field."""
        return any(box.value for box in self.query(CodeBox))

    def clear(self) -> None:
        """Take the digits away."""
        self.query_one(CodeBox).clear()

    def hint(self, said: Said) -> None:
        """Say something of what was typed, until something else is."""
        super().hint(said)
        self._has_hint = True

    def remark(self) -> None:
        """Say what is said with the question."""
        self.show_remark(said(self.asked.remark) if self.asked.remark else None)
        self._has_hint = False

    def on_code_box_typed(self, event: CodeBox.Typed) -> None:
        """Answer."""
        self.query_one(CodeBox).disabled = True
        self.answer(event.code)

    def on_code_box_short(self, event: CodeBox.Short) -> None:
        """Say how much is missing."""
        self.hint(words.missing(event.missing))

    def on_code_box_stray(self) -> None:
        """Say what is typed here."""
        self.hint(words.DIGITS_ONLY)

    @on(Input.Changed)
    def _take_hint_away(self) -> None:
        if self._has_hint:
            self.remark()
