"""Whether the terminal can show a full screen. Textual itself never refuses, so it is asked here."""

import os
import sys


def missing() -> str:
    """What is missing for a full screen, in a sentence; empty where nothing is."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        return "this needs a terminal: run it by itself, without a pipe or a redirection."
    if os.environ.get("TERM", "") in {"", "dumb"} and sys.platform != "win32":
        return "this terminal cannot show a full screen (TERM is not set, or is “dumb”). Try TERM=xterm-256color."
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        return (
            f"this terminal’s encoding is {sys.stdout.encoding}, which has no blocks for a QR code. Try LC_ALL=C.UTF-8."
        )
    return ""
