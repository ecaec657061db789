"""The three steps beside the picture: scan, first code, second code."""

import enum

from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from mfa_enroll.flows.questions import CodeAsk, Need
from mfa_enroll.tui.widgets.hanging import Fitted, hanging


class Scan(enum.Enum):
    """How the entry gets into the app; the values are the words for it."""

    HERE = "In the authenticator app, add\nan account: scan this code."
    AWAY = "In the authenticator app, add\nan account: s shows the code."
    """The code is not in sight while this is."""
    TYPED = "In the authenticator app, add\nan account with this key."
    BY_PHONE = "The practice phone\nhas scanned the code."


_FIRST = {
    Need.RESUME: "Open the AWS entry in your\nauthenticator app.",
    Need.RESYNC: "Open the AWS entry for your\ndevice in the app.",
}


class CodeSteps(Static):
    """Says which step it is, and when the phone shows the next code."""

    def __init__(self, need: Need) -> None:
        super().__init__()
        self._first = _FIRST.get(need)
        self._ask: CodeAsk | None = None
        self._scan = Scan.HERE

    def on_mount(self) -> None:
        """Keep the countdown current."""
        self.set_interval(0.5, self.refresh)

    def show(self, ask: CodeAsk) -> None:
        """Move on to this question."""
        self._ask = ask
        self.refresh(layout=True)

    def show_scan(self, scan: Scan) -> None:
        """Say how the entry gets into the app, where it is not there yet."""
        self._scan = scan
        self.refresh(layout=True)

    def render(self) -> Visual:
        """The steps at this moment."""
        return Fitted(self._steps)

    def _steps(self, width: int) -> Content:
        kept = self._ask.kept if self._ask else 0
        by_phone = self._first is None and self._scan is Scan.BY_PHONE
        return Content("\n").join(
            [
                _step("1", self._first or self._scan.value, width, done=kept > 0 or by_phone, current=kept == 0),
                _step("2", "Type the code it shows.", width, done=kept > 0, current=kept == 0),
                _step("3", f"Type the next code.{self._countdown()}", width, done=False, current=kept > 0),
            ]
        )

    def _countdown(self) -> str:
        ask = self._ask
        if ask is None or ask.kept == 0 or ask.next_at is None:
            return ""
        left = round(ask.next_at - ask.server_time())
        return f"\nIt comes in {left} s." if left > 0 else "\nIt is there now."


def _step(number: str, text: str, width: int, *, done: bool, current: bool) -> Content:
    style = "" if current else "dim"
    mark = Content.styled("✓", "bold $text-success") if done else Content.styled(number, style)
    return hanging(mark + Content("  "), Content.styled(text, style), width)
