"""Any sequence of runs, answers, faults, interruptions and clock jumps, with a second terminal at the same time.

The sequences are the same each time. ``HYPOTHESIS_PROFILE=search`` looks for new ones, as many as ``SEQUENCES`` says:

    HYPOTHESIS_PROFILE=search SEQUENCES=100000 timeout 1h pytest -n 0 tests/stateful
"""

import asyncio
import os
import random
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.outcome import MfaEnabled, MfaWasOn, Outcome, SessionStarted
from mfa_enroll.flows.questions import Task
from mfa_enroll.practice.account import PracticeAccount
from tests.stateful.answers import answers
from tests.stateful.standing import STORIES, Answered, Run, Sending
from tests.stateful.surroundings import CLOCKS, DRIFTS, FAULTS, JUMPS, OwnPhone, StillClock
from tests.support.bench import set_up
from tests.support.faults import Fault, Faults
from tests.support.hearing import Moment, Sent
from tests.support.invariants import assert_ended_well, assert_only_what_was_asked
from tests.support.watched import WatchedServer

_SEARCH = os.environ.get("HYPOTHESIS_PROFILE") == "search"
_MOST_STEPS = 400
_TRIES_FORGOTTEN = 300
"""Seconds after which AWS counts tries of codes anew."""


_TWO = {"enrolled": True, "others": 1}

AIMS = st.sampled_from([*Task, *[Task.REPLACE] * 4, *[Task.REMOVE, Task.ADD, Task.RESYNC] * 2])
"""What people come for: more often what takes more steps, so that something comes between as often."""


