"""The first answer of each question is the one that loses nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows import questions
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.questions import Question, Task
from tests.support.bench import Bench, bench
from tests.support.faults import Refuse
from tests.support.hearing import Moment
from tests.support.person import Person, code, device, go_on, pair
from tests.support.story import tell

Reach = Callable[[Bench], list[object]]

PLACES: dict[type[Question[Any]], tuple[dict[str, object], Reach]] = {
    questions.Leftover: ({"leftover": True}, lambda _: [go_on]),
    questions.Leaving: ({}, lambda _: [go_on, Leave()]),
    questions.Problem: ({}, lambda h: [go_on, *pair(h)]),
    questions.Enabled: ({}, lambda h: [go_on, *pair(h)]),
    questions.Home: ({"enrolled": True}, lambda _: []),
    questions.NewPhone: ({"enrolled": True}, lambda _: [Task.REPLACE]),
    questions.DeviceAtHand: ({"enrolled": True, "others": 1}, lambda _: [Task.REMOVE, True]),
    questions.NoWayBack: ({"enrolled": True}, lambda h: [Task.REPLACE, device("alice"), code(h)]),
    questions.TurnOff: ({"enrolled": True}, lambda _: [Task.REMOVE]),
}
NO_CHOICE = {questions.Plan, questions.OneMore}


@pytest.mark.parametrize("kind", PLACES)
async def test_choosing_it_changes_nothing(kind: type[Question[Any]]) -> None:
    """Until the next thing that is asked, the account is as it was, and AWS was asked for no change."""
    account, reach = PLACES[kind]
    with bench(**account) as here:
        seen: list[tuple[Moment, int]] = []

        def see() -> None:
            changes = [call for call in here.calls if Call(call).is_change]
            seen.append((Moment.now(here), len(changes)))

        def first(question: Question[object]) -> object:
            assert type(question) is kind
            see()
            return question.answers[0]

        def next_one(_ask: object) -> object:
            see()
            return Leave()

        if kind is questions.Problem:
            here.fail(Call.ENABLE, Refuse("LimitExceeded"))
        person = Person(here, [*reach(here), first, next_one])
        await tell(here, person)
        assert seen[0] == seen[1]


def test_every_question_with_a_choice_is_there() -> None:
    """None is left out."""
    # By their names: a dataclass with slots is a class of its own.
    assert {kind.__name__ for kind in {*PLACES} | NO_CHOICE} == {kind.__name__ for kind in Question.__subclasses__()}
