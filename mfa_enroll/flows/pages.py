"""The problem pages that a flow comes to by itself, without a refusal by AWS."""

from collections.abc import Sequence

from mfa_enroll.domain.device import MAXIMUM, MfaDevice
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who


def no_room(devices: Sequence[MfaDevice]) -> Problem:
    """All places for MFA devices are taken, none of them by a device with the user's name."""
    names = ", ".join(device.name for device in devices)
    return Problem(
        title=f"You have {MAXIMUM} MFA devices already",
        happened=f"AWS allows {MAXIMUM} devices a user, and yours are all taken: {names}.",
        steps=(
            "MFA is on, so you can sign in with any of them.",
            "Ask your administrator to remove one to make room.",
        ),
        who=Who.ADMINISTRATOR,
    )


def not_listed(user: IamUser) -> Problem:
    """AWS took the codes, and the listing does not show the device."""
    return Problem(
        title="AWS does not show the device yet",
        happened=f"AWS accepted your two codes for {user.device_serial}, but does not list the device as on.",
        steps=("Wait a minute, then try again: this asks AWS for the list once more.",),
        who=Who.YOU,
        can_retry=True,
    )
