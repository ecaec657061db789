"""Every page that there is, by the way to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles.refusals import PolicyDeniesCall
from mfa_enroll.exits import Exit
from mfa_enroll.flows.asks import Need
from mfa_enroll.flows.progress import Pause, Waiting
from mfa_enroll.flows.questions import LeftoverChoice, Task
from mfa_enroll.flows.troubles import PhoneLost
from mfa_enroll.words import codes, keys, passwords, progress
from mfa_enroll.words.page import Page
from mfa_enroll.words.troubles import trouble_page
from tests.interruption.visit import OLD_PASSWORD, Visit
from tests.program import pages
from tests.program.terminal import CTRL_C
from tests.support.faults import Refuse

Step = Callable[[Visit], None]


@dataclass(frozen=True, slots=True)
class Place:
    """A page.

    Attributes:
        steps: The way there.
        left: The exit code of leaving it in order.
        asked: Whether leaving asks what becomes of a device first.
        account: The account that it takes.
        arguments: The command that it takes.
    """

    steps: tuple[Step, ...] = ()
    left: Exit = Exit.LEFT
    asked: bool = False
    account: Mapping[str, object] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()

    def then(self, *steps: Step, **otherwise: Any) -> "Place":
        """The page that comes after some more steps, and what is otherwise there."""
        return replace(self, steps=(*self.steps, *steps), **otherwise)

    def reach(self, at: Visit) -> None:
        """Go there."""
        for step in self.steps:
            step(at)


def see(text: str) -> Step:
    """Wait for a text."""
    return lambda at: at.see(text)


def press(pressed: str) -> Step:
    """Press keys."""
    return lambda at: at.press(pressed)


def choose(page: Page[Any], answer: object) -> Step:
    """Take a way of a page."""
    return lambda at: at.choose(page, answer)


def refused(code: str, times: int = 1) -> Step:
    """Let AWS refuse to create the device."""
    return lambda at: at.here.fail(Call.CREATE, Refuse(code), times=times)


def turned_away(at: Visit) -> None:
    """Go on until a pause is counted down since AWS is busy."""
    pause = Pause(1.0, Waiting.AWS_IS_BUSY, attempt=1, attempts=6)
    counts = [progress.waiting(pause, seconds) for seconds in range(2)]
    at.choose(pages.PLAN, None, until=lambda: any(map(at.window.shows, counts)))


def alone(at: Visit) -> None:
    """Have the picture fill the window."""
    at.press_for("b", lambda: not at.window.shows(keys.LEAVE.name), "the page to be gone")
    at.scan()


def code_of_another(at: Visit) -> None:
    """Type the code of another device than the user's own."""
    at.code(at.here.practice.enabled_devices()[0])


ASK_FOR_HELP = (press("?"), see(keys.WHAT_IS_CHANGED))
LEAVE = (press(CTRL_C), see(pages.LEAVING.heading))

START = Place()
PLAN = START.then(see(pages.CREATE))
HELP = PLAN.then(*ASK_FOR_HELP)
BUSY = START.then(refused("ConcurrentModification", times=5), turned_away)
PROBLEM = START.then(
    refused("AccessDenied"),
    choose(pages.PLAN, None),
    see(trouble_page(PolicyDeniesCall(user=pages.ALICE, call=Call.CREATE)).heading),
    left=Exit.PROBLEM,
)
LEFTOVER = PLAN.then(choose(pages.PLAN, None), see(pages.LEFTOVER.heading), account={"leftover": True})
RESUMED = LEFTOVER.then(
    choose(pages.LEFTOVER, LeftoverChoice.SCANNED), see(codes.first_step(Need.RESUME, codes.Scan.HERE))
)
CODES = PLAN.then(choose(pages.PLAN, None), Visit.scan, asked=True)
FIRST_CODE = CODES.then(Visit.first_code)
PICTURE = CODES.then(alone)
HELP_OVER_CODES = FIRST_CODE.then(*ASK_FOR_HELP)
LEAVING = FIRST_CODE.then(*LEAVE, asked=False)
ENABLED = FIRST_CODE.then(Visit.code, see(pages.name(pages.ENABLED, Task.SESSION)), left=Exit.DONE, asked=False)

HOME = START.then(see(pages.name(pages.HOME, Task.STATUS)), left=Exit.DONE, account={"enrolled": True})
NEW_PHONE = HOME.then(choose(pages.HOME, Task.REPLACE), see(pages.NEW_PHONE.heading))
LOST_PHONE = NEW_PHONE.then(
    choose(pages.NEW_PHONE, None), see(trouble_page(PhoneLost(user=pages.ALICE)).heading), left=Exit.PROBLEM
)
SIGN_IN = NEW_PHONE.then(choose(pages.NEW_PHONE, pages.OWN), see(pages.SIGN_IN))
NO_WAY_BACK = SIGN_IN.then(Visit.code, see(pages.NO_WAY_BACK.heading))
REPLACING = NO_WAY_BACK.then(choose(pages.NO_WAY_BACK, answer=True), Visit.scan, left=Exit.LEFT, asked=True)
LEAVING_WITHOUT = REPLACING.then(*LEAVE, asked=False)
OUT_OF_STEP = HOME.then(
    choose(pages.HOME, Task.RESYNC), see(codes.first_step(Need.RESYNC, codes.Scan.HERE)), Visit.first_code
)
TURN_OFF = HOME.then(choose(pages.HOME, Task.REMOVE), see(pages.TURN_OFF.heading))
LAST_CODE = TURN_OFF.then(choose(pages.TURN_OFF, answer=True), see(pages.SIGN_IN))

ONE_MORE = HOME.then(choose(pages.HOME, Task.ADD), see(pages.ONE_MORE.ways[0].name), account={"others": 1})
OTHER_CODE = ONE_MORE.then(choose(pages.ONE_MORE, None), see(pages.SIGN_IN))
ADDING = OTHER_CODE.then(code_of_another, Visit.scan, left=Exit.LEFT, asked=True)

SESSION = Place(account={"enrolled": True}, arguments=("session",))
WHICH_DEVICE = SESSION.then(see(pages.WHICH_DEVICE.heading), account={"others": 2})
NAME = SESSION.then(see(pages.NAME.heading), see("aws_secret_access_key"))
SESSION_CODE = NAME.then(lambda at: at.go_on_from(pages.NAME.heading), see(pages.CODE_OF))

PASSWORD = Place(
    (
        see(passwords.NEEDS),
        lambda at: at.type_secret(OLD_PASSWORD.reveal(), then="\r"),
        press("New-pass"),
        see("•" * len("New-pass")),
    ),
    arguments=("password",),
)

PLACES = {name: place for name, place in vars().items() if isinstance(place, Place) and place.steps}
