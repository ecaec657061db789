"""Condition values that are more than text: numbers, moments, addresses, binary values.

Each reader takes text of a policy or of a request. What forms there are is told in the IAM User Guide, "IAM JSON policy
elements: Condition operators"; how far AWS is lenient beyond that was observed.

Which dates AWS refuses was observed too (getmoto/moto#2269): a month 13, a zone of one digit, the tenth digit of a
fraction; and it takes a year alone, "t" for "T", an hour of one digit. So does Joda-Time's ``dateTimeParser``, whose
grammar the rest follows.
"""

import base64
import ipaddress
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from mfa_enroll.policy.undecidable import Undecidable

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = re.compile(r"\d{1,3}|\d{5,}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d))?", re.ASCII)
_DATE = re.compile(
    r"(?P<year>[+-]?\d{1,9})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?|-\d{3}|-W\d{1,2}(?:-\d)?)?"
    r"(?:T(?:(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?)?(?:[.,]\d{1,9})?)?"
    r"(?:Z|[+-](?P<hours_off>\d\d)(?::?(?P<minutes_off>\d\d))?)?)?",
    re.ASCII | re.IGNORECASE,
)
_WHOLE = re.compile(r"\+?\d+", re.ASCII)
_MOST_SECONDS = 2**63 - 1
_LEAP_CYCLE = 400
"""In years: after so many, the months have the same days again."""
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)
_PREFIX = re.compile(r"\+?\d+", re.ASCII)
_FIRST_UNLIKE_OCTAL = 8


def number(text: str) -> Decimal:
    """Read a number, such as ``1``, ``01``, ``+1``, ``1.0`` or ``1e0``.

    Raises:
        ValueError: for anything else, NaN and Infinity included.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None


def seconds(text: str) -> Decimal:
    """Read a date, a full date and time with its zone, or seconds since 1970, as seconds since 1970.

    A date without a time is the midnight that it begins with, in UTC.

    Raises:
        ValueError: for what is no date, or one that there is not, such as a thirteenth month.
        Undecidable: for what AWS takes, and may read in one way or another: four digits, which are a year or seconds,
            and parts of a date.
    """
    if _WHOLE.fullmatch(text) and Decimal(text) > _MOST_SECONDS:
        raise ValueError(text)
    if _SECONDS.fullmatch(text):
        return Decimal(text)
    if not _WHOLE.fullmatch(text):
        _refuse_impossible(text)
    if _MOMENT.fullmatch(text) and int(text[:4]):
        moment = datetime.fromisoformat(text)
        return Decimal((moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH) // timedelta(microseconds=1)) / 10**6
    raise Undecidable(f"how AWS reads the date {text!r} is not known here")


def _refuse_impossible(text: str) -> None:
    """Raise ValueError for what is not ISO 8601, or no day of the calendar, or no time of the day."""
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    part = {name: int(digits) for name, digits in found.groupdict().items() if digits}
    date(2000 + part["year"] % _LEAP_CYCLE, part.get("month", 1), part.get("day", 1))
    time(part.get("hour", 0), part.get("minute", 0), part.get("second", 0))
    time(part.get("hours_off", 0), part.get("minutes_off", 0))


def binary(text: str) -> bytes:
    """Read base64.

    Raises:
        ValueError: for anything else.
    """
    return base64.b64decode(text, validate=True)


@dataclass(frozen=True, slots=True)
class Network:
    """A range of addresses: those whose first ``prefix`` of ``bits`` bits are those of ``address``."""

    address: int
    bits: int
    prefix: int

    def __contains__(self, other: "Network") -> bool:
        low = self.bits - self.prefix
        return self.bits == other.bits and self.address >> low == other.address >> low


def address(text: str) -> Network:
    """Read an IPv4 or IPv6 address.

    Raises:
        ValueError: for anything else.
        Undecidable: for an octet that is another number if its leading zero makes it octal.
    """
    if not _IPV4.fullmatch(text):
        if "%" in text:
            raise ValueError(text)
        return Network(int(ipaddress.IPv6Address(text)), 128, 128)
    octets = text.split(".")
    if any(octet[0] == "0" and int(octet) >= _FIRST_UNLIKE_OCTAL for octet in octets):
        raise Undecidable(f"how AWS reads the leading zeros of {text!r} is not known here")
    return Network(int.from_bytes(map(int, octets)), 32, 32)


def network(text: str) -> Network:
    """Read an address, or a range in CIDR notation. Bits of the address beyond the prefix do not matter.

    Raises:
        ValueError: for anything else.
        Undecidable: as :func:`address` does.
    """
    base, slash, prefix = text.partition("/")
    whole = address(base)
    if not slash:
        return whole
    if not _PREFIX.fullmatch(prefix) or int(prefix) > whole.bits:
        raise ValueError(text)
    return Network(whole.address, whole.bits, int(prefix))
