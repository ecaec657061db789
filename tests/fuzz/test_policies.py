"""Policies: any document is refused or understood, any request is decided or not, and what is decided is consistent."""

import copy
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfa_enroll.policies import force_mfa
from mfa_enroll.policy import patterns
from mfa_enroll.policy.decision import Decision, Policy, PolicyError, Request, Undecidable, caller_context, decide
from mfa_enroll.policy.patterns import Pattern, Wildcard
from mfa_enroll.practice.account import PracticeAccount
from tests.fuzz.hostile import HUGE, TEXT, examples

FORCE_MFA: dict[str, Any] = json.loads(force_mfa())
ALICE = "arn:aws:iam::111122223333:user/alice"

_WORDS = """
    Version 2012-10-17 Statement Sid Effect Allow Deny Action NotAction Resource NotResource Condition Principal
    * iam:* iam:*MFADevice iam:ListMFADevices arn:aws:iam::*:user/${aws:username} arn:* arn:aws:iam::*:*
    arn:${x}:iam::*:mfa/a ${ ${aws:username BoolIfExists StringLike Null IpAddress ForAnyValue:StringEquals
    ForAllValues:ArnLike NumericLessThan DateGreaterThan BinaryEquals aws:MultiFactorAuthPresent aws:username
    aws:TagKeys aws:CurrentTime true false 10.0.0.0/8 1e9999999999999999999 2027-01-01T00:00:00Z
    9999-12-31T23:59:59-23:59 0001-01-01T00:00:00+23:59
"""
WORDS = st.sampled_from([*_WORDS.split(), "${aws:nobody, 'x'}"])
TEXTS = WORDS | TEXT
JSON = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def altered(draw: st.DrawFn, value: Any) -> Any:
    """The value with something else in one place."""
    if isinstance(value, dict) and value and draw(st.integers(0, 4)):
        name = draw(st.sampled_from(sorted(value)))
        changed = dict(value)
        del changed[name]
        if draw(st.integers(0, 5)):
            other = draw(TEXTS) if draw(st.integers(0, 3)) == 0 else name
            changed[other] = draw(altered(value[name]))
        return changed
    if isinstance(value, list) and value and draw(st.integers(0, 3)):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], draw(altered(value[place])), *value[place + draw(st.integers(0, 1)) :]]
    return draw(JSON)


