"""How many columns and rows a terminal has."""

import os
import shutil
from contextlib import suppress

TYPE_CHECKING = False  # typing would take a tenth of the time of --help
if TYPE_CHECKING:
    from typing import TextIO


def size(stream: "TextIO | None") -> os.terminal_size:
    """The size of the terminal that a stream writes to, as the kernel has it.

    Where it knows none, as on a serial line, or where there is no terminal, ``COLUMNS`` and ``LINES`` decide, and
    80x24 without them. They are no more than that: a shell that exports them does not follow the window in them.
    """
    columns = rows = 0
    if stream:
        with suppress(OSError):
            columns, rows = os.get_terminal_size(stream.fileno())
    return os.terminal_size((columns, rows)) if columns and rows else shutil.get_terminal_size()
