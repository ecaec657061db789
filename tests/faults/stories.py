"""The stories that faults happen to: what each one calls, what the person is out for, and when they have got it."""

from collections.abc import Awaitable, Callable
from configparser import ConfigParser
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.flows import password, session
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.flows.questions import LeftoverChoice, Task
from mfa_enroll.practice.errors import AwsError
from tests.faults.answering import PASSWORDS, Aim
from tests.support.bench import Bench
from tests.support.person import next_code

NAMES = {
    "who": Call.WHO_AM_I,
    "start": Call.START_SESSION,
    "list": Call.LIST,
    "create": Call.CREATE,
    "delete": Call.DELETE,
    "enable": Call.ENABLE,
    "deactivate": Call.DEACTIVATE,
    "resync": Call.RESYNC,
    "policy": Call.PASSWORD_POLICY,
    "password": Call.CHANGE_PASSWORD,
}

NOTHING_ELSE = Aim()

KEPT_UNDER = "default-mfa"
OUT_OF_STEP = 1_200
"""Seconds that a phone is ahead which is to be brought in step: STS takes no code of it any more, Resync does."""

Told = Callable[[Bench, Account, Dialogue], Awaitable[Ending]]
Seeds = dict[str, Secret]
"""The seeds of the devices that were on in the beginning, by serial number."""


async def by_wizard(here: Bench, account: Account, person: Dialogue) -> Ending:
    """The ordinary story."""
    return await enroll(account, person, here.profiles)


async def by_session_command(here: Bench, account: Account, person: Dialogue) -> Ending:
    """The session alone."""
    return await session.session(account, person, here.profiles, session.Request())


async def by_password_command(_here: Bench, account: Account, person: Dialogue) -> Ending:
    """The password alone."""
    return await password.password(account, person)


async def enrolled(here: Bench, _before: Seeds) -> bool:
    """The device is on, and the phone's codes for it start a session."""
    here.clock.advance(300)
    if not here.is_enrolled:
        return False
    code = next_code(here, of=here.practice.user.name)(None)
    try:
        here.practice.verification.verify(here.serial, code.reveal(), here.clock())
    except AwsError:
        return False
    return True


async def replaced(here: Bench, before: Seeds) -> bool:
    """Likewise, with another seed than in the beginning."""
    return await enrolled(here, before) and here.practice.devices[here.serial].seed != before[here.serial]


async def gone(here: Bench, _before: Seeds) -> bool:
    """There is no device of the user's name."""
    return here.serial not in here.practice.devices


async def off(here: Bench, _before: Seeds) -> bool:
    """The user's own device is not on."""
    return not here.is_enrolled


async def signed_in(here: Bench, _before: Seeds) -> bool:
    """The profile holds the keys of a session with which AWS answers, as one with MFA."""
    kept = ConfigParser()
    kept.read(here.files / "credentials", encoding="utf-8")
    if KEPT_UNDER not in kept or kept[KEPT_UNDER]["aws_access_key_id"] == _RENEWED:
        return False
    names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
    key_id, secret, token = (kept[KEPT_UNDER][name] for name in names)
    keys = SessionKeys(key_id, Secret(secret), Secret(token), datetime.now(UTC))
    await here.account(read=20).in_session(keys).devices(here.practice.user)
    return bool(here.server.requests[-1].mfa)


async def enrolled_and_signed_in(here: Bench, before: Seeds) -> bool:
    """Both."""
    return await enrolled(here, before) and await signed_in(here, before)


def password_that_holds(here: Bench) -> int:
    """The place of the user's password among ``PASSWORDS``."""
    profile = here.practice.login_profile
    return [each.reveal() for each in PASSWORDS].index(profile.password.reveal()) if profile else 0


async def changed(here: Bench, _before: Seeds) -> bool:
    """Another password than in the beginning holds."""
    return password_that_holds(here) > 0


async def as_it_was(here: Bench, before: Seeds) -> bool:
    """The same devices are on."""
    return {device.serial: device.seed for device in here.practice.enabled_devices()} == before


def _scanned(here: Bench) -> None:
    here.scan(here.practice.devices[here.serial])


def _out_of_step(here: Bench) -> None:
    here.phone.drift = OUT_OF_STEP


_RENEWED = "ASIARENEWEDRENEWEDXX"


