"""Condition operators: what they mean, and what AWS refuses under them.

The rules are those of the IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple
context keys or values" and "Single-valued vs. multivalued context keys". How AWS takes values of a request that are not
of the operator's type was observed.
"""

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from mfa_enroll.policy import patterns, values
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.patterns import Context, Pattern
from mfa_enroll.policy.undecidable import Depends, Undecidable, Unknown, UnknownKey, every, some


@dataclass(frozen=True, slots=True)
class _Operator:
    """``base`` is what it negates, or else itself; ``quantifier`` is ForAllValues, ForAnyValue or empty."""

    quantifier: str
    base: str
    negated: bool
    if_exists: bool


def refusal(condition: Condition) -> str | None:
    """Why AWS refuses a policy with this condition as malformed. None if it does not, or if that is not known.

    It refuses values that are no number, date, address, ARN or base64 where the operator asks for one (observed). A
    value with a policy variable in it is not judged.
    """
    name = condition.operator
    if name.lower() not in _LOWER_NAMES:
        return f"there is no condition operator {name!r}"
    for value, what, error in _misread(condition):
        if isinstance(error, ValueError):
            return f"{value!r} is not {what}, which {name} asks for"
    return None


def unclear(condition: Condition) -> tuple[str, ...]:
    """The values that AWS may take and of which it is not known here what they mean under the operator."""
    return tuple(value for value, _, error in _misread(condition) if isinstance(error, Undecidable))


def _misread(condition: Condition) -> Iterator[tuple[str, str, Exception]]:
    """The values that cannot be read, each with what the operator asks for, and the error of reading it."""
    name = condition.operator.lower()
    plain = (name.partition(":")[2] or name).removeprefix("not")
    for kind, (what, read) in _KINDS.items():
        for value in condition.values if plain.startswith(kind) else ():
            try:
                if "${" not in value:
                    read(value)
            except (ValueError, Undecidable) as error:
                yield value, what, error


def holds(condition: Condition, context: Context, *, variables: bool) -> bool:
    """Whether a request with these keys meets the condition.

    Raises:
        Depends: where that hangs on a key with the value UNKNOWN.
        Undecidable: for an operator, or a value under it, whose meaning is neither documented nor observed.
    """
    actual = context.get(condition.key.lower())
    if isinstance(actual, Unknown):
        raise Depends(condition)
    if condition.operator == "Null":
        return _is_null(condition, actual)
    found = _OPERATORS.get(condition.operator)
    if found is None:
        raise Undecidable(f"the condition operator {condition.operator!r} is not known here")
    if actual is None:
        return _holds_without(condition, found)

    meets = partial(_meets, condition, found, context, variables)
    if found.quantifier:
        quantified = some if found.quantifier == "ForAnyValue" else every
        return quantified((actual,) if isinstance(actual, str) else actual, meets)
    if isinstance(actual, str):
        return meets(actual)
    if len(actual) == 1:
        raise Undecidable(f"{condition.key} is a set of one value, and {condition.operator} is not for sets")
    return False


def _holds_without(condition: Condition, found: _Operator) -> bool:
    """Whether the condition is met where its key is absent."""
    if found.quantifier == "ForAnyValue" and found.if_exists:
        raise Undecidable(f"{condition.key} is absent, and what {condition.operator} makes of that is not known here")
    if found.if_exists or found.quantifier == "ForAllValues":
        return True
    return found.negated and not found.quantifier


def _meets(condition: Condition, found: _Operator, context: Context, variables: bool, actual: str) -> bool:  # noqa: FBT001 - as its caller has it
    """Whether one value of the request meets the condition."""

    def matches(expected: str) -> bool:
        try:
            return _COMPARISONS[found.base](expected, actual, context, variables)
        except UnknownKey:
            raise Depends(condition) from None

    comparable = _COMPARABLE.get(found.base)
    if comparable is not None and not comparable(actual):
        return False
    return some(condition.values, matches) is not found.negated


def _is_null(condition: Condition, actual: str | tuple[str, ...] | None) -> bool:
    if actual is not None and not any(actual):
        raise Undecidable(f"{condition.key} is empty, which Null may or may not take for absent")
    return some(condition.values, lambda expected: _expected_boolean(expected) is (actual is None))


_Comparison = Callable[[str, str, Context, bool], bool]
"""Takes the value in the policy, the value in the request, and the keys that policy variables stand for, if any do."""


def _textual(fits: Callable[[Pattern, str], bool]) -> _Comparison:
    """Make the comparison of an operator whose values may hold policy variables."""

    def compare(expected: str, actual: str, context: Context, variables: bool) -> bool:  # noqa: FBT001 - as its type says
        pattern = patterns.resolve(expected, context, variables=variables)
        return pattern is not None and fits(pattern, actual)

    return compare


