"""The terminal: whether it can show a full screen, which Textual never asks, and how it is given back."""

import enum
import errno
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if sys.platform != "win32":
    import termios

if TYPE_CHECKING:
    from typing import TextIO

_AT_REST = (
    b"\x18"  # whatever sequence was broken off
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?2048l\x1b[?2026l\x1b[?7h"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Takes back what Textual asks of a terminal, in its own order: it leaves the alternate screen near the end."""

_TRIES = 50
"""How often the terminal is offered that, each hundredth of a second."""


_OF_ENCODING = ("PYTHONIOENCODING", "PYTHONLEGACYWINDOWSSTDIO")
"""What sets the encoding of the streams before the locale does."""


class Lack(enum.Enum):
    """What a full screen needs."""

    TERMINAL = enum.auto()
    """All streams that it uses are one."""
    CONSOLE = enum.auto()
    """On Windows a console: the window of Git Bash and its kin (mintty) is none, and programs see pipes there."""
    CONTROL = enum.auto()
    """A terminal that can be told where to write: ``TERM`` is set, and is not ``dumb``."""
    BLOCKS = enum.auto()
    """An encoding with block glyphs, of which a QR code is made."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing for a full screen.

    Attributes:
        lack: What it is.
        encoding: The terminal's, where it has none with ``BLOCKS``.
        variable: The environment variable that has set it; empty where it is the locale's.
    """

    lack: Lack
    encoding: str = ""
    variable: str = ""


def missing(*, output_elsewhere: bool = False) -> Missing | None:
    """What is missing for a full screen; None where nothing is.

    ``output_elsewhere``: standard output goes to another program, and the screen needs the other two streams alone.
    """
    needed = (sys.stdin, sys.stderr) if output_elsewhere else (sys.stdin, sys.stdout, sys.stderr)
    # A stream that was closed before the program started is None.
    if not all(stream and stream.isatty() for stream in needed):
        return Missing(Lack.CONSOLE if os.name == "nt" and "MSYSTEM" in os.environ else Lack.TERMINAL)
    if os.environ.get("TERM", "") in {"", "dumb"} and sys.platform != "win32":
        return Missing(Lack.CONTROL)
    encoding = (sys.stderr if output_elsewhere else sys.stdout).encoding
    if encoding != "utf-8":  # the interpreter spells it so, however the locale does
        # PYTHONIOENCODING may also be about errors alone: ":replace".
        set_by = {name: os.environ.get(name, "").partition(":")[0] for name in _OF_ENCODING}
        return Missing(Lack.BLOCKS, encoding, next((name for name in _OF_ENCODING if set_by[name]), ""))
    return None


def reach() -> "TextIO | None":
    """Take what the full screen needs from the terminal that this was started in, where it comes from elsewhere.

    A program that asks for keys, as the AWS tools do by ``credential_process``, catches what is written. Returns where
    standard output goes, which is not drawn on from now on; None where it is closed.
    """
    output = sys.stdout
    with suppress(OSError):  # no terminal: what is missing is said afterwards
        if sys.platform == "win32":
            output = _console_for_output()
        else:
            terminal = os.open("/dev/tty", os.O_RDWR)
            for stream in (sys.stdin, sys.stderr):
                if stream and not stream.isatty():
                    os.dup2(terminal, stream.fileno())
            os.close(terminal)
    return output


def _console_for_output() -> "TextIO | None":
    """Put the console in the place of standard output and error: Textual draws on the first of them on Windows.

    Standard input has to be the console already. That of a program in a terminal of another kind is not to be seen.
    """
    output = sys.stdout
    if output and sys.stdin and sys.stdin.isatty():
        # A shell would take the carriage return of a line's end for a part of the value.
        output = open(os.dup(1), "w", encoding="utf-8", newline="\n")  # noqa: SIM115, PTH123 -- it stays open
        console = os.open("CONOUT$", os.O_RDWR)
        for descriptor in (1, 2):
            os.dup2(console, descriptor)
        drawn_on = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        said_on = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        vars(sys).update(stdout=drawn_on, __stdout__=drawn_on, stderr=said_on, __stderr__=said_on)
    return output


def has_colours() -> bool:
    """Whether the terminal has any colours. The VT series of old has none, and its emulations need not."""
    return not os.environ.get("TERM", "").startswith("vt")


def let_go_if_gone() -> None:
    """Write to nowhere from now on where the terminal is gone. Textual waits for ever for what cannot be written."""
    standard = (0, 1, 2)
    if not os.isatty(standard[2]):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in standard:
            os.dup2(nowhere, descriptor)


def is_in_background() -> bool:
    """Whether the shell has given the terminal to another job than this program's."""
    try:
        return sys.platform != "win32" and os.tcgetpgrp(2) != os.getpgrp()
    except OSError:  # it is nobody's
        return False


def come_to_front() -> None:
    """Wait, stopped, until the shell gives the terminal to this program: a job in the background must not touch it.

    The kernel stops who waits for the output to drain from there (SIGTTOU), and the shell says so. It does not where
    that signal is ignored, or where there is no shell any more that could let the program go on: nothing waits then.
    """
    if sys.platform != "win32":
        with suppress(OSError):  # it is nobody's
            while os.tcgetpgrp(2) != os.getpgrp():
                try:
                    termios.tcdrain(2)
                except termios.error as error:
                    if error.args[0] == errno.EINTR:
                        continue
                return


def restoring() -> Callable[[], None]:
    """Note how the terminal is set, once this program may have it.

    What is returned brings that back by force: it waits for nobody to read.
    """
    if sys.platform != "win32" and os.isatty(2):
        come_to_front()
        with suppress(OSError):  # the terminal of another user, after su
            before = termios.tcgetattr(2)
            # A view of its own, because that of the shell is not to be changed into one that does not wait. It is
            # opened now: once the window is closed, another one may have the name.
            view = os.open(os.ttyname(2), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
            return partial(_restore, view, before)
    return lambda: None


def _restore(view: int, before: list[Any]) -> None:
    if sys.platform != "win32":
        with suppress(OSError, termios.error):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # nothing more of the full screen
            for _ in range(_TRIES):
                termios.tcflush(view, termios.TCOFLUSH)  # nor what was not read of it so far
                termios.tcsetattr(view, termios.TCSANOW, before)  # and wake whoever waits to write
                with suppress(BlockingIOError):
                    if os.write(view, _AT_REST) == len(_AT_REST):
                        return
                time.sleep(0.01)
