"""Keys that AWS does not take, and the clock that signs with them."""

from dataclasses import dataclass

from mfa_enroll.domain.failure import Failure
from mfa_enroll.domain.surroundings import Slip
from mfa_enroll.domain.trouble import KeySettingTrouble, KeyTrouble, Trouble


@dataclass(frozen=True, kw_only=True)
class NoAccessKey(KeyTrouble):
    """No provider had credentials.

    ``profile_given``: by option, and the environment then plays no part. ``slip``: a line that was perhaps meant.
    """

    profile_given: bool = False
    slip: Slip | None = None


@dataclass(frozen=True, kw_only=True)
class AccessKeyIncomplete(KeySettingTrouble):
    """There is an access key ID and no secret to it. ``slip``: a line that was perhaps meant."""

    slip: Slip | None = None


class SecretKeyWrong(KeySettingTrouble, means=Failure.KEYS):
    """The access key ID is known to AWS and the signature is not that of its secret (SignatureDoesNotMatch)."""


@dataclass(frozen=True, kw_only=True)
class StrayCharacterInKey(KeySettingTrouble):
    """A part of the key, by its name in the shared files, holds what no key does: mostly a Windows line end.

    ``path`` and ``line``, counted from 1: where it stands in them; empty and None where it does not.
    """

    setting: str
    path: str = ""
    line: int | None = None


class AccessKeyUnknown(KeySettingTrouble, means=Failure.KEYS):
    """AWS does not know the access key ID, in this partition at least, or not together with this session token."""


class SessionUnknown(KeyTrouble, means=Failure.KEYS):
    """AWS does not know the session that it gave out in this run, or not yet."""


class SessionWithoutMfa(KeySettingTrouble, means=Failure.KEYS):
    """Temporary credentials of a user, made without MFA, are not let into IAM (STS, GetSessionToken)."""


class SessionExpired(KeySettingTrouble, means=Failure.KEYS):
    """Temporary credentials have run out."""


@dataclass(frozen=True, kw_only=True)
class ClockWrong(Trouble):
    """The signature's time is too far from AWS's. ``offset`` is server minus local time in seconds, if known."""

    offset: float | None
