"""What IAM and STS refuse, by error code."""

from dataclasses import dataclass, replace

from mfa_enroll.domain.denial import NOTHING_SAID, Denial
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.trouble import KeyTrouble, Trouble, UserTrouble


@dataclass(frozen=True, kw_only=True)
class DeniedTrouble(UserTrouble, means=Failure.DENIED):
    """An AccessDenied to IAM. ``denial``: what AWS says of the policies that came to it."""

    denial: Denial = NOTHING_SAID


@dataclass(frozen=True, kw_only=True)
class PolicyDeniesCall(DeniedTrouble):
    """AccessDenied: an action is not allowed, or denied outright."""

    call: Call


class DeletionDenied(DeniedTrouble):
    """AccessDenied to DeleteVirtualMFADevice. The device stays as it is, and so does its entry in the app."""

    leads_back = True


@dataclass(frozen=True, kw_only=True)
class TurningOnDenied(DeniedTrouble):
    """AccessDenied to EnableMFADevice: the policy, or AWS's rule about keys alone (bulletin AWS-2023-001).

    ``needs_mfa``: whether it is AWS's rule, by what AWS has listed as on since; None where AWS has not been asked.
    """

    needs_mfa: bool | None = None

    def judged(self, *, devices_on: bool) -> "TurningOnDenied":
        """The same, once AWS has listed what is on. ``devices_on``: whether that came on in this run.

        AWS's own rule comes in a sentence of its own, which names no policy.
        """
        return replace(self, needs_mfa=devices_on and self.denial == NOTHING_SAID)


class TurningOffDenied(DeniedTrouble):
    """AccessDenied to DeactivateMFADevice, in a session with MFA."""


class IdentityDenied(Trouble, means=Failure.DENIED):
    """AccessDenied to GetCallerIdentity: no policy on a user can deny it; one on a private network endpoint can."""


class NameTaken(UserTrouble, means=Failure.EXISTS):
    """EntityAlreadyExists to CreateVirtualMFADevice: there is a device of that name, on or not."""


class DeviceOnAlready(UserTrouble, means=Failure.EXISTS):
    """EntityAlreadyExists to EnableMFADevice: a device of that name is on already."""


class DeviceNotFound(UserTrouble, means=Failure.MISSING):
    """NoSuchEntity: gone, never there, or not yet seen everywhere within AWS."""


class DeviceNotOn(UserTrouble, means=Failure.MISSING):
    """NoSuchEntity about a device that should be on: it is off already, or deleted."""


class DeviceInUse(UserTrouble, means=Failure.IN_USE):
    """DeleteConflict: an enabled device has to be deactivated first, and by someone else."""


class TooManyDevices(UserTrouble, means=Failure.FULL):
    """LimitExceeded to EnableMFADevice: eight devices at one user."""


class AccountFull(UserTrouble, means=Failure.FULL):
    """LimitExceeded to CreateVirtualMFADevice: the account's quota of virtual devices."""


class LimitReached(Trouble, means=Failure.FULL):
    """LimitExceeded to a call that adds nothing."""


class CodePairRefused(Trouble, means=Failure.CODES_REFUSED):
    """InvalidAuthenticationCode to the two codes that turn a device on."""


class ResyncRefused(UserTrouble, means=Failure.CODES_REFUSED):
    """InvalidAuthenticationCode to the two codes that bring a device and its phone in step."""


class CodeRefused(Trouble, means=Failure.CODES_REFUSED):
    """AccessDenied to the one code that starts a session: AWS says no more, whatever is wrong with it."""


class PasswordDenied(UserTrouble, means=Failure.DENIED):
    """AccessDenied to ChangePassword: to a wrong current password, and to a user whose policy does not allow it."""


class PasswordUnfit(Trouble, means=Failure.UNFIT):
    """PasswordPolicyViolation: the new password does not keep to the account's rules."""


class NoConsolePassword(UserTrouble, means=Failure.MISSING):
    """NoSuchEntity to ChangePassword: the user has no login profile."""


class CredentialsWithoutPassword(KeyTrouble):
    """InvalidUserType: the caller is not one that changes a password through the API."""


class PasswordChangedJustNow(Trouble, means=Failure.BUSY):
    """EntityTemporarilyUnmodifiable: a user or password that was made or changed a moment ago."""


class AccountInactive(Trouble):
    """OptInRequired and its kin: the account or the region is not active."""


class RequestRefused(Trouble):
    """Any error code that has no kind of its own."""
