"""How a run ended, in facts."""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from mfa_enroll.domain.device import MfaDevice, OldDevice
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.profile import ProfilePlan, SessionOptions
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.flows.questions import DeviceReport


class Ending(enum.Enum):
    """What kind of end it is."""

    DONE = enum.auto()
    PROBLEM = enum.auto()
    """A problem was met, and the person left it at that."""
    LEFT = enum.auto()
    """The person left before it was done."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a run ended. Holds no secret.

    Attributes:
        because: The incident that the person was shown last, if that is why it ended here.
        left_behind: Serial number of an unfinished device that stays, or may stay, in AWS. Empty where there is none.
        may_be_left: Serial number of one that an earlier page of the run named, and that may still be there.
    """

    otherwise: ClassVar[Ending] = Ending.DONE
    """What kind of end it is where no incident ended it."""

    tells_of_own: ClassVar[bool] = False
    """Whether the facts below say what became of the device named as the user."""

    because: Incident | None = None
    left_behind: str = ""
    may_be_left: str = ""

    @property
    def ending(self) -> Ending:
        """What kind of end it is."""
        return Ending.PROBLEM if self.because else self.otherwise


@dataclass(frozen=True, kw_only=True)
class MfaEnabled(Outcome):
    """The device is on now. ``session``: with which options one is started, None where these keys start none."""

    tells_of_own = True

    report: DeviceReport
    session: SessionOptions | None = None


@dataclass(frozen=True, kw_only=True)
class MfaWasOn(Outcome):
    """The person had a look at what is on, or did something that is done.

    Attributes:
        user: Who they are.
        own: The device named as the user, if it is on.
        devices: All that are on.
        lost_own: What became of the one named as the user, if it was on earlier in this run and is not any more.
    """

    user: IamUser
    own: MfaDevice | None
    devices: tuple[MfaDevice, ...]
    lost_own: OldDevice | None = None


@dataclass(frozen=True, kw_only=True)
class NotEnabled(Outcome):
    """The person went before their device was seen to be on.

    Attributes:
        replaced: What became of the device of that name that was on earlier in this run, if one was.
        others: Whether other devices of theirs are on.
        unclear: Whether AWS was given the codes, and has not said what became of it.
        undeletable: Whether AWS has said that the user may not delete the device.
        unanswered: Whether they went before AWS had said who they are and what is on.
    """

    otherwise = Ending.LEFT

    replaced: OldDevice | None = None
    others: bool = False
    unclear: bool = False
    undeletable: bool = False
    unanswered: bool = False


@dataclass(frozen=True, kw_only=True)
class UnfinishedDeleted(Outcome):
    """The person went, and the device that this run made was deleted.

    Attributes:
        serial: Its serial number.
        found: Whether AWS found it when it was to be deleted.
        replaced: As in ``NotEnabled``, and so is ``others``.
    """

    otherwise = Ending.LEFT
    tells_of_own = True

    serial: str
    found: bool
    replaced: OldDevice | None = None
    others: bool = False


@dataclass(frozen=True, kw_only=True)
class CodesAccepted(Outcome):
    """AWS took the two codes, and the person went before the listing showed the device."""

    tells_of_own = True

    user: IamUser


class Deletion(enum.Enum):
    """What became of a device that was to be deleted."""

    DONE = enum.auto()
    NOT_FOUND = enum.auto()
    """AWS did not find it: it is gone already, or too new."""
    DENIED = enum.auto()
    """The policy does not let the user delete it: the device is there, and its entry can turn it on again."""
    UNDECIDED = enum.auto()
    """It was refused for another reason, not asked for, or not answered: the device may be left."""


@dataclass(frozen=True, kw_only=True)
class MfaDisabled(Outcome):
    """The device was turned off on purpose.

    Attributes:
        user: Whose device it was.
        others: Their other devices, which stay on.
        deletion: What became of it then.
    """

    tells_of_own = True

    user: IamUser
    others: tuple[MfaDevice, ...]
    deletion: Deletion


@dataclass(frozen=True, kw_only=True)
class SessionStarted(Outcome):
    """A session was started.

    Attributes:
        user: Whose it is.
        expires: When it ends, in UTC.
        enabled: Whether their MFA device was turned on earlier in this run.
        plan: What was written where; None where nothing was.
        handed: Whether another program was given the keys.
    """

    user: IamUser
    expires: datetime
    enabled: bool = False
    plan: ProfilePlan | None
    handed: bool = False

    @property
    def ending(self) -> Ending:
        """What was asked for is done where the keys were handed over, whether they could be kept or not."""
        return Ending.DONE if self.handed else super().ending


class NoSession(Outcome):
    """The person went before a session was kept."""

    otherwise = Ending.LEFT


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Outcome):
    """The console password was changed, and the new one holds."""

    user: IamUser


class PasswordUnchanged(Outcome):
    """The person went before the password was changed."""

    otherwise = Ending.LEFT
