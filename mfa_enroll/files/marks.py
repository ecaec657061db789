"""The settings by which a session of this program is known again, and whose it is."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from mfa_enroll.domain.profile import SOURCE
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.files.inifile import Settings

_KEY_ID = "mfa_source_key_id"
"""The ID of that key: what a profile or the environment holds may be another user's by now."""

KEYS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
"""The settings that hold a session's keys."""

END = "expiration"
"""Until when a session lasts, in UTC. Tools that show it in the prompt look for it under this name."""

END_KEY_ID = "mfa_expiration_key_id"
"""The ID of the session's own key beside its end. Tools that replace the keys alone leave both as they were."""

OWN = (*KEYS, END, END_KEY_ID, SOURCE, _KEY_ID)
"""All settings that keeping a session writes into its section."""

_IS_KEY_ID = re.compile(r"\w{16,128}", re.ASCII)
"""AccessKeyId in the IAM API Reference."""


@dataclass(frozen=True, slots=True)
class SourceKey:
    """An access key that sessions are started with.

    Attributes:
        profile: The profile it belongs to; empty for a key from the environment.
        id: Its ID; empty where that is not known, as with a key that a command brings.
    """

    profile: str
    id: str

    @classmethod
    def of(cls, profile: str, key_id: str) -> Self:
        """The key with this ID, if it is one."""
        return cls(profile, key_id if _IS_KEY_ID.fullmatch(key_id) else "")

    @property
    def marks(self) -> Settings:
        """What its sessions are marked with."""
        return {SOURCE: self.profile, **({_KEY_ID: self.id} if self.id else {})}

    def started(self, session: Settings) -> bool:
        """Whether a session with these settings is one of this key.

        Without the two IDs the profile's name decides. Of the environment there is no name, so then it is not.
        """
        marked = session.get(_KEY_ID, "")
        same = marked == self.id if marked and self.id else bool(self.profile)
        return session.get(SOURCE) == self.profile and same


def settings_of(keys: SessionKeys) -> Settings:
    """The settings that hold a session."""
    parts = (keys.access_key_id, keys.secret_access_key.reveal(), keys.session_token.reveal())
    end = keys.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {**dict(zip(KEYS, parts, strict=True)), END: end, END_KEY_ID: keys.access_key_id}


def end_of(session: Settings) -> datetime | None:
    """Until when a session with these settings lasts, in UTC; None where they do not tell."""
    key_id = session.get("aws_access_key_id")
    if session.get(END_KEY_ID, key_id) != key_id:
        return None
    try:
        moment = datetime.fromisoformat(session.get(END, ""))
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
