"""Pieces of text. None of them reads markup, so nothing that AWS says can be mistaken for it."""

from textual.containers import Grid
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.flows.dialogue import Remark, Tone

_MARKS = {
    Tone.GOOD: Content.styled("✓ ", "bold $text-success"),
    Tone.NOTE: Content(""),
    Tone.WARNING: Content.styled("! ", "bold $text-warning"),
}
"""In front of a remark, so that a warning is one without colours, too."""


class Heading(Static):
    """What the page is about, in a few words."""

    DEFAULT_CSS = """
    Heading { text-style: bold; color: $text-primary; margin: 1 0; }
    """

    def __init__(self, text: str) -> None:
        super().__init__(Content(text))


class Exact(Static):
    """Something to be copied as it stands: a command, a policy statement."""

    DEFAULT_CSS = """
    Exact { background: $surface; padding: 0 1; margin: 1 0; }
    """

    def __init__(self, text: str) -> None:
        super().__init__(Content(text))


class RemarkBox(Static):
    """A remark on what was just typed or answered; takes no room while there is none."""

    DEFAULT_CSS = """
    RemarkBox { margin-top: 1; }
    """

    def __init__(self, remark: Remark | None = None) -> None:
        super().__init__()
        self.show(remark)

    def show(self, remark: Remark | None) -> None:
        """Put another remark, or none."""
        self.display = remark is not None
        if remark is not None:
            self.update(Content.assemble(_MARKS[remark.tone], remark.text))


class Numbered(Grid):
    """Steps in order, each wrapped beside its number. A step that is the only one is not numbered."""

    DEFAULT_CSS = """
    Numbered { grid-size: 2; grid-columns: 4 1fr; grid-rows: auto; height: auto; padding-left: 1; }
    Numbered.-single { grid-size: 1; grid-columns: 1fr; }
    """

    def __init__(self, *steps: str) -> None:
        single = len(steps) == 1
        cells = steps if single else [cell for pair in enumerate(steps, start=1) for cell in (f"{pair[0]}.", pair[1])]
        super().__init__(*(Static(Content(cell)) for cell in cells), classes="-single" if single else "")


def words(*paragraphs: str) -> Static:
    """Plain paragraphs, a blank line apart."""
    return Static(Content("\n\n".join(paragraphs)))
