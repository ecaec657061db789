"""What there is to say about what was just typed, answered or done, beside the next question."""

import enum
from dataclasses import dataclass

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.totp import CodeReading, Reading


class Note(enum.Enum):
    """A remark that needs no more than its kind."""

    NOT_SIX_DIGITS = enum.auto()
    SAME_CODE_AGAIN = enum.auto()
    CODE_USED_BEFORE = enum.auto()
    """Typed before in this run, and AWS takes each code once."""
    PAIR_REFUSED = enum.auto()
    """AWS did not take two codes that belong to the device."""
    PAIR_REFUSED_UNSEEN = enum.auto()
    """AWS did not take two codes, of a device whose seed is not known here."""
    PAIR_ANSWER_LOST = enum.auto()
    """The answer to two codes did not arrive, and the device is not on."""
    RESYNC_REFUSED = enum.auto()
    RESYNC_ANSWER_LOST = enum.auto()
    CODE_REFUSED = enum.auto()
    """AWS did not take the one code that starts a session."""
    CODE_REFUSED_YOUNG = enum.auto()
    """AWS did not take it, of a device that was turned on a moment ago."""
    SESSION_ANSWER_LOST = enum.auto()
    TURNED_ON_ELSEWHERE = enum.auto()
    """The device is on, and not by the codes typed here."""
    IN_STEP = enum.auto()
    """The device was brought in step."""
    LISTED_NOW = enum.auto()
    """What is shown is what AWS lists now."""
    DELETION_DENIED = enum.auto()
    """The policy does not let the user delete the device whose QR code is shown."""
    PASSWORD_UNFIT = enum.auto()
    PASSWORD_REFUSED = enum.auto()
    """AWS did not change the password: most likely the current one is not right."""
    PASSWORD_CHANGED = enum.auto()


@dataclass(frozen=True, slots=True)
class CodeUnknown:
    """The code belongs to no time step of the user's entry."""

    user: IamUser


@dataclass(frozen=True, slots=True)
class CodeKept:
    """The code is right, and one more is needed.

    Attributes:
        skipped: Whether a code between it and one typed before was missed.
        drift: By how many seconds the phone's clock is ahead (negative: behind); 0 where it is right.
    """

    skipped: bool
    drift: float


@dataclass(frozen=True, slots=True)
class ClockTooFar:
    """Two codes in a row, of a phone whose clock is further off than AWS accepts. ``drift`` as in ``CodeKept``."""

    drift: float


@dataclass(frozen=True, slots=True)
class ClockOff:
    """The device is on, and the phone's clock is off all the same. ``drift`` as in ``CodeKept``."""

    drift: float


@dataclass(frozen=True, slots=True)
class NameStillTaken:
    """No new device can be made yet. ``deleted``: whether AWS said that it deleted the one that is in the way."""

    deleted: bool


Remark = Note | CodeUnknown | CodeKept | ClockTooFar | ClockOff | NameStillTaken


_FIXED = {Reading.NOT_SIX_DIGITS: Note.NOT_SIX_DIGITS, Reading.SAME_AGAIN: Note.SAME_CODE_AGAIN}


def remark_on(reading: CodeReading, user: IamUser) -> Remark | None:
    """The remark on a code of the user's device; None where nothing needs saying."""
    match reading.reading:
        case Reading.UNKNOWN:
            return CodeUnknown(user)
        case Reading.CLOCK_TOO_FAR:
            return ClockTooFar(reading.drift)
        case Reading.FIRST if reading.drift:
            return CodeKept(skipped=False, drift=reading.drift)
        case Reading.SKIPPED:
            return CodeKept(skipped=True, drift=reading.drift)
    return _FIXED.get(reading.reading)
