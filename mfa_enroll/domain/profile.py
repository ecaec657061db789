"""Profiles of the shared AWS files, as far as sessions are kept under them."""

from dataclasses import dataclass
from datetime import datetime


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
    """

    name: str
    serial: str
    refreshes: bool
    changes: tuple[FileChange, ...]
    renewal: str


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session that this program has kept: under which profile, and until when (UTC) it lasts."""

    profile: str
    expires: datetime