def _kept(here: Bench) -> None:
    keys = SessionKeys(_RENEWED, Secret("s" * 40), Secret("t" * 40), datetime.now(UTC))
    here.profiles.keep(here.profiles.plan(KEPT_UNDER, here.serial), keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story that comes to a good end if nothing goes wrong.

    Attributes:
        calls: The calls that it then makes, by the keys of ``NAMES``.
        ends: How it then ends.
        reached: Whether the person has got what they were out for.
        aim: What that is.
        told: How it is told.
        account: The account that it begins with.
        prepare: What else is there in the beginning.
        later: The aim of the next run, where it is another one.
        then: Whether that one has been reached.
    """

    calls: str
    ends: EndingKind
    reached: Callable[[Bench, Seeds], Awaitable[bool]]
    aim: Aim = NOTHING_ELSE
    told: Told = by_wizard
    account: dict[str, Any] = field(default_factory=dict)
    prepare: Callable[[Bench], None] = lambda _: None
    later: Aim | None = None
    then: Callable[[Bench, Seeds], Awaitable[bool]] | None = None

    @property
    def requests(self) -> list[tuple[Call, int]]:
        """The calls, each with how many of its kind were made so far, itself included."""
        calls = [NAMES[name] for name in self.calls.split()]
        return [(call, calls[: place + 1].count(call)) for place, call in enumerate(calls)]


ENABLED, ALREADY_ON, SIGNED_IN = EndingKind.ENABLED, EndingKind.ALREADY_ON, EndingKind.SESSION

STORIES = {
    "enrollment": Story(calls="who list create enable list", ends=ENABLED, reached=enrolled),
    "enrollment, then a session": Story(
        calls="who list create enable list start",
        ends=SIGNED_IN,
        reached=enrolled_and_signed_in,
        aim=Aim(at_home=(Task.SESSION,), afterwards=Task.SESSION),
    ),
    "leftover scanned": Story(
        calls="who list create enable list",
        ends=ENABLED,
        reached=enrolled,
        aim=Aim(leftover=LeftoverChoice.SCANNED),
        account={"leftover": True},
        prepare=_scanned,
    ),
    "leftover made anew": Story(
        calls="who list create delete create enable list", ends=ENABLED, reached=enrolled, account={"leftover": True}
    ),
    "left and deleted": Story(
        calls="who list create delete",
        ends=EndingKind.LEFT,
        reached=gone,
        aim=Aim(leaves=True),
        later=Aim(),
        then=enrolled,
    ),
    "session from home": Story(
        calls="who list start",
        ends=SIGNED_IN,
        reached=signed_in,
        aim=Aim(at_home=(Task.SESSION,)),
        account={"enrolled": True},
    ),
    "session command": Story(
        calls="who list start", ends=SIGNED_IN, reached=signed_in, told=by_session_command, account={"enrolled": True}
    ),
    "session renewed": Story(
        calls="who list start",
        ends=SIGNED_IN,
        reached=signed_in,
        told=by_session_command,
        account={"enrolled": True},
        prepare=_kept,
    ),
    "replace": Story(
        calls="who list start list deactivate delete create enable list",
        ends=ENABLED,
        reached=replaced,
        aim=Aim(at_home=(Task.REPLACE, Task.ADD)),
        account={"enrolled": True},
    ),
    "replace, with another on": Story(
        calls="who list start list deactivate delete create enable list",
        ends=ENABLED,
        reached=replaced,
        aim=Aim(at_home=(Task.REPLACE, Task.ADD)),
        account={"enrolled": True, "others": 1},
    ),
    "add": Story(
        calls="who list start create enable list",
        ends=ENABLED,
        reached=enrolled,
        aim=Aim(at_home=(Task.ADD,)),
        account={"others": 1},
    ),
    "resync": Story(
        calls="who list resync",
        ends=ALREADY_ON,
        reached=enrolled,
        aim=Aim(at_home=(Task.RESYNC,)),
        account={"enrolled": True},
        prepare=_out_of_step,
    ),
    "remove": Story(
        calls="who list start list deactivate delete",
        ends=EndingKind.REMOVED,
        reached=gone,
        aim=Aim(at_home=(Task.REMOVE,), enrolls=False),
        account={"enrolled": True},
        then=off,
    ),
    "password command": Story(
        calls="who policy password",
        ends=EndingKind.PASSWORD,
        reached=changed,
        told=by_password_command,
        account={"password": PASSWORDS[0]},
    ),
    "password from home": Story(
        calls="who list policy password",
        ends=ALREADY_ON,
        reached=changed,
        aim=Aim(at_home=(Task.PASSWORD,)),
        account={"enrolled": True, "password": PASSWORDS[0]},
    ),
    "another look": Story(
        calls="who list who list",
        ends=ALREADY_ON,
        reached=as_it_was,
        aim=Aim(at_home=(Task.STATUS,)),
        account={"others": 2},
    ),
}
