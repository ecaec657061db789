"""Profiles of the shared AWS files, as far as sessions are kept under them."""

from dataclasses import dataclass
from datetime import datetime

SOURCE = "mfa_source_profile"
"""Names the profile whose access key started the session; empty where the key came from the environment."""


class NameRefusedError(Exception):
    """No session can be kept under this name; ``words`` say why, in a sentence or two."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class FileChange:
    """What will change in one section of one file.

    ``lines`` are as they will stand, without any secret: ``aws_secret_access_key = ••••``.
    """

    path: str
    section: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfilePlan:
    """What keeping a session under a name will do.

    Attributes:
        name: The profile's name.
        serial: Serial number of the device whose code starts the session.
        refreshes: Whether this program has kept an earlier session of the same access key under that name.
        changes: All that will change. Of what is not named here nothing does.
        renewal: The command that renews the session once it has ended.
        replaces: Whether a session is kept under that name that is of another access key, or may be.
        by_hand: What is missing in a file that cannot be changed, for the person to add.
        needs_environment: Whether the access key is one from the environment: renewing takes it again.
        outranked: Whether keys are in the environment, which AWS tools take before a profile that is named there.
    """

    name: str
    serial: str
    refreshes: bool
    changes: tuple[FileChange, ...]
    renewal: str
    replaces: bool = False
    by_hand: tuple[FileChange, ...] = ()
    needs_environment: bool = False
    outranked: bool = False


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session that this program has kept: under which profile, and until when (UTC) it lasts."""

    profile: str
    expires: datetime
