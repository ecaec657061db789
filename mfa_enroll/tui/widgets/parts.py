"""What a page says. No widget here reads markup, so nothing that AWS says can be mistaken for it."""

from typing import Any

from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from mfa_enroll.words.page import Aside, Exact, Label, Listed, Page, Part, Steps, Table


class Heading(Static):
    """What the page is about, in a few words. A heading that tells of something ``done`` has a mark before it."""

    DEFAULT_CSS = """
    Heading { text-style: bold; color: $text-primary; margin: 1 0; }
    """

    def __init__(self, text: str, *, done: bool = False) -> None:
        super().__init__(Content(f"✓ {text}" if done else text))


class PageText(Vertical):
    """A page's heading and its parts, a blank line apart, but for what a label is the heading of and no box.

    Another page is shown once it is composed anew.
    """

    DEFAULT_CSS = """
    PageText { height: auto; }
    PageText .part { margin-top: 1; }
    PageText .part.-labelled { margin-top: 0; }
    """

    def __init__(self, page: Page[Any]) -> None:
        super().__init__()
        self.page = page

    def compose(self) -> ComposeResult:
        """All that the page says above its ways."""
        yield Heading(self.page.heading, done=self.page.done)
        labelled = False
        for part in self.page.parts:
            widget = _widget(part)
            widget.add_class("part")
            widget.set_class(labelled and not isinstance(part, Exact), "-labelled")
            labelled = isinstance(part, Label)
            yield widget


class Box(Static):
    """Something to be copied as it stands."""

    DEFAULT_CSS = """
    Box { background: $surface; padding: 0 1; margin: 1 0; }
    """


class Numbered(Grid):
    """Steps in order, each wrapped beside its number. A step that is the only one is not numbered."""

    DEFAULT_CSS = """
    Numbered { grid-size: 2; grid-columns: 4 1fr; grid-rows: auto; height: auto; padding-left: 1; }
    Numbered.-single { grid-size: 1; grid-columns: 1fr; }
    """

    def __init__(self, steps: tuple[str, ...]) -> None:
        single = len(steps) == 1
        cells = steps if single else [cell for pair in enumerate(steps, start=1) for cell in (f"{pair[0]}.", pair[1])]
        super().__init__(*(Static(Content(cell)) for cell in cells), classes="-single" if single else "")


def _widget(part: Part) -> Widget:
    match part:
        case Exact():
            return Box(Content(part))
        case Steps(steps):
            return Numbered(steps)
        case Label(text):
            return Static(Content(text), classes="label")
        case Aside(text):
            return Static(Content(text), classes="aside")
    return Static(_content(part))


def _content(part: str | Table | Listed) -> Content:
    match part:
        case Table(rows):
            return _table(rows)
        case Listed(items):
            return Content("\n").join(_listed(items))
    return Content(part)


def _table(rows: tuple[tuple[str, str], ...]) -> Content:
    width = max(len(name) for name, _ in rows) + 2
    return Content("\n").join(Content.assemble((name.ljust(width), "dim"), value) for name, value in rows)


def _listed(items: tuple[tuple[str, ...], ...]) -> list[Content]:
    return [Content(f"{'  ' if nth == 0 else '    '}{line}") for lines in items for nth, line in enumerate(lines)]
