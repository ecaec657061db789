"""Who is calling, with regard to what was on before in the same run."""

from datetime import UTC, datetime

import pytest

from mfa_enroll.domain.device import MfaDevice, OldDevice
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.flows.caller import Caller

ALICE, BOB = (IamUser("aws", "123456789012", name) for name in ("alice", "bob"))


def caller(user: IamUser, *, on: bool, lost_own: OldDevice | None = None) -> Caller:
    """A user whose own device is on, or not."""
    own = MfaDevice(user.device_serial, datetime(2026, 1, 1, tzinfo=UTC))
    return Caller(Identity(user, Keys()), user, (own,) if on else (), lost_own)


@pytest.mark.parametrize(
    ("before", "is_on", "lost_own"),
    [
        (None, False, None),
        (caller(BOB, on=True), False, None),
        (caller(ALICE, on=False), False, None),
        (caller(ALICE, on=True), True, None),
        (caller(ALICE, on=True), False, OldDevice.UNKNOWN),
        (caller(ALICE, on=False, lost_own=OldDevice.GONE), False, OldDevice.GONE),
        (caller(ALICE, on=False, lost_own=OldDevice.GONE), True, None),
    ],
)
def test_a_device_that_was_on_before_is_lost_if_it_is_not_listed(
    before: Caller | None, lost_own: OldDevice | None, *, is_on: bool
) -> None:
    """What became of it is as it was known, and not known where AWS has just stopped listing it."""
    assert caller(ALICE, on=is_on).after(before) == caller(ALICE, on=is_on, lost_own=lost_own)
