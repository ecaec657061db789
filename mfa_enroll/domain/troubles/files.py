"""The shared AWS files, where a session is to be kept in them. ``path`` is as it may be shown."""

import enum
from dataclasses import dataclass

from mfa_enroll.domain.profile import FileChange, NameRefusal
from mfa_enroll.domain.trouble import Trouble


@dataclass(frozen=True, kw_only=True)
class FileTrouble(Trouble):
    """A trouble with one file. ``seeking_key``: whether the access key was looked for there, and nothing else yet."""

    path: str
    seeking_key: bool = False


@dataclass(frozen=True, kw_only=True)
class FileUnreadable(FileTrouble):
    """The system does not let the file be read, for a reason in its own words."""

    reason: str


class NotAFile(FileTrouble):
    """There is a directory or a device in the file's place."""


class Misspelling(enum.Enum):
    """Why AWS tools cannot make sense of a line."""

    NO_SECTION = enum.auto()
    """A setting stands above all sections."""
    SECTION_TWICE = enum.auto()
    SETTING_TWICE = enum.auto()
    NO_SETTING = enum.auto()
    """It is neither a section nor a name with a value."""
    NO_SETTING_IN_BLOCK = enum.auto()
    """Likewise, in a block of settings under a name."""


@dataclass(frozen=True, kw_only=True)
class FileMisspelt(FileTrouble):
    """AWS tools cannot make sense of a line, counted from 1; None where it is not known which."""

    line: int | None
    reason: Misspelling | None = None


@dataclass(frozen=True, kw_only=True)
class FileNotText(FileTrouble):
    """A line, counted from 1, holds bytes that the system's encoding does not know."""

    encoding: str
    line: int


class FileWithByteOrderMark(FileTrouble):
    """The file begins with a mark that some Windows editors write, and AWS tools do not read it then."""


@dataclass(frozen=True, kw_only=True)
class FileUnwritable(FileTrouble):
    """The system does not let the file be replaced, for a reason in its own words; empty where permissions tell."""

    reason: str = ""


class NoHomeFolder(FileTrouble):
    """The path begins with a home folder, and the system does not know where that is."""


@dataclass(frozen=True, kw_only=True)
class FileChangedMeanwhile(FileTrouble):
    """Another program is writing the file, or has taken ``sections`` out of it, or a part of them."""

    sections: tuple[str, ...] = ()


class NoTemporaryFolder(Trouble):
    """The system has no folder for temporary files that could be written to."""


class NoCredentialsFile(Trouble):
    """The variable that says where the credentials file is names none: it is empty, or names the null device."""


class FileMounted(FileTrouble):
    """The file is a mount of its own, which the system lets nobody replace."""


class FileUnchangeable(FileTrouble):
    """The file is readable, and written in a way that the change cannot be made without touching something else."""


@dataclass(frozen=True, kw_only=True)
class ProfileTakenMeanwhile(Trouble):
    """The profile was free when the session was planned, and is not any more.

    ``refusal`` says what it holds now; None: a session of another access key.
    """

    profile: str
    refusal: NameRefusal | None


@dataclass(frozen=True, kw_only=True)
class SessionHalfKept(Trouble):
    """The keys are in the credentials file; the config file could not be changed, for ``reason``."""

    profile: str
    reason: Trouble
    missing: tuple[FileChange, ...]
