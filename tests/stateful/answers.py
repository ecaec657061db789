"""All that a person may answer to whatever is asked."""

from collections.abc import Callable
from functools import partial

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows.asks import CodeAsk, NameAsk, NewPassword, PasswordAsk, SessionAsk
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.questions import Question
from tests.stateful.standing import LOST, Answered, Run, Sending
from tests.support.answering import new_code, new_passwords, shown
from tests.support.bench import Bench
from tests.support.person import goes_back

Answers = dict[str, Callable[[], object]]


def answers(here: Bench, run: Run) -> Answers:
    """All that can be answered where a run stands, in words and as what the flow is told."""
    possible: Answers = {"go on": lambda: None}
    match run.at:
        case Sending():
            return {**possible, "lost": lambda: LOST}
        case Answered():
            return possible
        case Question() as at:
            possible = {f"{place}: {answer}": partial(_same, answer) for place, answer in enumerate(at.answers)}
        case CodeAsk(user=user):
            possible = _codes(here, run, user.name)
        case SessionAsk(device=device):
            possible = _codes(here, run, device.name)
        case NameAsk():
            possible = {"suggested": lambda: None, "another": lambda: "work-mfa", "no name": lambda: "]"}
        case PasswordAsk():
            possible = _passwords(here)
    back = {"back": GoBack} if run.at in run.person.asked[-1:] and goes_back(run.at) else {}
    return {**possible, **back, "leave": Leave}


def _codes(here: Bench, run: Run, name: str) -> Answers:
    def later() -> Secret:
        here.clock.advance(2 * STEP)
        return new_code(run.person, name)

    return {
        "the next code": lambda: new_code(run.person, name),
        "the code shown": lambda: shown(here, name) or Secret("123456"),
        "a code later": later,
        "a wrong code": lambda: Secret("000000"),
        "too few digits": lambda: Secret("12 34"),
    }


def _passwords(here: Bench) -> Answers:
    given = new_passwords(here)
    return {
        "a fit one": lambda: given,
        "a wrong old one": lambda: NewPassword(Secret("Not-the-password-0"), given.new),
        "an unfit one": lambda: NewPassword(given.old, Secret("unfit-as-it-is")),
    }


def _same(value: object) -> object:
    return value
