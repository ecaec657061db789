"""The stories that faults happen to: what each one calls, what the person is out for, and when they have got it."""

from collections.abc import Awaitable, Callable
from configparser import ConfigParser
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.flows.outcome import (
    MfaDisabled,
    MfaEnabled,
    MfaWasOn,
    Outcome,
    PasswordChanged,
    SessionStarted,
    UnfinishedDeleted,
)
from mfa_enroll.flows.questions import LeftoverChoice, Task
from mfa_enroll.practice.errors import AwsError
from tests.support.answering import Aim
from tests.support.bench import Bench
from tests.support.person import next_code
from tests.support.story import BY_NAME, OLD_PASSWORD

KEPT_UNDER = "default-mfa"
OUT_OF_STEP = 1_200
"""Seconds that a phone is ahead which is to be brought in step: STS takes no code of it any more, Resync does."""

Seeds = dict[str, Secret]
"""The seeds of the devices that were on in the beginning, by serial number."""


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
    """The device is on with another seed than in the beginning, and its codes start a session."""
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
    """The device is on, and the profile holds the keys of a session."""
    return await enrolled(here, before) and await signed_in(here, before)


async def changed(here: Bench, _before: Seeds) -> bool:
    """Another password than in the beginning holds."""
    profile = here.practice.login_profile
    return profile is not None and profile.password.reveal() != OLD_PASSWORD.reveal()


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


@dataclass(frozen=True, slots=True)
class Story:
    """A story that comes to a good end if nothing goes wrong.

    Attributes:
        begin: What is there in the beginning, and which story it is, in words.
        calls: The calls that it then makes, by a word for each.
        ends: How it then ends.
        reached: Whether the person has got what they were out for.
        aim: What that is.
        prepare: What else is there in the beginning.
        later: The aim of the next run, where it is another one.
        then: Whether that one has been reached.
    """

    begin: str
    calls: str
    ends: type[Outcome]
    reached: Callable[[Bench, Seeds], Awaitable[bool]]
    aim: Aim = field(default_factory=Aim)
    prepare: Callable[[Bench], None] = lambda _: None
    later: Aim | None = None
    then: Callable[[Bench, Seeds], Awaitable[bool]] | None = None

    @property
    def requests(self) -> list[tuple[Call, int]]:
        """The calls, each with how many of its kind were made so far, itself included."""
        calls = [BY_NAME[name] for name in self.calls.split()]
        return [(call, calls[: place + 1].count(call)) for place, call in enumerate(calls)]


def to(*tasks: Task) -> Aim:
    """The aim to do the first of these that is offered at home."""
    return Aim(at_home=tasks)


ORDINARY, REPLACED = (
    "who list create enable list",
    "who list start list delete create list deactivate delete create enable list",
)

STORIES = {
    "enrollment": Story("", ORDINARY, MfaEnabled, enrolled),
    "enrollment, then a session": Story(
        "",
        f"{ORDINARY} start",
        SessionStarted,
        enrolled_and_signed_in,
        Aim(at_home=(Task.SESSION,), afterwards=Task.SESSION),
    ),
    "leftover scanned": Story(
        "leftover", ORDINARY, MfaEnabled, enrolled, Aim(leftover=LeftoverChoice.SCANNED), _scanned
    ),
    "leftover made anew": Story("leftover", "who list create delete create enable list", MfaEnabled, enrolled),
    "left and deleted": Story(
        "", "who list create delete", UnfinishedDeleted, gone, Aim(leaves=True), later=Aim(), then=enrolled
    ),
    "session from home": Story("enrolled", "who list start", SessionStarted, signed_in, to(Task.SESSION)),
    "session command": Story("enrolled by-session-command", "who list start", SessionStarted, signed_in),
    "session renewed": Story("enrolled by-session-command", "who list start", SessionStarted, signed_in, prepare=_kept),
    "replace": Story("enrolled", REPLACED, MfaEnabled, replaced, to(Task.REPLACE, Task.ADD)),
    "replace, with another on": Story("enrolled others=1", REPLACED, MfaEnabled, replaced, to(Task.REPLACE, Task.ADD)),
    "add": Story("others=1", "who list start create enable list", MfaEnabled, enrolled, to(Task.ADD)),
    "resync": Story("enrolled", "who list resync", MfaWasOn, enrolled, to(Task.RESYNC), _out_of_step),
    "remove": Story(
        "enrolled",
        "who list start list delete list deactivate delete",
        MfaDisabled,
        off,  # and deleted where AWS lets them: the outcome is held against the account
        Aim(at_home=(Task.REMOVE,), enrolls=False),
        then=off,
    ),
    "password command": Story("password by-password-command", "who policy password", PasswordChanged, changed),
    "password from home": Story("enrolled password", "who list policy password", MfaWasOn, changed, to(Task.PASSWORD)),
    "another look": Story("others=2", "who list who list", MfaWasOn, as_it_was, to(Task.STATUS)),
}
