"""The two shared files together: which section of which file a profile's settings stand in, as botocore finds them."""

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

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
        return ProfileSections(self.credentials.read(), self.config.read())


@dataclass(frozen=True, slots=True)
class ProfileSections:
    """What the two files say."""

    credentials: IniFile
    config: IniFile

    def of(self, profile: str) -> tuple[Settings, Settings]:
        """The profile's settings in the credentials and in the config file."""
        section = self._in_config().get(profile)
        return self.credentials.sections.get(profile, {}), self.config.sections[section] if section else {}

    def settings(self, profile: str) -> Settings:
        """Both together. The credentials file goes first, as it does with botocore, for any setting."""
        credentials, config = self.of(profile)
        return {**config, **credentials}

    def where_and_how(self, profile: str, source: str) -> list[Edit]:
        """What ``profile`` lacks in the config file to reach AWS as ``source`` does. Blocks of settings stay there."""
        present = self.settings(profile)
        lacking = {
            key: value
            for key, value in self.settings(source).items()
            if key in _WHERE_AND_HOW and value and "\n" not in value and key not in present
        }
        return self._config_edit(profile, lacking)

    def serial_number(self, source: str, serial: str) -> list[Edit]:
        """The device's serial number for tools that look for it beside the access key. Another one is left alone."""
        return [] if self.settings(source).get("mfa_serial") else self._config_edit(source, {"mfa_serial": serial})

    def _config_edit(self, profile: str, settings: Settings) -> list[Edit]:
        section = self._in_config().get(profile) or _new_section(profile)
        return [Edit(section, settings)] if section and settings else []

    def _in_config(self) -> dict[str, str]:
        """The section of each profile in the config file. Of several for one profile, the last one counts."""
        return {profile: section for section in self.config.sections if (profile := _profile_of(section))}


def _profile_of(section: str) -> str | None:
    if section == "default":
        return section
    if section.startswith("profile"):
        try:
            words = shlex.split(section)
        except ValueError:
            return None
        if len(words) == len(("profile", "NAME")):
            return words[1]
    return None


def _new_section(profile: str) -> str | None:
    """None for a name that cannot be written so that all tools read it alike."""
    if profile == "default":
        return profile
    candidates = (f"profile {profile}", f'profile "{profile}"')
    sound = profile.isprintable() and not set(profile) & set("[]#;")
    return next((each for each in candidates if sound and _profile_of(each) == profile), None)


def _path(variable: str, default: str) -> Path:
    given = os.environ.get(variable, default)
    expanded = os.path.expanduser(os.path.expandvars(given))  # noqa: PTH111 - as botocore does it; the other raises
    # A variable that is set to nothing means no file to botocore, not the usual one.
    return Path(expanded or os.devnull)
