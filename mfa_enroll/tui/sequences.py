"""Escape sequences that arrive in pieces.

On a slow line a report of the mouse, or a terminal's late reply, can be split anywhere. Textual waits 100 ms for the
rest of a sequence and then takes what it has for typing, and what comes after it too: digits for a code.
"""

import os
import re
import selectors
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual import events
from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.driver import Driver
from textual.keys import Keys
from textual.message import Message

_A_WHILE = 0.1
"""Seconds between two looks at whether the screen is given up, and at an escape sequence that does not go on."""

_PATIENCE = 2.0
"""Seconds that the rest of a sequence is waited for."""

_BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O|\]\d[^\x07\x1b]*\x1b?)?\Z")
"""The beginning of a sequence (ECMA-48: CSI, OSC; SS3 of function keys) of which the rest is to come."""

_REST = re.compile(r"\[(?:[<?>=]|\d+[;:\d]*[A-Za-z~$]|[IO]\Z)|\]\d+;")
"""How a report or a reply goes on after an ESC that was taken for the key, and as nobody types it at once."""

_REPLY = re.compile(r"\x1b(?:\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)|\[[=>?][0-?]*[ -/]*(?<!\$)[@-~])")
"""A reply that Textual does not know, and would type: all of OSC, and of CSI the private ones but DECRPM."""

_KEY = re.compile(r"\x1b\[(\d+)(?::\d*(?::(\d+))?)?(?:;(\d*)(?::(\d))?)?(;[\d:]*)?u")
"""A key in the kitty protocol: its code, the one that its place has on a Latin keyboard, modifiers, event, text."""

_RELEASED = "3"


class WholeSequences(XTermParser):
    """Textual's parser, given each escape sequence whole, and only what it knows.

    Of a key's codes in the kitty protocol it gets the Latin one where the terminal tells that.
    """

    def __init__(self, *, debug: bool = False) -> None:
        super().__init__(debug)
        self._begun = ""
        self._last = float("-inf")
        self._after_escape = False

    def feed(self, data: str) -> Iterable[Message]:
        """Parse what has arrived, but for a sequence at its end that is not complete: that waits for its rest."""
        if not data:
            return ()
        now = get_time()
        if now - self._last > _PATIENCE:
            self._begun, self._after_escape = "", False
        self._last = now
        if self._after_escape and _REST.match(data):
            self._begun = "\x1b"
        self._after_escape = False
        data = _KEY.sub(_plain, _REPLY.sub("", self._begun + data))
        begun = _BEGUN.search(data)
        self._begun = begun.group() if begun else ""
        data = data.removesuffix(self._begun)
        return super().feed(data) if data else ()

    def tick(self) -> Iterable[Message]:
        """Take an ESC of which no rest comes for the key."""
        yield from super().tick()
        if self._begun == "\x1b" and get_time() - self._last >= ESCAPE_DELAY:
            self._begun, self._after_escape = "", True
            yield events.Key("escape", "\x1b")

    def _parse_extended_key(  # type: ignore[override]  # Textual caches its own
        self, sequence: str
    ) -> list[events.Key] | None:
        try:
            return super()._parse_extended_key(sequence)
        except (ValueError, OverflowError):  # numbers that are none, or no character's
            return [events.Key(Keys.Ignore, sequence)]


def _plain(key: re.Match[str]) -> str:
    code, latin, modifiers, event, text = key.groups(default="")
    return "" if event == _RELEASED else f"\x1b[{latin or code};{modifiers}{text}u"


class Reading(Driver):
    """A driver on top of Textual's own for POSIX, which takes what is typed through :class:`WholeSequences`.

    Bytes that are no UTF-8 are replaced; Textual's own reading ends at them.
    """

    fileno: int
    exit_event: threading.Event

    def run_input_thread(self) -> None:
        """Hand on what arrives until the screen is given up."""
        parser = WholeSequences()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                arrived = os.read(self.fileno, 4096) if selector.select(_A_WHILE) else b""
                for event in (*parser.feed(decode(arrived)), *parser.tick()):
                    self.process_message(event)
