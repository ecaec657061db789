"""The flows' voice on the full screen: each question is a page, and its answer is awaited here."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App

from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.questions import Plan
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.name import NamePage
from mfa_enroll.tui.screens.password import PasswordPage
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.tui.widgets.phone import Authenticator
from mfa_enroll.words import openings, pages, progress

if TYPE_CHECKING:
    from mfa_enroll.domain.identity import Identity
    from mfa_enroll.domain.profile import ProfilePlan
    from mfa_enroll.domain.secret import Secret
    from mfa_enroll.flows.asks import CodeAsk, NameAsk, NewPassword, PasswordAsk, SessionAsk
    from mfa_enroll.flows.progress import Doing, Pause
    from mfa_enroll.flows.questions import Question

T = TypeVar("T")


class ScreenDialogue:
    """Implements ``flows.dialogue.Dialogue`` on an app.

    Args:
        app: Where the pages are shown.
        introduce: Told who is calling, for what is beside the pages.
        opening: What the first page is about.
        phone: The practice phone, if there is one.
        hide_qr: Whether the QR code is shown only when asked for.
    """

    def __init__(
        self,
        app: App[Any],
        introduce: Callable[["Identity"], None],
        opening: openings.Opening,
        phone: Authenticator | None = None,
        *,
        hide_qr: bool = False,
    ) -> None:
        self._app = app
        self._introduce = introduce
        self._opening = opening
        self._phone = phone
        self._hide_qr = hide_qr
        self._leave = asyncio.Event()
        self._hung_up = False
        self._given_up = asyncio.Event()

    def request_leave(self) -> None:
        """The person asked to leave. The flow hears of it at its next question, or at once if it waits for one.

        Help makes way for the page, which says when that will be.
        """
        self._leave.set()
        if self._page is not None:
            if isinstance(self._app.screen, HelpPage):
                self._app.screen.dismiss()
            self._page.say_too(progress.LEAVING)

    def hang_up(self) -> None:
        """Nobody is there any more: every question from now on is answered by leaving."""
        self._hung_up = True
        self._leave.set()

    def give_up(self) -> None:
        """Nor can AWS be waited for any longer."""
        self._given_up.set()

    def met(self, identity: "Identity") -> None:
        """Say who is calling, on this and every later page."""
        self._introduce(identity)
        if self._first_page is not None:
            self._first_page.say_more(openings.met(self._opening, identity))

    def doing(self, doing: "Doing") -> None:
        """Say what is being done, on the page that is there."""
        if self._page is not None:
            self._page.say(progress.doing(doing))

    async def leave_requested(self) -> None:
        """Return when the person asks to leave."""
        await self._leave.wait()
        self._heard()

    async def given_up(self) -> None:
        """Return when the program has to end right now."""
        await self._given_up.wait()

    async def wait(self, pause: "Pause") -> None:
        """Count the seconds down on the page that is there."""
        if self._page is not None:
            self._page.count_down(pause.seconds, partial(progress.waiting, pause))
        await self._unless_leaving(asyncio.sleep(pause.seconds))

    async def choose(self, question: "Question[T]") -> T:
        """Ask the question. One that interrupts another page stands above it; the plan stands on the first page."""
        shown = pages.page(question)
        page = self._first_page
        if page is not None and isinstance(question, Plan):
            await page.become(shown, question)
        else:
            page = ChoicePage(shown, question)
            await self._show(page, above=question.interrupts)
        try:
            answer: T = await self._unless_leaving(page.answered())
        except GoBack:
            await self._return_from(question)
            raise
        if answer == question.answers[0]:
            await self._return_from(question)
        return answer

    async def code(self, ask: "CodeAsk") -> "Secret":
        """Ask for a code. All codes of a device are asked for on one page."""
        page = self._page
        if not isinstance(page, CodesPage) or not ask.continues(page.asked):
            page = CodesPage(ask, self._phone, hide_qr=self._hide_qr)
            await self._show(page)
        page.ask(ask)
        return await self._unless_leaving(page.answered())

    async def name(self, ask: "NameAsk") -> "ProfilePlan":
        """Ask for the name."""
        page = NamePage(ask)
        await self._show(page)
        return await self._unless_leaving(page.answered())

    async def session_code(self, ask: "SessionAsk") -> "Secret":
        """Ask for a code. All codes of a device for the same are asked for on one page."""
        page = self._page
        if not isinstance(page, SessionCodePage) or not ask.continues(page.asked):
            page = SessionCodePage(ask, self._phone)
            await self._show(page)
        page.ask(ask)
        return await self._unless_leaving(page.answered())

    async def password(self, ask: "PasswordAsk") -> "NewPassword":
        """Ask for the passwords, on one page however often."""
        page = self._page
        if not isinstance(page, PasswordPage) or not ask.continues(page.asked):
            page = PasswordPage(ask, self._phone)
            await self._show(page)
        page.ask(ask)
        return await self._unless_leaving(page.answered())

    @property
    def _page(self) -> AskingPage[Any] | None:
        """The page under a help page, if there is one."""
        asking = [screen for screen in self._app.screen_stack if isinstance(screen, AskingPage)]
        return asking[-1] if asking else None

    @property
    def _first_page(self) -> ChoicePage | None:
        """The first page, as long as nothing has been asked."""
        page = self._page
        return page if isinstance(page, ChoicePage) and page.asked is None else None

    def _heard(self) -> None:
        if not self._hung_up:
            self._leave.clear()

    async def _show(self, page: AskingPage[Any], *, above: bool = False) -> None:
        """Show a page in place of those that are there, but for the first one; or above them."""
        await self._close_help()
        if self._page is not None:
            self._page.say("")  # a page below must not go on moving there
        with self._app.batch_update():
            while not above and self._app.screen_stack[2:]:
                await self._app.pop_screen()
            if self._app.screen_stack[1:] and not above:
                await self._app.switch_screen(page)
            else:
                await self._app.push_screen(page)

    async def _return_from(self, question: "Question[Any]") -> None:
        """Lead from a question that interrupts to what is below it, as it was: the first answer does, as going back."""
        if question.interrupts:
            await self._close_help()
            await self._app.pop_screen()

    async def _close_help(self) -> None:
        while not isinstance(self._app.screen, AskingPage):
            await self._app.pop_screen()

    async def _unless_leaving(self, answer: Coroutine[Any, Any, T]) -> T:
        answering = asyncio.ensure_future(answer)
        leaving = asyncio.ensure_future(self._leave.wait())
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if self._leave.is_set():
                self._heard()
                raise Leave
            return answering.result()
        finally:
            answering.cancel()
            leaving.cancel()
