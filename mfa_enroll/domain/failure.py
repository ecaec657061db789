"""How a call to AWS can fail, as far as it matters to what happens next."""

import enum


class Call(enum.StrEnum):
    """The calls this program makes, by the names a policy gives their actions."""

    WHO_AM_I = "sts:GetCallerIdentity"
    START_SESSION = "sts:GetSessionToken"
    LIST = "iam:ListMFADevices"
    CREATE = "iam:CreateVirtualMFADevice"
    DELETE = "iam:DeleteVirtualMFADevice"
    ENABLE = "iam:EnableMFADevice"
    DEACTIVATE = "iam:DeactivateMFADevice"
    RESYNC = "iam:ResyncMFADevice"
    PASSWORD_POLICY = "iam:GetAccountPasswordPolicy"  # noqa: S105 - an action's name
    CHANGE_PASSWORD = "iam:ChangePassword"  # noqa: S105 - likewise

    @property
    def is_change(self) -> bool:
        """Whether the call changes something, so that one without an answer may have been applied or not.

        Starting a session counts: it uses up the code.
        """
        return self not in {Call.WHO_AM_I, Call.LIST, Call.PASSWORD_POLICY}


class Failure(enum.Enum):
    """What a failed call means for the story."""

    EXISTS = enum.auto()
    """The name is taken, or the device is enabled already (EntityAlreadyExists)."""
    MISSING = enum.auto()
    """There is no such user or device, or not yet (NoSuchEntity)."""
    IN_USE = enum.auto()
    """The device is enabled and has to be deactivated first (DeleteConflict)."""
    CODES_REFUSED = enum.auto()
    """The two codes do not belong to the device (InvalidAuthenticationCode); of a single code, STS says no more than
    AccessDenied, whether it is wrong, was used before, or the device is not known there yet."""
    DENIED = enum.auto()
    """A policy, or AWS's own rule, does not allow it (AccessDenied)."""
    FULL = enum.auto()
    """A quota is used up (LimitExceeded)."""
    UNFIT = enum.auto()
    """The new password breaks the account's password policy (PasswordPolicyViolation)."""
    BUSY = enum.auto()
    """Nothing was done, and the same call may succeed in a moment (Throttling, ConcurrentModification, …)."""
    UNCLEAR = enum.auto()
    """No answer, or none that can be read: it may have been done or not. The listing decides."""
    KEYS = enum.auto()
    """AWS does not take the keys, or not any more (ExpiredToken, InvalidClientTokenId, SignatureDoesNotMatch). Nothing
    was done. The same keys will not do later; others may."""
    STOPPED = enum.auto()
    """Nothing was done, for the reason that the trouble names."""
