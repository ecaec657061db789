"""The three steps beside the picture: scan, first code, second code."""

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.flows.questions import CodeAsk, Need

_FIRST = {
    Need.SCAN: "In the authenticator app, add\nan account: scan this code.",
    Need.RESUME: "Open the AWS entry in your\nauthenticator app.",
    Need.RESYNC: "Open the AWS entry for your\ndevice in the app.",
}


class CodeSteps(Static):
    """Says which step it is, and when the phone shows the next code."""

    def __init__(self, need: Need) -> None:
        super().__init__()
        self._first = _FIRST[need]
        self._ask: CodeAsk | None = None
        self._scanned_by_phone = False

    def on_mount(self) -> None:
        """Keep the countdown current."""
        self.set_interval(0.5, self.refresh)

    def show(self, ask: CodeAsk) -> None:
        """Move on to this question."""
        self._ask = ask
        self.refresh(layout=True)

    def show_scanned(self, *, by_phone: bool) -> None:
        """Say that the practice phone has done the first step, or take that back."""
        self._scanned_by_phone = by_phone
        self.refresh(layout=True)

    def render(self) -> Content:
        """The steps at this moment."""
        kept = self._ask.kept if self._ask else 0
        first = "The practice phone\nhas scanned the code." if self._scanned_by_phone else self._first
        return Content("\n").join(
            [
                _step("1", first, done=kept > 0 or self._scanned_by_phone, current=kept == 0),
                _step("2", "Type the code it shows.", done=kept > 0, current=kept == 0),
                _step("3", f"Type the next code.{self._countdown()}", done=False, current=kept > 0),
            ]
        )

    def _countdown(self) -> str:
        ask = self._ask
        if ask is None or ask.kept == 0 or ask.next_at is None:
            return ""
        left = round(ask.next_at - ask.server_time())
        return f"\nIt comes in {left} s." if left > 0 else "\nIt is there now."


def _step(number: str, text: str, *, done: bool, current: bool) -> Content:
    first, *rest = text.split("\n")
    style = "" if current else "dim"
    mark = "✓" if done else number
    lines = "\n".join([f"  {first}", *(f"   {line}" for line in rest)])
    return Content.assemble((mark, "bold $text-success" if done else style), (lines, style))
