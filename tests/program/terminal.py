"""The program in a pseudo-terminal, as a person at a keyboard has it, and the screen that they see."""

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Self

import pyte

from tests.support.painter import paint_pyte, read_codes

PATIENCE = 40.0
"""Seconds that a busy machine gets for anything at all to show on the screen."""

ENTER, CTRL_C = "\r", "\x03"

_MODE = re.compile(rb"\x1b\[\?(\d+)(h|l)")
_ALTERNATE = re.compile(rb"\x1b\[\?1049(h|l)")
_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][0B]|\x1b[=>78]")
_ORDINARY = {b"7": b"h", b"25": b"h"}
"""The modes that are on in a terminal at rest: line wrap and the cursor. All others that are used here are off."""

_ON_ITS_OWN_TERMINAL = 'tty=$1; shift; exec "$@" <"$tty" >"$tty" 2>&1'
"""The leader of a new session gets the terminal that it opens first as its own, for Ctrl+C and hang-ups."""


class _Screen(pyte.Screen):
    """A screen that gets over a colour that SIGKILL has cut off and that the K of the shell's “Killed” ends.

    That is Erase in Line with the colour's parameters, of which a terminal takes those that it knows.
    """

    def erase_in_line(self, how: int = 0, *_unknown: int, private: bool = False) -> None:
        if how in {0, 1, 2}:
            super().erase_in_line(how, private=private)


class Terminal:
    """A window of some size in which one command runs. Use it as a context manager: nothing outlives it."""

    def __init__(
        self, command: Sequence[str], variables: Mapping[str, str], *, columns: int = 80, rows: int = 24
    ) -> None:
        self._main, self._side = os.openpty()
        self._lock = threading.Lock()
        self._hung_up = threading.Event()
        self._is_read = threading.Event()
        self._is_read.set()
        self._raw = bytearray()
        self._screen = _Screen(columns, rows)
        self._text: str | None = None
        self._stream = pyte.ByteStream(self._screen)
        self.arrivals: list[tuple[float, int]] = []
        """When output came (``time.monotonic``), and how many bytes there were then."""
        self.resize(columns, rows)
        self._attributes_before = termios.tcgetattr(self._side)
        self._attributes_after: list[Any] = []
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - the commands are the tests' own
            ["/bin/sh", "-c", _ON_ITS_OWN_TERMINAL, "sh", os.ttyname(self._side), *command],
            env=dict(variables),
            cwd=variables["HOME"],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._reader = threading.Thread(target=self._read, daemon=True, name="terminal")
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._let_go()
        if self._main >= 0:
            os.close(self._main)
            self._main = -1

    @property
    def raw(self) -> bytes:
        """Every byte that the program has written."""
        with self._lock:
            return bytes(self._raw)

    @property
    def text(self) -> str:
        """What is on the screen. The emulator takes long to tell, and is asked only when it has changed."""
        with self._lock:
            if self._text is None:
                self._text = "\n".join(self._screen.display)
            return self._text

    @property
    def codes(self) -> list[str]:
        """The texts of the QR codes that a camera sees in the window."""
        with self._lock:
            image = paint_pyte(self._screen)
        return read_codes(image)

    @property
    def outside(self) -> bytes:
        """What was written while the alternate screen was not up, and so stays in the window and its scrollback."""
        up, kept = False, []
        for index, piece in enumerate(_ALTERNATE.split(self.raw)):
            if index % 2:
                up = piece == b"h"
            elif not up:
                kept.append(piece)
        return b"".join(kept)

    @property
    def last_words(self) -> str:
        """The text that stays in the window, without control sequences, as one line: where it wraps is the window's."""
        return _one_line(_CONTROL.sub(b"", self.outside).decode())

    @property
    def traces(self) -> list[str]:
        """What an ended program has left of itself in the window, its last words apart."""
        found = []
        if self._attributes_after != self._attributes_before:
            found.append("settings of the line, such as echo")
        last = dict(_MODE.findall(self.raw))
        found += [f"mode {mode.decode()}" for mode, to in last.items() if to != _ORDINARY.get(mode, b"l")]
        if len(re.findall(rb"\x1b\[>\d+u", self.raw)) != self.raw.count(b"\x1b[<u"):
            found.append("the kitty keyboard protocol")
        found += [f"the glyph {glyph}" for glyph in "█▀▄" if glyph.encode() in self.outside]
        return found

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._main, keys.encode())

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the kernel tells the program."""
        with self._lock:
            self._screen.resize(rows, columns)
            self._text = None
            fcntl.ioctl(self._main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def shows(self, text: str) -> bool:
        """Whether a text is on the screen, wherever it wraps there."""
        return _one_line(text) in _one_line(self.text)

    def wait_for(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until a text is on the screen, wherever it wraps there.

        Raises:
            AssertionError: It did not come, or the program ended before it did.
        """
        self.wait_until(lambda: self.shows(text), f"“{text}” to be on the screen", seconds)

    def wait_until(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        """Wait until a condition holds.

        Raises:
            AssertionError: It did not, or the program ended before it did.
        """
        deadline = time.monotonic() + seconds
        while True:
            ended = self.process.poll()  # before the condition, which may wait for that
            if condition():
                return
            if ended is not None or time.monotonic() > deadline:
                state = "is running" if ended is None else f"ended with {ended}"
                raise AssertionError(f"waited for {what}; the program {state}, and the screen is:\n{self.text}")
            time.sleep(0.02)

    @contextlib.contextmanager
    def unread(self) -> Iterator[None]:
        """Let nobody read what the program writes, as where a connection hangs, until it can write no more."""
        self._is_read.clear()
        columns, rows = self._screen.columns, self._screen.lines
        arrived = -1
        while arrived != (arrived := self._arrived()):
            for wider in range(20):  # each size is painted anew
                fcntl.ioctl(self._main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns + wider % 5, 0, 0))
                time.sleep(0.05)
        yield
        self._is_read.set()

    def _arrived(self) -> int:
        """How many bytes wait to be read."""
        (size,) = struct.unpack("i", fcntl.ioctl(self._main, termios.FIONREAD, b"\0" * 4))
        return int(size)

    def end(self, seconds: float = PATIENCE) -> int:
        """Wait for the program to end, and read the rest of what it wrote; returns the exit code."""
        code = self.process.wait(seconds)
        self._attributes_after = termios.tcgetattr(self._side)
        self._let_go()
        return code

    def hang_up(self) -> None:
        """Close the window under the program, as a lost connection does."""
        self._hung_up.set()
        self._let_go()
        os.close(self._main)
        self._main = -1

    def _let_go(self) -> None:
        """Give up the program's side, which the reader notices when the program has done so too."""
        if self._side >= 0:
            os.close(self._side)
            self._side = -1
            self._reader.join()

    def _read(self) -> None:
        # The kernel reports the end as an error, or as an empty read, when the last one on the other side is gone.
        with contextlib.suppress(OSError):
            while not self._hung_up.is_set():
                if not self._is_read.wait(0.05) or not select.select([self._main], [], [], 0.05)[0]:
                    continue
                data = os.read(self._main, 65536)
                if not data:
                    return
                now = time.monotonic()
                with self._lock:
                    self._raw += data
                    self.arrivals.append((now, len(self._raw)))
                    self._stream.feed(data)
                    self._text = None


def _one_line(text: str) -> str:
    return " ".join(text.split())
