"""A remark on what was just typed or answered."""

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.words.page import Said, Tone

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

    def __init__(self, said: Said | None = None) -> None:
        super().__init__()
        self.show(said)

    def show(self, said: Said | None) -> None:
        """Put another remark, or none."""
        self.display = said is not None
        if said is not None:
            self.update(Content.assemble(_MARKS[said.tone], said.text))
