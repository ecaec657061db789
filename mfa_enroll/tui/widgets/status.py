"""The line that says what is going on while a page waits for AWS."""

from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from mfa_enroll.flows.dialogue import Pause

_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class StatusLine(Static):
    """Empty, or a sentence with something that moves, so that a slow network does not look like a standstill."""

    DEFAULT_CSS = """
    StatusLine { height: auto; min-height: 1; padding: 0 2; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._pause: Pause | None = None
        self._until = 0.0
        self._leaving = False

    def on_mount(self) -> None:
        """Move, ten times a second, while there is something to say."""
        self._ticker = self.set_interval(0.1, self.refresh, pause=True)
        self._tick()

    def say(self, words: str) -> None:
        """Say what is being done; nothing for the empty string."""
        self._words, self._pause, self._leaving = words, None, False
        self._tick()

    def count_down(self, pause: "Pause") -> None:
        """Say why there is a wait, and for how much longer."""
        self._words, self._pause, self._until = pause.why, pause, monotonic() + pause.seconds
        self._tick()

    def say_leaving(self) -> None:
        """Add that leaving waits for the answer."""
        self._leaving = True
        self.refresh(layout=True)

    def render(self) -> Content:
        """The sentence of this moment."""
        if not self._words:
            return Content("")
        words = self._words
        if self._pause is not None:
            left = max(0, round(self._until - monotonic()))
            again = f" ({self._pause.attempt} of {self._pause.attempts})." if self._pause.attempts else "."
            words += f" {'Trying again' if self._pause.attempts else 'Going on'} in {left} s{again}"
        if self._leaving:
            words += " Leaving as soon as AWS has answered."
        return Content(f"{_SPINNER[int(monotonic() * 10) % len(_SPINNER)]} {words}")

    def _tick(self) -> None:
        if self.is_mounted:
            if self._words:
                self._ticker.resume()
            else:
                self._ticker.pause()
            self.refresh(layout=True)
