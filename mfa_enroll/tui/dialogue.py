"""The flows' voice on the full screen: each question is a page, and its answer is awaited here."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.flows.dialogue import Leave
from mfa_enroll.flows.questions import LeaveChoice
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.home import HomePage
from mfa_enroll.tui.screens.leaving import LeavingPage
from mfa_enroll.tui.screens.leftover import LeftoverPage
from mfa_enroll.tui.screens.name import NamePage
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.screens.password import PasswordPage
from mfa_enroll.tui.screens.problem import ProblemPage
from mfa_enroll.tui.screens.question import QuestionPage
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.tui.screens.welcome import WelcomePage
from mfa_enroll.tui.widgets.phone import Phone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mfa_enroll.domain.identity import Identity
    from mfa_enroll.domain.problem import Problem
    from mfa_enroll.domain.profile import ProfilePlan
    from mfa_enroll.domain.secret import Secret
    from mfa_enroll.flows.dialogue import Pause
    from mfa_enroll.flows.questions import (
        CodeAsk,
        DeviceReport,
        Home,
        Leaving,
        Leftover,
        LeftoverChoice,
        NameAsk,
        NewPassword,
        PasswordAsk,
        Plan,
        Question,
        SessionAsk,
        Task,
    )

T = TypeVar("T")


class ScreenDialogue:
    """Implements ``flows.dialogue.Dialogue`` on an app.

    Args:
        app: Where the pages are shown.
        introduce: Told who the user is, for what is beside the pages.
        phone: The practice phone, if there is one.
        hide_qr: Whether the QR code is shown only when asked for.
    """

    def __init__(
        self, app: App[Any], introduce: Callable[[IamUser], None], phone: Phone | None = None, *, hide_qr: bool = False
    ) -> None:
        self._app = app
        self._introduce = introduce
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
            self._page.say_leaving()

    def hang_up(self) -> None:
        """Nobody is there any more: every question from now on is answered by leaving."""
        self._hung_up = True
        self._leave.set()

    def give_up(self) -> None:
        """Nor can AWS be waited for any longer."""
        self._given_up.set()

    def met(self, identity: "Identity") -> None:
        """Say who is calling, on this and every later page."""
        user = identity.principal if isinstance(identity.principal, IamUser) else None
        if user is not None:
            self._introduce(user)
        if isinstance(self._page, WelcomePage):
            self._page.show_identity(identity, user)

    def doing(self, words: str) -> None:
        """Say what is being done, on the page that is there."""
        if self._page is not None:
            self._page.say(words)

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
            self._page.say_pause(pause)
        await self._unless_leaving(asyncio.sleep(pause.seconds))

    async def approve(self, plan: "Plan") -> None:
        """Show the plan on the first page."""
        page = self._page if isinstance(self._page, WelcomePage) else WelcomePage()
        await self._show(page)
        await page.show_plan(plan)
        await self._unless_leaving(page.answered())

    async def leftover(self, leftover: "Leftover") -> "LeftoverChoice":
        """Ask what to do with a leftover."""
        return await self._ask(LeftoverPage(leftover))

    async def code(self, ask: "CodeAsk") -> "Secret":
        """Ask for a code. All codes of a device are asked for on one page."""
        page = self._page
        if not isinstance(page, CodesPage) or not page.is_for(ask):
            page = CodesPage(ask, self._phone, hide_qr=self._hide_qr)
            await self._show(page)
        page.ask(ask)
        return await self._unless_leaving(page.answered())

    async def leaving(self, leaving: "Leaving") -> LeaveChoice:
        """Ask what becomes of the device. Leaving once more keeps it."""
        page = LeavingPage(leaving)
        await self._close_help()
        await self._app.push_screen(page)
        try:
            choice = await self._unless_leaving(page.answered())
        except Leave:
            return LeaveChoice.KEEP
        if choice is LeaveChoice.STAY:
            await self._close_help()
            await self._app.pop_screen()  # the codes are below it, as they were
        return choice

    async def problem(self, problem: "Problem") -> bool:
        """Show a problem page."""
        return await self._ask(ProblemPage(problem))

    async def enabled(self, report: "DeviceReport", tasks: "Sequence[Task]") -> "Task":
        """Say that MFA is on now, and ask what comes next."""
        return await self._ask(EnabledPage(report, tasks))

    async def home(self, home: "Home") -> "Task":
        """Show the home page."""
        return await self._ask(HomePage(home))

    async def choose(self, question: "Question[T]") -> T:
        """Ask the question."""
        return await self._ask(QuestionPage(question))

    async def name(self, ask: "NameAsk") -> "ProfilePlan":
        """Ask for the name."""
        return await self._ask(NamePage(ask))

    async def session_code(self, ask: "SessionAsk") -> "Secret":
        """Ask for a code. All codes of a device for the same are asked for on one page."""
        page = self._page
        if not isinstance(page, SessionCodePage) or not page.is_for(ask):
            page = SessionCodePage(ask, self._phone)
            await self._show(page)
        page.ask(ask)
        return await self._unless_leaving(page.answered())

    async def password(self, ask: "PasswordAsk") -> "NewPassword":
        """Ask for the passwords, on one page however often."""
        page = self._page
        if not isinstance(page, PasswordPage) or not page.is_for(ask):
            page = PasswordPage(ask, self._phone)
            await self._show(page)
        page.ask(ask)
        return await self._unless_leaving(page.answered())

    @property
    def _page(self) -> Page[Any] | None:
        """The page under a help page, if there is one."""
        pages = [screen for screen in self._app.screen_stack if isinstance(screen, Page)]
        return pages[-1] if pages else None

    def _heard(self) -> None:
        if not self._hung_up:
            self._leave.clear()

    async def _ask(self, page: Page[T]) -> T:
        await self._show(page)
        return await self._unless_leaving(page.answered())

    async def _show(self, page: Page[Any]) -> None:
        if page is self._page:
            return
        await self._close_help()
        if self._page is not None:
            self._page.say("")  # the first page stays below the others, and must not go on moving there
        if len(self._app.screen_stack) == 1:
            await self._app.push_screen(page)
        else:
            await self._app.switch_screen(page)

    async def _close_help(self) -> None:
        while not isinstance(self._app.screen, Page):
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
