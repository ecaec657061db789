"""Access keys, long-term or temporary as in the STS API Reference, GetSessionToken."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mfa_enroll.domain.secret import Secret

LONG_TERM_PREFIX: Final = "AKIA"
_TEMPORARY_PREFIX: Final = "ASIA"

_TOKEN_BYTES: Final = 180


@dataclass(frozen=True, slots=True)
class AccessKey:
    """An access key, long-term or temporary."""

    id: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class Session:
    """A session of the user. ``mfa`` says whether a code was given. Times are in seconds since 1970."""

    key: AccessKey
    token: Secret
    started: float
    expires: float
    mfa: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed a call: the user, with the long-term access key or in a session."""

    session: Session | None = None

    @property
    def mfa(self) -> bool | None:
        """``aws:MultiFactorAuthPresent`` of the call. None, the key's absence, for a long-term access key."""
        return None if self.session is None else self.session.mfa


def new_access_key(prefix: str, random_bytes: Callable[[int], bytes]) -> AccessKey:
    """An access key in AWS's form: a prefix and 16 characters, and a secret of 40."""
    key_id = prefix + base64.b32encode(random_bytes(10)).decode("ascii")
    return AccessKey(key_id, Secret(base64.b64encode(random_bytes(30)).decode("ascii")))


def new_session(*, mfa: bool, started: float, seconds: int, random_bytes: Callable[[int], bytes]) -> Session:
    """A session with a key and a token of its own."""
    key = new_access_key(_TEMPORARY_PREFIX, random_bytes)
    token = base64.b64encode(random_bytes(_TOKEN_BYTES)).decode("ascii")
    return Session(key, Secret(token), started, started + seconds, mfa)
