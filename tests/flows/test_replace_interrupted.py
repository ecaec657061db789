"""A move to a new phone that something gets in the way of: the next run finishes it."""

from collections.abc import Callable

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.troubles.credentials import SessionExpired
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.flows.asks import CodeAsk, SessionAsk
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.outcome import MfaDisabled, MfaEnabled, MfaWasOn, NotEnabled
from mfa_enroll.flows.questions import Home, LeaveChoice, Leaving, LeftoverChoice, NewPhone, NoWayBack, Problem, Task
from tests.support.bench import Bench, bench
from tests.support.faults import BreakOff, DropAfter, DropBefore, Fault, Refuse, Truncate, Unavailable
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import tell

CHANGES = [Call.DEACTIVATE, Call.DELETE, Call.CREATE, Call.ENABLE]
APPLIED: list[Fault] = [DropAfter(), Truncate(), BreakOff()]
NOT_APPLIED: list[Fault] = [DropBefore(), Unavailable(), Refuse("AccessDenied"), Refuse("LimitExceeded")]


def replacing(here: Bench) -> list[object]:
    """Move to a new phone."""
    return [Task.REPLACE, device("alice"), code(here), True]


def discouraged(here: Bench) -> Person:
    """Someone who replaces the device, types new codes as long as they are asked for, and then gives up."""
    usual = {
        Home: Task.REPLACE,
        NewPhone: device("alice"),
        SessionAsk: code(here),
        NoWayBack: True,
        CodeAsk: next_code(here),
        Problem: False,
        Leaving: LeaveChoice.KEEP,
    }
    return Person(here, otherwise=lambda _person, ask: usual.get(type(ask), Leave()))


async def finished(here: Bench) -> None:
    """A second run, of which nothing is known but what AWS tells it, ends with MFA on."""
    fresh = [LeftoverChoice.FRESH] if here.has_unfinished else []
    script = [Task.DONE] if here.is_enrolled else [go_on, *fresh, *pair(here)]
    outcome = await tell(here, Person(here, script))
    assert isinstance(outcome, MfaEnabled | MfaWasOn)
    assert here.is_enrolled
    assert len(here.practice.devices) == 1


@pytest.mark.wide
@pytest.mark.parametrize("fault", [*APPLIED, *NOT_APPLIED], ids=repr)
@pytest.mark.parametrize("call", CHANGES)
async def test_whatever_becomes_of_a_call_the_next_run_finishes(call: Call, fault: Fault) -> None:
    """Answers lost on the way there or back, and refusals: the outcome is true, and one more run is enough."""
    with bench(enrolled=True) as here:
        here.faults.add(call, nth=2 if call in {Call.DELETE, Call.CREATE} else 1, times=1, fault=fault)
        outcome = await tell(here, discouraged(here))
        assert here.calls[2:7] == [Call.START_SESSION, Call.LIST, Call.DELETE, Call.CREATE, Call.LIST]
        if fault in APPLIED and call is not Call.CREATE:
            assert isinstance(outcome, MfaEnabled)
        await finished(here)


@pytest.mark.parametrize(
    ("call", "making_sure"), [(Call.START_SESSION, False), *((call, False) for call in CHANGES), (Call.LIST, True)]
)
@pytest.mark.parametrize("under_way", [False, True])
async def test_whenever_the_person_wants_to_leave_the_next_run_finishes(
    call: Call, *, making_sure: bool, under_way: bool
) -> None:
    """A change on its way is waited for, and no other one follows."""
    with bench(enrolled=True) as here:
        person = discouraged(here)
        if under_way and not making_sure:
            person.leave_during(call)
        else:
            person.leave_at(call, making_sure=making_sure)
        outcome = await tell(here, person)
        if here.is_enrolled:
            assert not isinstance(outcome, NotEnabled | MfaDisabled)
        changes = [each for each in here.calls if Call(each).is_change]
        if not making_sure:
            assert changes[-1] == call if under_way else call not in changes
        await finished(here)


@pytest.mark.parametrize("call", CHANGES)
async def test_leaving_while_aws_is_busy(call: Call) -> None:
    """In each pause leaving is heard at once; before the deactivation nothing has changed."""
    with bench(enrolled=True) as here:
        here.fail(call, Refuse("Throttling"), times=9)
        person = discouraged(here)
        person.leave_in_pause()
        outcome = await tell(here, person)
        assert here.calls.count(call) == 1
        assert isinstance(outcome, NotEnabled if call is Call.ENABLE else MfaWasOn)


def no_listing(here: Bench, _person: Person) -> None:
    """There is no listing to be had afterwards."""
    here.faults.add(Call.LIST, nth=4, times=3, fault=DropBefore())


def leaves(_here: Bench, person: Person) -> None:
    """The person leaves while it is asked for."""
    person.leave_at(Call.LIST, making_sure=True)


@pytest.mark.parametrize("meanwhile", [no_listing, leaves])
async def test_a_deactivation_of_which_nothing_is_known_is_told_as_that(
    meanwhile: Callable[[Bench, Person], None],
) -> None:
    """The device may be off: it is not said to be on, nor that nothing happened."""
    with bench(enrolled=True) as here:
        here.fail(Call.DEACTIVATE, DropAfter())
        person = discouraged(here)
        meanwhile(here, person)
        outcome = await tell(here, person)
        assert isinstance(outcome, NotEnabled)
        assert outcome.because
        assert outcome.because.trouble == AnswerLost(call=Call.DEACTIVATE)
        assert outcome.left_behind == here.serial
        await finished(here)


@pytest.mark.parametrize("stays", [False, True])
async def test_a_session_that_ended_meanwhile_does_not_hold_anyone_up(*, stays: bool) -> None:
    """Whoever takes longer than the session lasts to scan the new code can go on with it, now or in the next run."""
    with bench(enrolled=True) as here:

        def much_later(ask: object) -> Secret:
            here.clock.advance(2 * 3600)
            return code(here)(ask)

        rest = [go_on, LeftoverChoice.SCANNED, *pair(here)] if stays else []
        person = Person(here, [*replacing(here), much_later, next_code(here), stays, *rest])
        outcome = await tell(here, person)
        assert isinstance(person.incident.trouble, SessionExpired)
        assert person.incident.old_device
        if stays:
            assert isinstance(outcome, MfaEnabled)
        else:
            assert isinstance(outcome, NotEnabled)
            await finished(here)
