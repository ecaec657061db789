"""The line that says what is going on while a page waits for AWS."""

from collections.abc import Callable
from time import monotonic

from textual.content import Content
from textual.widgets import Static

_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class StatusLine(Static):
    """Empty, or a sentence with something that moves, so that a slow network does not look like a standstill."""

    DEFAULT_CSS = """
    StatusLine { height: auto; min-height: 1; padding: 0 2; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._until = 0.0
        self._text: Callable[[int], str] | None = None
        self._too = ""

    def on_mount(self) -> None:
        """Move, ten times a second, while there is something to say."""
        self._ticker = self.set_interval(0.1, self.refresh, pause=True)
        self._tick()

    def say(self, text: str) -> None:
        """Say what is being done; nothing for the empty string."""
        self._begin(0, (lambda _left: text) if text else None)

    def count_down(self, seconds: float, text: Callable[[int], str]) -> None:
        """Say why there is a wait of so many seconds; ``text`` says it for the seconds that are left."""
        self._begin(seconds, text)

    def say_too(self, text: str) -> None:
        """Add something to what is said."""
        self._too = text
        self.refresh(layout=True)

    def render(self) -> Content:
        """The sentence of this moment."""
        if self._text is None:
            return Content("")
        said = self._text(max(0, round(self._until - monotonic())))
        return Content(" ".join(filter(None, (_SPINNER[int(monotonic() * 10) % len(_SPINNER)], said, self._too))))

    def _begin(self, seconds: float, text: Callable[[int], str] | None) -> None:
        self._until, self._text, self._too = monotonic() + seconds, text, ""
        self._tick()

    def _tick(self) -> None:
        if self.is_mounted:
            if self._text:
                self._ticker.resume()
            else:
                self._ticker.pause()
            self.refresh(layout=True)