class Sequences(RuleBasedStateMachine):
    """One account, up to two terminals, one phone, and whatever can happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._loop = asyncio.new_event_loop()
        self._stack.callback(self._loop.close)
        self._stack.callback(self._kill_all)
        self._runs: list[Run] = []
        self._under_way: list[tuple[Run, Sending]] = []
        self._phone: OwnPhone
        self._wrong_by = 0.0

    @initialize(
        begins=st.sampled_from([{}, {"leftover": True}, {"others": 1}, *[{"enrolled": True}] * 2, _TWO]),
        password=st.booleans(),
        aim=AIMS,
    )
    def an_account(self, begins: dict[str, Any], aim: Task, *, password: bool) -> None:
        """Set up an account of someone at any stage, who comes for something."""
        clock, faults = StillClock(), Faults()
        practice = PracticeAccount(
            clock=clock,
            random_bytes=random.Random(7).randbytes,  # noqa: S311 - the same each time
            password=Secret("Old-password-1") if password else None,
            **begins,
        )
        server = self._stack.enter_context(WatchedServer(practice, faults=faults))
        self._phone = OwnPhone(clock)
        self.here = self._stack.enter_context(set_up(practice, server, faults, clock, self._phone))
        self.start("enroll", aim)

    @precondition(lambda self: len(self._runs) < 2)
    @rule(story=st.sampled_from([*["enroll"] * 5, *STORIES]), aim=AIMS)
    def start(self, story: str, aim: Task) -> None:
        """Start a command in a terminal that is free."""
        run = Run(self.here, story, aim, self._loop, lambda: self.here.clock() + self._wrong_by)
        self._runs.append(run)

    @precondition(lambda self: self._runs)
    @rule(terminal=st.integers(0, 1), steps=st.sampled_from([1, 2, 5, 12, 60]))
    def go_on(self, terminal: int, steps: int) -> None:
        """Let a run get some way, by someone sensible."""
        self._some_way(self._run(terminal), steps)

    @precondition(lambda self: self._runs)
    @rule(terminal=st.integers(0, 1), call=st.sampled_from([call for call in Call if call.is_change]))
    def come_to(self, terminal: int, call: Call) -> None:
        """Let a run get, by someone sensible, to where it is about to send a change; to its end if it sends none."""
        run = self._run(terminal)
        for _ in range(_MOST_STEPS):
            if run.outcome is not None or (isinstance(run.at, Sending) and run.at.sent.call is call):
                break
            self._move(run)

    @precondition(lambda self: self._runs)
    @rule(terminal=st.integers(0, 1), choice=st.integers(0, 11), steps=st.sampled_from([0, 0, 3, 8, 20]))
    def answer(self, terminal: int, choice: int, steps: int) -> None:
        """Answer in any way, and get some way from there."""
        run = self._run(terminal)
        possible = answers(self.here, run)
        name = list(possible)[choice % len(possible)]
        note(f"{run.story} at {type(run.at).__name__}: {name}")
        self._move(run, possible[name])
        self._some_way(run, steps)

    @precondition(lambda self: self._runs)
    @rule(terminal=st.integers(0, 1), how=st.sampled_from(["leave", "kill", "hang up"]), under_way=st.booleans())
    def interrupt(self, terminal: int, how: str, *, under_way: bool) -> None:
        """Ask to leave in the middle of a call, kill the process, or close its terminal."""
        run = self._run(terminal)
        if how == "kill":
            run.kill(under_way=under_way)
            self._runs.remove(run)
        elif how == "hang up":
            run.hang_up(under_way=under_way)
            assert run.outcome is not None, "it goes on without anyone there"
        elif isinstance(run.at, Sending | Answered):
            run.wish_to_leave()
        self._look_at(run)

    @precondition(lambda self: self._under_way)
    @rule()
    def arrive(self) -> None:
        """A call arrives for whose answer nobody waits any more."""
        run, sending = self._under_way.pop(0)
        before = Moment.now(self.here)
        self._loop.run_until_complete(_unheard(sending))
        self._compare(before, sending.sent)
        assert_only_what_was_asked(run.witness)

    @rule(call=st.sampled_from([None, *Call]), fault=FAULTS, times=st.sampled_from([1, 1, 3, 9]))
    def fail(self, call: Call | None, fault: Fault, times: int) -> None:
        """Let the next requests of a call fail; if none is named, of one that is about to be sent."""
        sending = [run.at.sent.call for run in self._runs if isinstance(run.at, Sending)]
        call = call or next(iter(sending), Call.ENABLE)
        if all(other != call for other, _ in self.here.faults.pending()):
            self.here.faults.add(call, nth=self.here.faults._seen[call] + 1, times=times, fault=fault)

    @rule(passes=st.none() | JUMPS, drift=st.none() | DRIFTS, clock=st.none() | CLOCKS, lost=st.sampled_from([0, 0, 1]))
    def meanwhile(self, passes: float | None, drift: float | None, clock: float | None, lost: int) -> None:
        """Time passes, clocks are set, and phones are lost with what is on them."""
        self.here.clock.advance(passes or 0)
        if lost:
            self.here.phone = self._phone = OwnPhone(self.here.clock)
        if drift is not None:
            self.here.phone.drift = drift
        if clock is not None:
            self._wrong_by = clock

    def teardown(self) -> None:
        """Everyone leaves, nothing fails any more, and the next run gets there."""
        with self._stack:
            for run in list(self._runs):
                self._leave(run)
            self.here.faults.clear()
            while self._under_way:
                self.arrive()
            self._finish()

    def _finish(self) -> None:
        """A plain run ends with MFA on. Where the phone is still the one it was turned on with, a session starts."""
        outcome = self._sensibly("enroll")
        assert isinstance(outcome, MfaEnabled | MfaWasOn), outcome
        assert self.here.practice.enabled_devices()
        if not self.here.is_enrolled:
            return
        device = self.here.practice.devices[self.here.serial]
        if not self._phone.look_up(device.seed):
            return
        self.here.phone.drift = device.offset * STEP
        self.here.clock.advance(_TRIES_FORGOTTEN)
        outcome = self._sensibly("session")
        assert isinstance(outcome, SessionStarted), outcome

    def _kill_all(self) -> None:
        for run in self._runs:
            run.kill(under_way=False)

    def _sensibly(self, story: str) -> Outcome:
        self.start(story, Task.DONE)
        (run,) = self._runs
        for _ in range(_MOST_STEPS):
            if run.outcome is not None:
                return run.outcome
            self._move(run)
        raise AssertionError("the story goes in circles")

    def _leave(self, run: Run) -> None:
        for _ in range(_MOST_STEPS):
            if run.outcome is not None:
                return
            self._move(run, lambda: None if isinstance(run.at, Sending | Answered) else Leave())
        raise AssertionError("there is no way out")

    def _some_way(self, run: Run, steps: int) -> None:
        for _ in range(steps):
            if run.outcome is None:
                self._move(run)

    def _run(self, terminal: int) -> Run:
        return self._runs[terminal % len(self._runs)]

    def _move(self, run: Run, answer: Callable[[], object] | None = None) -> None:
        """Move a run on with this answer, or else sensibly."""
        before, at = Moment.now(self.here), run.at
        if answer:
            run.go(answer())
        else:
            run.go_sensibly()
        self._compare(before, at.sent if isinstance(at, Sending) else None)
        self._look_at(run)

    def _look_at(self, run: Run) -> None:
        self._under_way += [(run, sending) for sending in run.stand.under_way]
        run.stand.under_way.clear()
        assert_only_what_was_asked(run.witness)
        if run.outcome is not None:
            self._runs.remove(run)
            assert_ended_well(run.person, run.outcome)

    def _compare(self, before: Moment, sent: Sent | None) -> None:
        """A device that is off, or gone, is so by a call that AWS carried out. All other runs see it."""
        after = Moment.now(self.here)
        done = sent.call if sent and any(not received.error for received in sent.received) else None
        if any(after.on.get(serial) != since for serial, since in before.on.items()):
            assert done is Call.DEACTIVATE
        if any(after.there.get(serial) is not seed for serial, seed in before.there.items()):
            assert done is Call.DELETE
        for run in self._runs:
            run.witness.look(mine=False)


async def _unheard(sending: Sending) -> None:
    with suppress(CallFailed):
        await sending.arrive()


TestSequences = Sequences.TestCase
TestSequences.settings = settings(
    deadline=None,
    database=None,
    derandomize=not _SEARCH,
    print_blob=_SEARCH,
    phases=[Phase.generate, Phase.shrink],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
    max_examples=int(os.environ.get("SEQUENCES", "40")),
    stateful_step_count=40,
)
