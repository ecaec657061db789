"""The two shared files together: which section of which file a profile's settings stand in, as botocore finds them."""

import os
import shlex
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mfa_enroll.domain.profile import SERIAL
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.files import NoHomeFolder, NotAFile
from mfa_enroll.files.inifile import IniFile, Settings
from mfa_enroll.files.sharedfile import SharedFile

_WHERE_AND_HOW = (
    "region",
    "output",
    "ca_bundle",
    "endpoint_url",
    "services",
    "use_fips_endpoint",
    "use_dualstack_endpoint",
    "sts_regional_endpoints",
)
"""What a profile has to share with its source to reach the same AWS and speak the same way."""


class Edit(NamedTuple):
    """Settings for a section of one file."""

    section: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class ProfileFiles:
    """Where the two files are."""

    credentials: SharedFile
    config: SharedFile

    @classmethod
    def of_environment(cls) -> "ProfileFiles":
        """Those that botocore reads."""
        return cls(
            SharedFile(_path("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")),
            SharedFile(_path("AWS_CONFIG_FILE", "~/.aws/config")),
        )

    @classmethod
    def of_practice(cls, directory: Path) -> "ProfileFiles":
        """Two of their own in ``directory``, shown as if they were in their usual place."""
        return cls(
            SharedFile(directory / "credentials", "~/.aws/credentials (practice)"),
            SharedFile(directory / "config", "~/.aws/config (practice)"),
        )

    def read(self) -> "ProfileSections":
        """What they say now. Raises ``Stopped``."""
        return ProfileSections(self.credentials.read(), self.read_config())

    def read_config(self) -> IniFile:
        """What the config file says: nothing where there is no such file to AWS tools. Raises ``Stopped``.

        They pass over a folder in its place, and find nothing in a home folder that is not known.
        """
        try:
            return self.config.read()
        except Stopped as stop:
            if not isinstance(stop.trouble, NotAFile | NoHomeFolder):
                raise
        return IniFile()


@dataclass(frozen=True, slots=True)
class ProfileSections:
    """What the two files say."""

    credentials: IniFile
    config: IniFile

    def of(self, profile: str) -> tuple[Settings, Settings]:
        """The profile's settings in the credentials and in the config file."""
        section = self._in_config().get(profile)
        return self.credentials.sections.get(profile, {}), self.config.sections[section] if section else {}

    def names(self) -> list[str]:
        """The profiles that there are."""
        return list(dict.fromkeys([*self.credentials.sections, *self._in_config()]))

    def section_in_config(self, profile: str) -> str:
        """The section that holds the profile in the config file; empty where none does."""
        return self._in_config().get(profile, "")

    def settings(self, profile: str) -> Settings:
        """Both together. The credentials file goes first, as it does with botocore, for any setting."""
        credentials, config = self.of(profile)
        return {**config, **credentials}

    def where_and_how(self, profile: str, source: str, chosen: Settings) -> list[Edit]:
        """What ``profile`` lacks in the config file to reach AWS as ``source`` does. Blocks of settings stay there.

        What was ``chosen`` for this run goes before both: the session is of no use elsewhere.
        """
        present = self.settings(profile)
        lacking = {
            key: value
            for key, value in self.settings(source).items()
            if key in _WHERE_AND_HOW and value and "\n" not in value and key not in present
        }
        differing = {key: value for key, value in chosen.items() if present.get(key) != value}
        return self._config_edit(profile, {**{key: lacking[key] for key in lacking if key not in chosen}, **differing})

    def wrong_serials(self, source: str, listed: Collection[str]) -> list[str]:
        """What ``source`` names as its device in either file that is none of those that are ``listed``."""
        named = [settings.get(SERIAL) for settings in self.of(source)]
        return list(dict.fromkeys(each for each in named if each and listed and each not in listed))

    def serial_number(self, source: str, serial: str, listed: Collection[str]) -> tuple[list[Edit], list[Edit]]:
        """The device's serial number for tools that look for it beside the access key: for either file.

        It takes the place of a wrong one where that stands. Another one is left alone.
        """
        wrong = self.wrong_serials(source, listed)
        credentials, config = self.of(source)
        if not wrong:
            return [], [] if self.settings(source).get(SERIAL) else self._config_edit(source, {SERIAL: serial})
        return (
            [Edit(source, {SERIAL: serial})] if credentials.get(SERIAL) in wrong else [],
            self._config_edit(source, {SERIAL: serial}) if config.get(SERIAL) in wrong else [],
        )

    def _config_edit(self, profile: str, settings: Settings) -> list[Edit]:
        section = self._in_config().get(profile) or new_section(profile)
        return [Edit(section, settings)] if section and settings else []

    def _in_config(self) -> dict[str, str]:
        """The section of each profile in the config file. Of several for one profile, the last one counts."""
        return {profile: section for section in self.config.sections if (profile := profile_of(section))}


def profile_of(section: str) -> str | None:
    """The profile that a section of the config file holds, if it holds one."""
    return section if section == "default" else name_in(section, "profile")


def name_in(section: str, kind: str) -> str | None:
    """The name in the header of a section of the config file, where it is of that kind: "profile", "sso-session"."""
    if section.startswith(kind):
        try:
            words = shlex.split(section)
        except ValueError:
            return None
        if len(words) == len(("profile", "NAME")):
            return words[1]
    return None


def new_section(profile: str) -> str | None:
    """None for a name that cannot be written so that all tools read it alike."""
    if profile == "default":
        return profile
    candidates = (f"profile {profile}", f'profile "{profile}"')
    sound = profile.isprintable() and not set(profile) & set("[]#;")
    return next((each for each in candidates if sound and profile_of(each) == profile), None)


def _path(variable: str, default: str) -> Path:
    given = os.environ.get(variable, default)
    expanded = os.path.expanduser(os.path.expandvars(given))  # noqa: PTH111 - as botocore does it; the other raises
    # A variable that is set to nothing means no file to botocore, not the usual one.
    return Path(expanded or os.devnull)
