"""What holds for the pages of all questions."""

from dataclasses import replace
from typing import Any

import pytest

from mfa_enroll.domain.device import OldDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.progress import Pause, Waiting
from mfa_enroll.flows.questions import Leaving, Problem, Question, Task
from mfa_enroll.flows.remarks import NameStillTaken
from mfa_enroll.words.openings import Opening, met
from mfa_enroll.words.page import Aside, Exact, Page, Table
from mfa_enroll.words.pages import page
from mfa_enroll.words.progress import waiting
from mfa_enroll.words.remarks import said
from tests.words import examples as example
from tests.words.document import page as lines

QUESTIONS = [pytest.param(question, id=title) for title, question in example.QUESTIONS.items()]
PROBLEMS = [each for each in QUESTIONS if isinstance(each.values[0], Problem)]


def _text(page: Page[Any]) -> str:
    return "\n".join(lines(page, 1_000))


def _rows(page: Page[Any]) -> list[tuple[str, str]]:
    return [row for part in page.parts if isinstance(part, Table) for row in part.rows]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_has_a_way(question: Question[Any]) -> None:
    """The ways are the answers in their order, no two are called the same, and there is help."""
    shown = page(question)
    assert [way.value for way in shown.ways] == list(question.answers)
    assert len({way.name for way in shown.ways}) == len(shown.ways)
    assert shown.help
    assert not shown.heading.endswith(".")


def test_every_task_has_a_way() -> None:
    """Whatever the home page offers."""
    home = replace(example.HOME, answers=tuple(Task))
    assert [way.value for way in page(home).ways] == list(Task)


@pytest.mark.parametrize("question", PROBLEMS)
def test_a_problem_is_named_by_its_reference(question: Problem) -> None:
    """Its page ends with it, in small print. What is to be copied is what stands there as it is."""
    shown, trouble = page(question), question.incident.trouble
    last = shown.parts[-1]
    assert isinstance(last, Aside)
    assert trouble.reference in last.text
    assert [part for part in shown.parts if isinstance(part, Exact)] == [shown.copyable] * bool(shown.copyable)


@pytest.mark.parametrize("question", PROBLEMS)
def test_a_problem_says_once_what_aws_answered_and_what_may_be_left(question: Problem) -> None:
    """In the text for the administrator or below, and a device that may be left by its serial number."""
    incident = question.incident
    answer = "AccessDenied, request 5f2c"
    told = _text(page(Problem(replace(incident, trouble=replace(incident.trouble, answer=answer)))))
    assert told.count(answer) == 1
    assert not incident.left_behind or f": {incident.left_behind}" in told


@pytest.mark.parametrize("unclear", [False, True])
@pytest.mark.parametrize("others", [False, True])
@pytest.mark.parametrize("replaced", [False, True])
def test_leaving_says_what_is_off_only_where_it_is(*, replaced: bool, others: bool, unclear: bool) -> None:
    """MFA is off where the one device was replaced, no other is on, and AWS was not given codes it did not answer."""
    old = OldDevice.GONE if replaced else None
    shown = page(Leaving(example.SERIAL, replaced=old, others=others, unclear=unclear))
    told = _text(shown)
    assert ("MFA is off" in told) == (replaced and not others and not unclear)
    assert ("before MFA is on" in shown.heading) == (not others and not unclear)
    assert ("old device is gone" in told) == replaced
    assert ("not turned on yet" in told) == (not unclear)


@pytest.mark.parametrize("deleted", [False, True])
def test_a_deletion_is_spoken_of_only_where_aws_made_it(*, deleted: bool) -> None:
    """Where AWS did not find the device, or did not answer, nothing is said to be deleted while the name is taken."""
    why = Waiting.DELETION_NOT_KNOWN_YET if deleted else Waiting.NAME_STILL_TAKEN
    for told in (said(NameStillTaken(deleted=deleted)).text, waiting(Pause(1.0, why, 1, 4), 1)):
        assert ("delet" in told) == deleted


def test_addresses_of_strangers_are_shown() -> None:
    """Where calls go to an address that is not AWS's own, every page with the caller says so; not in practice."""
    for identity in (example.IDENTITY, example.PRACTICE, example.ELSEWHERE):
        foreign = [] if identity.is_practice else list(identity.foreign_endpoints)
        plan = replace(example.QUESTIONS["what will happen"], identity=identity)  # type: ignore[type-var]
        for shown in (met(Opening.ENROLL, identity), page(plan), page(replace(example.HOME, identity=identity))):
            told = [value for name, value in _rows(shown) if name == "Calls go to"]
            assert [address in value for address, value in zip(foreign, told, strict=True)] == [True] * len(foreign)


def test_a_caller_that_is_no_user_is_not_called_one() -> None:
    """Then the first page says where the keys come from, and no name."""
    assert [name for name, _ in _rows(met(Opening.ENROLL, example.A_ROLE))] == ["Keys from"]


def test_what_will_happen_names_every_call() -> None:
    """With the resource that it is about."""
    rows = _rows(page(example.QUESTIONS["what will happen"]))
    assert (Call.CREATE.value, example.SERIAL) in rows
    assert (Call.ENABLE.value, example.ALICE.arn) in rows
