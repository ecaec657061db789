"""A profile of the shared AWS files, and where it gets its keys from."""

from dataclasses import dataclass

from mfa_enroll.domain.surroundings import Reference, Slip
from mfa_enroll.domain.trouble import KeyTrouble, SettingsTrouble


@dataclass(frozen=True, kw_only=True)
class ProfileUnknown(SettingsTrouble):
    """The named profile is in neither of the shared files.

    ``existing`` are those that are; ``variable`` is the one of the environment that names it, None for the option;
    ``slip``: a line that was perhaps meant.
    """

    name: str
    existing: tuple[str, ...]
    variable: str | None
    slip: Slip | None = None


@dataclass(frozen=True, kw_only=True)
class SessionKeyMissing(SettingsTrouble):
    """A profile holds a session and names another for its access key, which holds none.

    ``source_exists``: whether that other one is there, and then it holds a session itself.
    """

    profile: str
    source: str
    source_exists: bool


@dataclass(frozen=True, kw_only=True)
class AwsFilesUnusable(KeyTrouble):
    """A profile lacks something, or names a section that is not there; ``dangling`` is the line that does."""

    dangling: Reference | None = None


class SignInExpired(KeyTrouble):
    """An Identity Center or console sign-in behind the profile is missing or over."""


@dataclass(frozen=True, kw_only=True)
class ProfileAsksForCode(SettingsTrouble):
    """The profile assumes a role with an MFA code, which would be asked for on the terminal.

    ``source`` is the profile whose access key it is assumed with; empty where that is not known.
    """

    source: str = ""


@dataclass(frozen=True, kw_only=True)
class RoleRefused(KeyTrouble):
    """AWS does not let the profile take on its role. ``source`` as in :class:`ProfileAsksForCode`."""

    source: str = ""


@dataclass(frozen=True, kw_only=True)
class CommandFailed(KeyTrouble):
    """The profile's command gave no credentials.

    ``program`` is its first word, without folders; ``said`` the last line of its error output, or why the system did
    not start it. That is empty where there is none, or where a secret may be in it.
    """

    program: str
    said: str
    started: bool = True
    wants_terminal: bool = False


class CredentialsFailed(KeyTrouble):
    """A role or a service that should give credentials did not, or a command could not be made sense of."""


class CredentialsSilent(KeyTrouble):
    """Credentials were waited for, and had not come when the time was up."""
