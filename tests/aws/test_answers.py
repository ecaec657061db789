"""Reading AWS's answers."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mfa_enroll.aws.answers import UnreadableAnswerError, clean, read_caller, read_devices, read_new_device
from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.principal import IamUser, Kind, OtherPrincipal

SINCE = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
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
