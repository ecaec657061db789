"""Reading AWS's answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone

import pytest

from mfa_enroll.aws.answers import (
    UnreadableAnswerError,
    read_caller,
    read_devices,
    read_new_device,
    read_password_policy,
    read_session,
)
from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser, Kind, OtherPrincipal
from mfa_enroll.domain.text import clean

SINCE = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
BEFORE_TIME = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9)))
"""No time in UTC corresponds to it."""
SEED = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 2
ALICE = IamUser("aws", "111122223333", "alice")
DEVICE = {"SerialNumber": ALICE.device_serial, "Base32StringSeed": SEED.encode()}
KEYS = {
    "AccessKeyId": "ASIAX54FEXAMPLEXOCRK",
    "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY",
    "SessionToken": "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+" * 6 + "==",
    "Expiration": SINCE.astimezone(timezone(timedelta(hours=-5))),
}
STRICT = {
    "MinimumPasswordLength": 14,
    "RequireSymbols": True,
    "RequireNumbers": True,
    "RequireUppercaseCharacters": True,
    "RequireLowercaseCharacters": True,
    "AllowUsersToChangePassword": True,
    "ExpirePasswords": True,
    "MaxPasswordAge": 90,
    "PasswordReusePrevention": 5,
    "HardExpiry": False,
}


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9b", "\n", "\u200b", "\u202e", "\u2028", "\ufeff"])
def test_clean(character: str) -> None:
    """Nothing that could move a cursor, hide or reorder text is left. Ordinary text stays as it is."""
    assert clean(f"a{character}b") == "a\N{REPLACEMENT CHARACTER}b"
    assert clean("[alice] Zoë 東京 – ok") == "[alice] Zoë 東京 – ok"


def test_caller_with_controls_is_unknown() -> None:
    """An ARN with control characters in it is not taken for a user's, and is fit to be shown."""
    principal = read_caller({"Arn": "arn:aws:iam::123456789012:user/\x1b]0;x\x07alice"})
    assert isinstance(principal, OtherPrincipal)
    assert principal.kind is Kind.UNKNOWN
    assert principal.arn.isprintable()


def test_devices() -> None:
    """Devices are read with times in UTC and cleaned serials, and the marker of a next page."""
    since = SINCE.astimezone(timezone(timedelta(hours=9)))
    entries = [
        {"SerialNumber": ALICE.device_serial, "EnableDate": since, "UserName": "alice"},
        {"SerialNumber": "GAHT1234\x1b[2J", "EnableDate": since},
    ]
    devices, marker = read_devices({"MFADevices": entries, "IsTruncated": True, "Marker": "next"})
    assert devices == (
        MfaDevice(ALICE.device_serial, SINCE),
        MfaDevice("GAHT1234\N{REPLACEMENT CHARACTER}[2J", SINCE),
    )
    assert devices[0].enabled_since.tzinfo is UTC
    assert marker == "next"
    assert read_devices({"MFADevices": [], "IsTruncated": False, "Marker": "stale"}) == ((), None)


def test_new_device() -> None:
    """A new device is the one asked for, with its seed unseen."""
    device = read_new_device({"VirtualMFADevice": DEVICE}, ALICE)
    assert device.serial == ALICE.device_serial
    assert device.seed.reveal() == SEED
    assert SEED not in repr(device)


def test_session() -> None:
    """The keys of a session are read as they are, two of them unseen, and its end in UTC."""
    keys = read_session({"Credentials": KEYS})
    assert keys.access_key_id == KEYS["AccessKeyId"]
    assert keys.secret_access_key.reveal() == KEYS["SecretAccessKey"]
    assert keys.session_token.reveal() == KEYS["SessionToken"]
    assert keys.expires == SINCE
    assert keys.expires.tzinfo is UTC
    assert "wJalr" not in repr(keys)
    assert "IQoJ" not in repr(keys)


KINDS = {
    "RequireSymbols": "symbols",
    "RequireNumbers": "numbers",
    "RequireUppercaseCharacters": "uppercase",
    "RequireLowercaseCharacters": "lowercase",
}


def test_password_policy() -> None:
    """Each rule is read from its own field, and kinds that are named are not counted."""
    kinds = dict.fromkeys(KINDS.values(), True)
    expected = PasswordPolicy(minimum_length=14, kinds=0, reuse_prevention=5, days=90, **kinds)
    assert read_password_policy({"PasswordPolicy": STRICT}) == expected
    for field, name in KINDS.items():
        policy = read_password_policy({"PasswordPolicy": {"MinimumPasswordLength": 8, field: True}})
        assert [each for each in KINDS.values() if getattr(policy, each)] == [name]


