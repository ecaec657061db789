"""What a flow may say and ask. The full screen and the tests each implement it; none of them decides anything.

Every coroutine here may raise :class:`Leave`, and does so at once where the person asked to leave before it was called.
"""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.profile import KeptSession, ProfilePlan
from mfa_enroll.domain.secret import Secret

T = TypeVar("T")


class Leave(Exception):
    """The person wants to go.

    ``because`` is the problem they were shown last, if that is why; ``left_behind`` the serial number of an unfinished
    device that stays in AWS.
    """

    def __init__(self, because: Problem | None = None, left_behind: str = "") -> None:
        super().__init__()
        self.because = because
        self.left_behind = left_behind


class LeftUnanswered(Leave):
    """The person went before AWS had said who they are and what is on."""


class GoBack(Exception):
    """The person wants what was before this question once more: a choice, or the home page."""


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


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait before a call. ``attempt`` counts from 1 and ends at ``attempts``; both are 0 before the first try."""

    seconds: float
    why: str
    attempt: int = 0
    attempts: int = 0


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


class Exact(str):
    """Text to be copied as it stands: a command, a policy statement. It is never wrapped."""

    __slots__ = ()


class EndingKind(enum.Enum):
    """How a run ended."""

    ENABLED = enum.auto()
    ALREADY_ON = enum.auto()
    SESSION = enum.auto()
    REMOVED = enum.auto()
    PASSWORD = enum.auto()
    PROBLEM = enum.auto()
    LEFT = enum.auto()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended, with the words that stay on the terminal after the screen is gone. They hold no secret."""

    kind: EndingKind
    paragraphs: tuple[str, ...]

    @property
    def last_words(self) -> str:
        """The words as one text."""
        return "\n".join(self.paragraphs)


class Dialogue(Protocol):
    """The person, as a flow sees them."""

    def met(self, identity: Identity) -> None:
        """Say who is calling."""

    def doing(self, words: str) -> None:
        """Say what is being done right now."""

    async def leave_requested(self) -> None:
        """Return when the person asks to leave."""

    async def given_up(self) -> None:
        """Return when no answer of AWS can be waited for any more: the program has to end right now."""

    async def wait(self, pause: Pause) -> None:
        """Wait visibly."""

    async def approve(self, plan: Plan) -> None:
        """Show the plan and return when the person goes on."""

    async def leftover(self, leftover: Leftover) -> LeftoverChoice:
        """Ask what to do with a leftover."""

    async def code(self, ask: CodeAsk) -> Secret:
        """Ask for a code of two and return it as it was typed. May raise ``GoBack`` where the seed is unknown."""

    async def leaving(self, leaving: Leaving) -> LeaveChoice:
        """Ask what becomes of the device that this run made. A second wish to leave is ``KEEP``; nothing is raised."""

    async def problem(self, problem: Problem) -> bool:
        """Show a problem page; True where the person wants to try again."""

    async def enabled(self, report: DeviceReport, tasks: Sequence[Task]) -> Task:
        """Say that MFA is on now, what that means, and ask what comes next."""

    async def home(self, home: Home) -> Task:
        """Say what is on, and ask what someone who has MFA on came for."""

    async def choose(self, question: Question[T]) -> T:
        """Ask the question. May raise ``GoBack``."""

    async def name(self, ask: NameAsk) -> ProfilePlan:
        """Show what will change under which name, and return what was agreed to. May raise ``GoBack``."""

    async def session_code(self, ask: SessionAsk) -> Secret:
        """Ask for the code that starts a session and return it as it was typed. May raise ``GoBack``."""

    async def password(self, ask: PasswordAsk) -> NewPassword:
        """Ask for the current password and a new one that keeps to the policy. May raise ``GoBack``."""