_OPERATORS = (
    "Bool", "BoolIfExists", "StringLike", "StringNotEquals", "NumericLessThan", "DateGreaterThan", "NotIpAddress",
    "Null", "ArnLike", "ForAllValues:StringLike", "ForAnyValue:StringEquals",
)  # fmt: skip
_CONTEXT_KEYS = ["aws:MultiFactorAuthPresent", "aws:username", "aws:TagKeys", "aws:CurrentTime", "aws:SourceIp"]
_ACTIONS = ["*", "iam:*", "iam:*MFADevice*", "iam:L?st*", "iam:ListMFADevices", "s3:*"]
_RESOURCES = (
    "*", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:mfa/*", "arn:*:user/alice",
    "arn:aws:iam::1*:${aws:nobody}", "arn:aws:iam::*:user/al?c*",
)  # fmt: skip
CONDITIONS = st.dictionaries(
    st.sampled_from(_OPERATORS),
    st.dictionaries(
        st.sampled_from(_CONTEXT_KEYS),
        TEXTS | st.booleans() | st.integers() | st.lists(TEXTS, min_size=1, max_size=3),
        min_size=1,
        max_size=2,
    ),
    max_size=2,
)


def _scopes(name: str, entries: Sequence[str]) -> st.SearchStrategy[dict[str, list[str]]]:
    some = st.lists(st.sampled_from(entries), min_size=1, max_size=3)
    return st.builds(lambda prefix, found: {f"{prefix}{name}": found}, st.sampled_from(("", "Not")), some)


STATEMENTS = st.builds(
    lambda effect, actions, resources, condition: {"Effect": effect, **actions, **resources, "Condition": condition},
    st.sampled_from(("Allow", "Deny")),
    _scopes("Action", _ACTIONS),
    _scopes("Resource", _RESOURCES),
    CONDITIONS,
)
POLICIES = st.lists(STATEMENTS, min_size=1, max_size=4).map(lambda found: {"Version": "2012-10-17", "Statement": found})
CONTEXTS = st.dictionaries(
    st.sampled_from(("aws:TagKeys", "aws:CurrentTime", "aws:SourceIp", "aws:username")),
    TEXTS | st.lists(TEXTS, max_size=2).map(tuple),
    max_size=3,
)
REQUESTS = st.builds(
    lambda action, resource, mfa, more: Request(action, resource, {**caller_context(ALICE, mfa=mfa), **more}),
    st.sampled_from(("iam:ListMFADevices", "iam:DeleteVirtualMFADevice", "s3:Get")) | TEXT,
    st.sampled_from((ALICE, "*", "arn:aws:iam::111122223333:mfa/alice")) | TEXT,
    st.sampled_from((None, True, False)),
    CONTEXTS,
)


def _decision(policies: list[Policy], request: Request) -> Decision | None:
    try:
        return decide(policies, request).decision
    except Undecidable:
        return None


def _parsed(document: Any) -> Policy | None:
    try:
        return Policy.parse(document)
    except PolicyError:
        return None


@examples(400)
@given(altered(FORCE_MFA) | JSON, REQUESTS)
def test_any_json_is_refused_or_decides(document: Any, request_: Request) -> None:
    """Any JSON in the place of a policy, or anywhere in one, is refused in words or decides, as text and as objects."""
    as_text = _parsed(json.dumps(document))
    if as_text is not None:
        decision = _decision([as_text], request_)
        assert isinstance(document, dict)
        assert _decision([Policy.parse(document)], request_) == decision


@examples(150)
@given(
    TEXT
    | HUGE
    | st.text(alphabet='[]{}":,0123456789eE.-\\u', max_size=40)
    | st.builds(lambda text, at, what: text[:at] + what + text[at:], st.just(force_mfa()), st.integers(0, 1_500), TEXT)
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_any_text_is_refused_or_a_policy(wrapped: bool, text: str) -> None:  # noqa: FBT001 - a parameter
    """Any text in the place of a policy is refused in words or is one; the practice account takes no other."""
    document = f'{{"Statement": {text}}}' if wrapped else text
    if _parsed(document) is None:
        with pytest.raises(PolicyError):
            PracticeAccount(policy=document)


@pytest.mark.parametrize("number", ["1e9999999999999999999", "9" * 10_000, "-1E-9999999999999999999", "NaN", "1e400"])
def test_numbers_beyond_reckoning(number: str) -> None:
    """A number of any size under a condition is refused, decides or leaves undecided."""
    condition = f'{{"NumericLessThan": {{"aws:MultiFactorAuthAge": {number}}}}}'
    policy = _parsed(
        f'{{"Statement": {{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {condition}}}}}'
    )
    if policy is not None:
        _decision([policy], Request("s3:Get", "*", {"aws:MultiFactorAuthAge": "5"}))


@examples(300)
@given(POLICIES, STATEMENTS, REQUESTS)
def test_more_denials_allow_no_more_and_more_allowances_deny_no_more(
    document: Any, more: Any, request_: Request
) -> None:
    """Adding a Deny never allows what was not, and adding an Allow never denies explicitly what was not."""
    before = _decision([Policy.parse(document)], request_)
    extended = copy.deepcopy(document)
    extended["Statement"].append(more)
    after = _decision([Policy.parse(extended)], request_)
    if more["Effect"] == "Deny":
        assert after is not Decision.ALLOWED or before is Decision.ALLOWED
        assert before is not Decision.EXPLICITLY_DENIED or after is Decision.EXPLICITLY_DENIED
    else:
        assert (before is Decision.EXPLICITLY_DENIED) is (after is Decision.EXPLICITLY_DENIED)
        assert before is not Decision.ALLOWED or after is Decision.ALLOWED
    # Whether statements stand in one document or in two, and in which order, is all the same.
    alone = Policy.parse({"Version": "2012-10-17", "Statement": more})
    assert _decision([alone, Policy.parse(document)], request_) == after


def _naively(pattern: Pattern, value: str) -> bool:
    if not pattern:
        return not value
    piece, rest = pattern[0], pattern[1:]
    if piece is Wildcard.ANY:
        return any(_naively(rest, value[at:]) for at in range(len(value) + 1))
    if piece is Wildcard.ONE:
        return bool(value) and _naively(rest, value[1:])
    return value.startswith(piece) and _naively(rest, value[len(piece) :])


@examples(300)
@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_wildcards_match_what_the_definition_says(text: str, value: str) -> None:
    """The matching of wildcards agrees with their definition, spelled out."""
    pattern = patterns.resolve(text, {}, variables=False)
    assert pattern is not None
    assert patterns.matches(pattern, value) is _naively(pattern, value)


@pytest.mark.parametrize("piece", ["*a", "*?", "a*", "*:", "*"])
def test_many_wildcards_cost_no_more_than_their_number(piece: str) -> None:
    """Hundreds of wildcards against a name of thousands of characters are decided like any other pattern."""
    pattern = patterns.resolve(f"arn:{piece * 300}b", {}, variables=False)
    assert pattern is not None
    value = f"arn:{'a' * 2_000}c"
    assert not patterns.matches(pattern, value)
    assert not patterns.matches_arn(pattern, value, beyond_segments=True)
    assert not patterns.matches_arn(pattern, value, beyond_segments=False)
