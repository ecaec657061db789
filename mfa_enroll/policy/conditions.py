"""The Condition element: what its operators mean.

The rules are those of the IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with
multiple context keys or values" and "Single-valued vs. multivalued context keys".
"""

import base64
import binascii
import ipaddress
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

from mfa_enroll.policy import patterns
from mfa_enroll.policy.patterns import Context, Pattern
from mfa_enroll.policy.undecidable import Undecidable, every, some


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition key under an operator, with its values. One has to match, or none if the operator is negated."""

    operator: str
    key: str
    values: tuple[str, ...]


_OPERATOR = re.compile(r"(?:(?P<quantifier>ForAllValues|ForAnyValue):)?(?P<base>\w+?)(?P<if_exists>IfExists)?")

_NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
}


def holds(condition: Condition, context: Context, *, variables: bool) -> bool:
    """Whether a request with these keys meets the condition.

    Raises:
        Undecidable: for an operator, or a value under it, whose meaning AWS does not document.
    """
    actual = context.get(condition.key.lower())
    if condition.operator == "Null":
        return _is_null(condition, actual)
    name = _OPERATOR.fullmatch(condition.operator)
    base = "" if name is None else _NEGATED.get(name["base"], name["base"])
    if name is None or base not in _TYPED.keys() | _TEXTUAL.keys():
        raise Undecidable(f"the condition operator {condition.operator!r} is not known here")
    negated = base != name["base"]
    compare = _comparison(base, context, variables=variables)
    if actual is None:
        if name["if_exists"] or name["quantifier"] == "ForAllValues":
            return True
        return negated and name["quantifier"] is None

    def meets(value: str) -> bool:
        return some(condition.values, lambda expected: compare(expected, value)) is not negated

    if name["quantifier"] is None:
        if isinstance(actual, tuple):
            raise Undecidable(f"{condition.key} has several values, and {condition.operator} is for one")
        return meets(actual)
    values = (actual,) if isinstance(actual, str) else actual
    # A set of nothing but empty strings counts as no set at all.
    if name["quantifier"] == "ForAnyValue":
        return any(values) and some(values, meets)
    return not any(values) or every(values, meets)


def _is_null(condition: Condition, actual: str | tuple[str, ...] | None) -> bool:
    if actual is not None and not any(actual):
        raise Undecidable(f"{condition.key} is empty, which Null may or may not take for absent")
    return some(condition.values, lambda expected: _boolean(expected) is (actual is None))


_Comparison = Callable[[str, str], bool]
"""Takes the value in the policy and the value in the request."""


def _comparison(base: str, context: Context, *, variables: bool) -> _Comparison:
    if base in _TYPED:
        return _TYPED[base]

    def compare(expected: str, actual: str) -> bool:
        pattern = patterns.resolve(expected, context, variables=variables)
        return pattern is not None and _TEXTUAL[base](pattern, actual)

    return compare


def _arn_like(pattern: Pattern, actual: str) -> bool:
    if patterns.plain(pattern).count(":") < patterns.COLONS_BEFORE_RESOURCE:
        raise Undecidable(f"{patterns.plain(pattern)!r} is not an ARN of six components")
    return patterns.matches_arn(pattern, actual, beyond_segments=False)


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise Undecidable(f"{text!r} is neither true nor false")
    return text == "true"


def _number(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", text, re.ASCII):
        raise Undecidable(f"{text!r} is not a number")
    return Decimal(text)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def _seconds(text: str) -> Decimal:
    """Read a full date and time with its zone, or a number of seconds since 1970, as seconds since 1970.

    A date without a time, or four digits, can be read in more than one way and is not read at all.
    """
    if re.fullmatch(r"\d{5,}", text, re.ASCII):
        return Decimal(text)
    if _MOMENT.fullmatch(text):
        try:
            microseconds = (datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1)
        except ValueError:
            pass
        else:
            return Decimal(microseconds) / 1_000_000
    raise Undecidable(f"{text!r} is not a date with time and zone, nor seconds since 1970")


def _binary(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Undecidable(f"{text!r} is not base64") from None


def _in_network(expected: str, actual: str) -> bool:
    try:
        return ipaddress.ip_address(actual) in ipaddress.ip_network(expected)
    except ValueError:
        raise Undecidable(f"{expected!r} or {actual!r} is not an address or a range") from None


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

_TEXTUAL: dict[str, Callable[[Pattern, str], bool]] = {
    "StringEquals": lambda pattern, actual: patterns.plain(pattern) == actual,
    "StringEqualsIgnoreCase": lambda pattern, actual: patterns.plain(pattern).lower() == actual.lower(),
    "StringLike": patterns.matches,
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
}
"""Operators whose values may hold policy variables."""

_TYPED: dict[str, _Comparison] = {
    "Bool": lambda expected, actual: _boolean(expected) is _boolean(actual),
    "BinaryEquals": lambda expected, actual: _binary(expected) == _binary(actual),
    "IpAddress": _in_network,
    **{f"Numeric{name}": partial(_ordered, _number, order) for name, order in _ORDERS.items()},
    **{f"Date{name}": partial(_ordered, _seconds, order) for name, order in _ORDERS.items()},
}
