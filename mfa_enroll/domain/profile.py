"""Profiles of the shared AWS files, as far as sessions are kept under them."""

import enum
from dataclasses import dataclass, replace
from datetime import datetime

LONGEST_NAME = 128
"""Characters that the name of a profile with a session may have."""

SOURCE = "mfa_source_profile"
"""Names the profile whose access key started the session; empty where the key came from the environment."""


class NameProblem(enum.Enum):
    """Why no session can be kept under a name."""

    EMPTY = enum.auto()
    TOO_LONG = enum.auto()
    ODD_CHARACTERS = enum.auto()
    DEFAULT = enum.auto()
    """Every AWS tool falls back on that profile."""
    OWN_KEY = enum.auto()
    """The profile holds the access key that sessions are of."""
    ROLE = enum.auto()
    """The profile takes on a role. Those below are what else a profile may hold."""
    COMMAND = enum.auto()
    CONSOLE_SIGN_IN = enum.auto()
    IDENTITY_CENTER = enum.auto()
    ACCESS_KEY = enum.auto()
    FOREIGN_SESSION = enum.auto()
    """A session that another program keeps there."""
    SESSION_OF_PROFILE = enum.auto()
    """A session of another profile's access key."""
    SESSION_OF_ENVIRONMENT = enum.auto()
    """A session of an access key from the environment."""


@dataclass(frozen=True, slots=True)
class NameRefusal:
    """Why no session can be kept under ``name``. ``source`` is the profile of ``SESSION_OF_PROFILE``."""

    problem: NameProblem
    name: str = ""
    source: str = ""


class NameRefusedError(Exception):
    """No session can be kept under this name."""

    def __init__(self, refusal: NameRefusal) -> None:
        super().__init__(refusal.problem.name)
        self.refusal = refusal


class Pending(enum.Enum):
    """A value that a file is given once the session is there."""

    KEY = enum.auto()
    """Part of the session's keys, which is never shown."""
    END = enum.auto()
    """Until when the session lasts."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What one section of one file is given: names of settings, each with its value."""

    path: str
    section: str
    settings: tuple[tuple[str, str | Pending], ...]


class Oddity(enum.Enum):
    """What a person may not expect of a file that is to be changed."""

    LINK_TO_NOTHING = enum.auto()
    """It is a symbolic link, and the file that it names is made."""
    MORE_NAMES = enum.auto()
    """The file has other names (hard links), under which it stays as it is."""
    NO_FILE = enum.auto()
    """There is a folder or a device in its place, which AWS tools pass over."""
    NO_HOME = enum.auto()
    """It is in a home folder, and the system does not say where that is; AWS tools find no file then."""


@dataclass(frozen=True, slots=True)
class OddFile:
    """A file with an oddity, and the path that ``LINK_TO_NOTHING`` leads to."""

    path: str
    oddity: Oddity
    target: str = ""


SERIAL = "mfa_serial"
"""The setting by which other tools find the device, beside the access key."""


SessionOptions = tuple[tuple[str, str], ...]
"""Options of ``mfa-enroll session``, and the value of each."""


@dataclass(frozen=True, slots=True)
class ProfilePlan:
    """What keeping a session under a name will do.

    Attributes:
        name: The profile's name.
        serial: Serial number of the device whose code starts the session.
        listed: Serial numbers of all devices of the user that show codes; empty where they are not known.
        refreshes: Whether this program has kept an earlier session of the same access key under that name.
        changes: All that will change. Of what is not named here nothing does.
        renewal: With which options the session is renewed once it has ended.
        replaces: Whether a session is kept under that name that is of another access key, or may be.
        by_hand: What is missing in a file that is not changed from here, for the person to add.
        needs_environment: Whether the access key is one from the environment: renewing takes it again.
        variable: The environment variable by which AWS tools are told of a profile in this terminal.
        outranked: Whether keys are in the environment, which AWS tools take before a profile that is named there.
        odd_files: Those of the files that are to be changed of which a person should know more.
        beside_key: Whether the profile with the access key is to name the device, for other tools.
        wrong_serials: What the profile with the access key names as the device and is none of ``listed``.
    """

    name: str
    serial: str
    refreshes: bool
    changes: tuple[FileChange, ...]
    renewal: SessionOptions
    replaces: bool = False
    by_hand: tuple[FileChange, ...] = ()
    needs_environment: bool = False
    variable: str = "AWS_PROFILE"
    outranked: bool = False
    odd_files: tuple[OddFile, ...] = ()
    listed: tuple[str, ...] = ()
    beside_key: bool = True
    wrong_serials: tuple[str, ...] = ()

    @property
    def has_serial(self) -> bool:
        """Whether the serial number is among the changes, and can be left out."""
        return self.without_serial().changes != self.changes

    def without_serial(self) -> "ProfilePlan":
        """The same, but for the serial number beside the access key."""
        changes = tuple(change for change in self.changes if {name for name, _ in change.settings} != {SERIAL})
        return replace(self, beside_key=False, changes=changes)


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session that this program has kept: under which profile, and until when (UTC) it lasts.

    That is None where another program has put other keys in its place.
    """

    profile: str
    expires: datetime | None
