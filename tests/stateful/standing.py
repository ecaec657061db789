"""A run of a story that stands still wherever something can come between: at each question, pause and call."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.flows.progress import Pause
from mfa_enroll.flows.questions import Task
from tests.support.answering import Aim, Sensible
from tests.support.bench import Bench
from tests.support.hearing import Send, Sent, overheard
from tests.support.person import Person
from tests.support.story import changing_password, enrolling, starting_session
from tests.support.truth import Witness

LOST = object()
"""What becomes of a call that is sent, while the program gives up waiting for its answer."""

_TURNS = 20
"""Turns of the event loop, more than a cancelled call takes to come to its end."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A call that is about to be sent."""

    sent: Sent
    arrive: Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Answered:
    """A call whose answer is about to be read."""

    sent: Sent


@dataclass(slots=True)
class Stand:
    """Where a run stands; ``at`` is None while it moves."""

    at: object | None = None
    standing: asyncio.Event = field(default_factory=asyncio.Event)
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

    def __init__(self, bench: Bench, stand: Stand) -> None:
        super().__init__(bench, otherwise=lambda _person, ask: stand.still(ask))
        self._stand = stand

    async def leave_requested(self) -> None:
        """Wait for the wish to leave; whoever is gone has left."""
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

    def _leave_if_asked(self) -> None:
        if self.gone.is_set():
            raise Leave
        super()._leave_if_asked()


class StandingWitness(Witness):
    """Lets each call stand still before it is sent and before its answer is read."""

    def __init__(self, here: Bench, stand: Stand) -> None:
        super().__init__(here)
        self._stand = stand

    async def hears(self, call: Call, send: Send) -> object:
        """Send a call when told to."""
        sent = Sent(call)
        sending = Sending(sent, lambda: super(StandingWitness, self).arrive(sent, send))
        if await self._stand.still(sending) is not LOST:
            return await self.send(sent, send)
        self.log.append(sent)
        self._stand.under_way.append(sending)
        lost = CallFailed(call, AnswerLost(call=call))
        sent.failure = lost.failure
        raise lost

    async def arrive(self, sent: Sent, send: Send) -> object:
        """Let a call arrive, and read its answer when told to."""
        try:
            return await super().arrive(sent, send)
        finally:
            await self._stand.still(Answered(sent))


STORIES = {"enroll": enrolling, "session": starting_session, "password": changing_password}
"""The commands, by name."""


class Run:
    """A command started in a terminal. Moves only when told to.

    ``aim`` is what the person came for, where they can choose; ``now`` is the time that the computer shows.
    """

    def __init__(
        self, here: Bench, story: str, aim: Task, loop: asyncio.AbstractEventLoop, now: Callable[[], float]
    ) -> None:
        self.story = story
        self.stand = Stand()
        self.person = Standing(here, self.stand)
        self.witness = self.person.witness = StandingWitness(here, self.stand)
        self.sensible = Sensible(Aim(at_home=(aim,), afterwards=aim, leftover=None))
        self._loop = loop
        account = overheard(here.account(read=20, now=now), self.witness)
        self._task = loop.create_task(_told(STORIES[story](here)(account, self.person)))
        self._settle()

    @property
    def at(self) -> Any:
        """What it stands at."""
        return self.stand.at

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None before, and where it was killed."""
        return self._task.result() if self._task.done() and not self._task.cancelled() else None

    def go(self, answer: object) -> None:
        """Go on to where it stands next."""
        self.stand.go(answer)
        self._settle()

    def go_sensibly(self) -> None:
        """Go on as someone does who reads what is said and wants to get there."""
        asked = self.at in self.person.asked[-1:]
        self.go(self.sensible(self.person, self.at) if asked else None)

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
        if isinstance(self.at, Sending):
            self.witness.log.append(self.at.sent)
            self.stand.under_way += [self.at] if under_way else []

    def _settle(self) -> None:
        async def settled() -> None:
            while not (self._task.done() or self.stand.standing.is_set()):
                standing = asyncio.ensure_future(self.stand.standing.wait())
                await asyncio.wait({self._task, standing}, return_when=asyncio.FIRST_COMPLETED)
                standing.cancel()
                for _ in range(_TURNS):  # whoever leaves does not stay where a call was just about to be made
                    await asyncio.sleep(0)

        self._loop.run_until_complete(settled())


async def _told(story: Awaitable[Outcome]) -> Outcome:
    return await story
