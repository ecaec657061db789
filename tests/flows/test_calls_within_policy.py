"""Everything that any way through the story asks of AWS is something that the force-MFA policy allows."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.policy import Decision, Policy, Request, caller_context, decide
from mfa_enroll.flows.dialogue import GoBack, Leave, LeaveChoice, LeftoverChoice
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.policies import force_mfa
from mfa_enroll.practice.exchange import Received
from mfa_enroll.practice.faults import DropAfter, Fault, Refuse, Truncate
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, go_on, next_code

ACCOUNT = "123456789012"
"""The account that the simulator's decisions were made for, with the user alice."""

SCANNED, FRESH = LeftoverChoice.SCANNED, LeftoverChoice.FRESH
Answers = Callable[[Bench], list[object]]


def pair(here: Bench) -> list[object]:
    """Two codes in a row."""
    return [next_code(here), next_code(here)]


WAYS: dict[str, tuple[dict[str, object], list[tuple[Call, Fault]], Answers]] = {
    "ordinary": ({}, [], lambda here: [go_on, *pair(here)]),
    "another code between": ({}, [], lambda here: [go_on, "000", *pair(here)]),
    "left at the plan": ({}, [], lambda _here: [Leave()]),
    "left and deleted": ({}, [], lambda here: [go_on, code(here), Leave(), LeaveChoice.DELETE]),
    "left and kept": ({}, [], lambda _here: [go_on, Leave(), LeaveChoice.KEEP]),
    "stayed": ({}, [], lambda here: [go_on, Leave(), LeaveChoice.STAY, *pair(here)]),
    "already on": ({"enrolled": True}, [], lambda _here: []),
    "others on": ({"others": 3}, [], lambda _here: []),
    "leftover scanned": ({"leftover": True}, [], lambda here: [go_on, SCANNED, *pair(here)]),
    "leftover made anew": ({"leftover": True}, [], lambda here: [go_on, FRESH, *pair(here)]),
    "leftover, and back": ({"leftover": True}, [], lambda here: [go_on, SCANNED, GoBack(), FRESH, *pair(here)]),
    "create lost": ({}, [(Call.CREATE, DropAfter())], lambda here: [go_on, True, go_on, FRESH, *pair(here)]),
    "create busy": ({}, [(Call.CREATE, Refuse("Throttling"))], lambda here: [go_on, *pair(here)]),
    "enable lost": ({}, [(Call.ENABLE, DropAfter())], lambda here: [go_on, *pair(here)]),
    "enable cut short": ({}, [(Call.ENABLE, Truncate())], lambda here: [go_on, *pair(here)]),
    "device not there yet": ({}, [(Call.ENABLE, Refuse("NoSuchEntity"))], lambda here: [go_on, *pair(here)]),
    "codes refused": (
        {},
        [(Call.ENABLE, Refuse("InvalidAuthenticationCode"))],
        lambda here: [go_on, *pair(here), *pair(here)],
    ),
    "enable refused": (
        {},
        [(Call.ENABLE, Refuse("LimitExceeded"))],
        lambda here: [go_on, *pair(here), True, *pair(here)],
    ),
    "delete lost": (
        {"leftover": True},
        [(Call.DELETE, DropAfter())],
        lambda here: [go_on, FRESH, *pair(here)],
    ),
}


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


async def made_on(way: str) -> tuple[Received, ...]:
    """The calls that arrived on a way through the story, which is told to its end."""
    account, faults, answers = WAYS[way]
    with bench(account_id=ACCOUNT, **account) as here:
        if account.get("leftover"):
            here.phone.scan(here.practice.provisioning_uri())
        for call, fault in faults:
            here.fail(call, fault)
        person = Person(here, answers(here))
        await enroll(here.account(), person)
        assert not person.script, "the story ended before the script did"
        return here.server.requests


@pytest.mark.parametrize("way", WAYS)
async def test_no_call_is_outside_the_force_mfa_policy(way: str) -> None:
    """Decided again from the call alone, and by an independent simulator, each is allowed without MFA."""
    alice, device = f"arn:aws:iam::{ACCOUNT}:user/alice", f"arn:aws:iam::{ACCOUNT}:mfa/alice"
    policy, decided = Policy.parse(force_mfa()), simulated()
    about = {Call.LIST: alice, Call.ENABLE: alice, Call.CREATE: device, Call.DELETE: device}
    for received in await made_on(way):
        call = Call(received.call)  # No call but these five is ever made.
        if call is Call.WHO_AM_I:
            continue
        assert received.mfa is None
        assert received.error != "AccessDenied"
        if received.credentials:  # A scripted fault may answer before the account looks at the request.
            assert received.resource == about[call]
        asked = Request(call, about[call], caller_context(alice, mfa=None))
        assert decide([policy], asked).decision is Decision.ALLOWED
        assert decided[call, about[call], None] == "Allowed"


async def test_the_ways_together_make_every_call() -> None:
    """None of the five calls goes unchecked above."""
    made = {received.call for way in ("ordinary", "left and deleted") for received in await made_on(way)}
    assert made == set(Call)


async def test_a_listing_always_names_the_user() -> None:
    """Without a name, AWS would hold it against ``*``, which the policy does not allow."""
    listings = [
        received
        for way in ("ordinary", "already on", "enable lost", "stayed", "enable refused")
        for received in await made_on(way)
        if received.call == Call.LIST
    ]
    assert len(listings) >= 10
    assert {received.resource for received in listings} == {f"arn:aws:iam::{ACCOUNT}:user/alice"}
    unnamed = Request(Call.LIST, "*", caller_context(f"arn:aws:iam::{ACCOUNT}:user/alice", mfa=None))
    assert decide([Policy.parse(force_mfa())], unnamed).decision is Decision.IMPLICITLY_DENIED
