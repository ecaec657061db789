"""The field for a six-digit code."""

import re
from typing import ClassVar

from textual import events
from textual.message import Message

from mfa_enroll.domain.secret import Secret
from mfa_enroll.tui.widgets.secretinput import SecretInput


class CodeBox(SecretInput):
    """Takes digits alone, typed or pasted, and hands them over with the sixth. Letters are left to the page's keys."""

    DEFAULT_CSS = """
    CodeBox { width: 14; }
    """

    class Typed(Message):
        """Six digits; or another number of them, where Enter or a paste handed them over."""

        def __init__(self, code: Secret) -> None:
            super().__init__()
            self.code = code

    LENGTH: ClassVar = 6

    def __init__(self) -> None:
        super().__init__(placeholder="______", restrict=r"[0-9]*", max_length=self.LENGTH, select_on_focus=False)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Only digits are typed here; every other key is the page's."""
        del key
        return character is not None and character in "0123456789"

    def restricted(self) -> None:
        """Drop what is no digit in silence."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        digits = re.sub(r"[^0-9]", "", event.text)
        if len(digits) > self.LENGTH:
            self._hand_over(digits)
        else:
            self.value = digits
            self.cursor_position = len(digits)

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        if len(value) == self.LENGTH:
            self._hand_over(value)

    async def action_submit(self) -> None:
        """Enter hands over what there is, so that too few digits are spoken of; nothing at all is passed over."""
        if self.value:
            self._hand_over(self.value)

    def _hand_over(self, typed: str) -> None:
        self.value = ""
        self.post_message(self.Typed(Secret(typed)))
