"""Runs the program under Wine, whose console draws nothing by escape sequences: it passes them on to the terminal.

It counts their characters, too, and breaks a line where the window ends. So the window is made far wider than the
screen, whose size is said here, and each piece of a line begins at its left edge. Behind what it is given at once it
puts the cursor: so that is whole sequences, and no more than Python's buffers hold.
"""

import os
import re
import sys

from textual.drivers._writer_thread import WriterThread

from mfa_enroll.cli import main

_SIZE = os.terminal_size((80, 24))
_AT_ONCE = 8_192
"""Characters that Textual writes at once on Windows, wherever that cuts them."""
_MOST = 2_000
"""Characters, of which each takes three bytes of 8,192."""
_POINTER = re.compile(r"\x1b\]22;[^\x1b\x07]*(?:\x07|\x1b\\)")
"""The shape of the mouse pointer. Wine takes the end of that sequence for itself."""
_LINE = re.compile(r"(?=\x1b\[\d+;\d+H)|(?<=\n)")


_begun = ""
"""A line of which the rest comes next."""


def _in_pieces(writer: WriterThread, text: str) -> None:
    global _begun  # noqa: PLW0603
    parts = _LINE.split(_begun + _POINTER.sub("", text))
    _begun = parts.pop() if len(text) == _AT_ONCE else ""
    piece = "\r"
    for part in parts:
        if len(piece) + len(part) > _MOST:
            _draw(writer, piece)
            piece = "\r"
        piece += part
    _draw(writer, piece)


def _draw(writer: WriterThread, piece: str) -> None:
    writer._file.write(piece)
    writer._file.flush()


setattr(WriterThread, "write", _in_pieces)  # noqa: B010 -- a type checker allows no other way
setattr(os, "get_terminal_size", lambda *_: _SIZE)  # noqa: B010
sys.exit(main())
