"""People who all turn MFA on at the same time, each with their own key, phone and terminal."""

import asyncio
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.flows.asks import CodeAsk, NameAsk, NewPassword, PasswordAsk, SessionAsk
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.flows.outcome import MfaEnabled, MfaWasOn
from mfa_enroll.flows.progress import Doing, Pause
from mfa_enroll.flows.questions import (
    Enabled,
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    Problem,
    Question,
    Task,
)
from mfa_enroll.practice.phone import Phone

T = TypeVar("T")

_PATIENCE = 5
"""Pages that someone tries again from."""

_ANSWERS: dict[type[Question[Any]], object] = {
    Leftover: LeftoverChoice.FRESH,
    Leaving: LeaveChoice.KEEP,
    Enabled: Task.DONE,
    Home: Task.DONE,
}
"""A device of a run that lost an answer is made anew, or kept by whoever gives up: they come back."""


class Attendee:
    """Answers at once, and waits as long as they are told to. Their phone is ahead by each code that they typed."""

    def __init__(self) -> None:
        self.phone = Phone(time.time, drift=-float(STEP))
        self.problems: list[str] = []
        self.waited = 0.0

    def met(self, identity: Identity) -> None:
        """Nobody reads it."""

    def doing(self, doing: Doing) -> None:
        """Nobody reads it."""

    async def leave_requested(self) -> None:
        """Nobody leaves."""
        await asyncio.Event().wait()

    async def given_up(self) -> None:
        """Nobody gives up."""
        await asyncio.Event().wait()

    async def wait(self, pause: Pause) -> None:
        """Really wait."""
        self.waited += pause.seconds
        await asyncio.sleep(pause.seconds)

    async def choose(self, question: Question[T]) -> T:
        """Go on, and try again within reason."""
        wanted = _ANSWERS.get(type(question), question.answers[0])
        if isinstance(question, Problem):
            self.problems.append(question.incident.trouble.reference)
            wanted = question.answers[0 if len(self.problems) <= _PATIENCE else -1]
        return next(answer for answer in question.answers if answer == wanted)

    async def code(self, ask: CodeAsk) -> Secret:
        """Type the next code, without waiting for it."""
        if ask.uri is not None:
            self.phone.scan(ask.uri)
        self.phone.drift += STEP
        return self.phone.entries()[-1].code

    async def name(self, ask: NameAsk) -> ProfilePlan:
        """Nobody asks for this."""
        raise AssertionError(ask)

    async def session_code(self, ask: SessionAsk) -> Secret:
        """Nobody asks for this."""
        raise AssertionError(ask)

    async def password(self, ask: PasswordAsk) -> NewPassword:
        """Nobody asks for this."""
        raise AssertionError(ask)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where someone sits: the address and key they were given. Its secret is made up for practice."""

    url: str
    access_key_id: str
    secret_access_key: str


@dataclass(frozen=True, slots=True)
class Attended:
    """How it went for one of them: the references of the pages met, wall time, and the part of it spent in pauses.

    Times are in seconds.
    """

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
        outcome = await enroll(AwsAccount(options), person, SharedProfiles.in_directory(Path(files)))
    enrolled = isinstance(outcome, MfaEnabled | MfaWasOn) and outcome.because is None
    return Attended(enrolled, time.perf_counter() - started, person.waited, tuple(person.problems))


async def attend_together(seats: Iterable[Seat]) -> list[Attended]:
    """All at once."""
    return await asyncio.gather(*(attend(seat) for seat in seats))
