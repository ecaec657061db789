"""A profile of the shared AWS files, and where it gets its keys from."""

from dataclasses import dataclass

from mfa_enroll.domain.trouble import KeyTrouble, Trouble


@dataclass(frozen=True, kw_only=True)
class ProfileUnknown(Trouble):
    """The named profile is in neither of the shared files.

    ``existing`` are those that are; ``given`` says whether it was named by option, not by the environment.
    """

    name: str
    existing: tuple[str, ...]
    given: bool


@dataclass(frozen=True, kw_only=True)
class SessionKeyMissing(Trouble):
    """A profile holds a session and names another for its access key, which holds none.

    ``source_exists``: whether that other one is there, and then it holds a session itself.
    """

    profile: str
    source: str
    source_exists: bool


class AwsFilesUnusable(KeyTrouble):
    """The shared files cannot be parsed, or a profile in them lacks something."""


class SignInExpired(KeyTrouble):
    """An Identity Center or console sign-in behind the profile is missing or over."""


class ProfileAsksForCode(Trouble):
    """The profile assumes a role with an MFA code, which would be asked for on the terminal."""


class CredentialsFailed(KeyTrouble):
    """A command, a role or a metadata service that should give credentials did not."""


class CredentialsSilent(KeyTrouble):
    """Credentials were waited for, and had not come when the time was up."""
