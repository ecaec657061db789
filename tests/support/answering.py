"""Someone who reads what is said and wants to get there: an answer to whatever is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows.asks import CodeAsk, Need, NewPassword, PasswordAsk, SessionAsk
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.questions import (
    Enabled,
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    Plan,
    Problem,
    Question,
    Task,
)
from mfa_enroll.flows.remarks import ClockTooFar, CodeUnknown, NameStillTaken, Note, Remark
from tests.support.bench import Bench
from tests.support.person import Ask, Person, remark_of

_MOST_QUESTIONS = 100
"""More than any story needs, whatever goes wrong: who is asked more often goes in circles."""

_MOST_CODES = 10
"""Codes that are typed in vain before someone goes elsewhere."""

_DONE = {Note.IN_STEP, Note.LISTED_NOW, Note.PASSWORD_CHANGED}
_IN_VAIN = {Note.PAIR_REFUSED, Note.PAIR_REFUSED_UNSEEN, Note.RESYNC_REFUSED}
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Aim:
    """What the person is out for.

    Attributes:
        at_home: The tasks when MFA is on, of which they choose the first one that is offered; done where none is.
        afterwards: The task when the device was just turned on.
        leftover: What to do with a leftover, until that turns out not to work; None: as the phone suggests.
        leaves: Whether they leave when the first code is asked for, and let the device be deleted.
        enrolls: Whether they go on from the plan.
    """

    at_home: tuple[Task, ...] = ()
    afterwards: Task = Task.DONE
    leftover: LeftoverChoice | None = LeftoverChoice.FRESH
    leaves: bool = False
    enrolls: bool = True


@dataclass(slots=True)
class Sensible:
    """Answers by what is asked, and by an aim.

    Attributes:
        aim: What they want.
        patience: How often they try again where something does not work, before they leave.
        gave_up_at: The remark from which they left, if any.
    """

    aim: Aim = field(default_factory=Aim)
    patience: int = 6
    gave_up_at: Remark | None = None

    def __call__(self, person: Person, ask: Ask) -> object:
        """The answer to a question."""
        assert len(person.asked) <= _MOST_QUESTIONS, "the story goes in circles"
        answer: object = None
        match ask:
            case Plan():
                answer = None if self.aim.enrolls else Leave()
            case Home() | Enabled():
                answer = self._task(person, ask)
            case Leftover():
                answer = self._leftover(person, ask)
            case Leaving():
                answer = LeaveChoice.DELETE if self.aim.leaves and ask.deletable else LeaveChoice.KEEP
            case Problem():
                answer = self._tries_again() and True in ask.answers
            case CodeAsk():
                answer = self._code(person, ask)
            case SessionAsk():
                in_vain = len([each for each in person.questions(SessionAsk) if each.remark])
                answer = Leave() if in_vain > _MOST_CODES else new_code(person, ask.device.name)
            case PasswordAsk():
                answer = self._passwords(person, ask)
            case Question():
                known = [each for each in ask.answers if isinstance(each, MfaDevice) and shown(person.bench, each.name)]
                answer = next(iter(known), True if True in ask.answers else ask.answers[0])
        return answer

    def _tries_again(self) -> bool:
        self.patience -= 1
        return self.patience >= 0

    def _task(self, person: Person, ask: Home | Enabled) -> Task:
        # A remark on this page is about the task: it is done. Who came back without a problem leaves it at that.
        is_done = (ask.report if isinstance(ask, Enabled) else ask).remark in _DONE
        times = len(person.questions(type(ask))) - len(person.troubles)
        wanted = (self.aim.afterwards,) if isinstance(ask, Enabled) else self.aim.at_home
        return next((task for task in wanted if task in ask.answers and not is_done and times <= 1), Task.DONE)

    def _leftover(self, person: Person, ask: Leftover) -> object:
        if isinstance(ask.remark, NameStillTaken):
            if not self._tries_again():
                self.gave_up_at = ask.remark
                return Leave()
            person.bench.clock.advance(_MINUTE)
        in_vain = any(each.need is Need.RESUME for each in person.questions(CodeAsk))
        scanned = shown(person.bench, person.bench.practice.user.name)
        choice = self.aim.leftover or (LeftoverChoice.SCANNED if scanned else LeftoverChoice.FRESH)
        return LeftoverChoice.FRESH if in_vain else choice

    def _code(self, person: Person, ask: CodeAsk) -> object:
        if isinstance(ask.remark, ClockTooFar):
            person.bench.phone.drift = 0
        in_vain = [*filter(_is_in_vain, map(remark_of, person.questions(CodeAsk)))]
        if self.aim.leaves or len(in_vain) > _MOST_CODES:
            return Leave()
        known = ask.need is Need.SCAN or shown(person.bench, ask.user.name)
        if not known or (ask.need is Need.RESUME and in_vain):
            return GoBack()
        return new_code(person, ask.user.name)

    def _passwords(self, person: Person, ask: PasswordAsk) -> object:
        if ask.remark is not None and not self._tries_again():
            self.gave_up_at = ask.remark
            return Leave()
        return new_passwords(person.bench)


def _is_in_vain(remark: Remark | None) -> bool:
    return isinstance(remark, CodeUnknown | ClockTooFar) or remark in _IN_VAIN


def new_passwords(here: Bench) -> NewPassword:
    """The password that holds, and another one."""
    login = here.practice.login_profile
    return NewPassword(
        login.password if login else Secret("Old-password-1"), Secret(f"New-password-{int(here.clock())}")
    )


def new_code(person: Person, name: str) -> Secret:
    """The code that the phone shows of a device, or the next one where that was typed already."""
    typed = {secret.reveal() for secret in person.typed}
    for code in _shown_from_now_on(person.bench, name):
        if code is None or code.reveal() not in typed:
            return code or Secret("123456")
    raise AssertionError("a phone that always shows the same codes")


def _shown_from_now_on(here: Bench, name: str) -> Iterator[Secret | None]:
    for _ in range(_MOST_CODES):
        yield shown(here, name)
        here.clock.advance(STEP)


def shown(here: Bench, name: str) -> Secret | None:
    """The code that the phone shows of a device, if it has an entry for it."""
    codes = [entry.code for entry in here.phone.entries() if f":{name}@" in entry.label]
    return codes[-1] if codes else None
