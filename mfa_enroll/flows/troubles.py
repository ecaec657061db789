"""The kinds of trouble that a flow finds out by itself, without a refusal by AWS."""

from dataclasses import dataclass

from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.trouble import UserTrouble
from mfa_enroll.domain.troubles.refusals import DeniedTrouble


class DeviceNotListed(UserTrouble, means=Failure.MISSING):
    """AWS took the codes, and the listing does not show the device."""


class MfaNotOn(UserTrouble):
    """A session takes a code, and there is no device to show one."""


class NoCodeDevice(UserTrouble):
    """All devices are passkeys or security keys, which GetSessionToken does not take."""


class PhoneLost(UserTrouble):
    """Without a code of a device that is on, AWS lets the user change nothing."""

    leads_back = True


@dataclass(frozen=True, kw_only=True)
class MoveDenied(DeniedTrouble):
    """The policy does not let the user delete their device, or make a new one. Nothing has changed.

    ``may_make``: whether making one is not what is denied.
    """

    leads_back = True

    may_make: bool = True


class DeviceChangedMeanwhile(UserTrouble):
    """Between the question and the answer, a second terminal has turned on another device of that name."""


@dataclass(frozen=True, kw_only=True)
class CutOff(UserTrouble, means=Failure.UNCLEAR):
    """The program had to end before AWS answered a change."""

    call: Call

    @property
    def can_retry(self) -> bool:
        """No: there is no time for that."""
        return False
