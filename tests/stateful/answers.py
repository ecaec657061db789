"""What a person may answer to whatever is asked: anything, or what someone sensible would."""

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from functools import partial, singledispatch

from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows import remarks
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.questions import (
    CodeAsk,
    DeviceReport,
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    NameAsk,
    Need,
    NewPassword,
    PasswordAsk,
    Question,
    SessionAsk,
    Task,
    Tone,
)
from tests.stateful.standing import LOST, Answered, Run, Sending
from tests.support.bench import Bench

Answers = dict[str, Callable[[], object]]

_PATIENCE = 6
"""Pages that someone sensible tries again from, and codes that they type in vain, before they leave."""

_MINUTE = 60


def answers(here: Bench, run: Run) -> Answers:
    """All that can be answered where a run stands, in words and as what the flow is told."""
    return {**_ways(run.at, here, run), **_ways_out(run.at)}


def sensible(here: Bench, run: Run) -> object:
    """What someone answers who reads what is said and wants to get there."""
    return _sensible(run.at, here, run)


@singledispatch
def _ways(_at: object, _here: Bench, _run: Run) -> Answers:
    return {"go on": lambda: None}


@_ways.register
def _(_at: Sending, _here: Bench, _run: Run) -> Answers:
    return {"go on": lambda: None, "lost": lambda: LOST}


@_ways.register
def _(_at: Leftover, _here: Bench, _run: Run) -> Answers:
    return _each(LeftoverChoice)


@_ways.register
def _(at: CodeAsk, here: Bench, run: Run) -> Answers:
    return _codes(here, run, at.user.name)


@_ways.register
def _(_at: Leaving, _here: Bench, _run: Run) -> Answers:
    return _each(LeaveChoice)


@_ways.register
def _(_at: Problem, _here: Bench, _run: Run) -> Answers:
    return {"again": lambda: True, "no more": lambda: False}


@_ways.register
def _(at: Home, _here: Bench, _run: Run) -> Answers:
    return _each(at.tasks)


@_ways.register
def _(_at: DeviceReport, _here: Bench, run: Run) -> Answers:
    return _each(run.person.offered[-1])


@_ways.register
def _(at: Question, _here: Bench, _run: Run) -> Answers:  # type: ignore[type-arg]  # registered by the bare class
    return {way.name: partial(_same, way.value) for way in at.ways}


@_ways.register
def _(_at: NameAsk, _here: Bench, _run: Run) -> Answers:
    return {"suggested": lambda: None, "another": lambda: "work-mfa", "no name": lambda: "]"}


@_ways.register
def _(at: SessionAsk, here: Bench, run: Run) -> Answers:
    return _codes(here, run, at.device.name)


@_ways.register
def _(_at: PasswordAsk, here: Bench, _run: Run) -> Answers:
    return _passwords(here)


def _ways_out(at: object) -> Answers:
    if isinstance(at, Sending | Answered):
        return {}
    goes_back = isinstance(at, Question | NameAsk | SessionAsk | PasswordAsk) or (
        isinstance(at, CodeAsk) and at.uri is None
    )
    return {**({"back": GoBack} if goes_back else {}), "leave": Leave}


@singledispatch
def _sensible(at: object, here: Bench, run: Run) -> object:
    return next(iter(_ways(at, here, run).values()))()


@_sensible.register
def _(at: Home, _here: Bench, run: Run) -> object:
    return _aim(run, at.tasks)


@_sensible.register
def _(_at: DeviceReport, _here: Bench, run: Run) -> object:
    return _aim(run, run.person.offered[-1])


@_sensible.register
def _(at: Leftover, here: Bench, run: Run) -> object:
    if at.remark is remarks.STILL_THERE:
        here.clock.advance(_MINUTE)
    in_vain = any(ask.need is Need.RESUME for ask in run.person.questions(CodeAsk))
    return LeftoverChoice.FRESH if in_vain or not _shown(here, here.practice.user.name) else LeftoverChoice.SCANNED


@_sensible.register
def _(_at: Leaving, _here: Bench, _run: Run) -> object:
    return LeaveChoice.KEEP


@_sensible.register
def _(at: Problem, _here: Bench, run: Run) -> object:
    return at.can_retry and len(run.person.questions(Problem)) < _PATIENCE


@_sensible.register
def _(at: SessionAsk, here: Bench, run: Run) -> object:
    in_vain = [ask for ask in run.person.questions(SessionAsk) if ask.remark]
    return GoBack() if len(in_vain) > _PATIENCE else _new_code(here, run, at.device.name)


@_sensible.register
def _(at: Question, _here: Bench, _run: Run) -> object:  # type: ignore[type-arg]  # registered by the bare class
    values = [way.value for way in at.ways]
    return True if True in values else values[0]


@_sensible.register
def _(ask: CodeAsk, here: Bench, run: Run) -> object:
    if ask.uri is not None:
        here.phone.scan(ask.uri)
    if ask.remark is not None and "automatic, then" in ask.remark.text:
        here.phone.drift = 0
    in_vain = [each for each in run.person.questions(CodeAsk) if each.remark and each.remark.tone is Tone.WARNING]
    if len(in_vain) > _PATIENCE:
        return Leave()
    if ask.need is not Need.SCAN and (in_vain or not _shown(here, ask.user.name)):
        return GoBack()
    return _new_code(here, run, ask.user.name)


def _aim(run: Run, tasks: Sequence[Task]) -> Task:
    """What the person came for, the first time that they are asked."""
    is_first = len(run.person.questions(Home)) + len(run.person.questions(DeviceReport)) == 1
    return run.aim if is_first and run.aim in tasks else Task.DONE


def _codes(here: Bench, run: Run, name: str) -> Answers:
    def later() -> Secret:
        here.clock.advance(2 * STEP)
        return _new_code(here, run, name)

    return {
        "the next code": lambda: _new_code(here, run, name),
        "the code shown": lambda: _shown(here, name) or Secret("123456"),
        "a code later": later,
        "a wrong code": lambda: Secret("000000"),
        "too few digits": lambda: Secret("12 34"),
    }


def _new_code(here: Bench, run: Run, name: str) -> Secret:
    """The code that the phone shows, or the next one where that was typed already."""
    typed = {secret.reveal() for secret in run.person.typed}
    for _ in range(_PATIENCE):
        code = _shown(here, name)
        if code is None:
            return Secret("123456")
        if code.reveal() not in typed:
            return code
        here.clock.advance(STEP)
    return code or Secret("123456")


def _shown(here: Bench, name: str) -> Secret | None:
    codes = [entry.code for entry in here.phone.entries() if f":{name}@" in entry.label]
    return codes[-1] if codes else None


def _passwords(here: Bench) -> Answers:
    login = here.practice.login_profile
    current = login.password if login else Secret("Old-password-1")
    new = Secret(f"New-password-{int(here.clock())}")
    return {
        "a fit one": lambda: NewPassword(current, new),
        "a wrong old one": lambda: NewPassword(Secret("Not-the-password-0"), new),
        "an unfit one": lambda: NewPassword(current, Secret("unfit-as-it-is")),
    }


def _each(choices: Iterable[Enum]) -> Answers:
    return {choice.name: partial(_same, choice) for choice in choices}


def _same(value: object) -> object:
    return value
