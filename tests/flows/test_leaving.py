"""Leaving, wherever the story is."""

import asyncio
import time

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem
from mfa_enroll.flows.calls import read
from mfa_enroll.flows.dialogue import Leave
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.flows.questions import CodeAsk, LeaveChoice, Leaving, LeftoverChoice
from mfa_enroll.practice.faults import Delay, DropAfter, Refuse
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, go_on, next_code, pair
from tests.support.story import page, policy_without, tell

STAY, DELETE, KEEP = LeaveChoice.STAY, LeaveChoice.DELETE, LeaveChoice.KEEP
SCANNED = LeftoverChoice.SCANNED


def assert_left(here: Bench, ending: Ending, choice: LeaveChoice) -> None:
    """The device is as the person chose, and the last words say so."""
    assert ending.kind is EndingKind.LEFT
    assert here.serial in ending.last_words
    assert here.has_unfinished == (choice is KEEP)
    assert ("was deleted" in ending.last_words) == (choice is DELETE)


async def test_leaving_at_the_plan_leaves_nothing() -> None:
    """Nothing was created, and no device is spoken of."""
    with bench() as here:
        ending = await tell(here, Person(here, [Leave()]))
        assert ending.kind is EndingKind.LEFT
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
        assert here.serial not in ending.last_words


@pytest.mark.parametrize("choice", [DELETE, KEEP])
@pytest.mark.parametrize("typed", [0, 1])
async def test_leaving_at_a_code_asks_what_becomes_of_the_device(typed: int, choice: LeaveChoice) -> None:
    """The device that this run made is deleted or kept, as the person says."""
    with bench() as here:
        person = Person(here, [go_on, *[code(here)] * typed, Leave(), choice])
        assert_left(here, await tell(here, person), choice)
        assert person.questions(Leaving) == [Leaving(here.serial)]