def _typed(fits: Callable[[str, str], bool]) -> _Comparison:
    """Make the comparison of an operator whose values may hold none."""

    def compare(expected: str, actual: str, *_: object) -> bool:
        try:
            return fits(expected, actual)
        except ValueError:
            raise Undecidable(f"what AWS makes of {expected!r} and {actual!r} is not known here") from None

    return compare


def _expected_boolean(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise Undecidable(f"{text!r} is neither true nor false")
    return text.lower() == "true"


def _read_arn(text: str) -> None:
    """Read an ARN, or a pattern that an ARN could fit.

    Raises:
        ValueError: for anything else: an ARN has six components (IAM User Guide, "ARN format").
        Undecidable: for a pattern of fewer, such as "*", whose wildcards would have to stand for whole components.
    """
    head = re.split("[*?]", text)[0]
    if not (_is_arn(text) if head == text else "arn:".startswith(head[:4])):
        raise ValueError(text)
    if text.count(":") < patterns.COLONS_BEFORE_RESOURCE:
        raise Undecidable(f"{text!r} is not an ARN of six components")


def _is_arn(text: str) -> bool:
    return text.startswith("arn:") and text.count(":") >= patterns.COLONS_BEFORE_RESOURCE


def _arn_like(pattern: Pattern, actual: str) -> bool:
    if patterns.plain(pattern).count(":") < patterns.COLONS_BEFORE_RESOURCE:
        raise Undecidable(f"{patterns.plain(pattern)!r} is not an ARN of six components")
    return patterns.matches_arn(pattern, actual, beyond_segments=False)


def _is_address(text: str) -> bool:
    try:
        values.address(text)
    except ValueError:
        return False
    return True


def _equal_numbers(expected: str, actual: str) -> bool:
    number = values.number(expected)
    try:
        return number == values.number(actual)
    except ValueError:
        return False


_Order = Callable[[Decimal, Decimal], bool]


def _ordered(read: Callable[[str], Decimal], order: _Order, expected: str, actual: str) -> bool:
    return order(read(actual), read(expected))


_ORDERS: dict[str, _Order] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}

_COMPARISONS = {
    "StringEquals": _textual(lambda pattern, actual: patterns.plain(pattern) == actual),
    "StringEqualsIgnoreCase": _textual(lambda pattern, actual: patterns.plain(pattern).lower() == actual.lower()),
    "StringLike": _textual(patterns.matches),
    "ArnEquals": _textual(_arn_like),
    "ArnLike": _textual(_arn_like),
    "Bool": _textual(lambda pattern, actual: _expected_boolean(patterns.plain(pattern)) is (actual.lower() == "true")),
    "BinaryEquals": _typed(lambda expected, actual: values.binary(expected) == values.binary(actual)),
    "IpAddress": _typed(lambda expected, actual: values.address(actual) in values.network(expected)),
    **{f"Date{name}": _typed(partial(_ordered, values.seconds, order)) for name, order in _ORDERS.items()},
    **{f"Numeric{name}": _typed(partial(_ordered, values.number, order)) for name, order in _ORDERS.items()},
    "NumericEquals": _typed(_equal_numbers),
}
"""What the operators that are not negated mean."""

_COMPARABLE = {"ArnEquals": _is_arn, "ArnLike": _is_arn, "IpAddress": _is_address}
"""Which values of a request these operators, and their negations, can be met by at all (observed)."""

_NEGATIONS = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
}

_OPERATORS = {
    f"{quantifier}{':' if quantifier else ''}{name}{'IfExists' if if_exists else ''}": _Operator(
        quantifier, base, name != base, if_exists
    )
    for quantifier in ("", "ForAllValues", "ForAnyValue")
    for name, base in (*((name, name) for name in _COMPARISONS), *_NEGATIONS.items())
    for if_exists in (False, True)
}

_LOWER_NAMES = {name.lower() for name in _OPERATORS} | {"null", "forallvalues:null", "foranyvalue:null"}
"""Names that may be those of operators. Whether their case counts, and what Null means of sets, is not known here."""

_KINDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "numeric": ("a number", values.number),
    "date": ("a date", values.seconds),
    "ipaddress": ("an address or a range of addresses", values.network),
    "arn": ("an ARN", _read_arn),
    "binary": ("base64", values.binary),
    "bool": ("true or false", _expected_boolean),
    "null": ("true or false", _expected_boolean),
}
"""What the values of a policy have to be, by the beginning of the operator's name in lower case.

Other text than true and false is not known to be refused: S3 took it in its policies (basho/riak_cs#380).
"""
