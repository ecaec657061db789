"""Each way through the stories, to its end: what it asks of AWS, what it tells the person, and what comes of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide
from tests.flows.way import ACCOUNT, Told
from tests.flows.ways_changing import CHANGING
from tests.flows.ways_home import AT_HOME
from tests.flows.ways_on import TURNING_ON
from tests.flows.ways_troubled import IN_TROUBLE
from tests.support.invariants import resource
from tests.support.sampled import one_in
from tests.support.story import BY_NAME
from tests.support.watched import Received

WAYS = {**TURNING_ON, **IN_TROUBLE, **AT_HOME, **CHANGING}

NAMES = {call: name for name, call in BY_NAME.items()}
SIGNED = {("long-term", None): "", ("session", True): "*", ("", None): "?"}


def simulated() -> dict[tuple[str, str, str | None], str]:
    """What an independent simulator of IAM decided on the force-MFA policy, by action, resource and MFA."""
    lines = (Path(__file__).parents[1] / "data" / "decisions.jsonl").read_text().splitlines()
    decided = [json.loads(line) for line in lines]
    alice = f"arn:aws:iam::{ACCOUNT}:user/alice"
    return {
        (each["action"], each["resource"], each["mfa"]): each["decision"]
        for each in decided
        if each["principal"] == alice
    }


def granted() -> set[str]:
    """The actions that the force-MFA policy allows anything for."""
    statements = json.loads(force_mfa())["Statement"]
    return {action for each in statements if each["Effect"] == "Allow" for action in each["Action"]}


def assert_within_policy(received: Received, decided: dict[tuple[str, str, str | None], str]) -> None:
    """Decided again from the call alone, and by an independent simulator, it is allowed."""
    call = Call(received.call)
    if call in {Call.WHO_AM_I, Call.START_SESSION}:  # Neither needs a permission.
        return
    alice = IamUser("aws", ACCOUNT, "alice")
    about = resource(call, alice)
    assert not received.credentials or received.resource == about
    asked = Request(call, about, caller_context(alice.arn, mfa=received.mfa))
    assert decide([Policy.parse(force_mfa())], asked).decision is Decision.ALLOWED
    assert decided[call, about, "true" if received.mfa else None] == "Allowed"


def assert_about(told: Told, user: IamUser) -> None:
    """Whatever names a user names this one, and each call that is said to be made does, once they are known."""
    known = [doing for doing in told.person.doings if doing.call is not Call.WHO_AM_I]
    facts: list[Any] = [told.outcome, *told.person.asked, *told.person.troubles, *known]
    facts += [fact.report for fact in facts if hasattr(fact, "report")]
    assert {fact.user for fact in facts if hasattr(fact, "user")} <= {user}


@pytest.mark.parametrize("name", one_in(2, WAYS))
async def test_each_way(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends as it should, tells and keeps waiting as it should and no more, and makes its calls and no others.

    Each is made with the access key or in a session with MFA as it has to be, and is within the force-MFA policy.
    """
    way, decided = WAYS[name], simulated()
    told = await way.tell(monkeypatch)
    made = told.here.server.requests
    calls = [f"{NAMES[Call(each.call)]}{SIGNED[each.credentials, each.mfa]}" for each in made]
    assert calls == way.calls.split()
    assert type(told.outcome) is way.ends
    assert [each if each in way.says else type(each) for each in told.said] == list(way.says)
    assert tuple(pause.why for pause in told.person.pauses) == way.waits
    assert_about(told, told.here.practice.user)
    for received in made:
        assert_within_policy(received, decided)


def test_the_ways_together_need_all_that_the_policy_grants_and_nothing_else() -> None:
    """Each action that it grants has its use, and beside them there are but the two calls that need no permission."""
    made = {BY_NAME[call.strip("*?")] for way in WAYS.values() for call in way.calls.split()}
    assert made == set(Call)
    assert {str(call) for call in made} == granted() | {Call.WHO_AM_I, Call.START_SESSION}


def test_what_aws_asks_mfa_for_is_never_tried_without() -> None:
    """AWS's own rule (security bulletin AWS-2023-001): whoever has a device on changes devices in a session only.

    Who they are and a session of their own are asked for with the access key alone.
    """
    for name, way in WAYS.items():
        calls = {*way.calls.split()}
        starts_on = any(way.account.get(kind) for kind in ("enrolled", "others"))
        if not way.signed_in:
            assert not {"deactivate", "who*", "start*"} & calls, name
            assert starts_on or not any(call.endswith("*") for call in calls), name
        stays_on = "others" in way.account or not ("off+" in way.script or "deactivate*" in calls)
        assert not (starts_on and stays_on and {"create", "enable", "delete"} & calls), name


async def test_a_listing_always_names_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name, AWS would hold it against ``*``, which the policy does not allow."""
    alice = f"arn:aws:iam::{ACCOUNT}:user/alice"
    for name in ("ordinary", "replace", "another look", "command: session"):
        told = await WAYS[name].tell(monkeypatch)
        listings = [each for each in told.here.server.requests if each.call == Call.LIST]
        assert listings
        assert {received.resource for received in listings} == {alice}
    unnamed = Request(Call.LIST, "*", caller_context(alice, mfa=None))
    assert decide([Policy.parse(force_mfa())], unnamed).decision is Decision.IMPLICITLY_DENIED
