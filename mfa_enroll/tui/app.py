"""The app: it tells one story on the screen and ends with it.

What the first page does not need is loaded once that is painted: the time to the first text on the screen counts.
"""

import asyncio
import re
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from mfa_enroll import crash, terminal
from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.by_force import end_by_force_after
from mfa_enroll.tui.hardened import HardenedApp
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.words import keys
from mfa_enroll.words.openings import Opening, opening

if TYPE_CHECKING:
    from mfa_enroll.domain.principal import IamUser
    from mfa_enroll.flows.dialogue import Dialogue
    from mfa_enroll.flows.outcome import Outcome
    from mfa_enroll.tui.dialogue import ScreenDialogue
    from mfa_enroll.tui.widgets.phone import Authenticator

Story = Callable[["Dialogue"], Awaitable["Outcome"]]

PATIENCE = 2.0
"""Seconds that a call in flight gets to end after a signal to terminate. What it did, the next run finds out."""


class EnrollApp(HardenedApp["Outcome"]):
    """Shows a flow's pages.

    Args:
        story: The flow, given a dialogue.
        phone: The practice phone. Where there is one, everything is labelled as practice.
        hide_qr: Whether the QR code is shown only when asked for.
        opening: What was started, for the first page.
    """

    CSS_PATH = "app.tcss"
    TITLE = "mfa-enroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("q", "leave", keys.LEAVE),
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
        bind("question_mark,f1", "help", keys.HELP, display="?"),
    ]

    def __init__(
        self,
        story: Story,
        phone: "Authenticator | None" = None,
        *,
        hide_qr: bool = False,
        opening: Opening = Opening.ENROLL,
    ) -> None:
        super().__init__()
        self.sub_title = ""
        self.signal: signal.Signals | None = None
        self.set_class(phone is not None, "practice")
        self._story = story
        self._phone = phone
        self._hide_qr = hide_qr
        self._opening = opening

    def get_default_screen(self) -> Screen[None]:
        """The first page, there before anything is asked of AWS."""
        return ChoicePage(opening(self._opening))

    def on_load(self) -> None:
        """Listen to signals before the terminal is touched, so that it is never left as the full screen needs it.

        And say of what fails in the event loop no more than of any other crash.
        """
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(crash.from_loop)
        loop.set_debug(False)  # it would log tasks with what they return and raise
        with suppress(NotImplementedError, ValueError, RuntimeError):  # Windows, or not in the main thread
            loop.add_signal_handler(signal.SIGINT, self.action_leave)
            restore = terminal.restoring()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
                loop.add_signal_handler(number, self._hang_up, number)
                end_by_force_after(number, restore)

    def on_mount(self) -> None:
        """Start the story when the first page has been painted, so that nothing it loads delays that."""
        self.call_after_refresh(self.run_worker, self._tell, exit_on_error=True)

    def watch_app_focus(self, focused: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Let a page that came while the person was in another window take keys, as it does otherwise."""
        if focused and self.screen.AUTO_FOCUS != "" and self.screen.focused is None:
            self.screen.focus_next()

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is printed on keyboards: function keys in capitals."""
        shown = super().get_key_display(binding)
        return shown.upper() if re.fullmatch(r"f\d+", shown) else shown

    def action_leave(self) -> None:
        """Ask the story to end. It may have a question first."""
        self._dialogue.request_leave()

    def action_help(self) -> None:
        """Explain the page that is there; put the explanation away again."""
        page = self.screen
        if isinstance(page, HelpPage):
            page.dismiss()
        elif isinstance(page, AskingPage):
            shown = {active.binding.action: active.binding for active in page.active_bindings.values()}
            listed = [
                (self.get_key_display(binding), binding.tooltip or binding.description)
                for binding in shown.values()
                if binding.tooltip
            ]
            self.push_screen(HelpPage(page.help, listed))

    @cached_property
    def _dialogue(self) -> "ScreenDialogue":
        from mfa_enroll.tui.dialogue import ScreenDialogue  # noqa: PLC0415 - brings all the other pages

        return ScreenDialogue(self, self._introduce, self._opening, self._phone, hide_qr=self._hide_qr)

    def _introduce(self, user: "IamUser") -> None:
        """Name the user in the title bar of this and every later page."""
        self.sub_title = f"{user.name} · {user.account}"
        for screen in self.screen_stack:
            for bar in screen.query("TitleBar"):
                bar.refresh()

    def _hang_up(self, number: signal.Signals) -> None:
        """End in order: the terminal is restored, and no QR code stays on it."""
        self.signal = number
        terminal.let_go_if_gone()
        self._dialogue.hang_up()
        self.set_timer(PATIENCE, self._dialogue.give_up)

    async def _tell(self) -> None:
        self.exit(await self._story(self._dialogue))