async def test_staying_goes_on_with_the_codes_typed_so_far() -> None:
    """Who stays after all types one more code and is done."""
    with bench() as here:
        person = Person(here, [go_on, code(here), Leave(), STAY, next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert [ask.kept for ask in person.questions(CodeAsk)] == [0, 1, 1]
        assert here.calls.count(Call.ENABLE) == 1


async def test_leaving_at_the_question_about_leaving_keeps_the_device() -> None:
    """A second wish to leave is not argued with."""
    with bench() as here:
        assert_left(here, await tell(here, Person(here, [go_on, Leave(), Leave()])), KEEP)


@pytest.mark.parametrize("choice", [DELETE, KEEP])
async def test_leaving_during_a_pause(choice: LeaveChoice) -> None:
    """While AWS is waited for, leaving is heard at once, and the device is asked about."""
    with bench() as here:
        here.fail(Call.ENABLE, Refuse("Throttling"), times=9)
        person = Person(here, [go_on, code(here), next_code(here), choice])
        person.on_pause = lambda _pause: person.leave.set()
        assert_left(here, await tell(here, person), choice)
        assert here.calls.count(Call.ENABLE) == 1


async def test_leaving_during_the_pause_before_anything_was_created() -> None:
    """Nothing is left behind, so nothing is asked."""
    with bench() as here:
        here.fail(Call.CREATE, Refuse("Throttling"), times=9)
        person = Person(here, [go_on])
        person.on_pause = lambda _pause: person.leave.set()
        ending = await tell(here, person)
        assert ending.kind is EndingKind.LEFT
        assert here.serial not in ending.last_words


@pytest.mark.parametrize(("call", "words"), [(Call.WHO_AM_I, "Asking"), (Call.LIST, "Looking")])
async def test_a_question_in_flight_is_not_waited_for(call: Call, words: str) -> None:
    """Leaving returns long before the answer comes."""
    with bench() as here:
        here.fail(call, Delay(30))
        person = Person(here, [])
        asked = asyncio.Event()
        person.on_doing = lambda doing: asked.set() if doing.startswith(words) else None
        story = asyncio.create_task(tell(here, person, here.account(read=60)))
        await asyncio.wait_for(asked.wait(), 30)
        started = time.monotonic()
        person.leave.set()
        ending = await story
        assert ending.kind is EndingKind.LEFT
        assert time.monotonic() - started < 15


@pytest.mark.parametrize("words", ["Asking AWS who", "Looking for"])
@pytest.mark.parametrize("enrolled", [False, True])
async def test_who_leaves_before_it_is_known_what_is_on_is_not_told_what_is(words: str, *, enrolled: bool) -> None:
    """MFA may be on: the last words say that AWS had not answered yet, and no more."""
    with bench(enrolled=enrolled) as here:
        person = Person(here, [])
        person.on_doing = lambda said: person.leave.set() if said.startswith(words) else None
        ending = await tell(here, person)
        assert ending.kind is EndingKind.LEFT
        assert "before AWS said whether MFA is on" in ending.last_words
        assert "not turned on" not in ending.last_words


@pytest.mark.parametrize("words", ["Asking AWS who", "Looking for", "the plan", "another page"])
async def test_leaving_after_trying_again_still_names_what_may_be_left(words: str) -> None:
    """A device that a lost answer may have left is not in the list, so it is named wherever the person leaves then."""
    with bench() as here:
        here.fail(Call.CREATE, DropAfter())
        at_the_plan: list[object] = [go_on, True, Leave()]
        person = Person(here, at_the_plan[: 3 if words == "the plan" else 2])
        if words == "another page":
            for nth in range(2, 5):
                here.faults.add(Call.LIST, nth=nth, fault=DropAfter())
            person.script += [False]
        else:
            again = (said for said in ("first", "again"))
            person.on_doing = lambda said: (
                person.leave.set() if said.startswith(words) and next(again) == "again" else None
            )
        ending = await tell(here, person)
        assert here.has_unfinished
        assert ending.kind is EndingKind.PROBLEM
        assert here.serial in ending.last_words
        assert all(problem.left_behind for problem in person.questions(Problem))


async def test_leaving_just_as_an_answer_arrives_is_not_forgotten() -> None:
    """Where the answer and the wish to leave come at the same moment, the person leaves."""
    with bench() as here:
        person = Person(here, [])

        async def answered() -> str:
            person.leave.set()
            return "an answer"

        with pytest.raises(Leave):
            await read(person, "asking", answered)


@pytest.mark.parametrize("choice", [DELETE, KEEP])
async def test_a_creation_in_flight_is_waited_for_and_then_asked_about(choice: LeaveChoice) -> None:
    """Its answer arrives before the person is asked what becomes of the device."""
    with bench() as here:
        here.fail(Call.CREATE, Delay(0.3))
        person = Person(here, [go_on])
        person.script.append(choice)
        person.leave_during("Creating")
        assert_left(here, await tell(here, person), choice)
        assert here.server.requests[2].status == 200
        assert person.questions(Leaving) == [Leaving(here.serial)]


async def test_an_enable_in_flight_is_waited_for_and_counts() -> None:
    """AWS has taken the codes: leaving does not take that back, and nothing is asked."""
    with bench() as here:
        here.fail(Call.ENABLE, Delay(0.3))
        person = Person(here, [go_on, code(here), next_code(here)])
        person.leave_during("Turning")
        ending = await tell(here, person)
        assert ending.kind is EndingKind.ENABLED
        assert here.is_enrolled
        assert "accepted the two codes" in ending.last_words
        assert not person.questions(Leaving)


async def test_leaving_at_the_last_page_is_the_end() -> None:
    """MFA is on, however the last page is left; before that, what there was is."""
    with bench() as here:
        assert (await tell(here, Person(here, [go_on, *pair(here), Leave()]))).kind is EndingKind.ENABLED
    with bench(enrolled=True) as here:
        assert (await tell(here, Person(here, [Leave()]))).kind is EndingKind.ALREADY_ON


async def test_a_deletion_on_leaving_that_is_not_allowed_names_the_device() -> None:
    """The page names the device and offers no second try; the last words name it too."""
    with bench(policy=policy_without(Call.DELETE)) as here:
        person = Person(here, [go_on, Leave(), DELETE, False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert page(person).left_behind == here.serial
        assert not page(person).can_retry
        assert here.serial in ending.last_words


async def test_leaving_while_a_deletion_is_waited_out_keeps_the_device() -> None:
    """Who does not wait for AWS to delete it is told that it stays."""
    with bench() as here:
        here.fail(Call.DELETE, Refuse("Throttling"), times=9)
        person = Person(here, [go_on, Leave(), DELETE])
        person.on_pause = lambda _pause: person.leave.set()
        assert_left(here, await tell(here, person), KEEP)


@pytest.mark.parametrize("choice", [DELETE, KEEP])
async def test_leaving_from_a_problem_keeps_its_page(choice: LeaveChoice) -> None:
    """A device is settled as at any other place, and the page stays on the terminal."""
    with bench() as here:
        here.fail(Call.ENABLE, Refuse("LimitExceeded"))
        person = Person(here, [go_on, code(here), next_code(here), False, choice])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert person.questions(Problem)[0].title in ending.last_words
        assert here.serial in ending.last_words
        assert here.has_unfinished == (choice is KEEP)


async def test_a_second_run_finishes_what_was_left() -> None:
    """A device kept on leaving, its entry on the phone, is turned on by the next run."""
    with bench() as here:
        await tell(here, Person(here, [go_on, code(here), Leave(), KEEP]))
        from_the_phone = Person(here, [go_on, SCANNED, next_code(here), next_code(here)])
        assert (await tell(here, from_the_phone)).kind is EndingKind.ENABLED
        assert Call.DELETE not in here.calls


async def test_no_change_follows_the_wish_to_leave() -> None:
    """Who asked to leave while their old device was deleted gets no new one, and there is nothing left to name."""
    with bench(leftover=True) as here:
        here.fail(Call.DELETE, Delay(0.3))
        person = Person(here, [go_on, LeftoverChoice.FRESH])
        person.leave_during("Deleting")
        ending = await tell(here, person)
        assert ending.kind is EndingKind.LEFT
        assert here.calls[-1] == Call.DELETE
        assert here.practice.devices == {}
        assert here.serial not in ending.last_words
        assert not person.questions(Leaving)


async def test_asked_to_leave_right_before_a_change() -> None:
    """It is not made."""
    with bench() as here:
        person = Person(here, [go_on])
        person.on_doing = lambda words: person.leave.set() if words.startswith("Creating") else None
        ending = await tell(here, person)
        assert ending.kind is EndingKind.LEFT
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
