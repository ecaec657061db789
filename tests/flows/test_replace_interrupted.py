"""A move to a new phone that something gets in the way of: the next run finishes it."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.dialogue import Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import CodeAsk, LeaveChoice, Leaving, LeftoverChoice, Task
from mfa_enroll.policy.decision import Policy
from mfa_enroll.practice.faults import BreakOff, DropAfter, DropBefore, Fault, Refuse, Truncate, Unavailable
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import page, policy_without, tell

CHANGES = [Call.DEACTIVATE, Call.DELETE, Call.CREATE, Call.ENABLE]
APPLIED: list[Fault] = [DropAfter(), Truncate(), BreakOff()]
NOT_APPLIED: list[Fault] = [DropBefore(), Unavailable(), Refuse("AccessDenied"), Refuse("LimitExceeded")]


class Discouraged(Person):
    """Replaces the device, types new codes as long as they are asked for, and gives up at anything unforeseen."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, [Task.REPLACE, device("alice"), code(bench), True])

    async def _next(self, question: object) -> object:
        if not self.script:
            usual = {CodeAsk: next_code(self.bench), Problem: False, Leaving: LeaveChoice.KEEP}
            self.script.append(usual.get(type(question), Leave()))
        try:
            return await super()._next(question)
        except Leave:
            self.script.clear()
            raise


async def finished(here: Bench) -> None:
    """A second run, of which nothing is known but what AWS tells it, ends with MFA on."""
    fresh = [LeftoverChoice.FRESH] if here.has_unfinished else []
    script = [Task.DONE] if here.is_enrolled else [go_on, *fresh, *pair(here)]
    ending = await tell(here, Person(here, script))
    assert ending.kind in {EndingKind.ENABLED, EndingKind.ALREADY_ON}
    assert here.is_enrolled
    assert len(here.practice.devices) == 1


@pytest.mark.parametrize("fault", [*APPLIED, *NOT_APPLIED], ids=repr)
@pytest.mark.parametrize("call", CHANGES)
async def test_whatever_becomes_of_a_call_the_next_run_finishes(call: Call, fault: Fault) -> None:
    """Answers lost on the way there or back, and refusals: the last words are true, and one more run is enough."""
    with bench(enrolled=True) as here:
        here.fail(call, fault)
        ending = await tell(here, Discouraged(here))
        assert here.calls[2:5] == [Call.START_SESSION, Call.LIST, Call.DEACTIVATE]
        if fault in APPLIED and call is not Call.CREATE:
            assert ending.kind is EndingKind.ENABLED
        elif not here.is_enrolled:
            assert "MFA is off now" in ending.last_words
        await finished(here)


@pytest.mark.parametrize(
    "words",
    ["Starting the", "Turning the device off", "Deleting the", "Creating the", "Turning the device on", "Making sure"],
)
@pytest.mark.parametrize("under_way", [False, True])
async def test_whenever_the_person_wants_to_leave_the_next_run_finishes(words: str, *, under_way: bool) -> None:
    """A change on its way is waited for, and no other one follows; the last words say what is so."""
    with bench(enrolled=True) as here:
        person = Discouraged(here)

        def leave() -> None:
            person.script.clear()
            person.leave.set()

        if under_way:
            person.leave_during(words)
        else:
            person.on_doing = lambda doing: leave() if doing.startswith(words) else None
        ending = await tell(here, person)
        if here.is_enrolled:
            assert ending.kind in {EndingKind.ENABLED, EndingKind.ALREADY_ON}
        else:
            assert ending.kind is EndingKind.LEFT
            assert "MFA is off now" in ending.last_words
        await finished(here)


@pytest.mark.parametrize("call", CHANGES)
async def test_leaving_while_aws_is_busy(call: Call) -> None:
    """In each pause leaving is heard at once; before the deactivation nothing has changed, after it that is said."""
    with bench(enrolled=True) as here:
        here.fail(call, Refuse("Throttling"), times=9)
        person = Discouraged(here)
        person.on_pause = lambda _pause: person.leave.set()
        ending = await tell(here, person)
        assert here.calls.count(call) == 1
        assert here.is_enrolled == (call is Call.DEACTIVATE)
        assert ("MFA is off now" in ending.last_words) == (call is not Call.DEACTIVATE)


async def test_a_deactivation_of_which_nothing_is_known_is_told_as_that() -> None:
    """Its answer lost and no listing to be had: the page says that the device may be off, not that nothing happened."""
    with bench(enrolled=True) as here:
        here.fail(Call.DEACTIVATE, DropAfter())
        for nth in range(3, 6):
            here.faults.add(Call.LIST, nth=nth, fault=DropBefore())
        person = Discouraged(here)
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert "may have been turned off or not" in page(person).happened
        assert "may have been turned off or not" in ending.last_words
        await finished(here)


async def test_leaving_while_a_lost_deactivation_is_looked_for_tells_of_it() -> None:
    """The device may be off, so it is not said to be on."""
    with bench(enrolled=True) as here:
        here.fail(Call.DEACTIVATE, DropAfter())
        person = Discouraged(here)
        person.on_doing = lambda words: person.leave.set() if words.startswith("Making sure") else None
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert "may have been turned off or not" in ending.last_words
        await finished(here)


async def test_a_name_that_stays_taken_leads_to_the_choice_about_it() -> None:
    """The deletion did not happen after all: the old device is off, and is made anew from there."""
    with bench(enrolled=True) as here:
        here.fail(Call.DELETE, DropBefore())
        script = [Task.REPLACE, device("alice"), code(here), True, LeftoverChoice.FRESH, *pair(here)]
        person = Person(here, script)
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls.count(Call.DELETE) == 2
        assert len(here.practice.devices) == 1


@pytest.mark.parametrize("call", [Call.DELETE, Call.CREATE, Call.ENABLE])
async def test_what_the_policy_lacks_is_said_with_the_state_that_it_leaves(call: Call) -> None:
    """The page tells that the old device is gone; after the policy is mended, the same run finishes."""
    with bench(enrolled=True, policy=policy_without(call)) as here:

        def mended(_problem: object) -> bool:
            here.practice.policy = Policy.parse(policy_without())
            return True

        script = [Task.REPLACE, device("alice"), code(here), True]
        rest: dict[Call, list[object]] = {
            Call.DELETE: [mended, go_on, LeftoverChoice.FRESH, *pair(here)],
            Call.CREATE: [mended, go_on, *pair(here)],
            Call.ENABLE: [*pair(here), mended, *pair(here)],
        }
        person = Person(here, [*script, *rest[call]])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert call in page(person).happened
        assert ("MFA is off now" in page(person).happened) == (call is not Call.ENABLE)


@pytest.mark.parametrize("stays", [False, True])
async def test_a_session_that_ended_meanwhile_does_not_hold_anyone_up(*, stays: bool) -> None:
    """Whoever takes longer than the session lasts to scan the new code can go on with it, now or in the next run."""
    with bench(enrolled=True) as here:

        def much_later(ask: object) -> Secret:
            here.clock.advance(2 * 3600)
            return code(here)(ask)

        script = [Task.REPLACE, device("alice"), code(here), True, much_later, next_code(here), stays]
        if stays:
            script += [go_on, LeftoverChoice.SCANNED, *pair(here)]
            assert (await tell(here, Person(here, script))).kind is EndingKind.ENABLED
            return
        ending = await tell(here, Person(here, script))
        assert ending.kind is EndingKind.PROBLEM
        assert "MFA is off now" in ending.last_words
        await finished(here)
