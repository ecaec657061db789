"""People who all turn MFA on at the same time, each with their own key, phone and terminal."""

import asyncio
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.profile import ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.flows.dialogue import Pause
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.enroll import enroll
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
from mfa_enroll.practice.phone import Phone

T = TypeVar("T")

_PATIENCE = 5
"""Pages that someone tries again from."""


class Attendee:
    """Answers at once, and waits as long as they are told to. Their phone is ahead by each code that they typed."""

    def __init__(self) -> None:
        self.phone = Phone(time.time, drift=-float(STEP))
        self.problems: list[str] = []
        self.waited = 0.0

    def met(self, identity: Identity) -> None:
        """Nobody reads it."""

    def doing(self, words: str) -> None:
        """Likewise."""

    async def leave_requested(self) -> None:
        """Nobody leaves."""
        await asyncio.Event().wait()

    async def given_up(self) -> None:
        """Likewise."""
        await asyncio.Event().wait()

    async def wait(self, pause: Pause) -> None:
        """Really."""
        self.waited += pause.seconds
        await asyncio.sleep(pause.seconds)

    async def approve(self, plan: Plan) -> None:
        """Go on."""

    async def leftover(self, _leftover: Leftover) -> LeftoverChoice:
        """A device of a run that lost an answer is made anew."""
        return LeftoverChoice.FRESH

    async def code(self, ask: CodeAsk) -> Secret:
        """The next code, without waiting for it."""
        if ask.uri is not None:
            self.phone.scan(ask.uri)
        self.phone.drift += STEP
        return self.phone.entries()[-1].code

    async def leaving(self, _leaving: Leaving) -> LeaveChoice:
        """Keep it: who gave up comes back."""
        return LeaveChoice.KEEP

    async def problem(self, problem: Problem) -> bool:
        """Try again, within reason."""
        self.problems.append(problem.title)
        return problem.can_retry and len(self.problems) <= _PATIENCE

    async def enabled(self, _report: DeviceReport, _tasks: Sequence[Task]) -> Task:
        """That was all."""
        return Task.DONE

    async def home(self, _home: Home) -> Task:
        """Likewise."""
        return Task.DONE

    async def choose(self, question: Question[T]) -> T:
        """Nobody asks for this."""
        raise AssertionError(question)

    async def name(self, ask: NameAsk) -> ProfilePlan:
        """Likewise."""
        raise AssertionError(ask)

    async def session_code(self, ask: SessionAsk) -> Secret:
        """Likewise."""
        raise AssertionError(ask)

    async def password(self, ask: PasswordAsk) -> NewPassword:
        """Likewise."""
        raise AssertionError(ask)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where someone sits: the address and key they were given. Its secret is made up for practice."""

    url: str
    access_key_id: str
    secret_access_key: str


@dataclass(frozen=True, slots=True)
class Attended:
    """How it went for one of them: wall time and the part of it that was spent in pauses, in seconds."""

    enrolled: bool
    seconds: float
    waited: float
    problems: tuple[str, ...]


async def attend(seat: Seat) -> Attended:
    """Turn MFA on, from the start of the run to its end."""
    person, started = Attendee(), time.perf_counter()
    options = Options(
        endpoint_url=seat.url,
        access_key_id=seat.access_key_id,
        secret_access_key=Secret(seat.secret_access_key),
    )
    with tempfile.TemporaryDirectory() as files:
        ending = await enroll(AwsAccount(options), person, SharedProfiles.in_directory(Path(files)))
    enrolled = ending.kind in {EndingKind.ENABLED, EndingKind.ALREADY_ON}
    return Attended(enrolled, time.perf_counter() - started, person.waited, tuple(person.problems))


async def attend_together(seats: Iterable[Seat]) -> list[Attended]:
    """All at once."""
    return await asyncio.gather(*(attend(seat) for seat in seats))
