from datetime import UTC, datetime

import pytest

from mfa_enroll.domain.device import DeviceKind, MfaDevice, own_device
from mfa_enroll.domain.principal import IamUser

ALICE = IamUser("aws", "111122223333", "alice")
SINCE = datetime(2026, 11, 24, 5, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    ("serial", "kind", "name"),
    [
        ("arn:aws:iam::111122223333:mfa/alice", DeviceKind.VIRTUAL, "alice"),
        ("arn:aws-cn:iam::111122223333:mfa/alice", DeviceKind.VIRTUAL, "alice"),
        ("arn:aws-us-gov:iam::111122223333:mfa/team/alice", DeviceKind.VIRTUAL, "team/alice"),
        ("arn:aws:iam::111122223333:u2f/user/alice/key-ABCDEF", DeviceKind.FIDO, "user/alice/key-ABCDEF"),
        ("GAHT12345678", DeviceKind.HARDWARE, "GAHT12345678"),
        ("arn:aws:iam::111122223333:mfa/", DeviceKind.HARDWARE, "arn:aws:iam::111122223333:mfa/"),
    ],
)
def test_a_serial_number_tells_the_kind(serial: str, kind: DeviceKind, name: str) -> None:
    """Virtual devices and passkeys have ARNs; what is printed on a hardware token is its whole name."""
    device = MfaDevice(serial, SINCE)
    assert (device.kind, device.name) == (kind, name)


def test_the_own_device_is_named_exactly_as_the_user() -> None:
    """Case counts, nothing may follow, and neither another account's nor a device under a path is meant."""
    others = [
        "arn:aws:iam::111122223333:mfa/Alice",
        "arn:aws:iam::111122223333:mfa/alice-1",
        "arn:aws:iam::111122223333:mfa/team/alice",
        "arn:aws:iam::444455556666:mfa/alice",
        "arn:aws:iam::111122223333:u2f/user/alice/alice",
    ]
    devices = [MfaDevice(serial, SINCE) for serial in others]
    assert own_device(ALICE, devices) is None
    own = MfaDevice("arn:aws:iam::111122223333:mfa/alice", SINCE)
    assert own_device(ALICE, [*devices, own]) is own


def test_the_own_device_has_no_path_whatever_the_users_is() -> None:
    """A user under a path has the same device as one without: the policy's mfa/NAME carries no path."""
    user = IamUser("aws", "111122223333", "alice", "/eng/")
    own = MfaDevice("arn:aws:iam::111122223333:mfa/alice", SINCE)
    assert own_device(user, [own]) is own
