"""The hint beside a picture that has the window to itself."""

from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from mfa_enroll.domain.qr import Style
from mfa_enroll.tui.widgets.hanging import Fitted, hanging
from mfa_enroll.tui.widgets.title import PRACTICE_BADGE
from mfa_enroll.words import codes as words


class Strip(Static):
    """Names the keys, or says how the picture is drawn; and whether it is ``practice``."""

    def __init__(self, *, practice: bool) -> None:
        super().__init__(id="hint")
        self._practice = practice
        self._style: Style | None = None

    def show(self, style: Style) -> None:
        """Say how the picture is drawn now, and what else helps."""
        self._style = style
        self.refresh(layout=True)

    def render(self) -> Visual:
        """What is said at present."""
        return Fitted(self._lines)

    def _lines(self, width: int) -> Content:
        keys = [hanging(Content.styled(f"{key}  ", "bold"), Content(what), width) for key, what in words.STRIP]
        badge = [PRACTICE_BADGE] if self._practice else []
        if self._style:
            said = Content(f"{words.DRAWN[self._style]}\n\n{words.WHAT_HELPS}\n")
            return Content("\n").join([*badge, said, keys[0]])
        return Content("\n\n").join([*badge, Content(words.SCAN_THIS), Content("\n").join(keys)])
