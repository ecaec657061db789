"""What Textual would read from the environment and must not. Imported before Textual itself."""

import os
from collections.abc import MutableMapping

_HARMLESS = frozenset({"TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM"})


def scrub(environment: MutableMapping[str, str] = os.environ) -> None:
    """Drop Textual's switches but for the looks.

    Among them are a log of every key press, screenshots to a file, a socket that receives the log, and keys
    pressed by themselves. Textual reads them when it is first imported.
    """
    for name in list(environment):
        if (name == "TEXTUAL" or name.startswith("TEXTUAL_")) and name not in _HARMLESS:
            del environment[name]
