"""The terminal: whether it can show a full screen, which Textual never asks, and whether it is still there."""

import os
import sys


def missing() -> str:
    """What is missing for a full screen, in an ASCII sentence that shows anywhere; empty where nothing is."""
    # A stream that was closed before the program started is None.
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return "this needs a terminal: run it by itself, without a pipe or a redirection."
    if os.environ.get("TERM", "") in {"", "dumb"} and sys.platform != "win32":
        return 'this terminal cannot show a full screen (TERM is not set, or is "dumb"). Try TERM=xterm-256color.'
    if sys.stdout.encoding != "utf-8":  # the interpreter spells it so, however the locale does
        return (
            f"this terminal's encoding is {sys.stdout.encoding}, which has no blocks for a QR code. Try LC_ALL=C.UTF-8."
        )
    return ""


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
