"""What passes between a run and AWS, overheard; and the account as it is at a moment."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.questions import Question
from tests.support.bench import Bench
from tests.support.watched import Received

_METHODS = {
    "who_am_i": Call.WHO_AM_I,
    "devices": Call.LIST,
    "create_device": Call.CREATE,
    "delete_device": Call.DELETE,
    "enable_device": Call.ENABLE,
    "deactivate_device": Call.DEACTIVATE,
    "resync_device": Call.RESYNC,
    "start_session": Call.START_SESSION,
    "password_policy": Call.PASSWORD_POLICY,
    "change_password": Call.CHANGE_PASSWORD,
}


@dataclass(slots=True, eq=False)
class Sent:
    """A call that was sent.

    Attributes:
        call: Which.
        failure: What came back: None where AWS has done it, ``UNCLEAR`` as long as nothing has.
        answer: The answer, if AWS has done it.
        received: What arrived of it so far: later than it was sent, or never.
    """

    call: Call
    failure: Failure | None = Failure.UNCLEAR
    answer: object = None
    received: tuple[Received, ...] = ()
    asking: bool = False

    @property
    def refused(self) -> bool:
        """Whether AWS said that nothing was done."""
        return self.failure not in {None, Failure.UNCLEAR}


@dataclass(frozen=True, slots=True)
class Agreed:
    """The person agreed that a device is taken away, or deleted where it is not on."""

    question: Question[Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """The account's devices by serial number: those that are there, with their seeds, and since when which are on."""

    there: Mapping[str, Secret]
    on: Mapping[str, int]

    def seed(self, serial: str) -> str | None:
        """The seed of a device that is there."""
        return self.there[serial].reveal() if serial in self.there else None

    @classmethod
    def now(cls, here: Bench) -> "Moment":
        """The account as it is."""
        devices = here.practice.devices.values()
        return cls(
            {device.serial: device.seed for device in devices},
            {device.serial: int(device.enabled_at) for device in devices if device.enabled_at is not None},
        )


Send = Callable[[], Awaitable[Any]]


class Hearing(Protocol):
    """Makes a call, and has its part of what it hears."""

    async def hears(self, call: Call, send: Send) -> object:
        """Send a call and return its answer."""


class _Overheard:
    """An account whose calls go through someone who listens."""

    def __init__(self, account: Account, by: Hearing) -> None:
        self._account = account
        self._by = by

    def in_session(self, keys: SessionKeys) -> Account:
        """The account in a session, overheard as well."""
        return overheard(self._account.in_session(keys), self._by)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._account, name)
        if name not in _METHODS:
            return method
        return lambda *arguments: self._by.hears(_METHODS[name], lambda: method(*arguments))


def overheard(account: Account, by: Hearing) -> Account:
    """The account, each call of which is made by someone who listens."""
    return cast("Account", _Overheard(account, by))
