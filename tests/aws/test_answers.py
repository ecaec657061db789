"""Reading AWS's answers."""

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


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9b", "\n", "\u200b", "\u202e", "\u2028", "\ufeff"])
def test_clean(character: str) -> None:
    """Nothing that could move a cursor, hide or reorder text is left."""
    assert clean(f"a{character}b") == "a\N{REPLACEMENT CHARACTER}b"


def test_clean_keeps_words() -> None:
    """Ordinary text stays as it is."""
    assert clean("[alice] Zoë 東京 – ok") == "[alice] Zoë 東京 – ok"


def test_caller_with_controls_is_unknown() -> None:
    """An ARN with control characters in it is not taken for a user's, and is fit to be shown."""
    principal = read_caller({"Arn": "arn:aws:iam::123456789012:user/\x1b]0;x\x07alice"})
    assert isinstance(principal, OtherPrincipal)
    assert principal.kind is Kind.UNKNOWN
    assert principal.arn.isprintable()


@pytest.mark.parametrize("answer", [{}, {"Arn": None}, {"Arn": ""}, {"Arn": ["x"]}, {"Arn": b"x"}])
def test_no_caller(answer: dict[str, object]) -> None:
    """An answer without an ARN is unreadable."""
    with pytest.raises(UnreadableAnswerError):
        read_caller(answer)


def test_devices() -> None:
    """Devices are read with times in UTC and cleaned serials, and the marker of a next page."""
    since = SINCE.astimezone(timezone(timedelta(hours=9)))
    entries = [
        {"SerialNumber": "arn:aws:iam::123456789012:mfa/alice", "EnableDate": since, "UserName": "alice"},
        {"SerialNumber": "GAHT1234\x1b[2J", "EnableDate": since},
    ]
    devices, marker = read_devices({"MFADevices": entries, "IsTruncated": True, "Marker": "next"})
    assert devices == (
        MfaDevice("arn:aws:iam::123456789012:mfa/alice", SINCE),
        MfaDevice("GAHT1234\N{REPLACEMENT CHARACTER}[2J", SINCE),
    )
    assert devices[0].enabled_since.tzinfo is UTC
    assert marker == "next"
    assert read_devices({"MFADevices": [], "IsTruncated": False, "Marker": "stale"}) == ((), None)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"MFADevices": None},
        {"MFADevices": {"SerialNumber": "x"}},
        {"MFADevices": ["x"]},
        {"MFADevices": [{"EnableDate": SINCE}]},
        {"MFADevices": [{"SerialNumber": "x" * 9}]},
        {"MFADevices": [{"SerialNumber": "x" * 9, "EnableDate": SINCE.replace(tzinfo=None)}]},
        {"MFADevices": [{"SerialNumber": "x" * 9, "EnableDate": SINCE.isoformat()}]},
        {"MFADevices": [{"SerialNumber": "x" * 9, "EnableDate": BEFORE_TIME}]},
        {"MFADevices": [], "IsTruncated": True},
    ],
)
def test_unreadable_devices(answer: dict[str, object]) -> None:
    """A listing that lacks anything is refused as a whole: half of one would decide wrongly."""
    with pytest.raises(UnreadableAnswerError):
        read_devices(answer)


def test_new_device(alice: IamUser) -> None:
    """A new device is the one asked for, with its seed unseen."""
    device = read_new_device(
        {"VirtualMFADevice": {"SerialNumber": alice.device_serial, "Base32StringSeed": SEED.encode()}}, alice
    )
    assert device.serial == alice.device_serial
    assert device.seed.reveal() == SEED
    assert SEED not in repr(device)


@pytest.mark.parametrize(
    "device",
    [
        None,
        {},
        {"SerialNumber": "arn:aws:iam::111122223333:mfa/alice"},
        {"Base32StringSeed": SEED.encode()},
        {"SerialNumber": "arn:aws:iam::111122223333:mfa/mallory", "Base32StringSeed": SEED.encode()},
        {"SerialNumber": "arn:aws:iam::111122223333:mfa/alice", "Base32StringSeed": SEED},
        {"SerialNumber": "arn:aws:iam::111122223333:mfa/alice", "Base32StringSeed": b""},
        {"SerialNumber": "arn:aws:iam::111122223333:mfa/alice", "Base32StringSeed": b"A" * 16},
        {"SerialNumber": "arn:aws:iam::111122223333:mfa/alice", "Base32StringSeed": SEED.encode() + b"&issuer=x"},
        {"SerialNumber": "arn:aws:iam::111122223333:mfa/alice", "Base32StringSeed": "é".encode() * 32},
    ],
)
def test_unreadable_new_device(alice: IamUser, device: object) -> None:
    """A device of another name, or a seed that is none, is refused, and the seed is in no error."""
    with pytest.raises(UnreadableAnswerError) as caught:
        read_new_device({"VirtualMFADevice": device}, alice)
    assert str(caught.value) == ""


