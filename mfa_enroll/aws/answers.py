"""AWS's answers read into domain values. What does not have the documented shape is refused as a whole."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser, Principal, parse_principal
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.text import clean

_SEED = re.compile(r"[A-Z2-7]{26,128}", re.ASCII)
"""Base32 without padding, of 128 bits or more (RFC 4226, section 4, R6). AWS sends 64 characters."""

_LONGEST_ARN = 2048
_LONGEST_SERIAL = 256
_LONGEST_MARKER = 2048
"""In characters. The first two are the IAM API Reference's; of markers it gives no bound for answers."""

_KEY_ID = re.compile(r"\w{16,128}", re.ASCII)
"""STS API Reference, Credentials."""

_SECRET_KEY = re.compile(r"[\w/+=-]{16,256}", re.ASCII)
_SESSION_TOKEN = re.compile(r"[\w/+=-]{16,16384}", re.ASCII)
"""Base64 of either alphabet. Nothing else may get into a file or a shell by way of an answer."""


class UnreadableAnswerError(Exception):
    """An answer arrived and lacks something, or holds something else in its place. Carries none of it."""


def read_caller(answer: Mapping[str, object]) -> Principal:
    """The caller in a GetCallerIdentity answer."""
    return parse_principal(_text(answer, "Arn", _LONGEST_ARN))


def read_devices(answer: Mapping[str, object]) -> tuple[tuple[MfaDevice, ...], str | None]:
    """One page of a ListMFADevices answer, and the marker of the next page if there is one."""
    entries = answer.get("MFADevices")
    if not isinstance(entries, list):
        raise UnreadableAnswerError
    devices = tuple(_read_device(entry) for entry in entries)
    return devices, _text(answer, "Marker", _LONGEST_MARKER) if answer.get("IsTruncated") else None


def _read_device(entry: object) -> MfaDevice:
    if not isinstance(entry, Mapping):
        raise UnreadableAnswerError
    return MfaDevice(_text(entry, "SerialNumber", _LONGEST_SERIAL), _moment(entry, "EnableDate"))


def read_new_device(answer: Mapping[str, object], user: IamUser) -> NewDevice:
    """The device in a CreateVirtualMFADevice answer. It has to be the one that was asked for."""
    device = answer.get("VirtualMFADevice")
    if not isinstance(device, Mapping) or _text(device, "SerialNumber", _LONGEST_SERIAL) != user.device_serial:
        raise UnreadableAnswerError
    return NewDevice(user.device_serial, _read_seed(device.get("Base32StringSeed")))


def _read_seed(value: object) -> Secret:
    if not isinstance(value, bytes):
        raise UnreadableAnswerError
    seed = Secret(value.decode("ascii", errors="replace").rstrip("="))
    if not _SEED.fullmatch(seed.reveal()):
        raise UnreadableAnswerError
    return seed


def read_session(answer: Mapping[str, object]) -> SessionKeys:
    """The keys in a GetSessionToken answer."""
    keys = answer.get("Credentials")
    if not isinstance(keys, Mapping):
        raise UnreadableAnswerError
    return SessionKeys(
        _matching(_KEY_ID, keys.get("AccessKeyId")).reveal(),
        _matching(_SECRET_KEY, keys.get("SecretAccessKey")),
        _matching(_SESSION_TOKEN, keys.get("SessionToken")),
        _moment(keys, "Expiration"),
    )


def _matching(form: re.Pattern[str], value: object) -> Secret:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise UnreadableAnswerError
    return Secret(value)


def read_password_policy(answer: Mapping[str, object]) -> PasswordPolicy:
    """The policy in a GetAccountPasswordPolicy answer.

    What is left out is as UpdateAccountPasswordPolicy would have set it. The bounds are those of the IAM API
    Reference, PasswordPolicy; 0 is written for a bound that is not set.
    """
    policy = answer.get("PasswordPolicy")
    if not isinstance(policy, Mapping):
        raise UnreadableAnswerError
    days = _number(policy, "MaxPasswordAge", most=1095)
    return PasswordPolicy(
        minimum_length=_number(policy, "MinimumPasswordLength", most=128, least=6),
        kinds=0,
        uppercase=_is_set(policy, "RequireUppercaseCharacters"),
        lowercase=_is_set(policy, "RequireLowercaseCharacters"),
        numbers=_is_set(policy, "RequireNumbers"),
        symbols=_is_set(policy, "RequireSymbols"),
        reuse_prevention=_number(policy, "PasswordReusePrevention", most=24),
        days=days if _is_set(policy, "ExpirePasswords") else 0,
    )


def _number(policy: Mapping[str, object], field: str, *, most: int, least: int = 0) -> int:
    value = policy.get(field, least)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise UnreadableAnswerError
    return value


def _is_set(policy: Mapping[str, object], field: str) -> bool:
    value = policy.get(field, False)
    if not isinstance(value, bool):
        raise UnreadableAnswerError
    return value


def _moment(answer: Mapping[str, object], field: str) -> datetime:
    value = answer.get(field)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise UnreadableAnswerError
    with suppress(OverflowError):
        return value.astimezone(UTC)
    raise UnreadableAnswerError


def _text(answer: Mapping[str, object], field: str, most: int) -> str:
    value = answer.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= most:
        raise UnreadableAnswerError
    return clean(value)
