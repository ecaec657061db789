"""A page with a field for text, where every character is text."""

import asyncio
from typing import ClassVar, TypeVar

from textual.binding import BindingType
from textual.widgets import Input

from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.screens.returning import ReturningPage
from mfa_enroll.words import keys

T = TypeVar("T")


class TypingPage(ReturningPage[T]):
    """Offers the keys that type nothing: the field keeps letters and signs from the app, which leaves on one.

    Enter is a page's own ``action_go_on``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("enter", "go_on", keys.GO_ON, display="Enter"),
        bind("f1", "app.help", keys.HELP),
        bind("ctrl+q", "app.leave", keys.LEAVE_WHILE_TYPING),
    ]

    async def all_typed(self) -> None:
        """Wait until the keys pressed so far are in their fields: each field gets them in a queue of its own."""
        for field in self.query(Input):
            handled = asyncio.Event()
            if field.call_later(handled.set):
                await handled.wait()
