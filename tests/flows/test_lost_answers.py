"""Answers that do not arrive, or not whole: the listing decides what was done."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem
from mfa_enroll.flows import remarks
from mfa_enroll.flows.dialogue import Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import CodeAsk, LeaveChoice, LeftoverChoice
from mfa_enroll.practice.faults import BreakOff, DropAfter, DropBefore, Fault, Truncate, Unavailable
from tests.support.bench import bench
from tests.support.person import Person, code, go_on, next_code
from tests.support.story import page, tell

APPLIED = [DropAfter(), Truncate(), BreakOff()]
NOT_APPLIED = [DropBefore(), Unavailable()]


@pytest.mark.parametrize("fault", [*APPLIED, *NOT_APPLIED], ids=repr)
async def test_a_lost_answer_to_create_is_a_page_and_a_second_run_finishes(fault: Fault) -> None:
    """The page and the last words name what may be left; the next run finds it and goes on."""
    with bench() as here:
        here.fail(Call.CREATE, fault)
        person = Person(here, [go_on, False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert page(person).left_behind == here.serial
        assert here.serial in ending.last_words
        fresh = [LeftoverChoice.FRESH] if fault in APPLIED else []
        assert here.has_unfinished == (fault in APPLIED)
        again = Person(here, [go_on, *fresh, code(here), next_code(here)])
        assert (await tell(here, again)).kind is EndingKind.ENABLED


@pytest.mark.parametrize("fault", [*APPLIED, *NOT_APPLIED], ids=repr)
async def test_a_lost_answer_to_create_can_be_tried_again_at_once(fault: Fault) -> None:
    """From the page the story starts anew within the same run."""
    with bench() as here:
        here.fail(Call.CREATE, fault)
        fresh = [LeftoverChoice.FRESH] if fault in APPLIED else []
        person = Person(here, [go_on, True, go_on, *fresh, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED


@pytest.mark.parametrize("fault", APPLIED, ids=repr)
async def test_an_enable_that_was_done_is_found_in_the_listing(fault: Fault) -> None:
    """Its answer lost, the device is on: the person is not bothered, and Enable is not sent again."""
    with bench() as here:
        here.fail(Call.ENABLE, fault)
        person = Person(here, [go_on, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls[2:] == [Call.CREATE, Call.ENABLE, Call.LIST]
        assert not person.questions(Problem)


@pytest.mark.parametrize("fault", NOT_APPLIED, ids=repr)
async def test_an_enable_that_was_not_done_asks_for_two_new_codes(fault: Fault) -> None:
    """The listing shows that the device is not on: the person is told, and nothing is made anew."""
    with bench() as here:
        here.fail(Call.ENABLE, fault)
        person = Person(here, [go_on, code(here), next_code(here), next_code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls[2:] == [Call.CREATE, Call.ENABLE, Call.LIST, Call.ENABLE, Call.LIST]
        assert "did not arrive" in person.questions(CodeAsk)[2].remark.text


@pytest.mark.parametrize("fault", [*APPLIED, *NOT_APPLIED], ids=repr)
async def test_a_lost_answer_to_delete_on_leaving_names_the_device(fault: Fault) -> None:
    """Deleted or not, nobody knows: the page and the last words say that it may be left."""
    with bench() as here:
        here.fail(Call.DELETE, fault)
        person = Person(here, [go_on, Leave(), LeaveChoice.DELETE, False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert page(person).left_behind == here.serial
        assert here.serial in ending.last_words


async def test_an_enable_that_another_terminal_was_faster_with_is_found_in_the_listing() -> None:
    """AWS then refuses with AccessDenied, by a rule of its own; the listing shows the device, and MFA is on."""
    with bench() as here:

        def late(ask: object) -> object:
            here.practice.devices[here.serial].enabled_at = here.clock()
            return next_code(here)(ask)

        person = Person(here, [go_on, code(here), late])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.ENABLED
        assert not person.questions(Problem)
        assert [received.error for received in here.server.requests][-2:] == ["AccessDenied", ""]
        assert remarks.TURNED_ON_ELSEWHERE.text in ending.last_words


async def test_lost_answers_to_enable_and_to_the_listing_after_it_say_nothing_false() -> None:
    """With neither known, leaving does not say that MFA is off; the next run says what is."""
    with bench() as here:
        here.fail(Call.ENABLE, DropAfter())
        for nth in range(2, 5):
            here.faults.add(Call.LIST, nth=nth, fault=DropBefore())
        person = Person(here, [go_on, code(here), next_code(here), False, LeaveChoice.KEEP])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert here.is_enrolled
        assert here.serial in ending.last_words
        assert (await tell(here, Person(here, []))).kind is EndingKind.ALREADY_ON


async def test_leaving_while_the_listing_is_asked_after_a_lost_answer_says_nothing_false() -> None:
    """The device may be on: the last words tell of the lost answer, and do not say that MFA is off."""
    with bench() as here:
        here.fail(Call.ENABLE, DropAfter())
        person = Person(here, [go_on, code(here), next_code(here), LeaveChoice.KEEP])
        person.on_doing = lambda words: person.leave.set() if words.startswith("Making sure") else None
        ending = await tell(here, person)
        assert here.is_enrolled
        assert ending.kind is EndingKind.PROBLEM
        assert "may have been turned on or not" in ending.last_words


async def test_deleting_on_leaving_finds_out_that_the_device_is_on() -> None:
    """AWS does not delete a device in use: then MFA is on, and that is what the person is told."""
    with bench() as here:
        here.fail(Call.ENABLE, DropAfter())
        person = Person(here, [go_on, code(here), next_code(here), LeaveChoice.DELETE])

        def leave_once(words: str) -> None:
            if words.startswith("Making sure"):
                person.on_doing = None
                person.leave.set()

        person.on_doing = leave_once
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls.count(Call.DELETE) == 1
        assert here.calls.count(Call.ENABLE) == 1
