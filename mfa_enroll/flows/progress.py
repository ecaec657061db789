"""What a flow is doing or waiting for while nobody is asked."""

import enum
from dataclasses import dataclass

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser


@dataclass(frozen=True, slots=True)
class Doing:
    """A call that is under way.

    Attributes:
        call: Which.
        user: Whom it is about; None while that is not known.
        making_sure: Whether it looks at what came of an earlier call.
        asking: Whether it is a change that AWS will not make now, and asked only for what AWS says to it.
    """

    call: Call
    user: IamUser | None = None
    making_sure: bool = False
    asking: bool = False


class Waiting(enum.Enum):
    """Why there is a wait before a call."""

    AWS_IS_BUSY = enum.auto()
    DEVICE_NOT_KNOWN_YET = enum.auto()
    """AWS has not caught up with a device that was just made."""
    DEVICE_NOT_LISTED_YET = enum.auto()
    """AWS has not caught up with a device that was just turned on."""
    DELETION_NOT_KNOWN_YET = enum.auto()
    """AWS deleted the device, and has not caught up with that."""
    NAME_STILL_TAKEN = enum.auto()
    """AWS did not find the device to delete, or did not answer, and says that the name is taken."""
    DEVICE_NOT_KNOWN_FOR_SESSIONS = enum.auto()
    """STS learns of a new device some seconds after IAM."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait before a call. ``attempt`` counts from 1 and ends at ``attempts``; both are 0 before the first try."""

    seconds: float
    why: Waiting
    attempt: int = 0
    attempts: int = 0
