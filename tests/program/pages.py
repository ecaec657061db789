"""The pages with example facts: a person at the terminal knows them by their headings and by their ways' names."""

from datetime import UTC, datetime
from typing import Any

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.flows.asks import SessionAsk, SessionUse
from mfa_enroll.flows.questions import (
    DeviceAtHand,
    DeviceReport,
    Enabled,
    Home,
    Leaving,
    Leftover,
    NewPhone,
    NoWayBack,
    OneMore,
    Plan,
    Task,
    TurnOff,
)
from mfa_enroll.words import fields
from mfa_enroll.words.page import Page
from mfa_enroll.words.pages import page

ALICE = IamUser("aws", "111122223333", "alice")
OWN = MfaDevice(ALICE.device_serial, datetime(2026, 11, 24, tzinfo=UTC))
_IDENTITY = Identity(ALICE, Keys())

PLAN = page(Plan(_IDENTITY, ALICE, ()))
LEFTOVER = page(Leftover(OWN.serial))
LEAVING = page(Leaving(OWN.serial))
ENABLED = page(Enabled(_IDENTITY, DeviceReport(ALICE, OWN, (OWN,)), (Task.SESSION, Task.PASSWORD, Task.DONE)))
HOME = page(Home(_IDENTITY, ALICE, OWN, (OWN,), (), tuple(Task), None))
NEW_PHONE = page(NewPhone(ALICE, OWN, (OWN,)))
NO_WAY_BACK = page(NoWayBack(ALICE, others=False))
TURN_OFF = page(TurnOff(ALICE, others=0))
ONE_MORE = page(OneMore(ALICE))
WHICH_DEVICE = page(DeviceAtHand((OWN,)))
NAME = fields.NAME


def session_code(use: SessionUse) -> Page[None]:
    """The page that asks for the code of a session."""
    return fields.session_page(SessionAsk(use, ALICE, OWN, 3600, None, None, None, lambda: 0.0))


SIGN_IN = session_code(SessionUse.MANAGE).heading
CODE_OF = str(session_code(SessionUse.WORK).parts[0])
"""The heading is that of the opening, too."""


def name(page: Page[Any], answer: object) -> str:
    """What an answer is called."""
    [way] = [way for way in page.ways if way.value is answer or way.value == answer]
    return way.name


CREATE, DONE = PLAN.ways[0].name, name(HOME, Task.DONE)
