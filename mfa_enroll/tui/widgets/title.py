"""The title bar: what this is, whether it is practice, and who is enrolling."""

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.words.labels import NOT_AWS, PRACTICE

PRACTICE_BADGE = Content.styled(f" {PRACTICE} ", "bold black on $warning")


class TitleBar(Static):
    """One line at the top of every page."""

    DEFAULT_CSS = """
    TitleBar { dock: top; height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    def render(self) -> Content:
        """The line for today's width: the name gives way before the word PRACTICE does."""
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
