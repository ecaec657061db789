"""Each story under each published force-MFA policy: it goes as was foretold, and what is asked for helps."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import CodeAsk, NewPassword, PasswordAsk, SessionAsk
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.outcome import MfaDisabled, MfaEnabled, MfaWasOn, Outcome, PasswordChanged, UnfinishedDeleted
from mfa_enroll.flows.questions import (
    Enabled,
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    NewPhone,
    NoWayBack,
    Plan,
    Problem,
    Task,
    TurnOff,
)
from mfa_enroll.flows.remarks import Note
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.decision import Policy
from mfa_enroll.policy.events import Event
from mfa_enroll.policy.outlook import Answer, outlook
from mfa_enroll.words.pages import page
from tests.support.bench import Bench, bench
from tests.support.person import Ask, Person, device, next_code
from tests.support.published import PUBLISHED, Published
from tests.support.sampled import one_in
from tests.support.story import OLD_PASSWORD, changing_password, enrolling, tell

CODES = 4
"""Codes that are typed before it is time to give up: a pair twice."""

USUAL: dict[type, object] = {
    Plan: None,
    NewPhone: device("alice"),
    NoWayBack: True,
    TurnOff: True,
    Problem: False,
    Enabled: Task.DONE,
    Leaving: LeaveChoice.KEEP,
    PasswordAsk: NewPassword(OLD_PASSWORD, Secret("New-password-2")),
}


class Tale(NamedTuple):
    """A story under a policy: what is there, what the person wants, what is foretold, and whether it came about."""

    there: Mapping[str, Any]
    wanted: Mapping[type, object]
    event: Event
    came_about: Callable[[Bench, Outcome], bool]
    without_deletion: bool = False


def enrolled(here: Bench, outcome: Outcome) -> bool:
    """MFA was turned on."""
    return here.is_enrolled and isinstance(outcome, MfaEnabled)


TALES = {
    "enroll": Tale({}, {}, Event.ENROLL, enrolled),
    "start again": Tale({"leftover": True}, {Leftover: LeftoverChoice.FRESH}, Event.START_AGAIN, enrolled),
    "go on with a leftover": Tale(
        {"leftover": True}, {Leftover: LeftoverChoice.SCANNED}, Event.START_AGAIN, enrolled, without_deletion=True
    ),
    "a new phone": Tale({"enrolled": True}, {Home: Task.REPLACE}, Event.NEW_PHONE, enrolled),
    "turn it off": Tale(
        {"enrolled": True},
        {Home: Task.REMOVE},
        Event.TURN_OFF,
        lambda here, outcome: isinstance(outcome, MfaDisabled) and not here.practice.devices,
    ),
    "turn it off, without deleting it": Tale(
        {"enrolled": True},
        {Home: Task.REMOVE},
        Event.TURN_OFF,
        lambda here, outcome: isinstance(outcome, MfaDisabled) and not here.is_enrolled,
        without_deletion=True,
    ),
    "resync": Tale(
        {"enrolled": True},
        {Home: Task.RESYNC},
        Event.RESYNC,
        lambda _here, outcome: isinstance(outcome, MfaWasOn),
    ),
    "password": Tale(
        {"password": OLD_PASSWORD},
        {},
        Event.FIRST_PASSWORD,
        lambda _here, outcome: isinstance(outcome, PasswordChanged),
    ),
}


def someone(here: Bench, wanted: Mapping[type, object]) -> Person:
    """A person who does what they want, types codes while that helps, and leaves at a problem or when it is done."""
    typed = 0

    def answer(person: Person, ask: Ask) -> object:
        nonlocal typed
        if isinstance(ask, CodeAsk | SessionAsk):
            typed += 1
            return next_code(here) if typed <= CODES else Leave()
        if isinstance(ask, Home) and any(isinstance(each, Home) for each in person.asked[:-1]):
            return Task.DONE
        return {**USUAL, **wanted}.get(type(ask), Leave())

    return Person(here, otherwise=answer)


def account(published: Published, *more: str) -> dict[str, Any]:
    """The account of the published policy's user."""
    policies = {f"policy-{number}": text for number, text in enumerate((published.text, *more))}
    return {"policies": policies, "partition": published.partition, "path": published.path}


def lets_enroll(published: Published) -> bool:
    """Whether an ordinary enrollment is possible under the policy."""
    return outlook(Policies((Policy.parse(published.document),)), Event.ENROLL, published.user).answer is Answer.YES


