"""The field for a six-digit code."""

import re
from typing import ClassVar

from textual import events
from textual.message import Message

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import digits_in
from mfa_enroll.tui.widgets.secretinput import SecretInput

_BETWEEN = re.compile(r"[\s-]*")
"""What apps show between the digits of a code."""


class CodeBox(SecretInput):
    """Takes digits alone, typed or pasted, and hands them over with the sixth. Letters are left to the page's keys.

    Digits of other scripts are taken as ASCII digits.
    """

    DEFAULT_CSS = """
    CodeBox { width: 14; }
    """

    class Typed(Message):
        """Six digits; or more of them, where a paste handed them over."""

        def __init__(self, code: Secret) -> None:
            super().__init__()
            self.code = code

    class Short(Message):
        """Enter was pressed with so many digits ``missing``. Those that there are stay."""

        def __init__(self, missing: int) -> None:
            super().__init__()
            self.missing = missing

    class Stray(Message):
        """Something was typed or pasted that is no digit."""

    LENGTH: ClassVar = 6

    def __init__(self) -> None:
        super().__init__(placeholder="______", restrict=r"[0-9]*", max_length=self.LENGTH, select_on_focus=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Only digits are typed here; every other key is the page's."""
        del key
        return character is not None and character.isdecimal()

    def replace(self, text: str, start: int, end: int) -> None:
        """Put digits in the place of others; say so of what is none, nor stands between them, nor is a command."""
        if text.isdecimal() or not text:
            super().replace(digits_in(text), start, end)
        elif not (_BETWEEN.fullmatch(text) or text in self.screen._bindings.key_to_bindings):  # noqa: SLF001
            self.post_message(self.Stray())

    def restricted(self) -> None:
        """Drop a digit too many in silence."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        digits = digits_in(event.text)
        if len(digits) > self.LENGTH:
            self._hand_over(digits)
        elif digits:
            self.value = digits
            self.cursor_position = len(digits)
        if len(digits) < self.LENGTH and not _BETWEEN.fullmatch(re.sub(r"\d", "", event.text)):
            self.post_message(self.Stray())

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        if len(value) == self.LENGTH:
            self._hand_over(value)

    async def action_submit(self) -> None:
        """Enter hands nothing over: the sixth digit does."""
        if self.value:
            self.post_message(self.Short(self.LENGTH - len(self.value)))

    def _hand_over(self, typed: str) -> None:
        self.value = ""
        self.post_message(self.Typed(Secret(typed)))
