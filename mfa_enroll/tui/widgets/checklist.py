"""What is asked for, point by point, and what of it is there already."""

from collections.abc import Sequence

from textual.containers import Grid
from textual.content import Content
from textual.widgets import Static


class Checklist(Grid):
    """Each point wrapped beside its mark, which tells without colours, too."""

    DEFAULT_CSS = """
    Checklist { grid-size: 2; grid-columns: 3 1fr; grid-rows: auto; height: auto; padding-left: 1; }
    """

    def __init__(self, points: Sequence[str]) -> None:
        self._marks = [Static() for _ in points]
        cells = [
            cell for mark, point in zip(self._marks, points, strict=True) for cell in (mark, Static(Content(point)))
        ]
        super().__init__(*cells)

    def show(self, kept: Sequence[bool]) -> None:
        """Mark the points that are there."""
        for mark, is_kept in zip(self._marks, kept, strict=True):
            mark.update(Content.styled("✓", "bold $text-success") if is_kept else Content("·"))
