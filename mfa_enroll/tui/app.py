"""The app: it tells one story on the screen and ends with it.

What the first page does not need is loaded once that is painted: the time to the first text on the screen counts.
"""

import asyncio
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen

from mfa_enroll import crash, terminal
from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.by_force import end_by_force_after
from mfa_enroll.tui.hardened import HardenedApp
from mfa_enroll.tui.keyboard import as_command
from mfa_enroll.tui.legible import Legible
from mfa_enroll.tui.measuring import Measuring, WideBlocks
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.sequences import Reading
from mfa_enroll.words import keys
from mfa_enroll.words.openings import Opening, elsewhere, opening

if TYPE_CHECKING:
    from mfa_enroll.domain.identity import Identity
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
        light: Whether the terminal has a light background.

    Attributes:
        blocks_are_wide: Whether the terminal draws half blocks two columns wide.
    """

    CSS_PATH = "app.tcss"
    TITLE = "mfa-enroll"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("q", "leave", keys.LEAVE),
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
        bind("question_mark,f1", "help", keys.HELP, display="?"),
        bind("ctrl+t", "toggle_dark", keys.COLOURS, show=False),
    ]

    def __init__(
        self,
        story: Story,
        phone: "Authenticator | None" = None,
        *,
        hide_qr: bool = False,
        opening: Opening = Opening.ENROLL,
        light: bool = False,
    ) -> None:
        super().__init__()
        self.blocks_are_wide = False
        self._legible = Legible(self.console.color_system)
        if light:
            self.theme = "textual-light"
        self.sub_title = ""
        self.elsewhere = ""
        self.signal: signal.Signals | None = None
        self.set_class(phone is not None, "practice")
        self._story = story
        self._phone = phone
        self._hide_qr = hide_qr
        self._opening = opening

    def get_driver_class(self) -> type[Driver]:
        """The driver, which also measures the terminal, and takes escape sequences whole that arrive in pieces."""
        whole = super().get_driver_class()
        return whole if sys.platform == "win32" else type(whole.__name__, (Reading, Measuring, whole), {})

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
            if sys.platform != "win32":
                restore = terminal.restoring()
                for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
                    loop.add_signal_handler(number, self._hang_up, number)
                    end_by_force_after(number, restore)

    def on_mount(self) -> None:
        """Start the story when the first page has been painted, so that nothing it loads delays that."""
        self.call_after_refresh(self.run_worker, self._tell, exit_on_error=True)

    async def on_event(self, event: events.Event) -> None:
        """Leave out what was pressed for another page than the one that is there."""
        if isinstance(event, events.Key | events.MouseDown | events.MouseUp) and not event.is_forwarded:
            field = self.focused
            if isinstance(event, events.Key) and not (field and field.check_consume_key(event.key, event.character)):
                as_command(event)
            if isinstance(self.screen, AskingPage) and self.screen.is_typed_ahead(event):
                return
        await super().on_event(event)

    def watch_app_focus(self, focused: bool) -> None:  # noqa: FBT001 - as Textual calls it
        """Let a page that came while the person was in another window take keys, as it does otherwise."""
        if focused and self.screen.AUTO_FOCUS != "" and self.screen.focused is None:
            self.screen.focus_next()

    def on_wide_blocks(self, _: WideBlocks) -> None:
        """Keep that for the picture."""
        self.blocks_are_wide = True

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What alters the colours of every line that is shown."""
        return [*super().get_line_filters(), self._legible]

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

    def _introduce(self, identity: "Identity") -> None:
        """Name the user, and an address that is not AWS's own, in the title bar of this and every later page."""
        from mfa_enroll.domain.principal import IamUser  # noqa: PLC0415 - the first paint does without

        if isinstance(identity.principal, IamUser):
            self.sub_title = f"{identity.principal.name} · {identity.principal.account}"
        self.elsewhere = elsewhere(identity)
        for screen in self.screen_stack:
            for bar in screen.query("TitleBar"):
                bar.refresh(layout=True)

    def _hang_up(self, number: signal.Signals) -> None:
        """End in order: the terminal is restored, and no QR code stays on it."""
        self.signal = number
        terminal.let_go_if_gone()
        self._dialogue.hang_up()
        self.set_timer(PATIENCE, self._dialogue.give_up)

    async def _tell(self) -> None:
        self.exit(await self._story(self._dialogue))
