"""A page with a field for text, where every character is text."""

import asyncio
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from mfa_enroll.tui.screens.returning import ReturningPage

T = TypeVar("T")


class TypingPage(ReturningPage[T]):
    """Offers the keys that type nothing: the field keeps letters and signs from the app, which leaves on one.

    Enter is a page's own ``action_go_on``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "go_on",
            "Go on",
            key_display="Enter",
            priority=True,
            tooltip="To the next field, and on from the last one",
        ),
        Binding("f1", "app.help", "Help", priority=True, tooltip="What this page is about"),
        Binding("ctrl+q", "app.leave", "Leave", priority=True, tooltip="Leave, as Ctrl+C does"),
    ]

    async def all_typed(self) -> None:
        """Wait until the keys pressed so far are in their fields: each field gets them in a queue of its own."""
        for field in self.query(Input):
            handled = asyncio.Event()
            if field.call_later(handled.set):
                await handled.wait()
