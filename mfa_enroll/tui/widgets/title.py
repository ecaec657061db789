"""The title bar: what this is, whether it is practice, who is enrolling, and where calls go if that is not AWS."""

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from mfa_enroll.words.labels import NOT_AWS, PRACTICE

PRACTICE_BADGE = Content.styled(f" {PRACTICE} ", "bold black on $warning")


_PADDING = 2
"""Columns that are left free, at both sides together."""


class TitleBar(Static):
    """One line at the top of every page, and below it the address that calls go to, if that is not AWS's own."""

    DEFAULT_CSS = """
    TitleBar { dock: top; height: auto; padding: 0 1; background: $panel; color: $foreground; }
    """

    def render(self) -> Content:
        """What it says at today's width. An address is told whole, on several lines if need be."""
        lines = [self._first_line(), self._elsewhere] if self._elsewhere else [self._first_line()]
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Its rows. The first line is one, whatever width it was last written for."""
        del container, viewport
        return 1 + self._rows_of_address(width)

    def rows_more(self, columns: int) -> int:
        """Rows that it takes besides the first in a window of so many columns."""
        return self._rows_of_address(columns - _PADDING)

    def _rows_of_address(self, width: int) -> int:
        return self._elsewhere.get_height({}, max(width, 1)) if self._elsewhere else 0

    @property
    def _elsewhere(self) -> Content:
        return Content.styled(getattr(self.app, "elsewhere", ""), "bold $text-warning")

    def _first_line(self) -> Content:
        """The name gives way before the word PRACTICE does."""
        app = self.app
        left = Content.styled("mfa-enroll", "bold")
        if "practice" in app.classes:
            left = Content.assemble(left, "  ", PRACTICE_BADGE, f"  {NOT_AWS}")
        room = self.content_size.width - left.cell_length - 2
        user = Content(app.sub_title)
        if room < 1 or not app.sub_title:
            return left
        user = user.truncate(room, ellipsis=True)
        return Content.assemble(left, " " * (room + 2 - user.cell_length), user)
