"""What a flow may say and ask. The full screen and the tests each implement it; none of them decides anything.

Every coroutine here may raise :class:`Leave`, and does so at once where the person asked to leave before it was called.
"""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret


class Leave(Exception):
    """The person wants to go.

    ``because`` is the problem they were shown last, if that is why; ``left_behind`` the serial number of an unfinished
    device that stays in AWS.
    """

    def __init__(self, because: Problem | None = None, left_behind: str = "") -> None:
        super().__init__()
        self.because = because
        self.left_behind = left_behind


class GoBack(Exception):
    """The person wants the choice before this question once more."""


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


@dataclass(frozen=True, slots=True)
class CodeAsk:
    """One question for a code.

    Attributes:
        user: Whose device the code is for.
        uri: The provisioning URI to draw as a QR code; None for a leftover, whose seed is not known.
        seed: The same seed for typing by hand; None for a leftover.
        kept: How many codes (0 or more) are kept towards the pair.
        remark: About the code before, if any.
        next_at: Server time from which the phone shows another code; None: it does now.
        server_time: Server time in seconds since 1970, for a countdown.
    """

    user: IamUser
    uri: Secret | None
    seed: Secret | None
    kept: int
    remark: Remark | None
    next_at: float | None
    server_time: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait before a call is made again. ``attempt`` counts from 1 and ends at ``attempts``."""

    seconds: float
    why: str
    attempt: int
    attempts: int


class LeaveChoice(enum.Enum):
    """What becomes of an unfinished device when the person leaves."""

    STAY = enum.auto()
    DELETE = enum.auto()
    KEEP = enum.auto()


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What the listing says at the end of the story.

    Attributes:
        user: Whose devices these are.
        own: The device named as the user, if it is among them.
        devices: All that are on.
        session_command: The command that starts a session with a code of one of them.
        remark: About the phone's clock, if there is something to say.
    """

    user: IamUser
    own: MfaDevice | None
    devices: tuple[MfaDevice, ...]
    session_command: str
    remark: Remark | None = None


class Exact(str):
    """Text to be copied as it stands: a command, a policy statement. It is never wrapped."""

    __slots__ = ()


class EndingKind(enum.Enum):
    """How a run ended."""

    ENABLED = enum.auto()
    ALREADY_ON = enum.auto()
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

    async def wait(self, pause: Pause) -> None:
        """Wait visibly."""

    async def approve(self, plan: Plan) -> None:
        """Show the plan and return when the person goes on."""

    async def leftover(self, leftover: Leftover) -> LeftoverChoice:
        """Ask what to do with a leftover."""

    async def code(self, ask: CodeAsk) -> Secret:
        """Ask for a code and return what was typed, as it was typed. May raise ``GoBack`` where the seed is unknown."""

    async def leaving(self, serial: str) -> LeaveChoice:
        """Ask what becomes of the device that this run made. A second wish to leave is ``KEEP``; nothing is raised."""

    async def problem(self, problem: Problem) -> bool:
        """Show a problem page; True where the person wants to try again."""

    async def enabled(self, report: DeviceReport) -> None:
        """Say that MFA is on now, what that means and what comes next."""

    async def already_on(self, report: DeviceReport, words: str) -> None:
        """Say that MFA was on before, in these words, and with which devices since when."""
