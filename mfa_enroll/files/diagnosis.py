"""What the shared AWS files tell of why keys were not found or not taken. AWS tools read over much of it."""

import os
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import singledispatch
from typing import Self

from mfa_enroll.domain.keys import KeySource
from mfa_enroll.domain.surroundings import Reference, Slip
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.domain.troubles import credentials, network, profiles
from mfa_enroll.domain.troubles import files as kinds
from mfa_enroll.files.inifile import IniFile, Settings
from mfa_enroll.files.profilefiles import ProfileFiles, ProfileSections, name_in, new_section, profile_of
from mfa_enroll.files.sharedfile import SharedFile
from mfa_enroll.files.surroundings import readable

_QUOTES = "\"'“”‘’„"
_KEY_SETTINGS = ("aws_access_key_id", "aws_secret_access_key")
_SETTINGS = (
    "region",
    "endpoint_url",
    "ca_bundle",
    "services",
    "role_arn",
    "source_profile",
    "credential_source",
    "web_identity_token_file",
    "sso_session",
    "sso_start_url",
    "sso_region",
    "sso_account_id",
    "sso_role_name",
    "defaults_mode",
    "sts_regional_endpoints",
)
"""Those that decide whether there are keys and an address. Of ``credential_process``, quotes are a part."""
_REFERENCES = {"source_profile": "", "sso_session": "sso-session", "services": "services"}
"""Settings that name a section of the config file, with the word in its header; or a profile, in either file."""
_VARIABLES = {
    "AWS_DEFAULT_REGION": "region",
    "AWS_REGION": "region",
    "AWS_ENDPOINT_URL": "endpoint_url",
    "AWS_ENDPOINT_URL_STS": "endpoint_url",
    "AWS_ENDPOINT_URL_IAM": "endpoint_url",
    "AWS_CA_BUNDLE": "ca_bundle",
}
_FALLEN_BACK_ON = {
    KeySource.INSTANCE_ROLE,
    KeySource.CONTAINER_ROLE,
    KeySource.BOTO_CONFIG,
    KeySource.CREDENTIAL_FILE,
}
"""What is asked for keys where the shared files have none."""
_READ_ALL_THE_SAME = (kinds.FileUnchangeable, kinds.NoHomeFolder)
"""Troubles of writing; and where no home folder is known, no file is expected in it."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What a file says, and the section in it that is a profile's; empty where none is."""

    file: SharedFile
    content: IniFile
    section: str

    @property
    def settings(self) -> Settings:
        """What is set there."""
        return self.content.sections.get(self.section, {})

    def line(self, name: str) -> int | None:
        """Where a setting stands."""
        return self.content.line(self.section, name)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the two files say of a profile, each as if it were empty where it cannot be read."""

    profile: str
    sections: ProfileSections
    credentials: _Place
    config: _Place

    @classmethod
    def at(cls, profile: str) -> Self:
        files = ProfileFiles.of_environment()
        sections = readable(files)
        in_credentials = profile if profile in sections.credentials.sections else ""
        return cls(
            profile,
            sections,
            _Place(files.credentials, sections.credentials, in_credentials),
            _Place(files.config, sections.config, sections.section_in_config(profile)),
        )

    @property
    def places(self) -> tuple[_Place, _Place]:
        """In the order in which botocore looks."""
        return self.credentials, self.config

    @property
    def source(self) -> str:
        """The profile whose access key a role is taken on with."""
        return clean(self.sections.settings(self.profile).get("source_profile", ""))


@singledispatch
def behind(trouble: Trouble, profile: str) -> Trouble:  # noqa: ARG001 - those below tell of it
    """The trouble that lies behind ``trouble``, or the same with what the files tell of it.

    botocore takes a file that it may not open for none, and stops at one that it cannot parse without saying where.

    Args:
        trouble: Why there are no usable keys or no address.
        profile: The profile in use.
    """
    return trouble


@behind.register
def _(trouble: profiles.ProfileUnknown, profile: str) -> Trouble:
    return unreadable() or replace(trouble, slip=_header_slip(_Look.at(profile)))


@behind.register
def _(trouble: credentials.NoAccessKey, profile: str) -> Trouble:
    look = _Look.at(profile)
    return unreadable() or replace(trouble, slip=_header_slip(look) or _setting_slip(look))


@behind.register
def _(trouble: credentials.AccessKeyIncomplete, profile: str) -> Trouble:
    is_in_files = trouble.keys.source is not KeySource.ENVIRONMENT
    return replace(trouble, slip=_setting_slip(_Look.at(profile))) if is_in_files else trouble


@behind.register
def _(trouble: credentials.StrayCharacterInKey, profile: str) -> Trouble:
    name = trouble.setting
    if trouble.keys.source is KeySource.ENVIRONMENT:
        variable = name.upper()
        quoted = _is_quoted(os.environ.get(variable, ""))
        return network.ValueInQuotes(name=name, variable=variable) if quoted else trouble
    for place in _Look.at(profile).places:
        if name in place.settings:
            return _in_quotes(place, name) or replace(trouble, path=place.file.shown, line=place.line(name))
    return trouble


@behind.register
def _(trouble: profiles.ProfileAsksForCode, profile: str) -> Trouble:
    return replace(trouble, source=_Look.at(profile).source)


@behind.register
def _(trouble: profiles.RoleRefused, profile: str) -> Trouble:
    look = _Look.at(profile)
    return _setting_in_quotes(look) or replace(trouble, source=look.source)


@behind.register
def _(trouble: profiles.AwsFilesUnusable, profile: str) -> Trouble:
    look = _Look.at(profile)
    return unreadable() or _setting_in_quotes(look) or replace(trouble, dangling=_dangling(look))


@behind.register(network.AddressRefused)
@behind.register(network.AddressUnusable)
@behind.register(network.SettingTrouble)
@behind.register(network.SettingsUnusable)
@behind.register(profiles.CredentialsFailed)
def _(trouble: Trouble, profile: str) -> Trouble:
    return _variable_in_quotes() or _setting_in_quotes(_Look.at(profile)) or trouble


def unread(source: KeySource) -> Trouble | None:
    """The file that could not be read where keys were found elsewhere for that reason, perhaps."""
    return unreadable() if source in _FALLEN_BACK_ON else None


def unreadable() -> Trouble | None:
    """Why the first of the files that are there and cannot be read is not."""
    files = ProfileFiles.of_environment()
    for file in (files.credentials, files.config):
        try:
            file.read()
        except Stopped as stop:
            found = stop.trouble
            if isinstance(found, kinds.FileTrouble) and not isinstance(found, _READ_ALL_THE_SAME):
                return replace(found, seeking_key=True)
    return None


def _header_slip(look: _Look) -> Slip | None:
    """A section that is spelt as the other file has it, or as none does, and would be the profile's."""
    for place, right in ((look.credentials, look.profile), (look.config, new_section(look.profile))):
        is_config = place is look.config
        for header in () if place.section or right is None else (*place.content.sections, "DEFAULT"):
            line = place.content.line(header)
            is_meant = _bare(header).casefold() == look.profile.casefold()
            if right and line and is_meant and not _is_profile(header, look.profile, is_config=is_config):
                return Slip(place.file.shown, line, f"[{clean(header)}]", f"[{clean(right)}]")
    return None


