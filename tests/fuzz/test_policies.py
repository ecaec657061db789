"""Policies: any document is refused or understood, and any request is decided, or not, for a reason."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfa_enroll.policies import force_mfa
from mfa_enroll.policy import operators, patterns
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Decision, Policy, PolicyError, Request, Undecidable, caller_context, decide
from mfa_enroll.policy.patterns import Pattern, Wildcard
from mfa_enroll.policy.undecidable import UNKNOWN
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


_VALUES = """
    1 01 1e0 NaN 1e9999999999999999999 2024 2030-01-01 2030-01-01T00:00:00Z 9999-12-31T23:59:59-23:59
    0001-01-01T00:00:00+23:59 2030-13-01T99:99:99Z true TRUE yes QmluYXJ5 ? * 192.0.2.1 192.000.2.010/+24 ::/0 fe80::1%a
    arn:aws:s3:::b arn:* alice ${aws:username} ${aws:TagKeys} ${*} ${
"""
VALUES = st.sampled_from(_VALUES.split())
_OPERATORS = """
    StringEquals StringNotLike ArnLike ArnNotEquals NumericEquals NumericNotEquals NumericLessThan DateEquals
    DateGreaterThan Bool BinaryEquals IpAddress NotIpAddress Null bool
"""
NAMES = st.builds(
    "{}{}{}".format,
    st.sampled_from(("", "ForAllValues:", "ForAnyValue:", "forAnyValue:")),
    st.sampled_from(_OPERATORS.split()),
    st.sampled_from(("", "IfExists")),
)
SETS = st.lists(VALUES | TEXT, min_size=1, max_size=3).map(tuple)


@examples(600)
@given(NAMES | TEXT, SETS, st.none() | st.just(UNKNOWN) | VALUES | TEXT | SETS, st.booleans())
def test_any_condition_is_met_or_not_or_a_doubt(name: str, expected: Any, actual: Any, variables: bool) -> None:  # noqa: FBT001 - made up
    """Any operator with any values is met, is not met, or is a doubt, and a policy with it is read or refused."""
    condition = Condition(name, "k", expected)
    keys = {"aws:username": "alice", "aws:tagkeys": ("a", "b"), **({} if actual is None else {"k": actual})}
    try:
        assert operators.holds(condition, keys, variables=variables) in (True, False)
        assert actual is not UNKNOWN
    except Undecidable:
        pass
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {name: {"k": list(expected)}}}
    assert (_parsed({"Statement": statement}) is None) is (operators.refusal(condition) is not None)


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
