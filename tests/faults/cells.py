"""One cell: a story in which one thing goes wrong, told to its end, and told again without."""

from dataclasses import dataclass, replace

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.outcome import Deletion, Ending, Outcome
from tests.faults.kinds import Kind
from tests.faults.stage import Stage
from tests.faults.stories import Story
from tests.faults.table import RECOVERED, TOLD, UNNOTICED
from tests.support.answering import Aim, Sensible
from tests.support.bench import Bench
from tests.support.person import Person
from tests.support.story import account_of, story_of, tell

SOME_TIME = 600
"""Seconds between the first run and the next: by then all of AWS has heard of everything."""

_SHORT, _LONG = 0.35, 20.0
"""Seconds for which an answer is waited for."""

Seeds = dict[str, Secret]


@dataclass(frozen=True, slots=True)
class Run:
    """A run with its calls, how it ended, whether its aim was reached, and whether the person gave up."""

    person: Person
    calls: list[str]
    outcome: Outcome
    reached: bool
    gave_up: bool


async def untroubled(stage: Stage, story: Story) -> Run:
    """A run in which nothing goes wrong."""
    with stage.bench(**account_of(story.begin)) as here:
        story.prepare(here)
        return await _run(here, story, story.aim, _seeds(here))


async def outcome(stage: Stage, story: Story, call: Call, nth: int, kind: Kind) -> str:
    """Let a request of a story go wrong, and say what became of it, having made sure that all is well."""
    with stage.bench(**account_of(story.begin)) as here:
        story.prepare(here)
        before = _seeds(here)
        if kind.prepare:
            kind.prepare(here)
        if kind.fault:
            here.faults.add(call, nth=nth, times=kind.times, fault=kind.fault)
        first = await _run(here, story, story.aim, before, patience=1, read=_SHORT if kind.is_time_out else _LONG)
        assert (call, nth) not in here.faults.pending(), "the request was never made"
        result = _became(story, first)
        await _again(here, story, first, before)
        return result


async def _again(here: Bench, story: Story, first: Run, before: Seeds) -> None:
    aim = story.later or (replace(story.aim, at_home=()) if first.reached else story.aim)
    second = await _run(here, replace(story, reached=story.then or story.reached), aim, before)
    assert not second.person.troubles, f"the second run met {second.person.troubles}"
    assert second.outcome.ending is not Ending.PROBLEM
    assert second.reached, f"the second run did not get there: {second.outcome}"


async def _run(  # noqa: PLR0913 - a story, by whom, and in what circumstances
    here: Bench, story: Story, aim: Aim, before: Seeds, *, patience: int = 0, read: float = _LONG
) -> Run:
    sensible = Sensible(aim, patience)
    person = Person(here, otherwise=sensible)
    outcome = await tell(here, person, here.account(read=read), story_of(story.begin))
    calls = here.calls
    here.faults.clear()
    here.clock.advance(SOME_TIME)
    return Run(person, calls, outcome, await story.reached(here, before), sensible.gave_up_at is not None)


def _became(story: Story, run: Run) -> str:
    """What became of the first run."""
    not_found = not getattr(run.outcome, "found", True) or getattr(run.outcome, "deletion", None) is Deletion.NOT_FOUND
    denied = getattr(run.outcome, "undeletable", False)
    if run.outcome.ending is Ending.PROBLEM or run.gave_up or not_found or denied:
        return TOLD
    assert type(run.outcome) is story.ends, f"ended as {run.outcome}"
    assert run.reached, f"claims to have got there: {run.outcome}"
    return RECOVERED if run.person.troubles else UNNOTICED


def _seeds(here: Bench) -> Seeds:
    return {device.serial: device.seed for device in here.practice.enabled_devices()}
