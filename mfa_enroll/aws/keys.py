"""The keys that calls are signed with, as far as a page may tell of them."""

import enum
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from mfa_enroll.domain.text import clean

MFA_SESSION = "mfa-session"
"""How the keys of a session that this program started are found. No name of botocore's."""

_WITHOUT_PROFILE = {
    MFA_SESSION: "your MFA session",
    "explicit": "the practice account’s key",
    "env": "environment variables",
    "iam-role": "this machine’s instance role",
    "container-role": "this container’s role",
    "boto-config": "a Boto configuration file",
    "ec2-credentials-file": "the file in AWS_CREDENTIAL_FILE",
}
_WITH_PROFILE = {
    "assume-role": "an assumed role",
    "assume-role-with-web-identity": "a web identity’s role",
    "custom-process": "its credential_process",
    "login": "a console sign-in",
    "sso": "IAM Identity Center",
}

_KEY_ID = re.compile(r"[A-Z0-9]{16,128}", re.ASCII)
_GRAPHIC = re.compile(r"[!-~]*")
"""What any part of a key consists of. Of the rest, line ends and letters beyond Latin-1 fit into no HTTP header."""


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
    "env": Origin.ENVIRONMENT,
    "shared-credentials-file": Origin.PROFILE,
    "config-file": Origin.PROFILE,
    MFA_SESSION: Origin.SESSION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Where a key comes from and which it is.

    Attributes:
        method: How it was found, by botocore's name; empty where none was.
        profile: The profile in use, whether it plays a part or not.
        shown_id: The access key ID as it may be shown: see :func:`masked`. Empty where it is not known.
        temporary: Whether a session token belongs to it.
    """

    method: str = ""
    profile: str = "default"
    shown_id: str = ""
    temporary: bool = False

    @property
    def origin(self) -> Origin:
        """How the key was set."""
        return _ORIGINS.get(self.method, Origin.ELSEWHERE)

    @property
    def where(self) -> str:
        """Where it comes from, in words: "profile work", "environment variables"."""
        if self.method in _WITHOUT_PROFILE:
            return _WITHOUT_PROFILE[self.method]
        profile = "the default profile" if self.profile == "default" else f"profile {clean(self.profile)}"
        via = _WITH_PROFILE.get(self.method)
        return f"{profile}, {via}" if via else profile


class StrayCharacterError(Exception):
    """A part of a key holds what none does: a line end, a space, or something else beyond ASCII's graphic characters.

    Attributes:
        keys: The key.
        setting: The part, by its name in the shared files.
    """

    def __init__(self, keys: Keys, setting: str) -> None:
        super().__init__("a stray character in a key")
        self.keys = keys
        self.setting = setting


def check_characters(keys: Keys, parts: Mapping[str, str]) -> None:
    """Look whether the parts of a key, by their names in the shared files, consist of what parts of keys do.

    Raises:
        StrayCharacterError: The first that does not.
        TypeError: One is no text.
    """
    for setting, part in parts.items():
        if not _GRAPHIC.fullmatch(part):
            raise StrayCharacterError(keys, setting)


def masked(key_id: str) -> str:
    """An access key ID by its first eight and last four characters: enough to recognise it.

    What does not look like one is not shown at all: the secret access key may have been put in its place.
    """
    if not _KEY_ID.fullmatch(key_id):
        return "one that does not look like an access key ID"
    return f"{key_id[:8]}…{key_id[-4:]}"


def aws_command(words: str, profile: str) -> str:
    """A command of the AWS CLI for a profile, quoted for a sentence: “aws configure --profile work”."""
    option = "" if profile == "default" else f" --profile {shlex.quote(clean(profile))}"
    return f"“{words}{option}”"
