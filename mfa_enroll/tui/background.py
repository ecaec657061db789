"""Whether the terminal has a light background: asked while Textual is loaded. Imported before Textual itself.

The question and the answer are xterm's OSC 11 (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html).
"""

import os
import re
import select
import signal
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import Any, Self

from mfa_enroll.tui.environment import is_emulator

if sys.platform != "win32":
    import termios

_QUESTION = b"\x1b]11;?\x1b\\"
_ANSWER = re.compile(rb"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)[^\x07\x1b]*(?:\x07|\x1b\\)")
_BEGUN = re.compile(rb"\x1b\]1[^\x07\x1b]*\x1b?\Z")
"""An answer of which the rest is to come."""

_WAIT = 0.1
"""Seconds from the question on that an answer is waited for, and as many for its rest."""

_DEADLY = ("SIGTERM", "SIGHUP", "SIGQUIT")


class Question:
    """Asks, if the terminal can answer. What is typed meanwhile gets no echo; it is for no page, and is dropped.

    Use it as a context manager: at the end, and by a signal too, the terminal is set as before.
    """

    def __init__(self) -> None:
        self._before: list[Any] = []
        self._deaths: list[signal.Signals] = []
        self._asked = 0.0

    def __enter__(self) -> Self:
        if sys.platform != "win32" and _can_be_asked():
            with suppress(termios.error, OSError, ValueError):  # no terminal to set, or not in the main thread
                termios.tcdrain(0)  # a job in the background waits here, stopped
                self._before = termios.tcgetattr(0)
                for number in (getattr(signal, name) for name in _DEADLY):
                    if signal.getsignal(number) is signal.SIG_DFL:  # and not ignored, as by nohup
                        signal.signal(number, self._die)
                        self._deaths.append(number)
                quiet = termios.tcgetattr(0)
                quiet[3] &= ~(termios.ECHO | termios.ICANON)
                termios.tcsetattr(0, termios.TCSANOW, quiet)
                os.write(2, _QUESTION)
                self._asked = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        if sys.platform != "win32" and self._before:
            with suppress(termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self._before)
            for number in self._deaths:
                signal.signal(number, signal.SIG_DFL)

    def is_light(self) -> bool:
        """What the terminal answers, in time; else what ``COLORFGBG`` says."""
        arrived = b""
        while self._asked:
            until = self._asked + _WAIT * (2 if _BEGUN.search(arrived) else 1)
            if not select.select([0], [], [], max(0.0, until - time.monotonic()))[0]:
                break
            more = os.read(0, 4096)
            if not more:
                break
            arrived += more
            if answer := _ANSWER.search(arrived):
                return _is_light(*answer.groups())
        return _is_light_by_variable(os.environ.get("COLORFGBG", ""))

    def _die(self, number: int, _: FrameType | None) -> None:
        self.__exit__()
        signal.raise_signal(number)


def _can_be_asked() -> bool:
    """Whether an answer is wanted, and can come. Terminal.app has sent the question back."""
    is_wanted = not os.environ.get("TEXTUAL_THEME")
    return is_wanted and is_emulator(os.environ) and os.environ.get("TERM_PROGRAM") != "Apple_Terminal"


def _is_light(*parts: bytes) -> bool:
    """Whether a colour is light: its parts are red, green and blue, in one to four hexadecimal digits each."""
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in parts)
    return bool(0.299 * red + 0.587 * green + 0.114 * blue > 0.5)  # noqa: PLR2004 - weighed as in ITU-R BT.601


def _is_light_by_variable(colours: str) -> bool:
    """What ``COLORFGBG`` says, which rxvt and Konsole set: the palette's number of the ground stands last in it."""
    return colours.rpartition(";")[2] in {"7", "15"}
