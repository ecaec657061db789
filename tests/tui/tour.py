"""Every page there is, and the way to it by keyboard."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.questions import Task
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.home import HomePage
from mfa_enroll.tui.screens.leaving import LeavingPage
from mfa_enroll.tui.screens.leftover import LeftoverPage
from mfa_enroll.tui.screens.name import NamePage
from mfa_enroll.tui.screens.password import PasswordPage
from mfa_enroll.tui.screens.problem import ProblemPage
from mfa_enroll.tui.screens.question import QuestionPage
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.tui.screens.welcome import WelcomePage
from tests.support.bench import Bench
from tests.tui.desk import Desk, next_code, scan, shown_code

Way = Callable[[Desk, Bench], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Station:
    """A page to stop at: what the account is like, with which secret it is called, and the way from the start."""

    way: Way
    account: Mapping[str, object] = field(default_factory=dict)
    secret: Secret | None = None


async def _welcome(desk: Desk, _here: Bench) -> None:
    await desk.page(WelcomePage)


async def _help(desk: Desk, _here: Bench) -> None:
    await desk.page(WelcomePage)
    await desk.press("?")
    await desk.page(HelpPage)


async def _picture(desk: Desk, _here: Bench) -> None:
    await desk.codes_page()


async def _codes(desk: Desk, _here: Bench) -> None:
    await desk.codes_page()
    await desk.press("enter")


async def _key(desk: Desk, here: Bench) -> None:
    await _codes(desk, here)
    await desk.press("k")


async def _phone(desk: Desk, here: Bench) -> None:
    await _codes(desk, here)
    await desk.press("p")


async def _first_code(desk: Desk, here: Bench) -> None:
    await desk.codes_page()
    scan(desk, here)
    await desk.enter_code(shown_code(here))
    await desk.kept(1)


async def _remark(desk: Desk, here: Bench) -> None:
    await _codes(desk, here)
    await desk.paste("1234567")
    await desk.remark("A code has six digits")


async def _enabled(desk: Desk, here: Bench) -> None:
    await _first_code(desk, here)
    await desk.enter_code(next_code(here))
    await desk.page(EnabledPage)


async def _leaving(desk: Desk, _here: Bench) -> None:
    await desk.codes_page()
    await desk.press("q")
    await desk.page(LeavingPage)


async def _leftover(desk: Desk, _here: Bench) -> None:
    await desk.page(WelcomePage)
    await desk.press("enter")
    await desk.page(LeftoverPage)


async def _blind(desk: Desk, here: Bench) -> None:
    await _leftover(desk, here)
    await desk.press("1", "enter")
    await desk.page(CodesPage)


async def _home(desk: Desk, _here: Bench) -> None:
    await desk.page(HomePage)


async def choose(desk: Desk, task: Task) -> None:
    """Choose a task of the home page."""
    home = await desk.page(HomePage)
    await desk.press(str(home._home.tasks.index(task) + 1), "enter")


async def _name(desk: Desk, _here: Bench) -> None:
    await choose(desk, Task.SESSION)
    await desk.page(NamePage)


async def _session(desk: Desk, here: Bench) -> None:
    await _name(desk, here)
    await desk.press("enter")
    await desk.page(SessionCodePage)


async def _new_phone(desk: Desk, _here: Bench) -> None:
    await choose(desk, Task.REPLACE)
    await desk.page(QuestionPage)


async def _sign_in(desk: Desk, here: Bench) -> None:
    await _new_phone(desk, here)
    await desk.press("1", "enter")
    await desk.page(SessionCodePage)


async def _resync(desk: Desk, _here: Bench) -> None:
    await choose(desk, Task.RESYNC)
    await desk.page(CodesPage)


async def _password(desk: Desk, _here: Bench) -> None:
    await choose(desk, Task.PASSWORD)
    await desk.page(PasswordPage)


async def _problem(desk: Desk, _here: Bench) -> None:
    await desk.page(ProblemPage)


STATIONS = {
    "welcome": Station(_welcome),
    "help": Station(_help),
    "picture": Station(_picture),
    "codes": Station(_codes),
    "key": Station(_key),
    "phone": Station(_phone),
    "first code": Station(_first_code),
    "remark": Station(_remark),
    "enabled": Station(_enabled),
    "leaving": Station(_leaving),
    "leftover": Station(_leftover, {"leftover": True}),
    "blind": Station(_blind, {"leftover": True}),
    "home": Station(_home, {"enrolled": True}),
    "other device": Station(_home, {"others": 1}),
    "eight devices": Station(_home, {"others": 8}),
    "name": Station(_name, {"enrolled": True}),
    "session": Station(_session, {"enrolled": True}),
    "new phone": Station(_new_phone, {"enrolled": True}),
    "sign in": Station(_sign_in, {"enrolled": True}),
    "resync": Station(_resync, {"enrolled": True}),
    "password": Station(_password, {"enrolled": True}),
    "wrong secret": Station(_problem, secret=Secret("x" * 40)),
    "path": Station(_problem, {"path": "/eng/"}),
}
