"""The same user at two terminals at once."""

import asyncio
from collections.abc import Callable

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP, code_at, time_step
from mfa_enroll.flows.dialogue import Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.flows.questions import (
    CodeAsk,
    DeviceReport,
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    Plan,
    Task,
)
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import assert_no_secret, assert_truthful, assert_within_force_mfa


class Typist(Person):
    """Starts when the other one does, and types codes of the device as it is in the account then, one by one."""

    def __init__(self, bench: Bench, choice: LeftoverChoice, start: asyncio.Barrier) -> None:
        super().__init__(bench, [])
        self._choice = choice
        self._start = start
        self._step = time_step(bench.clock())

    async def approve(self, plan: Plan) -> None:
        """Wait for the other one, the first time."""
        self.asked.append(plan)
        if len(self.questions(Plan)) == 1:
            await self._start.wait()

    async def leftover(self, leftover: Leftover) -> LeftoverChoice:
        """As ever."""
        self.asked.append(leftover)
        return self._choice

    async def code(self, ask: CodeAsk) -> Secret:
        """The code of the entry on this one's phone: of the QR code shown, or of the device that is there."""
        self.asked.append(ask)
        self._step += 1
        seed = ask.seed or self.bench.practice.devices[self.bench.serial].seed
        self.typed.append(code_at(seed, self._step))
        return self.typed[-1]

    async def leaving(self, leaving: Leaving) -> LeaveChoice:
        """Nobody leaves here."""
        raise AssertionError(leaving)

    async def problem(self, problem: Problem) -> bool:
        """Try again, within reason."""
        self.asked.append(problem)
        return len(self.questions(Problem)) < 5


async def together(here: Bench, *choices: LeftoverChoice) -> list[Typist]:
    """Two runs at once, to their ends; both end with MFA on."""
    start = asyncio.Barrier(2)
    people = [Typist(here, choice, start) for choice in choices]
    endings = await asyncio.gather(*(enroll(here.account(), person, here.profiles) for person in people))
    for ending, person in zip(endings, people, strict=True):
        assert ending.kind in {EndingKind.ENABLED, EndingKind.ALREADY_ON}
        assert here.serial in ending.last_words
        (last_page,) = person.questions(DeviceReport) + person.questions(Home)
        assert last_page.own.serial == here.serial
        assert_truthful(here, ending)
        assert_no_secret(here, person, ending)
    assert_within_force_mfa(here)
    assert list(here.practice.devices) == [here.serial]
    assert here.is_enrolled
    enabled = [each for each in here.server.requests if each.call == Call.ENABLE and each.status == 200]
    assert len(enabled) == 1
    return people


async def test_both_finish_one_device() -> None:
    """One device is made and turned on once; who came second types its codes too, and both are told that MFA is on."""
    with bench() as here:
        await together(here, LeftoverChoice.SCANNED, LeftoverChoice.SCANNED)
        assert Call.DELETE not in here.calls


async def test_both_want_a_device_of_their_own() -> None:
    """Though each may delete the other's, one device is on in the end, and both are told so."""
    with bench() as here:
        await together(here, LeftoverChoice.FRESH, LeftoverChoice.FRESH)


async def test_a_device_that_was_replaced_under_the_persons_hands() -> None:
    """Right codes refused twice lead to a page, and from there to the device that is there now."""
    with bench() as here:
        replaced = asyncio.Event()
        pair = [next_code(here), next_code(here)]

        def replace(ask: object) -> Secret:
            here.practice.add_device(here.serial)
            replaced.set()
            return next_code(here)(ask)

        def of_the_new_one(ahead: int) -> Callable[[object], Secret]:
            return lambda _ask: code_at(here.practice.devices[here.serial].seed, int(here.clock() // STEP) + ahead)

        again = [True, go_on, LeftoverChoice.SCANNED, of_the_new_one(0), of_the_new_one(1)]
        person = Person(here, [go_on, pair[0], replace, *pair, *again])
        ending = await enroll(here.account(), person, here.profiles)
        assert replaced.is_set()
        assert ending.kind is EndingKind.ENABLED
        assert here.is_enrolled
        assert not person.script
        assert person.questions(Problem)[0].left_behind == here.serial
        assert here.calls.count(Call.ENABLE) == 3


async def test_who_leaves_does_not_delete_what_the_other_turned_on() -> None:
    """Deleting on leaving is refused by AWS where the other one was faster; that MFA is on is then what is said."""
    with bench() as here:

        def leave(_ask: object) -> Leave:
            here.practice.devices[here.serial].enabled_at = here.clock()
            return Leave()

        person = Person(here, [go_on, leave, LeaveChoice.DELETE])
        assert (await enroll(here.account(), person, here.profiles)).kind is EndingKind.ENABLED
        assert here.is_enrolled


async def replaced_elsewhere(here: Bench) -> None:
    """Another run of the same user replaces the device from beginning to end."""
    script = [Task.REPLACE, device("alice"), next_code(here), True, *pair(here)]
    assert (await enroll(here.account(), Person(here, script), here.profiles)).kind is EndingKind.ENABLED


async def removed_elsewhere(here: Bench) -> None:
    """Another run turns it off."""
    script = [Task.REMOVE, True, next_code(here)]
    assert (await enroll(here.account(), Person(here, script), here.profiles)).kind is EndingKind.REMOVED


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
        person = Person(here, [task, *asked, True, Task.DONE])
        ending = await enroll(here.account(), person, here.profiles)
        assert ending.kind is EndingKind.ALREADY_ON
        assert not person.script
        assert "stays on" in person.questions(Problem)[0].happened
        assert here.calls.count(Call.DEACTIVATE) == 1
        assert here.is_enrolled
        assert_within_force_mfa(here)


async def test_agreeing_to_replace_what_the_other_terminal_has_removed() -> None:
    """There is nothing to take away any more, and a new device is turned on as agreed."""
    with bench(enrolled=True) as here:

        async def agree(_question: object) -> bool:
            await removed_elsewhere(here)
            return True

        person = Person(here, [Task.REPLACE, device("alice"), code(here), agree, *pair(here), Task.DONE])
        ending = await enroll(here.account(), person, here.profiles)
        assert not person.script
        assert ending.kind is EndingKind.ENABLED
        assert_truthful(here, ending)
        assert_within_force_mfa(here)
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
            assert (await enroll(here.account(), other, here.profiles)).kind is EndingKind.ENABLED
            return code_at(ask.seed, time_step(here.clock()) - 1)

        script = [Task.REPLACE, device("alice"), code(here), True, next_code(here), late, Task.DONE]
        person = Person(here, script)
        ending = await enroll(here.account(), person, here.profiles)
        assert not person.script
        assert ending.kind is EndingKind.ENABLED
        assert_truthful(here, ending)
        assert_within_force_mfa(here)
        assert not person.questions(Problem)
        assert here.calls.count(Call.ENABLE) == 2


async def test_removing_what_was_removed_meanwhile() -> None:
    """No code of the device works any more: a page says so, and trying again finds out that nothing is on."""
    with bench(enrolled=True, sts_delay=0) as here:

        async def late(ask: object) -> Secret:
            await removed_elsewhere(here)
            return next_code(here)(ask)

        codes = [late, *[next_code(here)] * 4]
        person = Person(here, [Task.REMOVE, True, *codes, True, Leave()])
        ending = await enroll(here.account(), person, here.profiles)
        assert not person.script
        assert ending.kind is EndingKind.LEFT
        assert len(person.questions(Plan)) == 1
        assert_truthful(here, ending)
        assert here.calls.count(Call.DEACTIVATE) == 1
