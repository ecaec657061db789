"""A terminal whose window is wider than its screen."""

import fcntl
import struct
import termios

from tests.program.terminal import Terminal

_COLUMNS = 16_000


class WineWindow(Terminal):
    """A terminal that passes for one with a line that never ends. See ``start.py`` for why."""

    def resize(self, columns: int, rows: int) -> None:
        """Set the screen's size; the window's is the same but for the columns."""
        super().resize(columns, rows)
        fcntl.ioctl(self._main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, _COLUMNS, 0, 0))
