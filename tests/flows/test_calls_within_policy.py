"""Everything that any way through the stories asks of AWS is something that the force-MFA policy allows."""

import json
from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide
from mfa_enroll.practice.exchange import Received
from tests.flows.ways import WAYS
from tests.support.bench import bench
from tests.support.person import Person
from tests.support.story import resource

ACCOUNT = "123456789012"
"""The account that the simulator's decisions were made for, with the user alice."""

NAMES = {
    Call.WHO_AM_I: "who",
    Call.START_SESSION: "start",
    Call.LIST: "list",
    Call.CREATE: "create",
    Call.DELETE: "delete",
    Call.ENABLE: "enable",
    Call.DEACTIVATE: "deactivate",
    Call.RESYNC: "resync",
    Call.PASSWORD_POLICY: "policy",
    Call.CHANGE_PASSWORD: "password",
}
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


async def made_on(name: str) -> tuple[Received, ...]:
    """The calls that arrived on a way through a story, which is told to its end."""
    way = WAYS[name]
    with bench(account_id=ACCOUNT, **way.account) as here:
        if way.account.get("leftover"):
            here.scan(here.practice.devices[here.serial])
        if way.fault:
            here.fail(*way.fault)
        await way.told(here, Person(here, way.script(here)))
        return here.server.requests


@pytest.mark.parametrize("name", WAYS)
async def test_each_way_makes_its_calls_with_its_credentials_within_the_policy(name: str) -> None:
    """The calls are those expected, with the access key or in a session with MFA as they have to be.

    Decided again from the call alone, and by an independent simulator, each is allowed.
    """
    decided = simulated()
    made = await made_on(name)
    calls = [f"{NAMES[Call(each.call)]}{SIGNED[each.credentials, each.mfa]}" for each in made]
    assert " ".join(calls) == WAYS[name].calls
    for received in made:
        call = Call(received.call)
        if call in {Call.WHO_AM_I, Call.START_SESSION}:  # Neither needs a permission.
            continue
        alice = IamUser("aws", ACCOUNT, "alice")
        about = resource(call, alice)
        assert received.error != "AccessDenied"
        assert not received.credentials or received.resource == about
        asked = Request(call, about, caller_context(alice.arn, mfa=received.mfa))
        assert decide([Policy.parse(force_mfa())], asked).decision is Decision.ALLOWED
        assert decided[call, about, "true" if received.mfa else None] == "Allowed"


def test_the_ways_together_need_all_that_the_policy_grants_and_nothing_else() -> None:
    """Each action that it grants has its use, and beside them there are but the two calls that need no permission."""
    names = {name: call for call, name in NAMES.items()}
    made = {names[call.rstrip("*?")] for way in WAYS.values() for call in way.calls.split()}
    assert made == set(Call)
    assert {str(call) for call in made} == granted() | {Call.WHO_AM_I, Call.START_SESSION}


def test_what_aws_asks_mfa_for_is_never_tried_without() -> None:
    """AWS's own rule (security bulletin AWS-2023-001): whoever has a device on changes devices in a session only.

    Who they are and a session of their own are asked for with the access key alone.
    """
    for name, way in WAYS.items():
        calls = way.calls.split()
        assert not {"deactivate", "who*", "start*"} & set(calls), name
        starts_on = any(way.account.get(kind) for kind in ("enrolled", "others"))
        assert not (starts_on and {"create", "enable", "delete"} & set(calls)), name
        assert starts_on or not any(call.endswith("*") for call in calls), name


async def test_a_listing_always_names_the_user() -> None:
    """Without a name, AWS would hold it against ``*``, which the policy does not allow."""
    ways = ("ordinary", "stayed", "replace", "at home: another look", "command: session")
    listings = [received for name in ways for received in await made_on(name) if received.call == Call.LIST]
    assert len(listings) >= 10
    alice = f"arn:aws:iam::{ACCOUNT}:user/alice"
    assert {received.resource for received in listings} == {alice}
    unnamed = Request(Call.LIST, "*", caller_context(alice, mfa=None))
    assert decide([Policy.parse(force_mfa())], unnamed).decision is Decision.IMPLICITLY_DENIED
