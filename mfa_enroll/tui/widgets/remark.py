"""A remark on what was just typed or answered."""

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.flows.questions import Remark, Tone

_MARKS = {
    Tone.GOOD: Content.styled("✓ ", "bold $text-success"),
    Tone.NOTE: Content(""),
    Tone.WARNING: Content.styled("! ", "bold $text-warning"),
}
"""In front of a remark, so that a warning is one without colours, too."""


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
