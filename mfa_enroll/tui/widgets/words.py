"""Pieces of text. None of them reads markup, so nothing that AWS says can be mistaken for it."""

from collections.abc import Sequence

from textual.containers import Grid
from textual.content import Content
from textual.widgets import Static


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


def words(*paragraphs: str | Content) -> Static:
    """Plain paragraphs, a blank line apart."""
    return Static(Content("\n\n").join(each if isinstance(each, Content) else Content(each) for each in paragraphs))


def table(rows: Sequence[tuple[str, str]]) -> Content:
    """Names and values in two columns."""
    width = max(len(name) for name, _ in rows) + 2
    return Content("\n").join(Content.assemble((name.ljust(width), "dim"), value) for name, value in rows)