@pytest.mark.parametrize(
    "policy",
    [
        {},
        {"MinimumPasswordLength": 6, "ExpirePasswords": False, "MaxPasswordAge": 0, "PasswordReusePrevention": 0},
        {"MinimumPasswordLength": 6, "MaxPasswordAge": 90},
    ],
)
def test_password_policy_without_rules(policy: dict[str, object]) -> None:
    """What is left out is not asked for, and 0 is no bound; passwords expire only where it says so."""
    assert read_password_policy({"PasswordPolicy": policy}) == PasswordPolicy(minimum_length=6, kinds=0)


STRAYS = ["\n", "\r", "\x00", "\x1b", " ", "\t", "$", "`", "'", '"', ";", "#", "é"]
NO_PART: list[object] = [None, "", 7, b"ASIAX54FEXAMPLEXOCRK", "A" * 15, "A" * 20_000, "A" * 16 + "\n", "\n" + "A" * 16]
NO_PART += [f"AAAAAAAA{sign}AAAAAAAA" for sign in STRAYS]
"""Nothing that could end a line, open a comment or be a command may get through as a part of a key."""

NO_TIME = [None, SINCE.replace(tzinfo=None), SINCE.isoformat(), SINCE.timestamp(), BEFORE_TIME]
NO_SEED = [None, SEED, b"", b"A" * 16, SEED.encode() + b"&issuer=x", "é".encode() * 32]
NO_RULE: dict[str, list[object]] = {
    "MinimumPasswordLength": [5, 129, "14", True, None],
    "RequireSymbols": ["false"],
    "RequireNumbers": [1],
    "RequireUppercaseCharacters": [None],
    "RequireLowercaseCharacters": [[]],
    "ExpirePasswords": ["true"],
    "MaxPasswordAge": [-1, 1096],
    "PasswordReusePrevention": [-1, 25],
}


def _odd(whole: Mapping[str, object], **odd: Iterable[object]) -> Iterator[object]:
    """What stands in the place of a structure: nothing, something else, or one with a field that is odd."""
    yield from (None, "x", [])
    yield from ({**whole, field: value} for field, values in odd.items() for value in values)


ENTRY = {"SerialNumber": "x" * 9, "EnableDate": SINCE}
ENTRIES = [None, ENTRY, *([entry] for entry in _odd(ENTRY, SerialNumber=[None, ""], EnableDate=NO_TIME))]
NEW = _odd(DEVICE, SerialNumber=[None, f"{ALICE.device_serial}2"], Base32StringSeed=NO_SEED)
SESSIONS = _odd(KEYS, AccessKeyId=NO_PART, SecretAccessKey=NO_PART, SessionToken=NO_PART, Expiration=NO_TIME)

Read = Callable[[Mapping[str, object]], object]
UNREADABLE: list[tuple[Read, str, object]] = [
    *((read_caller, "Arn", arn) for arn in (None, "", ["x"], b"x")),
    *((read_devices, "MFADevices", entries) for entries in ENTRIES),
    *((lambda answer: read_new_device(answer, ALICE), "VirtualMFADevice", device) for device in NEW),
    *((read_session, "Credentials", keys) for keys in SESSIONS),
    *((read_password_policy, "PasswordPolicy", policy) for policy in _odd(STRICT, **NO_RULE)),
]


@pytest.mark.parametrize(("read", "field", "value"), UNREADABLE)
def test_unreadable(read: Read, field: str, value: object) -> None:
    """An answer that lacks anything, or holds what AWS would not send, is refused as a whole, and nothing of it told.

    Half a listing would decide wrongly; a session whose end is not known would be kept as if it lasted; that no
    password policy is set, AWS says otherwise.
    """
    for answer in ({}, {field: value}):
        with pytest.raises(UnreadableAnswerError) as caught:
            read(answer)
        assert str(caught.value) == ""
        assert caught.value.__context__ is None


def test_a_page_without_the_next() -> None:
    """A listing that goes on has to say where."""
    with pytest.raises(UnreadableAnswerError):
        read_devices({"MFADevices": [], "IsTruncated": True})
