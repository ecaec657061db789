"""MFA devices as ListMFADevices shows them: MFADevice in the IAM API Reference."""

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret

MAXIMUM = 8
"""How many MFA devices an IAM user can have enabled: IAM User Guide, "IAM and AWS STS quotas"."""

_VIRTUAL = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:mfa/(?P<name>.+)")
_FIDO = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:u2f/(?P<name>.+)")


class DeviceKind(enum.Enum):
    """What a serial number says of the device behind it."""

    VIRTUAL = enum.auto()
    """An authenticator app."""
    FIDO = enum.auto()
    """A passkey or security key. It shows no codes."""
    HARDWARE = enum.auto()
    """A hardware token."""


@dataclass(frozen=True, slots=True)
class MfaDevice:
    """An enabled device. ``enabled_since`` is in UTC."""

    serial: str
    enabled_since: datetime

    @property
    def kind(self) -> DeviceKind:
        """Virtual and FIDO serials are ARNs; anything else is what is printed on a hardware token."""
        if _VIRTUAL.fullmatch(self.serial):
            return DeviceKind.VIRTUAL
        if _FIDO.fullmatch(self.serial):
            return DeviceKind.FIDO
        return DeviceKind.HARDWARE

    @property
    def name(self) -> str:
        """The name within its account, without the ARN around it."""
        match = _VIRTUAL.fullmatch(self.serial) or _FIDO.fullmatch(self.serial)
        return match["name"] if match else self.serial


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A virtual device just made, with the one look at its seed that AWS gives.

    ``seed`` is 64 base32 characters without padding (40 bytes of key).
    """

    serial: str
    seed: Secret


class OldDevice(enum.Enum):
    """What became of the user's own device, which was on earlier in a run and is not any more."""

    OFF = enum.auto()
    """It was turned off and not deleted: with the codes of its entry it can be turned on again."""
    GONE = enum.auto()
    """It was deleted."""
    UNKNOWN = enum.auto()
    """Nobody has said whether it was deleted."""


def own_device(user: IamUser, devices: Iterable[MfaDevice]) -> MfaDevice | None:
    """The device among ``devices`` that is named exactly as the user, if it is there."""
    return next((device for device in devices if device.serial == user.device_serial), None)
