"""The least that a key press needs: one of Textual's own fields."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class Bare(App[None]):
    """One field."""

    def compose(self) -> ComposeResult:
        """The field."""
        yield Input(placeholder="Nothing but this")


if __name__ == "__main__":
    Bare().run()