@pytest.mark.parametrize("tale", TALES.values(), ids=list(TALES))
@pytest.mark.parametrize("published", one_in(3, PUBLISHED), ids=str)
async def test_it_goes_as_was_foretold(published: Published, tale: Tale) -> None:
    """What ``policy check`` says of an event is what the program meets in it."""
    foretold = outlook(Policies((Policy.parse(published.document),)), tale.event, published.user)
    answer = foretold.without_deletion if tale.without_deletion else foretold.answer
    with bench(**account(published), **tale.there) as here:
        before = dict(here.practice.devices)
        if "leftover" in tale.there:
            here.scan(here.practice.devices[here.serial])
        person = someone(here, tale.wanted)
        told = await tell(here, person, story=changing_password if "password" in tale.there else enrolling)
        came_about = tale.came_about(here, told) and not (tale.event is Event.RESYNC and person.troubles)
        if tale.event is Event.NEW_PHONE:
            came_about &= here.practice.devices != before
        assert answer is Answer.DEPENDS or came_about == (answer is Answer.YES), (answer, person.troubles)
        assert answer is not Answer.DEPENDS or any(each.answer is Answer.YES for each in foretold.outcomes)
        if tale.event is Event.NEW_PHONE:
            assert here.is_enrolled, "whoever wants to move is never left without MFA"


@pytest.mark.parametrize("published", [each for each in PUBLISHED if lets_enroll(each)], ids=str)
async def test_leaving_in_the_middle_leaves_a_way_on(published: Published) -> None:
    """Who may not delete the new device is led back to its QR code, and the next run finishes with the entry."""
    with bench(**account(published)) as here:
        person = someone(here, {})
        person.script = [None, Leave(), LeaveChoice.DELETE]
        outcome = await tell(here, person)
        if Note.DELETION_DENIED in person.remarks:
            assert isinstance(outcome, MfaEnabled)
        else:
            assert isinstance(outcome, UnfinishedDeleted)
            assert not here.practice.devices


async def told_under(published: Published, tale: Tale, *more: str) -> tuple[bool, str]:
    """Whether what the person wants comes about under the policy, and what the administrator is asked for if not."""
    with bench(**account(published, *more), **tale.there) as here:
        person = someone(here, tale.wanted)
        outcome = await tell(here, person)
        problems = person.questions(Problem)
        return tale.came_about(here, outcome) and not problems, page(problems[-1]).copyable if problems else ""


@pytest.mark.parametrize("tale", ["enroll", "start again", "a new phone"])
@pytest.mark.parametrize("published", one_in(3, PUBLISHED), ids=str)
async def test_what_is_asked_of_the_administrator_helps(published: Published, tale: str) -> None:
    """Done to the letter, each request brings the user further, and in the end to what they want.

    Or it has said that it cannot be sure, and of what.
    """
    more: list[str] = []
    asked_before: set[str] = set()
    while True:
        came_about, request = await told_under(published, TALES[tale], *more)
        if came_about or "cannot be told" in request:
            return
        asked = re.sub(r"request [0-9a-f-]+", "", request)
        assert asked not in asked_before, request
        asked_before.add(asked)
        more += [json.dumps(each) for each in documents(request)]
        document = published.text
        for actions in re.findall(r"NotAction[^[]*(\[[^]]*\])", request):
            document = with_exceptions(document, json.loads(actions))
        published = replace(published, document=json.loads(document))


@pytest.mark.parametrize("published", [each for each in PUBLISHED if lets_enroll(each)], ids=str)
async def test_an_administrator_who_deletes_the_leftover_is_enough(published: Published) -> None:
    """Who may not delete it themselves is given the one command for that, and no policy has to change."""
    with bench(**account(published), leftover=True) as here:
        person = someone(here, {Leftover: LeftoverChoice.FRESH})
        outcome = await tell(here, person)
        if not isinstance(outcome, MfaEnabled):
            assert (
                f"delete-virtual-mfa-device --serial-number {here.serial}"
                in page(person.questions(Problem)[-1]).copyable
            )
            del here.practice.devices[here.serial]
            assert isinstance(await tell(here, someone(here, {})), MfaEnabled)


def documents(text: str) -> list[object]:
    """The JSON objects in a text."""
    found = []
    at = text.find("{\n")
    while at >= 0:
        document, end = json.JSONDecoder().raw_decode(text, at)
        found.append(document)
        at = text.find("{\n", end)
    return found


def with_exceptions(document: str, actions: list[str]) -> str:
    """The document, with actions added to the NotAction of each statement that denies."""
    policy = json.loads(document)
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    for statement in statements:
        if statement["Effect"] == "Deny" and "NotAction" in statement:
            there = statement["NotAction"]
            statement["NotAction"] = [*([there] if isinstance(there, str) else there), *actions]
    return json.dumps({**policy, "Statement": statements})
