"""Help for the page below: what it is about, and its keys."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from mfa_enroll.tui.widgets.title import TitleBar
from mfa_enroll.tui.widgets.words import Heading, words


class HelpPage(Screen[None]):
    """Covers the page whole, so that nothing is half hidden."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "dismiss", "Back", key_display="Esc", priority=True, tooltip="Back to the page"),
        Binding("question_mark,f1", "app.help", show=False, priority=True),
    ]

    def __init__(self, about: str, keys: list[tuple[str, str]]) -> None:
        super().__init__()
        self._about = about
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The words and the keys."""
        yield TitleBar()
        with VerticalScroll(id="body"):
            yield Heading("Help")
            yield words(self._about)
            width = max((len(key) for key, _ in self._keys), default=0) + 2
            listed = "\n".join(f"  {key.ljust(width)}{meaning}" for key, meaning in self._keys)
            yield Static(Content(f"Keys\n{listed}"), classes="steps")
            yield Static(
                Content(
                    "In AWS, mfa-enroll changes nothing but the MFA device that bears your name and your own password; "
                    "on this computer, nothing but the lines that it lists before it keeps a session."
                ),
                classes="aside",
            )
        yield Footer(show_command_palette=False)
