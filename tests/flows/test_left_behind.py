"""A device that this run has left, or may have left, in AWS is named wherever the person leaves then."""

from collections.abc import Callable

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.dialogue import Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import Task
from mfa_enroll.practice.faults import DropAfter, DropBefore, Fault, Refuse
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, device, go_on, pair
from tests.support.story import names, tell

AGAIN, NO_MORE = True, False
"""Answers to a page that says what did not work."""


def replacing(here: Bench, *rest: object) -> Person:
    """Someone who moves to a new phone."""
    return Person(here, [Task.REPLACE, device("alice"), code(here), True, *rest])


def adding(here: Bench, *rest: object) -> Person:
    """Someone who turns on a device beside others."""
    return Person(here, [Task.ADD, None, code(here), *rest])


@pytest.mark.parametrize("fault", [Refuse("Throttling"), Refuse("EntityAlreadyExists")], ids=repr)
async def test_leaving_in_a_pause_after_a_deletion_without_an_answer(fault: Fault) -> None:
    """The old device may be there still."""
    with bench(enrolled=True) as here:
        here.fail(Call.DELETE, DropBefore())
        here.fail(Call.CREATE, fault, times=9)
        person = replacing(here)
        person.on_pause = lambda _pause: person.leave.set()
        ending = await tell(here, person)
        assert here.has_unfinished
        assert names(here.serial, ending.last_words)


async def test_no_new_device_after_a_deletion_without_an_answer() -> None:
    """So it may where the new one is refused; where AWS has said that it is gone, nothing is named."""
    for fault, may_be_there in ((DropBefore(), True), (None, False)):
        with bench(enrolled=True) as here:
            if fault:
                here.fail(Call.DELETE, fault)
            here.fail(Call.CREATE, Refuse("AccessDenied"))
            ending = await tell(here, replacing(here, NO_MORE))
            assert ending.kind is EndingKind.PROBLEM
            assert ("may be left in AWS" in ending.last_words) is may_be_there


@pytest.mark.parametrize("last", [Leave(), True])
async def test_a_deactivation_of_which_nothing_is_known(last: object) -> None:
    """Off, and with nobody's name on it: it is named on the page, and after another try as well."""
    with bench(enrolled=True) as here:
        here.fail(Call.DEACTIVATE, DropAfter())
        for nth in range(3, 6):
            here.faults.add(Call.LIST, nth=nth, fault=DropBefore())
        ending = await tell(here, replacing(here, last, *([Leave()] if last is True else [])))
        assert here.has_unfinished
        assert names(here.serial, ending.last_words)


@pytest.mark.parametrize("way", [adding, replacing])
async def test_from_the_home_page(way: Callable[..., Person]) -> None:
    """Other devices are on, so trying again leads home: the words there name it, too."""
    with bench(enrolled=way is replacing, others=1) as here:
        here.fail(Call.CREATE, DropAfter())
        ending = await tell(here, way(here, AGAIN, Task.DONE))
        assert here.has_unfinished
        assert names(here.serial, ending.last_words)


async def test_after_codes_that_were_refused() -> None:
    """Likewise where AWS would not take two pairs of codes."""
    with bench(others=1) as here:
        here.fail(Call.ENABLE, Refuse("InvalidAuthenticationCode"), times=2)
        ending = await tell(here, adding(here, *pair(here), *pair(here), AGAIN, Task.DONE))
        assert here.has_unfinished
        assert names(here.serial, ending.last_words)


async def test_not_once_it_is_on() -> None:
    """A second terminal finished it meanwhile: nothing is said to be left."""
    with bench() as here:
        here.fail(Call.CREATE, DropAfter())

        def finished(_: object) -> bool:
            here.enable(here.serial)
            return True

        ending = await tell(here, Person(here, [go_on, finished, Task.DONE]))
        assert ending.kind is EndingKind.ALREADY_ON
        assert "may be left" not in ending.last_words
