"""Sessions: temporary keys that AWS gives out for an access key and a code (STS API Reference, GetSessionToken)."""

from dataclasses import dataclass
from datetime import datetime

from mfa_enroll.domain.secret import Secret

SETTLING = 15
"""Seconds after which STS knows of a device that was just turned on: 8 to 14 were observed, none is promised."""


@dataclass(frozen=True, slots=True)
class SessionKeys:
    """The keys of a session. ``expires`` is in UTC."""

    access_key_id: str
    secret_access_key: Secret
    session_token: Secret
    expires: datetime
