"""AWS's answers read into domain values. What does not have the documented shape is refused as a whole."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.principal import IamUser, Principal, parse_principal
from mfa_enroll.domain.secret import Secret

_SEED = re.compile(r"[A-Z2-7]{26,128}", re.ASCII)
"""Base32 without padding, of 128 bits or more (RFC 4226, section 4, R6). AWS sends 64 characters."""


class UnreadableAnswerError(Exception):
    """An answer arrived and lacks something, or holds something else in its place. Carries none of it."""


def clean(text: str) -> str:
    """``text`` fit for a terminal: control, format and other invisible characters become U+FFFD."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def read_caller(answer: Mapping[str, object]) -> Principal:
    """The caller in a GetCallerIdentity answer."""
    return parse_principal(_text(answer, "Arn"))


def read_devices(answer: Mapping[str, object]) -> tuple[tuple[MfaDevice, ...], str | None]:
    """One page of a ListMFADevices answer, and the marker of the next page if there is one."""
    entries = answer.get("MFADevices")
    if not isinstance(entries, list):
        raise UnreadableAnswerError
    devices = tuple(_read_device(entry) for entry in entries)
    return devices, _text(answer, "Marker") if answer.get("IsTruncated") else None


def _read_device(entry: object) -> MfaDevice:
    if not isinstance(entry, Mapping):
        raise UnreadableAnswerError
    since = entry.get("EnableDate")
    if not isinstance(since, datetime) or since.tzinfo is None:
        raise UnreadableAnswerError
    return MfaDevice(_text(entry, "SerialNumber"), since.astimezone(UTC))


def read_new_device(answer: Mapping[str, object], user: IamUser) -> NewDevice:
    """The device in a CreateVirtualMFADevice answer. It has to be the one that was asked for."""
    device = answer.get("VirtualMFADevice")
    if not isinstance(device, Mapping) or _text(device, "SerialNumber") != user.device_serial:
        raise UnreadableAnswerError
    return NewDevice(user.device_serial, _read_seed(device.get("Base32StringSeed")))


def _read_seed(value: object) -> Secret:
    if not isinstance(value, bytes):
        raise UnreadableAnswerError
    seed = Secret(value.decode("ascii", errors="replace").rstrip("="))
    if not _SEED.fullmatch(seed.reveal()):
        raise UnreadableAnswerError
    return seed


def _text(answer: Mapping[str, object], field: str) -> str:
    value = answer.get(field)
    if not isinstance(value, str) or not value:
        raise UnreadableAnswerError
    return clean(value)
