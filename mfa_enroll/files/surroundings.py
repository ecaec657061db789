"""Which shared AWS files are in use, and which profiles hold an access key: what advice names."""

import os

from mfa_enroll.domain.profile import SOURCE
from mfa_enroll.domain.surroundings import Surroundings
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.files.inifile import IniFile, Settings
from mfa_enroll.files.profilefiles import ProfileFiles, ProfileSections, profile_of
from mfa_enroll.files.sharedfile import SharedFile

_VARIABLES = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")


def look_around(profile: str = "") -> Surroundings:
    """What the environment and the files tell now. One that cannot be read tells nothing, and is named all the same.

    ``profile``: the one in use.
    """
    files = ProfileFiles.of_environment()
    sections = readable(files)
    return Surroundings(
        config=files.config.shown,
        credentials=files.credentials.shown,
        variables=tuple(name for name in _VARIABLES if name in os.environ),
        with_key=tuple(
            name
            for name in sections.names()
            # A section of the credentials file that is spelt as in the config file is hardly meant to be so named.
            if profile_of(name) in {None, name} and _holds_key(sections.settings(name))
        ),
        behind=_behind(profile, sections),
        vault=clean(os.environ.get("AWS_VAULT", "")),
    )


def _behind(profile: str, sections: ProfileSections) -> str:
    """The profile that holds the access key at the start of a row of roles, each of which names its source."""
    passed: set[str] = set()
    while profile not in passed:
        passed.add(profile)
        settings = sections.settings(profile)
        if _holds_key(settings):
            return profile if len(passed) > 1 else ""
        profile = settings.get("source_profile") or settings.get(SOURCE, "")
    return ""


def readable(files: ProfileFiles) -> ProfileSections:
    """What the files say, each as if it were empty where it cannot be read."""
    return ProfileSections(_read(files.credentials), _read(files.config))


def _read(file: SharedFile) -> IniFile:
    try:
        return file.read()
    except Stopped:
        return IniFile()


def _holds_key(settings: Settings) -> bool:
    """Whether they have an access key, and not one of a session."""
    parts = (settings.get("aws_access_key_id"), settings.get("aws_secret_access_key"))
    return all(parts) and not ({"aws_session_token", "aws_security_token", SOURCE} & set(settings))