def _bare(header: str) -> str:
    """The name in a section's header, without the word that the config file alone has before it."""
    name = header.strip()
    if name.casefold().startswith("profile"):
        name = name[len("profile") :]
    return name.strip(f" \t:={_QUOTES}")


def _is_profile(header: str, profile: str, *, is_config: bool) -> bool:
    """Whether AWS tools take it for a profile, of a name that differs in its letters. Nobody means another default."""
    return profile_of(header) is not None if is_config else header == _bare(header) and profile != "default"


def _setting_slip(look: _Look) -> Slip | None:
    """A setting whose name is nearly that of a part of the key, which is not there."""
    for place in look.places:
        missing = [part for part in _KEY_SETTINGS if part not in place.settings]
        for name in place.settings:
            near = get_close_matches(name, missing, n=1, cutoff=0.75) if name not in _KEY_SETTINGS else []
            line = place.line(name)
            if near and line:
                return Slip(place.file.shown, line, clean(name), near[0])
    return None


def _dangling(look: _Look) -> Reference | None:
    """A setting that names a profile or section that is not there, of the profile or of one that it goes by."""
    seen: set[str] = set()
    while look.profile not in seen:
        seen.add(look.profile)
        for place in look.places:
            for name, kind in _REFERENCES.items():
                to, line = place.settings.get(name, ""), place.line(name)
                if line and not _exists(look, kind, to):
                    section = f"[{kind} {clean(to)}]" if kind else ""
                    return Reference(place.file.shown, line, name, clean(to), section)
        look = _Look.at(look.sections.settings(look.profile).get("source_profile", look.profile))
    return None


def _exists(look: _Look, kind: str, to: str) -> bool:
    """Whether a section of the config file is there, or a profile where it is of no kind."""
    if kind:
        return any(name_in(section, kind) == to for section in look.sections.config.sections)
    return to in look.sections.names()


def _variable_in_quotes() -> Trouble | None:
    quoted = (name for name in _VARIABLES if _is_quoted(os.environ.get(name, "")))
    variable = next(quoted, None)
    return network.ValueInQuotes(name=_VARIABLES[variable], variable=variable) if variable else None


def _setting_in_quotes(look: _Look) -> Trouble | None:
    found = (_in_quotes(place, name) for place in look.places for name in place.settings if name in _SETTINGS)
    return next((each for each in found if each), None)


def _in_quotes(place: _Place, name: str) -> Trouble | None:
    if not _is_quoted(place.settings[name]):
        return None
    return network.ValueInQuotes(name=name, variable=None, path=place.file.shown, line=place.line(name))


def _is_quoted(value: str) -> bool:
    return len(value) > 1 and value[0] in _QUOTES and value[-1] in _QUOTES
