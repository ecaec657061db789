"""A person with a script, as a flow sees them."""

import asyncio
import inspect
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.profile import NameRefusedError, ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows.dialogue import Leave, Pause
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
from tests.support.bench import Bench

T = TypeVar("T")

_UNDER_WAY = 0.02
"""Seconds after which a call that is to be made has been made."""


class Person:
    """Answers each question with the next entry of the script.

    An entry is the answer itself, an exception to be raised, or a function of what was asked that gives either, at
    once or awaited. A script that ends too early leaves; one that is not used up is for the test to notice: ``script``
    holds the rest. ``turns`` and ``consents`` say how many calls had arrived when the person was asked or kept
    waiting, and when they agreed to what a page warned of.
    Whoever sets ``leave`` makes the person leave, as soon as the flow lets them; ``gone``, without waiting for AWS.
    ``on_doing`` and ``on_pause`` are called in the middle of what they are told of.
    """

    def __init__(self, bench: Bench, script: Iterable[object]) -> None:
        self.bench = bench
        self.script = list(script)
        self.asked: list[object] = []
        self.pauses: list[Pause] = []
        self.identity: Identity | None = None
        self.done: list[str] = []
        self.typed: list[Secret] = []
        self.turns: list[tuple[int, object]] = []
        self.consents: list[int] = []
        self.offered: list[tuple[Task, ...]] = []
        self.on_doing: Callable[[str], None] | None = None
        self.on_pause: Callable[[Pause], None] | None = None
        self.leave = asyncio.Event()
        self.gone = asyncio.Event()

    def met(self, identity: Identity) -> None:
        """Remember it."""
        self.identity = identity

    def doing(self, words: str) -> None:
        """Remember it."""
        self.done.append(words)
        if self.on_doing:
            self.on_doing(words)

    def leave_during(self, words: str) -> None:
        """Ask to leave while a call is under way of which these words are said."""

        def soon(said: str) -> None:
            if said.startswith(words):
                asyncio.get_running_loop().call_later(_UNDER_WAY, self.leave.set)

        self.on_doing = soon

    async def leave_requested(self) -> None:
        """Wait for a test to set ``leave``."""
        await self.leave.wait()
        self.leave.clear()

    async def given_up(self) -> None:
        """Wait for a test to set ``gone``."""
        await self.gone.wait()

    async def wait(self, pause: Pause) -> None:
        """Let the time pass at once."""
        self.pauses.append(pause)
        self._note(pause)
        if self.on_pause:
            self.on_pause(pause)
        self._leave_if_asked()
        self.bench.clock.advance(pause.seconds)

    async def approve(self, plan: Plan) -> None:
        """Go on, unless the script says otherwise."""
        await self._next(plan)

    async def leftover(self, leftover: Leftover) -> LeftoverChoice:
        """From the script."""
        answer = await self._next(leftover)
        assert isinstance(answer, LeftoverChoice)
        return answer

    async def code(self, ask: CodeAsk) -> Secret:
        """From the script. The phone has scanned what there is to scan."""
        if ask.uri is not None:
            self.bench.phone.scan(ask.uri)
        return self._typed(await self._next(ask))

    async def leaving(self, leaving: Leaving) -> LeaveChoice:
        """From the script. Whoever asked to leave once more keeps the device."""
        try:
            answer = await self._next(leaving)
        except Leave:
            answer = LeaveChoice.KEEP
        assert isinstance(answer, LeaveChoice)
        return answer

    async def problem(self, problem: Problem) -> bool:
        """From the script."""
        return await self._next(problem) is True

    async def enabled(self, report: DeviceReport, tasks: Sequence[Task]) -> Task:
        """From the script; done where that has ended."""
        self.offered.append(tuple(tasks))
        task = await self._next(report) if self.script else self._done(report)
        assert isinstance(task, Task)
        assert task in tasks
        return task

    async def home(self, home: Home) -> Task:
        """From the script; done where that has ended."""
        task = await self._next(home) if self.script else self._done(home)
        assert isinstance(task, Task)
        assert task in home.tasks
        return task

    async def choose(self, question: Question[T]) -> T:
        """From the script: the value of one of the ways."""
        answer = await self._next(question)
        (value,) = (way.value for way in question.ways if way.value is answer or way.value == answer)
        if value is True:
            self.consents.append(len(self.bench.server.requests))
        return value

    async def name(self, ask: NameAsk) -> ProfilePlan:
        """From the script: a name, or whatever is no text for the suggested one. A refused one is typed anew."""
        while True:
            answer = await self._next(ask)
            with suppress(NameRefusedError):
                return ask.plan(answer if isinstance(answer, str) else ask.suggestion)

    async def session_code(self, ask: SessionAsk) -> Secret:
        """From the script."""
        return self._typed(await self._next(ask))

    async def password(self, ask: PasswordAsk) -> NewPassword:
        """From the script."""
        answer = await self._next(ask)
        assert isinstance(answer, NewPassword)
        self.typed += [answer.old, answer.new]
        return answer

    def questions(self, kind: type[Any]) -> list[Any]:
        """What was asked of one kind, in order."""
        return [question for question in self.asked if isinstance(question, kind)]

    async def _next(self, question: object) -> object:
        self.asked.append(question)
        self._note(question)
        self._leave_if_asked()
        entry = self.script.pop(0) if self.script else Leave()
        if callable(entry):
            entry = entry(question)
        if inspect.isawaitable(entry):
            entry = await entry
        if isinstance(entry, Exception):
            raise entry
        return entry

    def _typed(self, answer: object) -> Secret:
        self.typed.append(answer if isinstance(answer, Secret) else Secret(str(answer)))
        return self.typed[-1]

    def _done(self, page: object) -> Task:
        self.asked.append(page)
        self._note(page)
        self._leave_if_asked()
        return Task.DONE

    def _note(self, turn: object) -> None:
        self.turns.append((len(self.bench.server.requests), turn))

    def _leave_if_asked(self) -> None:
        if self.leave.is_set():
            self.leave.clear()
            raise Leave


def go_on(_plan: object) -> None:
    """Approve the plan."""


def code(bench: Bench, *, of: str = "") -> Callable[[object], Secret]:
    """The code that the phone shows: of the entry scanned last, or of the last one with a device's name."""

    def read(_ask: object) -> Secret:
        shown = [entry for entry in bench.phone.entries() if f":{of}@" in entry.label or not of]
        return shown[-1].code

    return read


def next_code(bench: Bench, steps: int = 1, *, of: str = "") -> Callable[[object], Secret]:
    """The code that the phone shows some time steps later, after waiting for it."""

    def wait_and_read(ask: object) -> Secret:
        bench.clock.advance(steps * STEP)
        return code(bench, of=of)(ask)

    return wait_and_read


def pair(bench: Bench) -> list[Callable[[object], Secret]]:
    """Two new codes in a row."""
    return [next_code(bench), next_code(bench)]


def device(name: str) -> Callable[[Question[object]], object]:
    """The device of a name, among the ways of a question."""

    def choose(question: Question[object]) -> object:
        (chosen,) = (way.value for way in question.ways if isinstance(way.value, MfaDevice) and way.value.name == name)
        return chosen

    return choose
