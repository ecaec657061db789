"""When the phone shows a code that was not used yet."""

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.flows.asks import SessionAsk
from mfa_enroll.words.fields import next_session_code


class NextCode(Static):
    """Counts down to the next code; takes no room where any code will do."""

    DEFAULT_CSS = """
    NextCode { height: auto; }
    """

    def __init__(self, ask: SessionAsk) -> None:
        super().__init__()
        self.show(ask)

    def on_mount(self) -> None:
        """Keep the countdown current."""
        self.set_interval(0.5, self.refresh)

    def show(self, ask: SessionAsk) -> None:
        """Move on to this question."""
        self._ask = ask
        self.display = ask.next_at is not None
        self.refresh(layout=True)

    def render(self) -> Content:
        """The sentence of this moment."""
        if self._ask.next_at is None:
            return Content("")
        return Content(next_session_code(round(self._ask.next_at - self._ask.server_time())))
