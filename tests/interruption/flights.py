"""Every call of every story, by the way to the page from which it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mfa_enroll.domain.failure import Call
from mfa_enroll.exits import Exit
from mfa_enroll.flows.questions import LeaveChoice, LeftoverChoice, Task
from mfa_enroll.words.page import Page
from tests.interruption import places
from tests.interruption.places import Place, Step
from tests.interruption.visit import NEW_PASSWORD, Visit
from tests.program import pages
from tests.support.bench import Bench

Effect = Callable[[Bench], bool]


@dataclass(frozen=True, slots=True)
class Flight:
    """A call.

    Attributes:
        call: The next one of which kind.
        place: The page from which it is made, and how leaving goes on from there while it is under way.
        send: What makes the call there; None where it is made without anyone doing anything.
        effect: Whether the account holds what the call comes to; None for one that changes nothing.
    """

    call: Call
    place: Place
    send: Step | None = None
    effect: Effect | None = None

    def holds(self, here: Bench) -> bool:
        """Whether the account holds what the call comes to, if it comes to anything."""
        return self.effect is None or self.effect(here)


def choosing(page: Page[Any], answer: object) -> Step:
    """Take a way, until the call is under way."""
    return lambda at: at.choose(page, answer, until=at.is_held)


def _new_password(at: Visit) -> None:
    at.press(f"word-2\r{NEW_PASSWORD.reveal()}\r")


def _made(here: Bench) -> bool:
    return here.serial in here.practice.devices


def _gone(here: Bench) -> bool:
    return not _made(here)


def _on(here: Bench) -> bool:
    return here.is_enrolled


def _off(here: Bench) -> bool:
    return not here.is_enrolled


def _opened(here: Bench) -> bool:
    return bool(here.practice._sessions)


def _in_step(here: Bench) -> bool:
    return len(here.practice.verification._bindings[here.serial]) > 1


def _changed(here: Bench) -> bool:
    profile = here.practice.login_profile
    return profile is not None and profile.password.reveal() == NEW_PASSWORD.reveal()


_AGREE = choosing(pages.PLAN, None)
_AFRESH = choosing(pages.LEFTOVER, LeftoverChoice.FRESH)
_AWAY = choosing(pages.NO_WAY_BACK, answer=True)

_TURNING_ON = places.FIRST_CODE.then(left=Exit.DONE, asked=False)
_REPLACED = places.REPLACING.then(Visit.first_code, left=Exit.DONE, asked=False)
_OLD_GONE = places.NO_WAY_BACK.then(left=Exit.LEFT)

FLIGHTS = {
    "who": Flight(Call.WHO_AM_I, places.START),
    "list": Flight(Call.LIST, places.START),
    "create": Flight(Call.CREATE, places.PLAN.then(asked=True), _AGREE, _made),
    "enable": Flight(Call.ENABLE, _TURNING_ON, Visit.code, _on),
    "list when on": Flight(Call.LIST, _TURNING_ON, Visit.code),
    "delete unfinished": Flight(Call.DELETE, places.LEAVING, choosing(pages.LEAVING, LeaveChoice.DELETE), _gone),
    "delete leftover": Flight(Call.DELETE, places.LEFTOVER, _AFRESH, _gone),
    "create afresh": Flight(Call.CREATE, places.LEFTOVER.then(asked=True), _AFRESH, _made),
    "session": Flight(Call.START_SESSION, places.SESSION_CODE.then(left=Exit.DONE), Visit.code, _opened),
    "sign in": Flight(Call.START_SESSION, places.SIGN_IN, Visit.code, _opened),
    "list old": Flight(Call.LIST, places.NO_WAY_BACK, _AWAY),
    "deactivate": Flight(Call.DEACTIVATE, _OLD_GONE, _AWAY, _off),
    "delete old": Flight(Call.DELETE, _OLD_GONE, _AWAY, _gone),
    "create new": Flight(Call.CREATE, _OLD_GONE.then(asked=True), _AWAY, _made),
    "enable new": Flight(Call.ENABLE, _REPLACED, Visit.code, _on),
    "list when replaced": Flight(Call.LIST, _REPLACED, Visit.code),
    "turn off": Flight(Call.DEACTIVATE, places.LAST_CODE, Visit.code, _off),
    "delete": Flight(Call.DELETE, places.LAST_CODE, Visit.code, _gone),
    "resync": Flight(Call.RESYNC, places.OUT_OF_STEP, Visit.code, _in_step),
    "create beside": Flight(
        Call.CREATE, places.OTHER_CODE.then(left=Exit.LEFT, asked=True), places.code_of_another, _made
    ),
    "list beside": Flight(Call.LIST, places.ADDING.then(left=Exit.DONE, asked=False), Visit.two_codes),
    "list again": Flight(Call.LIST, places.HOME, choosing(pages.HOME, Task.STATUS)),
    "password policy": Flight(Call.PASSWORD_POLICY, Place(arguments=("password",))),
    "password": Flight(Call.CHANGE_PASSWORD, places.PASSWORD.then(left=Exit.DONE), _new_password, _changed),
}
