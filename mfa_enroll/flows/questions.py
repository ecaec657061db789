"""What a person is shown and asked, in facts, and what they may answer.

Choosing the first answer loses nothing. What is answered by typing is in ``asks``.
"""

import enum
from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from mfa_enroll.domain.device import MfaDevice, OldDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.trouble import Incident, Trouble
from mfa_enroll.flows.remarks import Remark

T = TypeVar("T")


class Question(Generic[T]):
    """A question with a few answers.

    Attributes:
        returns: Whether it may be answered with ``GoBack``.
        interrupts: Whether it comes between another question and its answer: the other one is asked again afterwards
            as it was, unless the answer ends it.
    """

    returns: ClassVar[bool] = False
    interrupts: ClassVar[bool] = False

    @property
    def can_go_back(self) -> bool:
        """Whether it may be answered with ``GoBack``, where that depends on the facts as well."""
        return self.returns

    @property
    @abstractmethod
    def answers(self) -> tuple[T, ...]:
        """All that can be answered, in the order in which it is offered. Choosing the first one loses nothing."""


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A call that going on will make, and the resource that it is about."""

    call: Call
    resource: str


@dataclass(frozen=True, slots=True)
class Plan(Question[None]):
    """What will happen if the person goes on. Nothing has been changed so far. Whoever does not want to leaves."""

    answers = (None,)

    identity: Identity
    user: IamUser
    calls: tuple[PlannedCall, ...]


class LeftoverChoice(enum.Enum):
    """What to do with a leftover."""

    SCANNED = enum.auto()
    """Its entry is on the phone: enable it with two codes. Until then nothing is changed."""
    FRESH = enum.auto()
    """Delete it and make a new one."""


@dataclass(frozen=True, slots=True)
class Leftover(Question[LeftoverChoice]):
    """A device with the user's name that is not enabled, and whose QR code this run has not seen."""

    answers = tuple(LeftoverChoice)

    serial: str
    remark: Remark | None = None


class LeaveChoice(enum.Enum):
    """What becomes of an unfinished device when the person leaves."""

    STAY = enum.auto()
    DELETE = enum.auto()
    KEEP = enum.auto()


@dataclass(frozen=True, slots=True)
class Leaving(Question[LeaveChoice]):
    """What becomes of the device that this run made and that is not on, as far as is known. Going back means to stay.

    Attributes:
        serial: Its serial number.
        replaced: What became of the one that was on before in this run, if one was.
        others: Whether other devices of the user are on.
        unclear: Whether AWS was given the codes, and has not said what became of it.
        deletable: Whether the user may delete it, as far as is known.
    """

    interrupts = True
    returns = True

    serial: str
    replaced: OldDevice | None = None
    others: bool = False
    unclear: bool = False
    deletable: bool = True

    @property
    def answers(self) -> tuple[LeaveChoice, ...]:
        """Deleting it is offered where that is not known to be denied."""
        return tuple(choice for choice in LeaveChoice if self.deletable or choice is not LeaveChoice.DELETE)


@dataclass(frozen=True, slots=True)
class Problem(Question[bool]):
    """An incident, and whether to try again, or to go back where that is all there is to try.

    ``final``: whether it is over whatever the trouble is, since the person was about to leave.
    """

    incident: Incident
    final: bool = False

    @property
    def can_go_back(self) -> bool:
        """Only where the trouble leads back. Elsewhere that would hide that there is something to try."""
        return self.incident.trouble.leads_back

    @property
    def answers(self) -> tuple[bool, ...]:
        """Trying again where that can help; False is to leave."""
        return (True, False) if self.incident.trouble.can_retry and not self.final else (False,)


class Task(enum.Enum):
    """What someone with MFA on may come for."""

    SESSION = enum.auto()
    REPLACE = enum.auto()
    """Move the device to a new phone."""
    RESYNC = enum.auto()
    """Let AWS find the device's clock."""
    REMOVE = enum.auto()
    ADD = enum.auto()
    """Turn on a device of one's own beside others."""
    PASSWORD = enum.auto()
    STATUS = enum.auto()
    """Ask AWS once more what is on."""
    DONE = enum.auto()


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What the listing says once the device is on.

    Attributes:
        user: Whose devices these are.
        own: The device named as the user, if it is among them.
        devices: All that are on.
        remark: About the phone's clock, or who turned it on, if there is something to say.
    """

    user: IamUser
    own: MfaDevice | None
    devices: tuple[MfaDevice, ...]
    remark: Remark | None = None


@dataclass(frozen=True, slots=True)
class Enabled(Question[Task]):
    """MFA is on now; what comes next."""

    identity: Identity
    report: DeviceReport
    answers: tuple[Task, ...] = field()


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """A session that is kept under a profile, and whether it has ended by AWS's time.

    ``expires`` is None where nobody knows until when it lasts.
    """

    profile: str
    expires: datetime | None
    ended: bool


@dataclass(frozen=True, slots=True)
class Home(Question[Task]):
    """What is on, and what the person came for.

    Attributes:
        identity: Who they are, with which keys.
        user: The same as a user.
        own: The device named as the user, if it is on. The others are shown and left alone.
        devices: All that are on, the own one first.
        sessions: The sessions that are kept under profiles.
        answers: What is offered, in order.
        remark: About what was just done, if anything.
    """

    identity: Identity
    user: IamUser
    own: MfaDevice | None
    devices: tuple[MfaDevice, ...]
    sessions: tuple[SessionSeen, ...]
    answers: tuple[Task, ...] = field()
    remark: Remark | None


@dataclass(frozen=True, slots=True)
class NewPhone(Question[MfaDevice | None]):
    """What moving to a new phone takes, and whether there is a code for it. None: the phone is lost.

    ``own`` is the device to be replaced, ``devices`` are those that show codes, the own one first.
    """

    returns = True

    user: IamUser
    own: MfaDevice | None
    devices: tuple[MfaDevice, ...]

    @property
    def answers(self) -> tuple[MfaDevice | None, ...]:
        """The devices whose code may be typed."""
        return (*self.devices, None)


@dataclass(frozen=True, slots=True)
class OneMore(Question[None]):
    """What turning on a device of one's own beside others takes."""

    answers = (None,)
    returns = True

    user: IamUser


@dataclass(frozen=True, slots=True)
class DeviceAtHand(Question[MfaDevice]):
    """Which of several devices the code will be of. ``first`` is as with ``SessionAsk``."""

    returns = True

    devices: tuple[MfaDevice, ...]
    first: bool = False

    @property
    def answers(self) -> tuple[MfaDevice, ...]:
        """The devices among which to choose."""
        return self.devices


@dataclass(frozen=True, slots=True)
class NoWayBack(Question[bool]):
    """Whether the old device may be taken away for a new one now.

    Attributes:
        user: Whose it is.
        others: Whether other ones are on.
        doubt: Why it is not known whether AWS will let it be deleted; None where it will.
    """

    answers = (False, True)
    returns = True

    user: IamUser
    others: bool
    doubt: Trouble | None = None


@dataclass(frozen=True, slots=True)
class TurnOff(Question[bool]):
    """Whether MFA may be turned off, after a warning; and once more where the device will stay in AWS, or may.

    Attributes:
        user: Whose it is.
        others: How many other devices stay on.
        doubt: Why it cannot be deleted, if it means ``DENIED``; else why that is not known.
    """

    answers = (False, True)
    returns = True

    user: IamUser
    others: int
    doubt: Trouble | None = None
