"""Condition values that are more than text: numbers, moments, addresses, binary values.

Each reader takes text of a policy or of a request. What forms there are is told in the IAM User Guide, "IAM JSON policy
elements: Condition operators"; how far AWS is lenient beyond that was observed.
"""

import base64
import ipaddress
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation

from mfa_enroll.policy.undecidable import Undecidable

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = re.compile(r"\d{1,3}|\d{5,}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d))?", re.ASCII)
_LIKE_A_MOMENT = re.compile(r"[+-]?\d[\dTZtz:.+ -]*", re.ASCII)
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
        ValueError: for what is no date.
        Undecidable: for what may be one: four digits, which are a year or seconds, and forms that AWS may or may not
            read.
    """
    if _SECONDS.fullmatch(text):
        return Decimal(text)
    if _MOMENT.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return Decimal((moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH) // timedelta(microseconds=1)) / 10**6
    if _LIKE_A_MOMENT.fullmatch(text):
        raise Undecidable(f"how AWS reads the date {text!r} is not known here")
    raise ValueError(text)


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
