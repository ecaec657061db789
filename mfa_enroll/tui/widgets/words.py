"""Pieces of text. None of them reads markup, so nothing that AWS says can be mistaken for it."""

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.flows.dialogue import Remark


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
    RemarkBox { display: none; margin-top: 1; }
    RemarkBox.-good { display: block; color: $text-success; }
    RemarkBox.-note { display: block; }
    RemarkBox.-warning { display: block; color: $text-warning; }
    """

    def __init__(self, remark: Remark | None = None) -> None:
        super().__init__()
        self.show(remark)

    def show(self, remark: Remark | None) -> None:
        """Put another remark, or none."""
        self.set_classes(f"-{remark.tone.value}" if remark else "")
        self.update(Content(remark.text if remark else ""))


def words(*paragraphs: str) -> Static:
    """Plain paragraphs, a blank line apart."""
    return Static(Content("\n\n".join(paragraphs)))
