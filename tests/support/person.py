"""A person with a script, as a flow sees them."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows.dialogue import (
    CodeAsk,
    DeviceReport,
    Leave,
    LeaveChoice,
    Leftover,
    LeftoverChoice,
    Pause,
    Plan,
)
from tests.support.bench import Bench


class Person:
    """Answers each question with the next entry of the script.

    An entry is the answer itself, an exception to be raised, or a function of what was asked that gives either.
    A script that ends too early leaves; one that is not used up is for the test to notice: ``script`` holds the rest.
    Whoever sets ``leave`` makes the person leave, as soon as the flow lets them. ``on_doing`` and ``on_pause`` are
    called in the middle of what they are told of.
    """

    def __init__(self, bench: Bench, script: Iterable[object]) -> None:
        self.bench = bench
        self.script = list(script)
        self.asked: list[object] = []
        self.pauses: list[Pause] = []
        self.identity: Identity | None = None
        self.done: list[str] = []
        self.typed: list[Secret] = []
        self.on_doing: Callable[[str], None] | None = None
        self.on_pause: Callable[[Pause], None] | None = None
        self.leave = asyncio.Event()

    def met(self, identity: Identity) -> None:
        """Remember it."""
        self.identity = identity

    def doing(self, words: str) -> None:
        """Remember it."""
        self.done.append(words)
        if self.on_doing:
            self.on_doing(words)

    async def leave_requested(self) -> None:
        """Wait for a test to set ``leave``."""
        await self.leave.wait()
        self.leave.clear()

    async def wait(self, pause: Pause) -> None:
        """Let the time pass at once."""
        self.pauses.append(pause)
        if self.on_pause:
            self.on_pause(pause)
        self._leave_if_asked()
        self.bench.clock.advance(pause.seconds)

    async def approve(self, plan: Plan) -> None:
        """Go on, unless the script says otherwise."""
        self._next(plan)

    async def leftover(self, leftover: Leftover) -> LeftoverChoice:
        """From the script."""
        answer = self._next(leftover)
        assert isinstance(answer, LeftoverChoice)
        return answer

    async def code(self, ask: CodeAsk) -> Secret:
        """From the script. The phone has scanned what there is to scan."""
        if ask.uri is not None:
            self.bench.phone.scan(ask.uri)
        answer = self._next(ask)
        self.typed.append(answer if isinstance(answer, Secret) else Secret(str(answer)))
        return self.typed[-1]

    async def leaving(self, serial: str) -> LeaveChoice:
        """From the script. Whoever asked to leave once more keeps the device."""
        try:
            answer = self._next(serial)
        except Leave:
            answer = LeaveChoice.KEEP
        assert isinstance(answer, LeaveChoice)
        return answer

    async def problem(self, problem: Problem) -> bool:
        """From the script."""
        return self._next(problem) is True

    async def enabled(self, report: DeviceReport) -> None:
        """Remember it."""
        self.asked.append(report)

    async def already_on(self, report: DeviceReport, words: str) -> None:
        """Remember it."""
        self.asked += [report, words]

    def questions(self, kind: type[Any]) -> list[Any]:
        """What was asked of one kind, in order."""
        return [question for question in self.asked if isinstance(question, kind)]

    def _next(self, question: object) -> object:
        self.asked.append(question)
        self._leave_if_asked()
        entry = self.script.pop(0) if self.script else Leave()
        if callable(entry):
            entry = entry(question)
        if isinstance(entry, Exception):
            raise entry
        return entry

    def _leave_if_asked(self) -> None:
        if self.leave.is_set():
            self.leave.clear()
            raise Leave


def go_on(_plan: object) -> None:
    """Approve the plan."""


def code(bench: Bench) -> Callable[[object], Secret]:
    """The code that the phone shows."""
    return lambda _ask: bench.phone.entries()[-1].code


def next_code(bench: Bench, steps: int = 1) -> Callable[[object], Secret]:
    """The code that the phone shows some time steps later, after waiting for it."""

    def wait_and_read(_ask: object) -> Secret:
        bench.clock.advance(steps * STEP)
        return bench.phone.entries()[-1].code

    return wait_and_read
