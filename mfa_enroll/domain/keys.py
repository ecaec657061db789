"""The keys that calls are signed with, as far as anything may be told of them."""

import enum
from dataclasses import dataclass, field

from mfa_enroll.domain.surroundings import Surroundings


class KeySource(enum.Enum):
    """Where keys were found."""

    NOWHERE = enum.auto()
    ENVIRONMENT = enum.auto()
    CREDENTIALS_FILE = enum.auto()
    CONFIG_FILE = enum.auto()
    MFA_SESSION = enum.auto()
    """AWS gave them out for a code in this run."""
    PRACTICE = enum.auto()
    ROLE = enum.auto()
    """A role that a profile takes on."""
    WEB_IDENTITY = enum.auto()
    COMMAND = enum.auto()
    """A profile's ``credential_process``."""
    CONSOLE_SIGN_IN = enum.auto()
    IDENTITY_CENTER = enum.auto()
    INSTANCE_ROLE = enum.auto()
    CONTAINER_ROLE = enum.auto()
    BOTO_CONFIG = enum.auto()
    CREDENTIAL_FILE = enum.auto()
    """The file that ``AWS_CREDENTIAL_FILE`` names."""
    UNKNOWN = enum.auto()


class Origin(enum.Enum):
    """How keys were set, and so how they are set anew."""

    ENVIRONMENT = enum.auto()
    """By variables. A running program sees no new ones."""
    PROFILE = enum.auto()
    """By hand, in the shared files."""
    SESSION = enum.auto()
    """By this program, with a code: another code brings others."""
    ELSEWHERE = enum.auto()
    """By a role, a sign-in or a command."""


_ORIGINS = {
    KeySource.ENVIRONMENT: Origin.ENVIRONMENT,
    KeySource.CREDENTIALS_FILE: Origin.PROFILE,
    KeySource.CONFIG_FILE: Origin.PROFILE,
    KeySource.MFA_SESSION: Origin.SESSION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Where a key comes from and which it is.

    Attributes:
        source: Where it was found.
        profile: The profile in use, whether it plays a part or not.
        shown_id: The first eight and last four characters of the access key ID. Empty where there is none, or where
            what is in its place does not look like one and may be the secret access key.
        is_odd: Whether what is in the place of the access key ID does not look like one.
        temporary: Whether a session token belongs to the key.
        around: What they were looked for among. It does not make another key of one.
    """

    source: KeySource = KeySource.NOWHERE
    profile: str = "default"
    shown_id: str = ""
    is_odd: bool = False
    temporary: bool = False
    around: Surroundings = field(default=Surroundings(), compare=False)

    @property
    def origin(self) -> Origin:
        """How the key was set."""
        return _ORIGINS.get(self.source, Origin.ELSEWHERE)
