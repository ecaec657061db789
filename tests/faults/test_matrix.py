"""Every story × request × fault."""

import asyncio
from collections.abc import Callable

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.questions import Task
from tests.faults.cells import outcome, untroubled
from tests.faults.kinds import kinds
from tests.faults.stage import Stage
from tests.faults.stories import STORIES
from tests.faults.table import CELL

REQUESTS = [(name, place) for name, story in STORIES.items() for place in range(len(story.requests))]


@pytest.mark.parametrize("name", STORIES)
async def test_a_story_without_faults(name: str, stages: list[Stage]) -> None:
    """The matrix has a row for each request that the story makes, and no other; without faults it ends well."""
    story = STORIES[name]
    run = await untroubled(stages[0], story)
    assert run.calls == [call for call, _ in story.requests]
    assert type(run.outcome) is story.ends
    assert not run.person.troubles
    assert run.reached


def test_every_story_is_there() -> None:
    """Each call that the program makes, and each task that it offers, is in some story."""
    assert {call for story in STORIES.values() for call, _ in story.requests} == set(Call)
    tasks = {task for story in STORIES.values() for task in (*story.aim.at_home, story.aim.afterwards)}
    assert tasks == set(Task)


@pytest.mark.wide
@pytest.mark.parametrize(("name", "place"), REQUESTS)
async def test_whatever_goes_wrong(
    name: str, place: int, stages: list[Stage], record_property: Callable[[str, object], None]
) -> None:
    """A run with a fault tells the truth and loses nothing, and the run after it comes to its end."""
    story = STORIES[name]
    call, nth = story.requests[place]
    start = [position for position, (each, _) in enumerate(story.requests) if each is Call.START_SESSION] or [place]
    cells = kinds(call, in_session=start[0] < place, session_next=place < start[0])
    failed: list[Exception] = []

    async def one_after_another(stage: Stage) -> None:
        for kind in cells:
            try:
                result = await outcome(stage, story, call, nth, kind)
            except Exception as error:  # noqa: BLE001 - nothing is swallowed: all are raised together
                error.add_note(f"{name}, request {nth} of {call}: {kind.fault} × {kind.times}")
                failed.append(error)
            else:
                record_property(CELL, [name, kind.group, result])

    await asyncio.gather(*map(one_after_another, stages))
    if failed:
        raise ExceptionGroup(f"{len(failed)} cells failed", failed)
