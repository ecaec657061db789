"""Help for the page below: what it is about, and its keys."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.widgets.parts import Heading
from mfa_enroll.tui.widgets.title import TitleBar
from mfa_enroll.words import keys


class HelpPage(Screen[None]):
    """Covers the page whole, so that nothing is half hidden.

    Args:
        about: What the page is about.
        listed: Its keys, each with what it is for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("escape,enter", "dismiss", keys.BACK_TO_PAGE, display="Esc"),
        Binding("question_mark,f1", "app.help", show=False, priority=True),
    ]

    def __init__(self, about: str, listed: list[tuple[str, str]]) -> None:
        super().__init__()
        self._about = about
        self._listed = listed

    def compose(self) -> ComposeResult:
        """The words and the keys."""
        yield TitleBar()
        with VerticalScroll(id="body"):
            yield Heading(keys.HELP_HEADING)
            yield Static(Content(self._about))
            width = max((len(key) for key, _ in self._listed), default=0) + 2
            lines = [keys.KEYS_HEADING, *(f"  {key.ljust(width)}{meaning}" for key, meaning in self._listed)]
            yield Static(Content("\n".join(lines)), classes="steps")
            yield Static(Content(keys.WHAT_IS_CHANGED), classes="aside")
        yield Footer(show_command_palette=False)
