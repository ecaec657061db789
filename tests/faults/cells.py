"""One cell: a story in which one thing goes wrong, told to its end, and told again without."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.connection import Connection
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.flows.questions import Tone
from tests.faults.answering import Answering
from tests.faults.kinds import Kind
from tests.faults.stage import Stage
from tests.faults.stories import Seeds, Story, password_that_holds
from tests.faults.table import RECOVERED, TOLD, UNNOTICED
from tests.support.bench import Bench
from tests.support.story import checked, names

T = TypeVar("T")

SOME_TIME = 600
"""Seconds between the first run and the next: by then all of AWS has heard of everything."""

_SHORT = Timeouts(connect=5, read=0.35)
_LONG = Timeouts(connect=5, read=20)


class AccountOnTheWay(AwsAccount):
    """The account, to which there is no connection where the script says so."""

    def __init__(self, here: Bench, timeouts: Timeouts, options: Options | None = None) -> None:
        self._here = here
        given = options or Options(
            endpoint_url=here.server.url,
            access_key_id=here.practice.access_key_id,
            secret_access_key=here.practice.secret_access_key,
        )
        super().__init__(given, timeouts, here.clock)

    def in_session(self, keys: SessionKeys) -> AwsAccount:
        """Likewise in a session."""
        inside = AccountOnTheWay(self._here, self._timeouts, replace(self._options, session_keys=keys))
        inside._clock = self._clock
        return inside

    async def _call(self, call: Call, answer: Callable[[Connection], T]) -> T:
        if not self._here.faults.refuses(call):
            return await super()._call(call, answer)
        with self._here.server.unplugged():
            return await super()._call(call, answer)


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its person, how it ended, and whether its aim was reached."""

    person: Answering
    ending: Ending
    reached: bool


async def untroubled(stage: Stage, story: Story) -> tuple[Run, list[str]]:
    """A run in which nothing goes wrong, and the calls that it made."""
    with stage.bench(**story.account) as here:
        story.prepare(here)
        before = _seeds(here)
        person, ending = await _run(here, story, Answering(here, story.aim, tries_again=0), _LONG)
        calls = here.calls
        return Run(person, ending, await story.reached(here, before)), calls


async def outcome(stage: Stage, story: Story, call: Call, nth: int, kind: Kind) -> str:
    """Let a request of a story go wrong, and say what became of it, having made sure that all is well."""
    with stage.bench(**story.account) as here:
        story.prepare(here)
        before = _seeds(here)
        if kind.prepare:
            kind.prepare(here)
        if kind.fault:
            here.faults.add(call, nth=nth, times=kind.times, fault=kind.fault)
        timeouts = _SHORT if kind.is_time_out else _LONG
        person, ending = await _run(here, story, Answering(here, story.aim, tries_again=1), timeouts)
        assert (call, nth) not in here.faults.pending(), "the request was never made"
        here.faults.clear()
        here.clock.advance(SOME_TIME)
        first = Run(person, ending, await story.reached(here, before))
        assert_unasked_nothing_is_off(here, first, before)
        assert_next_step(first)
        result = _outcome(here, story, first)
        await _again(here, story, first, before)
        return result


async def _again(here: Bench, story: Story, first: Run, before: Seeds) -> None:
    aim = story.later or (replace(story.aim, at_home=()) if first.reached else story.aim)
    second = Answering(here, aim, tries_again=0, password=password_that_holds(here))
    _, ending = await _run(here, story, second, _LONG)
    assert not second.questions(Problem), f"the second run met {second.questions(Problem)[0].title!r}"
    assert ending.kind is not EndingKind.PROBLEM
    reached = story.then or story.reached
    assert await reached(here, before), f"the second run did not get there: {ending.last_words}"


async def _run(here: Bench, story: Story, person: Answering, timeouts: Timeouts) -> tuple[Answering, Ending]:
    ending = await checked(here, person, story.told(here, AccountOnTheWay(here, timeouts), person))
    # A countdown is to the next code of a phone, whatever time AWS claims it to be.
    assert all(seconds <= STEP + 1 for seconds in person.countdowns), f"a countdown from {max(person.countdowns)} s"
    return person, ending


def _outcome(here: Bench, story: Story, run: Run) -> str:
    """What became of the first run."""
    words, person = run.ending.last_words, run.person
    if run.ending.kind is EndingKind.PROBLEM:
        # A page, word for word, with its steps.
        assert any(f"{who.value}:\n1. " in words for who in Who)
        return TOLD
    if person.gave_up_at is not None:
        assert person.gave_up_at.tone is Tone.WARNING
        return TOLD
    assert run.ending.kind is story.ends, f"ended as {run.ending.kind}: {words}"
    if "AWS does not find" in words:
        assert names(here.serial, words)
        return TOLD
    assert run.reached, f"claims to have got there: {words}"
    return RECOVERED if person.questions(Problem) else UNNOTICED


def assert_unasked_nothing_is_off(here: Bench, run: Run, before: Seeds) -> None:
    """Each device that was on still is, but for the user's own where they agreed to have it taken away."""
    for serial, seed in before.items():
        if serial != here.serial or not run.person.consents:
            device = here.practice.devices.get(serial)
            assert device is not None
            assert device.seed == seed
            assert device.enabled_at is not None


def assert_next_step(run: Run) -> None:
    """Each page says what happened and what to do next, and so do the last words of who left from one."""
    for problem in run.person.questions(Problem):
        assert problem.title
        assert problem.happened
        assert problem.steps
    left_from = run.person.asked[-1]
    if isinstance(left_from, Problem):
        assert run.ending.kind is EndingKind.PROBLEM
        assert left_from.title in run.ending.last_words
        assert all(step in run.ending.last_words for step in left_from.steps)


def _seeds(here: Bench) -> Seeds:
    return {device.serial: device.seed for device in here.practice.enabled_devices()}
