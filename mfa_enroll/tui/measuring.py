"""What of a terminal's measures Textual does not ask rightly: its size, and how wide it draws a half block."""

import os
import sys
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message import Message

from mfa_enroll.terminal_size import size as size_of
from mfa_enroll.tui.environment import is_emulator

_HOW_WIDE = "\x1b[H▄\x1b[6n\x1b[H\x1b[K"
"""A half block, and where the cursor is after it (ECMA-48, DSR): in the third column where it takes two."""


class WideBlocks(Message):
    """The terminal draws half blocks two columns wide, as some for Chinese, Japanese and Korean are set to."""


class Measuring(Driver):
    """A driver on top of Textual's own for POSIX."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size or self._get_terminal_size())
        self._asks = is_emulator(os.environ)

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size of the terminal that is drawn on. Textual asks standard output, which may be a pipe."""
        columns, rows = size_of(sys.__stderr__)
        return columns, rows

    def start_application_mode(self) -> None:
        """Put the screen up. The first time, ask how wide a half block is; nothing waits for the answer."""
        super().start_application_mode()  # type: ignore[safe-super]  # there is one below, the platform's
        if self._asks:
            self._asks = False
            self.write(_HOW_WIDE)

    def process_message(self, message: Message) -> None:
        """Take the answer."""
        if isinstance(message, events.CursorPosition):
            if message.x > 1:
                self.send_message(WideBlocks())
        else:
            super().process_message(message)
