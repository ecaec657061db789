"""What a person is shown and asked, and what they may answer. Values only: who asks, and how it looks, is elsewhere."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.profile import KeptSession, ProfilePlan
from mfa_enroll.domain.secret import Secret

T = TypeVar("T")


class Exact(str):
    """Text to be copied as it stands: a command, a policy statement. It is never wrapped."""

    __slots__ = ()


class Tone(enum.Enum):
    """How a remark is meant."""

    GOOD = "good"
    NOTE = "note"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence or two about what was just typed or answered."""

    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A call that going on will make, and the resource that it is about."""

    call: Call
    resource: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What will happen if the person goes on. Nothing has been changed so far."""

    identity: Identity
    user: IamUser
    calls: tuple[PlannedCall, ...]


@dataclass(frozen=True, slots=True)
class Leftover:
    """A device with the user's name that is not enabled, and whose QR code this run has not seen."""

    serial: str
    remark: Remark | None = None


class LeftoverChoice(enum.Enum):
    """What to do with a leftover."""

    SCANNED = enum.auto()
    """Its entry is on the phone: enable it with two codes."""
    FRESH = enum.auto()
    """Delete it and make a new one."""


class Need(enum.Enum):
    """What two codes are asked for."""

    SCAN = enum.auto()
    """To turn on a device that this run made: its QR code is to be scanned first."""
    RESUME = enum.auto()
    """To turn on a leftover, whose entry is on the phone."""
    RESYNC = enum.auto()
    """To let AWS find the clock of a device that is on."""


@dataclass(frozen=True, slots=True)
class CodeAsk:
    """One question for a code of two.

    Attributes:
        need: What the two are for.
        user: Whose device the code is for.
        uri: The provisioning URI to draw as a QR code; None but for ``SCAN``, since AWS shows the seed once.
        seed: The same seed for typing by hand; None with ``uri``.
        kept: How many codes (0 or more) are kept towards the pair.
        remark: About the code before, if any.
        next_at: Server time from which the phone shows another code; None: it does now.
        server_time: Server time in seconds since 1970, for a countdown.
    """

    need: Need
    user: IamUser
    uri: Secret | None
    seed: Secret | None
    kept: int
    remark: Remark | None
    next_at: float | None
    server_time: Callable[[], float]


class SessionUse(enum.Enum):
    """What a session is started for."""

    WORK = enum.auto()
    """To be kept under a profile, or printed."""
    MANAGE = enum.auto()
    """To change the person's devices, as AWS asks of someone with MFA on. It stays in memory."""


@dataclass(frozen=True, slots=True)
class SessionAsk:
    """One question for the one code that starts a session. AWS takes each code once.

    Attributes:
        use: What the session is for.
        user: Whose it is.
        device: The device whose code is asked for.
        seconds: How long it will last.
        plan: What will be written where once it is there; None where nothing is.
        remark: About the code before, if any.
        next_at: Server time from which the phone shows a code that was not used yet; None: any code will do.
        server_time: Server time in seconds since 1970, for a countdown.
    """

    use: SessionUse
    user: IamUser
    device: MfaDevice
    seconds: int
    plan: ProfilePlan | None
    remark: Remark | None
    next_at: float | None
    server_time: Callable[[], float]


@dataclass(frozen=True, slots=True)
class NameAsk:
    """The question under which name a session is to be kept.

    ``plan`` says what a name would change; it raises ``NameRefusedError`` for one that cannot be taken, and
    ``Stopped`` where the files are the hindrance. ``suggestion`` is the name to begin with.
    """

    suggestion: str
    plan: Callable[[str], ProfilePlan]


@dataclass(frozen=True, slots=True)
class Way(Generic[T]):
    """One way to go on, with a line on what it means."""

    value: T
    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """A page with a few ways to go on, told by the flow. ``steps`` are numbered."""

    title: str
    paragraphs: tuple[str, ...]
    ways: tuple[Way[T], ...]
    steps: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class PasswordAsk:
    """The question for the current password and a new one. ``remark`` is about those typed before, if any."""

    user: IamUser
    policy: PasswordPolicy
    remark: Remark | None


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The answer: the current password and the new one, which was typed twice alike."""

    old: Secret
    new: Secret


class LeaveChoice(enum.Enum):
    """What becomes of an unfinished device when the person leaves."""

    STAY = enum.auto()
    DELETE = enum.auto()
    KEEP = enum.auto()


@dataclass(frozen=True, slots=True)
class Leaving:
    """The question what becomes of an unfinished device. ``replaced``: it was to take the place of one that was on."""

    serial: str
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What the listing says once the device is on.

    Attributes:
        user: Whose devices these are.
        own: The device named as the user, if it is among them.
        devices: All that are on.
        remark: About the phone's clock, if there is something to say.
    """

    user: IamUser
    own: MfaDevice | None
    devices: tuple[MfaDevice, ...]
    remark: Remark | None = None


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
class Home:
    """The page of someone who has MFA on.

    Attributes:
        identity: Who they are, with which keys.
        user: The same as a user.
        own: The device named as the user, if it is on.
        devices: All that are on.
        sessions: The sessions that are kept under profiles.
        tasks: What is offered, in order.
        remark: About what was just done, if anything.
    """

    identity: Identity
    user: IamUser
    own: MfaDevice | None
    devices: tuple[MfaDevice, ...]
    sessions: tuple[KeptSession, ...]
    tasks: tuple[Task, ...]
    remark: Remark | None
