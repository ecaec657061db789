"""The three steps beside the picture: scan, first code, second code."""

from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from mfa_enroll.flows.asks import CodeAsk, Need
from mfa_enroll.tui.widgets.hanging import Fitted, hanging
from mfa_enroll.words import codes
from mfa_enroll.words.codes import Scan


class CodeSteps(Static):
    """Says which step it is, and when the phone shows the next code."""

    def __init__(self, ask: CodeAsk) -> None:
        super().__init__()
        self._ask = ask
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
        need, one_kept = self._ask.need, self._ask.kept > 0
        by_phone = need is Need.SCAN and self._scan is Scan.BY_PHONE
        first = codes.first_step(need, self._scan)
        return Content("\n").join(
            [
                _step("1", first, width, done=one_kept or by_phone, current=not one_kept),
                _step("2", codes.SECOND_STEP, width, done=one_kept, current=not one_kept),
                _step("3", "\n".join([codes.THIRD_STEP, *self._countdown()]), width, done=False, current=one_kept),
            ]
        )

    def _countdown(self) -> list[str]:
        if not self._ask.kept or self._ask.next_at is None:
            return []
        return [codes.next_code(round(self._ask.next_at - self._ask.server_time()))]


def _step(number: str, text: str, width: int, *, done: bool, current: bool) -> Content:
    style = "" if current else "dim"
    mark = Content.styled("✓", "bold $text-success") if done else Content.styled(number, style)
    return hanging(mark + Content("  "), Content.styled(text, style), width)
