"""A person, as a flow sees them: with a script, and a way to answer whatever that says nothing of."""

import asyncio
import inspect
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.profile import NameRefusal, ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.domain.trouble import Incident, Trouble
from mfa_enroll.flows.asks import CodeAsk, NameAsk, NewPassword, PasswordAsk, SessionAsk
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import NotEnabled, Outcome
from mfa_enroll.flows.progress import Doing, Pause
from mfa_enroll.flows.questions import (
    Enabled,
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    NoWayBack,
    Problem,
    Question,
    Task,
    TurnOff,
)
from mfa_enroll.flows.remarks import Remark
from tests.support.bench import Bench
from tests.support.hearing import Agreed

if TYPE_CHECKING:
    from tests.support.truth import Witness

T = TypeVar("T")

Ask = Question[Any] | CodeAsk | NameAsk | SessionAsk | PasswordAsk
Otherwise = Callable[["Person", Ask], object]

_AGREEING = {(Leftover, LeftoverChoice.FRESH), (Leaving, LeaveChoice.DELETE), (NoWayBack, True), (TurnOff, True)}
"""The answers after which a device may be taken away, or deleted."""


def left(_person: "Person", ask: Ask) -> object:
    """Be done where a task is asked for, and leave from anything else."""
    return Task.DONE if isinstance(ask, Home | Enabled) else Leave()


class Person:
    """Answers each question with the next entry of the script, and what comes after with ``otherwise``.

    An entry is the answer itself, an exception to be raised, or a function of what was asked that gives either, at
    once or awaited. A script that is not used up is for the test to notice: ``script`` holds the rest.

    Whoever sets ``leave`` makes the person leave, as soon as the flow lets them; ``gone``, without waiting for AWS.
    ``on_doing`` and ``on_pause`` are called in the middle of what they are told of, ``on_sent`` when a call is under
    way. The ``witness`` holds against the account what the person is told.
    """

    def __init__(self, bench: Bench, script: Iterable[object] = (), otherwise: Otherwise = left) -> None:
        self.bench = bench
        self.script = list(script)
        self.asked: list[Ask] = []
        self.pauses: list[Pause] = []
        self.doings: list[Doing] = []
        self.typed: list[Secret] = []
        self.given: object = None
        """The last answer."""
        self.identity: Identity | None = None
        self.witness: Witness | None = None
        self.on_doing: Callable[[Doing], object] | None = None
        self.on_sent: Callable[[Call], object] | None = None
        self.on_pause: Callable[[Pause], object] | None = None
        self.leave = asyncio.Event()
        self.gone = asyncio.Event()
        self._otherwise = otherwise

    def met(self, identity: Identity) -> None:
        """Remember who they are."""
        self.identity = identity

    def doing(self, doing: Doing) -> None:
        """Remember what is being done."""
        self.doings.append(doing)
        self._note(doing)
        if self.on_doing:
            self.on_doing(doing)

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

    async def choose(self, question: Question[T]) -> T:
        """Choose one of the answers."""
        given = await self._answer(question)
        (answer,) = {id(each): each for each in question.answers if each is given or each == given}.values()
        if (type(question), answer) in _AGREEING:
            self._note(Agreed(question))
        if self.witness and answer == question.answers[0]:
            self.witness.trusts(question)
        return answer

    async def code(self, ask: CodeAsk) -> Secret:
        """Type a code. The phone has scanned what there is to scan."""
        if ask.uri is not None:
            self.bench.phone.scan(ask.uri)
        return self._type(await self._answer(ask))

    async def name(self, ask: NameAsk) -> ProfilePlan:
        """Type a name, or take the suggested one for whatever is no text. A refused one is typed anew."""
        while True:
            answer = await self._answer(ask)
            plan = ask.look(answer if isinstance(answer, str) else ask.suggestion)
            if not isinstance(plan, NameRefusal):
                return plan

    async def session_code(self, ask: SessionAsk) -> Secret:
        """Type a code."""
        return self._type(await self._answer(ask))

    async def password(self, ask: PasswordAsk) -> NewPassword:
        """Type the passwords."""
        answer = await self._answer(ask)
        assert isinstance(answer, NewPassword)
        self.typed += [answer.old, answer.new]
        return answer

    def questions(self, kind: type[Any]) -> list[Any]:
        """What was asked of one kind, in order."""
        return [question for question in self.asked if isinstance(question, kind)]

    @property
    def troubles(self) -> list[Trouble]:
        """What did not work, by the pages about it."""
        return [problem.incident.trouble for problem in self.questions(Problem)]

    @property
    def incident(self) -> Incident:
        """The one incident that was shown."""
        (problem,) = self.questions(Problem)
        assert isinstance(problem, Problem)
        return problem.incident

    @property
    def remarks(self) -> list[Remark]:
        """What was remarked on, in order."""
        return [remark for ask in self.asked if (remark := remark_of(ask)) is not None]

    def leave_at(self, call: Call, *, making_sure: bool = False) -> None:
        """Ask to leave right before a call is made."""
        wanted = call, making_sure
        self.on_doing = lambda doing: self.leave.set() if (doing.call, doing.making_sure) == wanted else None

    def leave_during(self, call: Call) -> None:
        """Ask to leave while a call is under way."""
        self.on_sent = lambda sent: self.leave.set() if sent is call else None

    def leave_in_pause(self) -> None:
        """Ask to leave when there is something to wait for."""
        self.on_pause = lambda _pause: self.leave.set()

    async def _answer(self, ask: Ask) -> object:
        self.asked.append(ask)
        self._note(ask)
        self._leave_if_asked()
        entry = self.script.pop(0) if self.script else self._otherwise(self, ask)
        if callable(entry):
            entry = entry(ask)
        if inspect.isawaitable(entry):
            entry = await entry
        self.given = entry
        if isinstance(entry, GoBack):
            assert goes_back(ask), ask
        if isinstance(entry, Exception):
            raise entry
        return entry

    def _type(self, answer: object) -> Secret:
        self.typed.append(answer if isinstance(answer, Secret) else Secret(str(answer)))
        return self.typed[-1]

    def _note(self, turn: object) -> None:
        if self.witness:
            self.witness.holds(turn)

    def _leave_if_asked(self) -> None:
        if self.leave.is_set():
            self.leave.clear()
            raise Leave


def goes_back(ask: Ask) -> bool:
    """Whether a question may be answered by going back."""
    if isinstance(ask, Question):
        return ask.can_go_back
    return not isinstance(ask, CodeAsk) or ask.seed is None


def remark_of(fact: Ask | Outcome) -> Remark | None:
    """What is remarked on beside a question, or in the end."""
    report = getattr(fact, "report", fact)
    remark: Remark | None = None if isinstance(fact, NotEnabled) else getattr(report, "remark", None)
    return remark


def go_on(_ask: object) -> None:
    """Agree to what there is no choice about."""


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
    """The device of a name, among the answers to a question."""

    def choose(question: Question[object]) -> object:
        (chosen,) = (each for each in question.answers if isinstance(each, MfaDevice) and each.name == name)
        return chosen

    return choose
