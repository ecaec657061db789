"""The same user at two terminals at once."""

import asyncio
from collections.abc import Callable

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import code_at, time_step
from mfa_enroll.domain.troubles.refusals import CodePairRefused, CodeRefused
from mfa_enroll.flows.asks import CodeAsk
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.outcome import MfaDisabled, MfaEnabled, MfaWasOn, NotEnabled
from mfa_enroll.flows.questions import Leftover, LeftoverChoice, Plan, Problem, Task
from mfa_enroll.flows.troubles import DeviceChangedMeanwhile
from tests.support.bench import Bench, bench
from tests.support.person import Ask, Person, code, device, go_on, next_code, pair
from tests.support.story import tell


def typist(here: Bench, choice: LeftoverChoice, start: asyncio.Barrier) -> Person:
    """Someone who starts when the other one does, and types codes of the device as it is then, one by one."""
    step = time_step(here.clock())

    async def otherwise(person: Person, ask: Ask) -> object:
        nonlocal step
        match ask:
            case Plan():
                if len(person.questions(Plan)) == 1:
                    await start.wait()
                return None
            case Leftover():
                return choice
            case CodeAsk():
                step += 1
                return code_at(ask.seed or here.practice.devices[here.serial].seed, step)
            case Problem():
                return len(person.troubles) < 5
        return Task.DONE

    return Person(here, otherwise=otherwise)


@pytest.mark.parametrize("choice", LeftoverChoice)
async def test_both_end_with_one_device_on(choice: LeftoverChoice) -> None:
    """One device is turned on once, and both are told so: whoever came second types its codes, too, or makes it anew.

    Though each may then delete the other's, nobody deletes one that is on.
    """
    with bench() as here:
        start = asyncio.Barrier(2)
        both = [tell(here, typist(here, choice, start), crowded=True) for _ in range(2)]
        for outcome in await asyncio.gather(*both):
            assert isinstance(outcome, MfaEnabled | MfaWasOn)
        assert list(here.practice.devices) == [here.serial]
        assert here.is_enrolled
        assert [each.status for each in here.server.requests if each.call == Call.ENABLE].count(200) == 1
        assert choice is LeftoverChoice.FRESH or Call.DELETE not in here.calls


async def test_a_device_that_was_replaced_under_the_persons_hands() -> None:
    """Right codes refused twice lead to a page, and from there to the device that is there now."""
    with bench() as here:

        def replace(ask: object) -> Secret:
            here.practice.add_device(here.serial)
            return next_code(here)(ask)

        def of_the_new_one(ahead: int) -> Callable[[object], Secret]:
            return lambda _ask: code_at(here.practice.devices[here.serial].seed, time_step(here.clock()) + ahead)

        again = [True, go_on, LeftoverChoice.SCANNED, of_the_new_one(0), of_the_new_one(1)]
        person = Person(here, [go_on, next_code(here), replace, *pair(here), *again])
        assert isinstance(await tell(here, person), MfaEnabled)
        assert isinstance(person.incident.trouble, CodePairRefused)
        assert person.incident.left_behind == here.serial
        assert here.calls.count(Call.ENABLE) == 3


async def replaced_elsewhere(here: Bench) -> None:
    """Another run of the same user replaces the device from beginning to end."""
    script = [Task.REPLACE, device("alice"), next_code(here), True, *pair(here)]
    assert isinstance(await tell(here, Person(here, script)), MfaEnabled)


async def removed_elsewhere(here: Bench) -> None:
    """Another run turns it off."""
    assert isinstance(await tell(here, Person(here, [Task.REMOVE, True, next_code(here)])), MfaDisabled)


@pytest.mark.parametrize("task", [Task.REPLACE, Task.REMOVE])
async def test_a_device_that_the_other_terminal_has_just_turned_on_stays(task: Task) -> None:
    """Whoever agreed to lose the old device has not agreed to lose the new one: a page says so, and it stays on."""
    with bench(enrolled=True) as here:

        async def agree(_question: object) -> bool:
            await replaced_elsewhere(here)
            return True

        async def late(_ask: object) -> Secret:
            typed = code(here)(None)
            await replaced_elsewhere(here)
            return typed

        asked = [device("alice"), code(here), agree] if task is Task.REPLACE else [True, late, next_code(here)]
        person = Person(here, [task, *asked, True])
        assert isinstance(await tell(here, person), MfaWasOn)
        assert person.incident.trouble == DeviceChangedMeanwhile(user=here.practice.user)
        assert here.calls.count(Call.DEACTIVATE) == 1
        assert here.is_enrolled


async def test_agreeing_to_replace_what_the_other_terminal_has_removed() -> None:
    """There is nothing to take away any more, and a new device is turned on as agreed."""
    with bench(enrolled=True) as here:

        async def agree(_question: object) -> bool:
            await removed_elsewhere(here)
            return True

        person = Person(here, [Task.REPLACE, device("alice"), code(here), agree, *pair(here)])
        assert isinstance(await tell(here, person), MfaEnabled)
        assert list(here.practice.devices) == [here.serial]
        here.clock.advance(60)
        here.practice.verification.verify(here.serial, code(here)(None).reveal(), here.clock())


async def test_a_new_device_taken_over_at_the_other_terminal() -> None:
    """The second run makes the unfinished one anew and turns that on: the listing shows it, and both end with it."""
    with bench(enrolled=True) as here:

        async def late(ask: object) -> Secret:
            assert isinstance(ask, CodeAsk)
            assert ask.seed
            other = Person(here, [go_on, LeftoverChoice.FRESH, *pair(here)])
            assert isinstance(await tell(here, other), MfaEnabled)
            return code_at(ask.seed, time_step(here.clock()) - 1)

        person = Person(here, [Task.REPLACE, device("alice"), code(here), True, next_code(here), late])
        assert isinstance(await tell(here, person), MfaEnabled)
        assert not person.troubles
        assert here.calls.count(Call.ENABLE) == 2


async def test_removing_what_was_removed_meanwhile() -> None:
    """No code of the device works any more: a page says so, and trying again finds out that nothing is on."""
    with bench(enrolled=True, sts_delay=0) as here:

        async def late(ask: object) -> Secret:
            await removed_elsewhere(here)
            return next_code(here)(ask)

        person = Person(here, [Task.REMOVE, True, late, *[next_code(here)] * 4, True, Leave()])
        outcome = await tell(here, person)
        assert isinstance(outcome, NotEnabled)
        assert isinstance(person.incident.trouble, CodeRefused)
        assert len(person.questions(Plan)) == 1
        assert here.calls.count(Call.DEACTIVATE) == 1
