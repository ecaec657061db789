"""The app: it tells one story on the screen and ends with it.

What the first page does not need is loaded once that is painted: the time to the first text on the screen counts.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from mfa_enroll import terminal
from mfa_enroll.tui.hardened import HardenedApp
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.screens.welcome import WelcomePage

if TYPE_CHECKING:
    from mfa_enroll.domain.principal import IamUser
    from mfa_enroll.flows.dialogue import Dialogue, Ending
    from mfa_enroll.tui.dialogue import ScreenDialogue
    from mfa_enroll.tui.widgets.phone import Phone

Story = Callable[["Dialogue"], Awaitable["Ending"]]

PATIENCE = 2.0
"""Seconds that a call in flight gets to end after a signal to terminate. What it did, the next run finds out."""

EXIT_SIGNAL = 128
"""Added to a signal's number, this is the exit code after it, as shells have it."""


class EnrollApp(HardenedApp["Ending"]):
    """Shows a flow's pages.

    Args:
        story: The flow, given a dialogue.
        phone: The practice phone. Where there is one, everything is labelled as practice.
        hide_qr: Whether the QR code is shown only when asked for.
    """

    CSS_PATH = "app.tcss"
    TITLE = "mfa-enroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "leave", "Leave", priority=True, tooltip="Leave; asks first where something is unfinished"),
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
        Binding(
            "question_mark,f1",
            "help",
            "Help",
            key_display="?",
            priority=True,
            tooltip="What this page is about",
        ),
    ]

    def __init__(self, story: Story, phone: "Phone | None" = None, *, hide_qr: bool = False) -> None:
        super().__init__()
        self.sub_title = ""
        self.signal: signal.Signals | None = None
        self._user: IamUser | None = None
        self.set_class(phone is not None, "practice")
        self._story = story
        self._phone = phone
        self._hide_qr = hide_qr

    def get_default_screen(self) -> Screen[None]:
        """The first page, there before anything is asked of AWS."""
        return WelcomePage()

    def on_load(self) -> None:
        """Listen to signals before the terminal is touched, so that it is never left as the full screen needs it."""
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, ValueError, RuntimeError):  # Windows, or not in the main thread
            loop.add_signal_handler(signal.SIGINT, self.action_leave)
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self._hang_up, number)

    def on_mount(self) -> None:
        """Start the story when the first page has been painted, so that nothing it loads delays that."""
        self.call_after_refresh(self.run_worker, self._tell, exit_on_error=True)

    def action_leave(self) -> None:
        """Ask the story to end. It may have a question first."""
        self._dialogue.request_leave()

    def action_help(self) -> None:
        """Explain the page that is there; put the explanation away again."""
        page = self.screen
        if isinstance(page, HelpPage):
            page.dismiss()
        elif isinstance(page, Page):
            shown = {active.binding.action: active.binding for active in page.active_bindings.values()}
            keys = [
                (self.get_key_display(binding), binding.tooltip or binding.description)
                for binding in shown.values()
                if binding.tooltip
            ]
            self.push_screen(HelpPage(page.help, keys))

    @cached_property
    def _dialogue(self) -> "ScreenDialogue":
        from mfa_enroll.tui.dialogue import ScreenDialogue  # noqa: PLC0415 - brings all the other pages

        return ScreenDialogue(self, self._introduce, self._phone, hide_qr=self._hide_qr)

    def _introduce(self, user: "IamUser") -> None:
        """Name the user in the title bar of this and every later page."""
        self._user = user
        self.sub_title = f"{user.name} · {user.account}"
        for screen in self.screen_stack:
            for bar in screen.query("TitleBar"):
                bar.refresh()

    def _hang_up(self, number: signal.Signals) -> None:
        """End in order: the terminal is restored, and no QR code stays on it."""
        from mfa_enroll.flows import endings  # noqa: PLC0415 - rarely needed at all

        self.signal = number
        terminal.let_go_if_gone()
        self._dialogue.hang_up()
        self.set_timer(PATIENCE, lambda: self.exit(endings.cut_off(self._user)))
        # Whatever hinders that, nothing with a seed in its memory stays behind without a terminal.
        end = threading.Timer(2 * PATIENCE, os._exit, [EXIT_SIGNAL + number])
        end.daemon = True
        end.start()

    async def _tell(self) -> None:
        self.exit(await self._story(self._dialogue))
