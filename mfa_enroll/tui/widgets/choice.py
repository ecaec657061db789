"""A short list of ways to go on, each with a line that says what it means."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.widgets.hanging import Fitted, hanging
from mfa_enroll.words import keys
from mfa_enroll.words.page import Way

_IN_A_ROW = 0.6
"""Seconds within which a digit that follows another one is part of a code rather than another choice."""

_CHOOSE = replace(bind("enter", "select", keys.CHOOSE, display="Enter"), priority=False)
"""It waits its turn, so that the number typed just before it counts."""


class Choice(OptionList):
    """One way an entry, the first one marked. Arrow keys or its number mark another, Enter chooses what is marked.

    The mouse chooses at once. A digit never does, on no page: codes are made of digits, and one typed too many must
    not take a device away. Several in a row are a code and mark the first way, which is the one that loses nothing,
    so that neither does the Enter that may follow a code.
    """

    DEFAULT_CSS = """
    Choice {
        height: auto; max-height: 50%; margin: 0 2; padding: 0; border: none;
        &:focus { border: none; }
    }
    """

    class Chosen(Message):
        """A way was chosen."""

        def __init__(self, value: object) -> None:
            super().__init__()
            self.value = value

    def __init__(self, ways: Sequence[Way[Any]], *, beside: bool) -> None:
        """List the ways. One that is the only one is not numbered.

        A meaning stands below its name, or ``beside`` it where there are many ways and room for both in a line.
        """
        self._values = [way.value for way in ways]
        self._last_digit = float("-inf")
        column = max((len(way.name) for way in ways if way.meaning), default=0) + 2 if beside else 0
        single = len(ways) == 1
        super().__init__(
            *(
                Option(Fitted(partial(_entry, f"{'Enter' if single else number}  ", way, column)))
                for number, way in enumerate(ways, start=1)
            )
        )
        if not single:
            self._bindings.key_to_bindings["enter"] = [_CHOOSE]

    def on_key(self, event: events.Key) -> None:
        """Mark by number, counted from 1."""
        if event.character is None or event.character not in "0123456789":
            return
        event.stop()
        event.prevent_default()
        number = int(event.character)
        if event.time - self._last_digit < _IN_A_ROW:
            self.highlighted = 0
        elif 1 <= number <= len(self._values):
            self.highlighted = number - 1
        self._last_digit = event.time

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose what is marked."""
        event.stop()
        self.post_message(self.Chosen(self._values[event.option_index]))


def _entry(mark: str, way: Way[Any], column: int, width: int) -> Content:
    """An entry in so many columns, with the meaning from a ``column`` on if that is not 0."""
    both = Content.assemble((way.name.ljust(column), "bold"), way.meaning)
    if not (column and len(mark) + both.cell_length <= width):
        both = Content.assemble((way.name, "bold"), f"\n{way.meaning}" if way.meaning else "")
    return hanging(Content.styled(mark, "bold"), both, width)
