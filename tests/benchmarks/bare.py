"""The least that Textual does: one line of text, or one of its own fields. Run it with ``line`` or ``field``."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import Input, Static

NOTHING = "Nothing but this"


class Bare(App[None]):
    """One of them."""

    def compose(self) -> ComposeResult:
        """The line, or the field."""
        yield Static(NOTHING) if sys.argv[1] == "line" else Input(placeholder=NOTHING)


if __name__ == "__main__":
    Bare().run()
