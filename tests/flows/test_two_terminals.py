"""The same user at two terminals at once."""

import asyncio
from collections.abc import Callable

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP, code_at, time_step
from mfa_enroll.flows.dialogue import (
    CodeAsk,
    DeviceReport,
    EndingKind,
    Leave,
    LeaveChoice,
    Leftover,
    LeftoverChoice,
    Plan,
)
from mfa_enroll.flows.enroll import enroll
from tests.support.bench import Bench, bench
from tests.support.person import Person, go_on, next_code
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

    async def leaving(self, serial: str) -> LeaveChoice:
        """Nobody leaves here."""
        raise AssertionError(serial)

    async def problem(self, problem: Problem) -> bool:
        """Try again, within reason."""
        self.asked.append(problem)
        return len(self.questions(Problem)) < 5


async def together(here: Bench, *choices: LeftoverChoice) -> list[Typist]:
    """Two runs at once, to their ends; both end with MFA on."""
    start = asyncio.Barrier(2)
    people = [Typist(here, choice, start) for choice in choices]
    endings = await asyncio.gather(*(enroll(here.account(), person) for person in people))
    for ending, person in zip(endings, people, strict=True):
        assert ending.kind in {EndingKind.ENABLED, EndingKind.ALREADY_ON}
        assert here.serial in ending.last_words
        assert person.questions(DeviceReport)[0].own.serial == here.serial
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
        ending = await enroll(here.account(), person)
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
        assert (await enroll(here.account(), person)).kind is EndingKind.ENABLED
        assert here.is_enrolled
