import pytest

from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.operators import holds
from mfa_enroll.policy.patterns import Value
from mfa_enroll.policy.undecidable import UNKNOWN, Depends, Undecidable

ARN = "arn:aws:iam::123456789012:user/alice"
Set = tuple[str, ...]


def met(operator: str, expected: str | Set, actual: Value | None, **others: Value) -> bool:
    """One condition on the key K, asked as k."""
    values = (expected,) if isinstance(expected, str) else expected
    context: dict[str, Value] = {f"aws:{name}": value for name, value in others.items()}
    if actual is not None:
        context["k"] = actual
    return holds(Condition(operator, "K", values), context, variables=True)


COMPARISONS: list[tuple[str, str | Set, str, bool]] = [
    ("StringEquals", "a", "a", True),
    ("StringEquals", "a", "A", False),
    ("StringEquals", "a*", "ab", False),
    ("StringEquals", "a*", "a*", True),
    ("StringEquals", ("x", "a"), "a", True),
    ("StringEqualsIgnoreCase", "Straße", "sTRAßE", True),
    ("StringEqualsIgnoreCase", "a", "b", False),
    ("StringLike", "a*", "ab", True),
    ("StringLike", "a?", "ab", True),
    ("StringLike", "a*", "Ab", False),
    ("ArnEquals", "arn:aws:iam::*:user/a*", ARN, True),
    ("ArnLike", "arn:aws:iam::*:user/a*", ARN, True),
    ("ArnLike", "arn:aws:iam::*:user/A*", ARN, False),
    ("ArnLike", "arn:aws:iam::*:user/a*", "alice", False),
    ("ArnLike", "arn:aws:iam::*:user/a*", "arn:aws:iam::123456789012:role/x:user/alice", False),
    ("NumericEquals", "10", "10.0", True),
    ("NumericEquals", "10", "9", False),
    ("NumericLessThan", "10", "9", True),
    ("NumericLessThan", "10", "10", False),
    ("NumericLessThanEquals", "10", "10", True),
    ("NumericLessThanEquals", "10", "10.1", False),
    ("NumericGreaterThan", "-1", "0", True),
    ("NumericGreaterThan", "9", "9", False),
    ("NumericGreaterThan", "9", "10", True),
    ("NumericGreaterThanEquals", "9", "9", True),
    ("NumericGreaterThanEquals", "9", "8.9", False),
    ("DateEquals", "2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", True),
    ("DateEquals", "2024-01-01T00:00Z", "1704067200", True),
    ("DateEquals", "1970-01-01T02:46:40Z", "10000", True),
    ("DateEquals", "1704067200", "2024-01-01T00:00:00.5Z", False),
    ("DateLessThan", "2024-01-01T00:00:00Z", "2023-12-31T23:59:59Z", True),
    ("DateLessThan", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", False),
    ("DateLessThanEquals", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", True),
    ("DateGreaterThan", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000001Z", True),
    ("DateGreaterThan", "9999-12-31T23:59:59.999998Z", "9999-12-31T23:59:59.999999Z", True),
    ("DateGreaterThan", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", False),
    ("DateGreaterThanEquals", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", True),
    ("Bool", "true", "true", True),
    ("Bool", "false", "false", True),
    ("Bool", "true", "false", False),
    ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", True),
    ("BinaryEquals", "QmluYXJ5", "QmluYXJz", False),
    ("IpAddress", "203.0.113.0/24", "203.0.113.77", True),
    ("IpAddress", "203.0.113.0/24", "203.0.114.1", False),
    ("IpAddress", "203.0.113.7", "203.0.113.7", True),
    ("IpAddress", "203.0.113.7", "203.0.113.8", False),
    ("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", True),
    ("IpAddress", ("2001:DB8::/32", "203.0.113.0/24"), "203.0.113.1", True),
    ("IpAddress", "::/0", "203.0.113.1", False),
]


@pytest.mark.parametrize(("operator", "expected", "actual", "answer"), COMPARISONS)
def test_comparisons(operator: str, expected: str | Set, actual: str, *, answer: bool) -> None:
    """Each operator compares the value of the request with those of the policy, any of which will do."""
    assert met(operator, expected, actual) is answer
    assert met(f"{operator}IfExists", expected, actual) is answer
    assert met(f"ForAnyValue:{operator}", expected, actual) is answer
    assert met(f"ForAllValues:{operator}", expected, (actual, actual)) is answer


NEGATIONS = {
    "StringNotEquals": ("a", "b"),
    "StringNotEqualsIgnoreCase": ("A", "b"),
    "StringNotLike": ("a*", "b"),
    "ArnNotEquals": (ARN, ARN + "x"),
    "ArnNotLike": (ARN, ARN + "x"),
    "NumericNotEquals": ("1", "2"),
    "DateNotEquals": ("1704067200", "1704067201"),
    "NotIpAddress": ("203.0.113.0/24", "198.51.100.1"),
}


@pytest.mark.parametrize("operator", NEGATIONS)
def test_negated_operators_need_all_values_to_differ(operator: str) -> None:
    """A negated operator holds when the value of the request matches none of those in the policy."""
    first, second = NEGATIONS[operator]
    actual = first.replace("*", "lice").replace("/24", "").lower()
    assert not met(operator, first, actual)
    assert met(operator, second, actual)
    assert not met(operator, (second, first), actual)
    assert met(operator, (second, second), actual)


@pytest.mark.parametrize("operator", sorted({row[0] for row in COMPARISONS}))
def test_a_plain_operator_fails_on_an_absent_key(operator: str) -> None:
    """An absent key is a mismatch, unless the operator says IfExists or speaks of all of no values."""
    expected = next(row[1] for row in COMPARISONS if row[0] == operator)
    assert not met(operator, expected, None)
    assert not met(f"ForAnyValue:{operator}", expected, None)
    assert met(f"{operator}IfExists", expected, None)
    assert met(f"ForAllValues:{operator}", expected, None)
    assert met(f"ForAllValues:{operator}IfExists", expected, None)


@pytest.mark.parametrize("operator", ["StringEquals", "StringNotEquals", "Bool", "ArnNotLike"])
def test_any_value_if_exists_of_an_absent_key_is_not_guessed(operator: str) -> None:
    """IfExists is met by an absent key and ForAnyValue is not: AWS does not say which of them wins."""
    with pytest.raises(Undecidable, match=f"K is absent, .* ForAnyValue:{operator}IfExists"):
        met(f"ForAnyValue:{operator}IfExists", ARN, None)


@pytest.mark.parametrize("operator", NEGATIONS)
def test_a_negated_operator_holds_on_an_absent_key(operator: str) -> None:
    """What is absent differs from everything, but no value of it does."""
    expected = NEGATIONS[operator][0]
    assert met(operator, expected, None)
    assert met(f"{operator}IfExists", expected, None)
    assert met(f"ForAllValues:{operator}", expected, None)
    assert not met(f"ForAnyValue:{operator}", expected, None)


@pytest.mark.parametrize(
    ("operator", "expected", "actual", "answer"),
    [
        ("ForAnyValue:StringEquals", ("a", "b"), ("b", "c"), True),
        ("ForAnyValue:StringEquals", ("a", "b"), ("c", "d"), False),
        ("ForAllValues:StringEquals", ("a", "b"), ("b", "a"), True),
        ("ForAllValues:StringEquals", ("a", "b"), ("b", "c"), False),
        ("ForAllValues:StringNotLike", "key1*", ("key1:hr", "key1:personnel"), False),
        ("ForAllValues:StringNotLike", "key1*", ("key2:audit",), True),
        ("ForAllValues:StringNotLike", "key1*", ("key1:hr", "key2:audit"), False),
        ("ForAnyValue:StringNotLike", "key1*", ("key1:hr", "key2:audit"), True),
        ("ForAnyValue:StringNotLike", ("key1*", "key2*"), ("key1:hr", "key2:audit"), False),
        ("ForAllValues:StringEquals", "a", ("",), False),
        ("ForAllValues:StringNotEquals", "a", ("",), True),
        ("ForAllValues:StringEquals", "a", ("", "a"), False),
        ("ForAnyValue:StringEquals", "", ("",), True),
        ("ForAnyValue:StringEquals", "", "", True),
        ("ForAnyValue:StringEquals", "a", ("",), False),
        ("ForAnyValue:ArnNotLike", ARN, ("alice", ""), False),
        ("ForAllValues:NotIpAddress", "203.0.113.0/24", ("198.51.100.1", "nowhere"), False),
        ("ForAnyValue:Bool", "true", ("false", "true"), True),
    ],
)
def test_sets(operator: str, expected: str | Set, actual: str | Set, *, answer: bool) -> None:
    """ForAnyValue asks for one value of the request that meets the condition, ForAllValues that all do."""
    assert met(operator, expected, actual) is answer


SINGLE = [*NEGATIONS, *{row[0] for row in COMPARISONS}]


@pytest.mark.parametrize("operator", sorted(SINGLE))
def test_an_operator_for_one_value_is_never_met_by_several(operator: str) -> None:
    """Without ForAllValues or ForAnyValue a key with several values meets no condition, nor its negation."""
    expected = next((row[1] for row in COMPARISONS if row[0] == operator), None) or NEGATIONS[operator][0]
    for actual in ((ARN, ARN), ("a", "b"), ("1", "2"), ("203.0.113.1", "198.51.100.1")):
        assert not met(operator, expected, actual)
        assert not met(f"{operator}IfExists", expected, actual)


READINGS: list[tuple[str, str | Set, str, bool]] = [
    # An ARN is compared with an ARN alone, and an address with an address.
    *(
        (operator, ARN, actual, False)
        for operator in ("ArnLike", "ArnNotLike")
        for actual in ("alice", "", "arn:aws:s3")
    ),
    *(
        (operator, "203.0.113.0/24", actual, False)
        for operator in ("IpAddress", "NotIpAddress")
        for actual in ("nowhere", "", "203.0.113.0/24", "203.0.113.256", "fe80::1%eth0")
    ),
    # Whatever is not true, in any case, is false.
    *(("Bool", "false", actual, False) for actual in ("true", "True", "TRUE")),
    *(("Bool", "false", actual, True) for actual in ("false", "False", "yes", "1", "")),
    *(("Bool", "true", actual, actual == "TRUE") for actual in ("TRUE", "yes", "1", "")),
    ("Bool", "TRUE", "true", True),
    ("Bool", "False", "true", False),
    # Ranges.
    ("IpAddress", "192.0.2.5/24", "192.0.2.77", True),
    ("IpAddress", "192.0.2.5/24", "192.0.3.5", False),
    ("IpAddress", "192.000.2.007", "192.0.2.7", True),
    ("IpAddress", "192.0.2.0/024", "192.0.2.255", True),
    ("IpAddress", "192.0.2.0/024", "192.0.3.0", False),
    ("IpAddress", "192.0.2.0/+24", "192.0.2.255", True),
    ("IpAddress", "0.0.0.0/0", "192.0.2.1", True),
    ("IpAddress", "0.0.0.0/0", "2001:db8::1", False),
    ("NotIpAddress", "192.0.2.5/24", "192.0.2.77", False),
    # Dates.
    ("DateEquals", "2030-01-01", "2030-01-01T00:00:00Z", True),
    ("DateEquals", "1893456000", "2030-01-01T00:00:00Z", True),
    ("DateEquals", "2030-01-01T00:00:00Z", "1893456000", True),
    ("DateEquals", "0", "1970-01-01T00:00:00Z", True),
    ("DateLessThan", "2030-01-01", "2029-12-31T23:59:59Z", True),
    # Numbers.
    *(("NumericEquals", "1", actual, True) for actual in ("01", "+1", "1.0", "1e0")),
    *(("NumericEquals", expected, "1", True) for expected in ("01", "+1", "1.0", "1e0")),
    *(("NumericEquals", "1", actual, False) for actual in ("one", "", "NaN", "Infinity", "1e9999999999999999999")),
    *(("NumericNotEquals", "1", actual, True) for actual in ("one", "", "NaN", "Infinity")),
]


@pytest.mark.parametrize(("operator", "expected", "actual", "answer"), READINGS)
def test_how_values_are_read(operator: str, expected: str | Set, actual: str, *, answer: bool) -> None:
    """Values are read as AWS was observed to read them, and a set of one of them likewise."""
    assert met(operator, expected, actual) is answer
    assert met(f"{operator}IfExists", expected, actual) is answer
    assert met(f"ForAnyValue:{operator}", expected, (actual,)) is answer
    assert met(f"ForAllValues:{operator}", expected, (actual,)) is answer


@pytest.mark.parametrize(
    "operator", ["StringEquals", "ForAnyValue:StringLike", "Null", "BoolIfExists", "NumericLessThan"]
)
def test_a_key_whose_value_is_not_known_leaves_its_condition_open(operator: str) -> None:
    """The condition that the answer depends on is named."""
    with pytest.raises(Depends, match="K depends on") as depends:
        met(operator, "true", UNKNOWN)
    assert depends.value.condition == Condition(operator, "K", ("true",))


def test_a_variable_whose_value_is_not_known_leaves_its_condition_open() -> None:
    """The condition depends on it, unless another value of the policy settles it."""
    with pytest.raises(Depends) as depends:
        met("StringEquals", ("b", "${aws:userid}"), "a", userid=UNKNOWN)
    assert depends.value.condition == Condition("StringEquals", "K", ("b", "${aws:userid}"))
    assert met("StringEquals", ("${aws:userid}", "a"), "a", userid=UNKNOWN)


@pytest.mark.parametrize(
    ("expected", "actual", "answer"),
    [
        ("true", None, True),
        ("TRUE", None, True),
        ("true", "x", False),
        ("false", None, False),
        ("false", "x", True),
        ("false", ("x",), True),
    ],
)
def test_null_asks_whether_a_key_is_there(expected: str, actual: Value | None, *, answer: bool) -> None:
    """Null with true holds for an absent key, with false for one that is there."""
    assert met("Null", expected, actual) is answer


def test_variables_in_string_and_arn_conditions() -> None:
    """Variables stand in the values of String and Arn operators, with their own wildcards literal."""
    own = "arn:aws:iam::123456789012:user/${aws:username}"
    assert met("StringEquals", "${aws:username}", "alice", username="alice")
    assert met("ArnLike", own, ARN, username="alice")
    assert not met("StringLike", "${aws:username}", "alice", username="al*")
    assert not met("ArnLike", own, ARN, username="al*")
    assert met("Bool", "${aws:username}", "true", username="True")
    assert met("StringLike", "${*}*", "*x")
    assert not met("StringLike", "${*}*", "xx")


def test_a_variable_without_value_equals_nothing() -> None:
    """Against a variable without value plain operators fail and negated ones hold."""
    assert not met("StringEquals", "${aws:nobody}", "x")
    assert not met("StringLike", "*${aws:nobody}*", "x")
    assert met("StringNotEquals", "${aws:nobody}", "x")
    assert not met("StringNotEquals", ("${aws:nobody}", "x"), "x")
    assert met("StringEquals", ("${aws:nobody}", "x"), "x")


@pytest.mark.parametrize(
    ("operator", "expected", "actual"),
    [
        ("stringequals", "a", "a"),
        ("ForAllValues:Null", "true", "a"),
        ("StringEquals", "a", ("a",)),
        ("StringEquals", "${aws:username", "a"),
        ("ArnLike", "*", "arn:aws:s3:::a"),
        ("ArnLike", "arn:aws:s3", "arn:aws:s3:::a"),
        ("NumericEquals", "${aws:username}", "10"),
        ("NumericLessThan", "10", "NaN"),
        ("NumericGreaterThan", "10", "ten"),
        ("DateEquals", "2024", "1704067200"),
        ("DateEquals", "2024-01", "1704067200"),
        ("DateEquals", "2024-01-01T00:00:00.0000000Z", "1704067200"),
        ("DateEquals", "2024-13-01T00:00:00Z", "1704067200"),
        ("DateEquals", "2024-01-01T00:00:00", "1704067200"),
        ("DateNotEquals", "1704067200", "yesterday"),
        ("Bool", "yes", "true"),
        ("BinaryEquals", "QmluYXJ5", "?"),
        ("IpAddress", "203.0.113.010", "203.0.113.8"),
        ("IpAddress", "203.0.113.08", "203.0.113.8"),
        ("Null", "maybe", "a"),
        ("Null", "true", ""),
    ],
)
def test_what_is_not_known_is_not_guessed(operator: str, expected: str, actual: Value) -> None:
    """An operator or value whose meaning is neither documented nor observed is named, and not guessed at."""
    with pytest.raises(Undecidable) as refused:
        met(operator, expected, actual)
    assert any(repr(part) in str(refused.value) for part in (operator, expected, actual)) or "K " in str(refused.value)


def test_a_match_settles_a_doubtful_value() -> None:
    """Where one value of the policy matches, one that is not understood does not matter."""
    assert met("Bool", ("yes", "true"), "true")
    assert not met("NotIpAddress", ("203.0.113.010", "203.0.113.0/24"), "203.0.113.1")
    with pytest.raises(Undecidable):
        met("Bool", ("yes", "true"), "false")
