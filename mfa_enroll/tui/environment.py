"""What Textual would read from the environment and must not, or not so. Imported before Textual itself."""

import os
import re
from collections.abc import Mapping, MutableMapping

_HARMLESS = frozenset({"TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DISABLE_KITTY_KEY"})

_EMULATORS = re.compile(
    r"(alacritty|contour|foot|ghostty|gnome|iterm2?|kitty|konsole|mintty|mlterm|putty|rio|rxvt-unicode|screen|st|tmux"
    r"|vte|wezterm|xterm)\b(?!.*-((8|16|88)?color|mono)$)"
)
"""Terminal emulators that have 256 colours, whatever their entry in terminfo says (``xterm`` has 8 there).

A name that ends in fewer colours is believed.
"""

_NO_TRUECOLOUR = re.compile(r"linux|vt\d|ansi|cons25|sun|screen")


def scrub(environment: MutableMapping[str, str] = os.environ) -> None:
    """Drop Textual's switches but for the looks, and choose how many colours are used.

    Among them are a log of every key press, screenshots to a file, a socket that receives the log, and keys
    pressed by themselves. Textual reads them when it is first imported.
    """
    for name in list(environment):
        if (name == "TEXTUAL" or name.startswith("TEXTUAL_")) and name not in _HARMLESS:
            del environment[name]
    if colours := colour_system(environment):
        environment.setdefault("TEXTUAL_COLOR_SYSTEM", colours)


def is_emulator(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is a program that is known to answer questions about itself, or to pass over them."""
    return _EMULATORS.match(environment.get("TERM", "")) is not None


def colour_system(environment: Mapping[str, str]) -> str:
    """The colours that the terminal has, in Rich's names; empty where Rich's own guess is as good.

    Rich believes ``COLORTERM`` before ``TERM``, and takes a name without a number for 16 colours. But programs inherit
    ``COLORTERM`` from the terminal around GNU screen, which makes nothing of such colours (tmux does).
    """
    term = environment.get("TERM", "")
    in_tmux = "TMUX" in environment and "STY" not in environment
    inherited = _NO_TRUECOLOUR.match(term) is not None and not (term.startswith("screen") and in_tmux)
    if not inherited and environment.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return ""
    if is_emulator(environment):
        return "256"
    return "standard" if inherited else ""
