"""What a flow may say and ask. The full screen and the tests each implement it; none of them decides anything.

Every coroutine here may raise :class:`Leave`, and does so at once where the person asked to leave before it was called.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.profile import ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.questions import (
    CodeAsk,
    DeviceReport,
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    NameAsk,
    NewPassword,
    PasswordAsk,
    Plan,
    Question,
    SessionAsk,
    Task,
)

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


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait before a call. ``attempt`` counts from 1 and ends at ``attempts``; both are 0 before the first try."""

    seconds: float
    why: str
    attempt: int = 0
    attempts: int = 0


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
