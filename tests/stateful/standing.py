"""A run of a story that stands still wherever something can come between: at each question, pause and call."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.connection import Connection
from mfa_enroll.aws.pages_network import no_clear_answer
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.flows.dialogue import Dialogue, Leave, Pause
from mfa_enroll.flows.endings import Ending
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.flows.password import password
from mfa_enroll.flows.questions import LeaveChoice, Leaving, Leftover, LeftoverChoice, Task
from mfa_enroll.flows.questions import Question as Choice
from mfa_enroll.flows.session import Request, session
from mfa_enroll.practice.exchange import Received
from tests.support.bench import Bench
from tests.support.person import Person

T = TypeVar("T")

LOST = object()
"""What becomes of a call that is sent, while the program gives up waiting for its answer."""

_TURNS = 20
"""Turns of the event loop, more than a cancelled call takes to come to its end."""

AGREED = object()
"""In a log: the person agreed that their device is taken away, or deleted where it is not on."""


@dataclass(slots=True)
class Sent:
    """A call that was sent.

    ``received`` is what arrived of it so far: later than it was sent, or never; ``answer`` what came back of it.
    """

    call: Call
    received: tuple[Received, ...] = ()
    answer: object = None

    @property
    def refused(self) -> bool:
        """Whether AWS said that nothing was done."""
        return any(each.status and each.error for each in self.received)


@dataclass(frozen=True, slots=True)
class Sending:
    """A call that is about to be sent."""

    sent: Sent
    arrive: Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Answered:
    """A call whose answer is about to be read."""

    sent: Sent


Log = list[object]
"""What happened in a run, in order: calls sent, questions asked, pauses, and ``AGREED``."""


@dataclass(slots=True)
class Stand:
    """Where a run stands; ``at`` is None while it moves."""

    at: object | None = None
    standing: asyncio.Event = field(default_factory=asyncio.Event)
    log: Log = field(default_factory=list)
    under_way: list[Sending] = field(default_factory=list)
    _go: asyncio.Future[object] | None = None

    async def still(self, at: object) -> object:
        """Stand still until told how to go on."""
        self.at, self._go = at, asyncio.get_running_loop().create_future()
        self.standing.set()
        try:
            return await self._go
        finally:
            self.at = None
            self.standing.clear()

    def go(self, answer: object) -> None:
        """Go on with this."""
        assert self._go is not None
        self.standing.clear()
        self._go.set_result(answer)


class Standing(Person):
    """A person who is in no hurry: whoever moves the run answers."""

    _MOST_QUESTIONS = 1_000

    def __init__(self, bench: Bench, stand: Stand) -> None:
        super().__init__(bench, [stand.still] * self._MOST_QUESTIONS)
        self._stand = stand

    async def leave_requested(self) -> None:
        """As ever; whoever is gone has left."""
        if not self.gone.is_set():
            await super().leave_requested()

    async def wait(self, pause: Pause) -> None:
        """Let the time pass when told to."""
        self.pauses.append(pause)
        self._note(pause)
        self._leave_if_asked()
        answer = await self._stand.still(pause)
        if isinstance(answer, Leave):
            raise answer
        self.bench.clock.advance(pause.seconds)

    async def leftover(self, leftover: Leftover) -> LeftoverChoice:
        """As ever."""
        choice = await super().leftover(leftover)
        self._agree_to(delete=choice is LeftoverChoice.FRESH)
        return choice

    async def leaving(self, leaving: Leaving) -> LeaveChoice:
        """As ever."""
        choice = await super().leaving(leaving)
        self._agree_to(delete=choice is LeaveChoice.DELETE)
        return choice

    async def choose(self, question: Choice[T]) -> T:
        """As ever."""
        value = await super().choose(question)
        self._agree_to(delete=value is True)
        return value

    def _agree_to(self, *, delete: bool) -> None:
        if delete:
            self._stand.log.append(AGREED)

    def _leave_if_asked(self) -> None:
        if self.gone.is_set():
            raise Leave
        super()._leave_if_asked()

    def _note(self, turn: object) -> None:
        super()._note(turn)
        self._stand.log.append(turn)


class StandingAccount(AwsAccount):
    """The account, of which each call stands still before it is sent and before its answer is read."""

    def __init__(self, here: Bench, stand: Stand, now: Callable[[], float], options: Options | None = None) -> None:
        self._here = here
        self._stand = stand
        given = options or Options(
            endpoint_url=here.server.url,
            access_key_id=here.practice.access_key_id,
            secret_access_key=here.practice.secret_access_key,
        )
        super().__init__(given, Timeouts(connect=5, read=20), now)

    def in_session(self, keys: SessionKeys) -> AwsAccount:
        """Likewise in a session."""
        inside = StandingAccount(self._here, self._stand, self._clock._now, replace(self._options, session_keys=keys))
        inside._clock = self._clock
        return inside

    async def _call(self, call: Call, answer: Callable[[Connection], T]) -> T:
        sent, requests = Sent(call), self._here.server

        async def arrive() -> T:
            before = len(requests.requests)
            try:
                answered = await super(StandingAccount, self)._call(call, answer)
                sent.answer = answered
                return answered
            finally:
                sent.received = requests.requests[before:]

        sending = Sending(sent, arrive)
        turn = await self._stand.still(sending)
        self._stand.log.append(sent)
        if turn is LOST:
            self._stand.under_way.append(sending)
            raise CallFailed(call, Failure.UNCLEAR if call.is_change else Failure.STOPPED, no_clear_answer(call))
        try:
            return await arrive()
        finally:
            await self._stand.still(Answered(sent))


async def _enroll(here: Bench, account: AwsAccount, person: Dialogue) -> Ending:
    return await enroll(account, person, here.profiles)


async def _session(here: Bench, account: AwsAccount, person: Dialogue) -> Ending:
    return await session(account, person, here.profiles, Request())


async def _password(_here: Bench, account: AwsAccount, person: Dialogue) -> Ending:
    return await password(account, person)


STORIES = {"enroll": _enroll, "session": _session, "password": _password}
"""The commands, by name."""


class Run:
    """A command started in a terminal. Moves only when told to.

    ``aim`` is what the person came for, where they can choose; ``now`` is the time that the computer shows.
    ``disturbed``: another one changed the account meanwhile.
    """

    def __init__(
        self, here: Bench, story: str, aim: Task, loop: asyncio.AbstractEventLoop, now: Callable[[], float]
    ) -> None:
        self.aim = aim
        self.story = story
        self.stand = Stand()
        self.person = Standing(here, self.stand)
        self.was_on = here.is_enrolled
        self.disturbed = False
        self._loop = loop
        self._task = loop.create_task(STORIES[story](here, StandingAccount(here, self.stand, now), self.person))
        self._settle()

    @property
    def at(self) -> Any:
        """What it stands at."""
        return self.stand.at

    @property
    def ending(self) -> Ending | None:
        """How it ended; None before, and where it was killed."""
        return self._task.result() if self._task.done() and not self._task.cancelled() else None

    @property
    def sent(self) -> list[Sent]:
        """The calls that were sent, in order."""
        return [each for each in self.stand.log if isinstance(each, Sent)]

    def go(self, answer: object) -> None:
        """Go on to where it stands next."""
        self.stand.go(answer)
        self._settle()

    def wish_to_leave(self) -> None:
        """Say so in the middle of a call. A read is given up at once, a change first comes to its end."""
        at = self.at
        self.person.leave.set()
        if not at.sent.call.is_change:
            self.stand.standing.clear()
            self._settle()

    def hang_up(self, *, under_way: bool) -> None:
        """Close the terminal. A call that is about to be sent gets on its way, or not; no answer is read any more."""
        self.person.gone.set()
        if isinstance(self.at, Answered):
            sent = self.at.sent
            sent.received = tuple(replace(received, status=0) for received in sent.received)
        if isinstance(self.at, Sending | Answered):
            self._send_off(under_way=under_way)
            self.person.leave.set()
            self.stand.standing.clear()
            self._settle()
        else:
            self.go(Leave())

    def kill(self, *, under_way: bool) -> None:
        """End the process, likewise."""
        self._send_off(under_way=under_way)
        self._task.cancel()
        self._loop.run_until_complete(asyncio.wait({self._task}))

    def _send_off(self, *, under_way: bool) -> None:
        if under_way and isinstance(self.at, Sending):
            self.stand.log.append(self.at.sent)
            self.stand.under_way.append(self.at)

    def _settle(self) -> None:
        async def settled() -> None:
            while not (self._task.done() or self.stand.standing.is_set()):
                standing = asyncio.ensure_future(self.stand.standing.wait())
                await asyncio.wait({self._task, standing}, return_when=asyncio.FIRST_COMPLETED)
                standing.cancel()
                for _ in range(_TURNS):  # whoever leaves does not stay where a call was just about to be made
                    await asyncio.sleep(0)

        self._loop.run_until_complete(settled())