KEYS = {
    "AccessKeyId": "ASIAX54FEXAMPLEXOCRK",
    "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY",
    "SessionToken": "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+" * 6 + "==",
    "Expiration": SINCE.astimezone(timezone(timedelta(hours=-5))),
}


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


@pytest.mark.parametrize("field", ["AccessKeyId", "SecretAccessKey", "SessionToken"])
@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        7,
        b"ASIAX54FEXAMPLEXOCRK",
        "A" * 15,
        "A" * 20_000,
        *(
            f"AAAAAAAA{sign}AAAAAAAA"
            for sign in ("\n", "\r", "\x00", "\x1b", " ", "\t", "$", "`", "'", '"', ";", "#", "é")
        ),
        "A" * 16 + "\n",
        "\n" + "A" * 16,
    ],
    ids=repr,
)
def test_unreadable_session(field: str, value: object) -> None:
    """Nothing that could end a line, open a comment or be a command gets through as a key."""
    with pytest.raises(UnreadableAnswerError) as caught:
        read_session({"Credentials": KEYS | {field: value}})
    assert str(caught.value) == ""
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "expires", [None, SINCE.replace(tzinfo=None), SINCE.isoformat(), SINCE.timestamp(), BEFORE_TIME]
)
def test_unreadable_end_of_a_session(expires: object) -> None:
    """A session whose end is not known is none: it would be kept as if it lasted."""
    with pytest.raises(UnreadableAnswerError):
        read_session({"Credentials": KEYS | {"Expiration": expires}})


@pytest.mark.parametrize("answer", [{}, {"Credentials": None}, {"Credentials": []}])
def test_no_session(answer: dict[str, object]) -> None:
    """An answer without keys is unreadable."""
    with pytest.raises(UnreadableAnswerError):
        read_session(answer)


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


def test_password_policy() -> None:
    """Each rule is read from its own field, and kinds that are named are not counted."""
    expected = PasswordPolicy(
        minimum_length=14,
        kinds=0,
        uppercase=True,
        lowercase=True,
        numbers=True,
        symbols=True,
        reuse_prevention=5,
        days=90,
    )
    assert read_password_policy({"PasswordPolicy": STRICT}) == expected
    one_by_one = {
        "RequireSymbols": "symbols",
        "RequireNumbers": "numbers",
        "RequireUppercaseCharacters": "uppercase",
        "RequireLowercaseCharacters": "lowercase",
    }
    for field, name in one_by_one.items():
        policy = read_password_policy({"PasswordPolicy": {"MinimumPasswordLength": 8, field: True}})
        assert [each for each in one_by_one.values() if getattr(policy, each)] == [name]


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


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("MinimumPasswordLength", 5),
        ("MinimumPasswordLength", 129),
        ("MinimumPasswordLength", "14"),
        ("MinimumPasswordLength", True),
        ("MinimumPasswordLength", None),
        ("RequireSymbols", "false"),
        ("RequireNumbers", 1),
        ("RequireUppercaseCharacters", None),
        ("RequireLowercaseCharacters", []),
        ("ExpirePasswords", "true"),
        ("MaxPasswordAge", -1),
        ("MaxPasswordAge", 1096),
        ("PasswordReusePrevention", 25),
        ("PasswordReusePrevention", -1),
    ],
)
def test_unreadable_password_policy(field: str, value: object) -> None:
    """A policy that says what AWS would not say is refused as a whole."""
    with pytest.raises(UnreadableAnswerError):
        read_password_policy({"PasswordPolicy": STRICT | {field: value}})


@pytest.mark.parametrize("answer", [{}, {"PasswordPolicy": None}, {"PasswordPolicy": "x"}])
def test_no_password_policy(answer: dict[str, object]) -> None:
    """An answer without a policy is unreadable: that none is set, AWS says otherwise."""
    with pytest.raises(UnreadableAnswerError):
        read_password_policy(answer)
