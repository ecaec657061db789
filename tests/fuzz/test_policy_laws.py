"""The laws of policy evaluation, on made-up policies.

Each policy is made of statements that are legal, and so chosen that they often apply, and often disagree.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfa_enroll.policy.decision import Decision, Policy, Request, Source, Undecidable, Verdict, decide
from mfa_enroll.policy.patterns import Value
from mfa_enroll.policy.undecidable import UNKNOWN, Depends
from tests.fuzz.hostile import examples

ALICE, DEVICE = "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:mfa/alice"

CONDITIONS: Sequence[Mapping[str, object]] = (
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
    {"Null": {"aws:MultiFactorAuthAge": "true"}},
    {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}},
    {"NumericNotEquals": {"aws:MultiFactorAuthAge": "60"}},
    {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]}},
    {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
    {"NotIpAddressIfExists": {"aws:SourceIp": "192.0.2.7"}},
    {"StringEquals": {"aws:username": ["alice", "${aws:userid}"]}},
    {"StringNotLike": {"aws:username": "b*"}},
    {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/${aws:username}"}},
    {"ForAnyValue:StringEquals": {"aws:TagKeys": ["team", "cost"]}},
    {"ForAllValues:StringLike": {"aws:TagKeys": "t*"}},
    {"StringEquals": {"aws:TagKeys": "team"}},
    {"DateGreaterThan": {"aws:CurrentTime": "2030-01-01"}},
    {"stringequals": {"aws:username": "alice"}},
)
ACTIONS = ("*", "iam:*", "iam:*MFADevice*", "iam:L?st*", "iam:ListMFADevices", "iam:DeleteVirtualMFADevice", "s3:*")
RESOURCES = (
    "*", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:mfa/*", "arn:aws:iam::*:*/alice", "arn:aws:iam",
    "arn:aws:iam::*:user/${aws:userid}", "arn:aws:iam::*:user/al?c*", "arn:aws:iam:*:user/alice",
)  # fmt: skip

KEYS: Mapping[str, Sequence[Value | None]] = {
    "aws:MultiFactorAuthPresent": (None, "true", "false"),
    "aws:MultiFactorAuthAge": (None, "60", "7200", "old"),
    "aws:SourceIp": ("192.0.2.7", "198.51.100.1", "2001:db8::1", "AWS Internal"),
    "aws:username": (None, "alice", "bob"),
    "aws:userid": (None, "AIDA1", "alice"),
    "aws:PrincipalArn": (None, ALICE, "alice"),
    "aws:TagKeys": (None, (), ("team",), ("team", "cost"), ("other",), ("",)),
    "aws:CurrentTime": ("2029-12-31T23:59:59Z", "2031-01-01T00:00:00Z"),
}
"""Values that a key may have; None where it may be absent."""


def _few(choices: Sequence[Any], most: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(choices), min_size=1, max_size=most)


def _legal(conditions: list[Mapping[str, Any]]) -> dict[str, dict[str, object]]:
    merged: dict[str, dict[str, object]] = {}
    for condition in conditions:
        for name, keys in condition.items():
            merged.setdefault(name, {}).update(keys)
    return merged


STATEMENT = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(("Allow", "Allow", "Deny")),
        "NotAction": st.booleans(),
        "Action": _few(ACTIONS, 2),
        "NotResource": st.booleans(),
        "Resource": _few(RESOURCES, 2),
        "Condition": st.lists(st.sampled_from(CONDITIONS), max_size=2).map(_legal),
    }
).map(
    lambda it: {
        "Effect": it["Effect"],
        "NotAction" if it["NotAction"] else "Action": it["Action"],
        "NotResource" if it["NotResource"] else "Resource": it["Resource"],
        "Condition": it["Condition"],
    }
)
STATEMENTS = st.lists(STATEMENT, min_size=1, max_size=4)
CONTEXT = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in KEYS.items()})
REQUEST = st.builds(
    lambda action, resource, context: Request(action, resource, {k: v for k, v in context.items() if v is not None}),
    st.sampled_from(("iam:ListMFADevices", "iam:DeleteVirtualMFADevice", "s3:Get")),
    st.sampled_from((ALICE, DEVICE, "*")),
    CONTEXT,
)
Statements = Sequence[Mapping[str, object]]


def _policy(statements: Statements, name: str = "S") -> Policy:
    """A policy whose statements are named by their place, such as S0."""
    named = [{**it, "Sid": f"{name}{place}"} for place, it in enumerate(statements)]
    return Policy.parse({"Version": "2012-10-17", "Statement": named})


def _verdict(policies: Sequence[Policy], request: Request, **others: Any) -> Verdict | None:
    """The verdict, or None where there is a doubt."""
    try:
        return decide(policies, request, **others)
    except Undecidable:
        return None


def _is(verdict: Verdict | None, decision: Decision) -> bool:
    return verdict is not None and verdict.decision is decision


@pytest.mark.wide
@examples(2_000)
@given(STATEMENTS, STATEMENT, REQUEST, st.randoms(use_true_random=False))
def test_the_whole_is_what_its_statements_say(
    statements: Statements, more: Any, request_: Request, order: Random
) -> None:
    """What each statement says alone makes the verdict, which names those that decided, in any order.

    A Deny wins, more of them allow nothing, and another Allow denies nothing.
    """
    verdict = _verdict([_policy(statements)], request_)
    alone = [_verdict([Policy((it,), "2012-10-17")], request_) for it in _policy(statements).statements]
    doubtful = {it["Effect"] for it, said in zip(statements, alone, strict=True) if said is None}
    denies, allows = (
        tuple(f"S{place}" for place, said in enumerate(alone) if _is(said, decision))
        for decision in (Decision.EXPLICITLY_DENIED, Decision.ALLOWED)
    )
    if denies:
        assert verdict == Verdict(Decision.EXPLICITLY_DENIED, denies)
    elif "Deny" in doubtful or (doubtful and not allows):
        assert verdict is None
    else:
        assert verdict == Verdict(Decision.ALLOWED if allows else Decision.IMPLICITLY_DENIED, allows)

    # Whether statements stand in one document or in several, and in which order, is all the same.
    parts = [Policy((it,), "2012-10-17") for it in _policy(statements).statements]
    order.shuffle(parts)
    mixed = _verdict(parts, request_)
    assert (mixed is None) is (verdict is None)
    if verdict is not None and mixed is not None:
        assert (mixed.decision, set(mixed.statements)) == (verdict.decision, set(verdict.statements))

    after = _verdict([_policy(statements), _policy([more], "More")], request_)
    if more["Effect"] == "Deny":
        assert not _is(after, Decision.ALLOWED) or _is(verdict, Decision.ALLOWED)
        assert not _is(verdict, Decision.EXPLICITLY_DENIED) or _is(after, Decision.EXPLICITLY_DENIED)
    else:
        assert _is(after, Decision.EXPLICITLY_DENIED) is _is(verdict, Decision.EXPLICITLY_DENIED)
        assert not _is(verdict, Decision.ALLOWED) or _is(after, Decision.ALLOWED)


@examples(300)
@given(STATEMENTS, STATEMENTS, STATEMENTS, REQUEST)
def test_boundaries_and_service_control_policies_only_take_away(
    own: Statements, limits: Statements, control: Statements, request_: Request
) -> None:
    """What is allowed is allowed by the identity-based policies and by each limit; a denial comes from one of them."""
    policy, boundary, service_control = _policy(own), _policy(limits, "B"), _policy(control, "C")
    without_allow = all(it["Effect"] == "Deny" for it in control)
    with_full_access = [service_control, _policy([{"Effect": "Allow", "Action": "*", "Resource": "*"}], "Full")]
    verdict = _verdict([policy], request_, boundary=boundary, service_control=[service_control])
    alone = {
        Source.IDENTITY: _verdict([policy], request_),
        Source.BOUNDARY: _verdict([boundary], request_),
        Source.SERVICE_CONTROL: _verdict(with_full_access if without_allow else [service_control], request_),
    }
    decisions = {None if it is None else it.decision for it in alone.values()}
    if Decision.EXPLICITLY_DENIED in decisions:
        assert _is(verdict, Decision.EXPLICITLY_DENIED)
    elif None not in decisions:
        assert verdict is not None
        assert (verdict.decision is Decision.ALLOWED) is (decisions == {Decision.ALLOWED})
    if verdict is not None:
        said = alone[verdict.source]
        assert said is not None
        assert (said.decision, said.statements) == (verdict.decision, verdict.statements)
    assert not _is(_verdict([], request_, boundary=boundary, service_control=[service_control]), Decision.ALLOWED)


def _outcomes(policies: Sequence[Policy], request: Request) -> Iterator[Decision | None]:
    """What is decided under all assumptions that it depends on; None for a doubt that no assumption settles."""
    try:
        yield decide(policies, request).decision
    except Depends as depends:
        for answer in (True, False):
            yield from _outcomes(policies, replace(request, assumed={**request.assumed, depends.condition: answer}))
    except Undecidable:
        yield None


@examples(300)
@given(STATEMENTS, REQUEST, st.sets(st.sampled_from(sorted(KEYS)), min_size=3), CONTEXT)
def test_assumptions_cover_all_that_may_be(
    statements: Statements, request_: Request, hidden: set[str], others: Mapping[str, Value | None]
) -> None:
    """Whatever values the unknown keys turn out to have, the decision is one of those under some assumptions."""
    policy = _policy(statements)
    unknown = replace(request_, context={**request_.context, **dict.fromkeys(hidden, UNKNOWN)})
    outcomes = set(_outcomes([policy], unknown))
    for values in (request_.context, others):
        known = {key: values.get(key) for key in hidden}
        context = {key: value for key, value in {**request_.context, **known}.items() if value is not None}
        verdict = _verdict([policy], replace(request_, context=context))
        assert verdict is None or verdict.decision in outcomes or None in outcomes
