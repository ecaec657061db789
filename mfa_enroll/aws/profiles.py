"""Sessions kept under profiles of the shared AWS files: which settings go where."""

import functools
import os
import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from mfa_enroll.aws import pages_files
from mfa_enroll.aws.answers import clean
from mfa_enroll.aws.inifile import IniFile, Settings, UnchangeableError
from mfa_enroll.aws.options import Options
from mfa_enroll.aws.profilefiles import Edit, ProfileFiles, ProfileSections
from mfa_enroll.aws.profilenames import SOURCE, check_letters, is_name, is_refresh, suggested
from mfa_enroll.aws.sharedfile import SharedFile
from mfa_enroll.domain.problem import Stopped
from mfa_enroll.domain.profile import FileChange, KeptSession, NameRefusedError, ProfilePlan
from mfa_enroll.domain.session import SessionKeys

_HIDDEN = "••••"
_NOT_YET_KNOWN = {
    "aws_access_key_id": _HIDDEN,
    "aws_secret_access_key": _HIDDEN,
    "aws_session_token": _HIDDEN,
    "expiration": "when the session ends",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where sessions are kept, and of which key.

    ``profile`` is the one in use: its settings say where AWS is reached. ``holds_key``: and the key is its own, not one
    from the environment. ``chosen`` is the one that was named: ``profile`` itself, or a session that its key started.
    """

    files: ProfileFiles
    options: Options
    profile: str
    chosen: str
    holds_key: bool

    @property
    def source(self) -> str:
        """What sessions of the key are marked with."""
        return self.profile if self.holds_key else ""

    @property
    def ordinary(self) -> str:
        return suggested(self.source or "default")

    @property
    def suggestion(self) -> str:
        return self.ordinary if self.chosen == self.profile else self.chosen

    def renewal(self, name: str) -> str:
        """The command that comes to the same key, AWS and profile in a terminal where nothing is set."""
        named = self.holds_key and (self.options.profile is not None or self.profile != "default")
        chosen = {
            "--profile": self.profile if named else None,
            "--region": self.options.region,
            "--endpoint-url": self.options.endpoint_url,
            "--as": None if name == self.ordinary else name,
        }
        given = [part for option, value in chosen.items() if value for part in (option, shlex.quote(clean(value)))]
        return " ".join(["mfa-enroll", "session", *given])


class SharedProfiles:
    """The ``Profiles`` of the flows. Made by :meth:`for_options` or :meth:`in_directory`; files are read when asked.

    A session's keys and their end go into the credentials file, with the profile of the access key as
    ``mfa_source_profile``. The config file is given what makes the new profile work like its source, and beside the
    access key the serial number of its device. No access key is moved or rewritten.
    """

    def __init__(self, find: Callable[[], _Place]) -> None:
        self._find = functools.cache(find)

    @classmethod
    def for_options(cls, options: Options) -> Self:
        """The files that botocore reads, and the profile that ``options`` and the environment name."""

        def find() -> _Place:
            from mfa_enroll.aws.session import profile_in_use  # noqa: PLC0415 - boto3 takes 150 ms to load
            from mfa_enroll.aws.source import chosen_profile  # noqa: PLC0415 - likewise

            by_option = options.profile is not None
            in_environment = options.access_key_id or (os.environ.get("AWS_ACCESS_KEY_ID") and not by_option)
            return _Place(
                ProfileFiles.of_environment(),
                options,
                profile_in_use(options),
                chosen_profile(options),
                holds_key=not in_environment,
            )

        return cls(find)

    @classmethod
    def in_directory(cls, directory: Path) -> Self:
        """Files of their own in ``directory``, for practice: the person's stay untouched."""
        return cls(lambda: _Place(ProfileFiles.of_practice(directory), Options(), "default", "default", holds_key=True))

    def suggestion(self) -> str:
        """The name to offer: that of the profile with the access key, and ``-mfa``; of a session, its own."""
        return self._find().suggestion

    def plan(self, name: str, serial: str) -> ProfilePlan:
        """What keeping a session under ``name`` will change. Nothing is written.

        Raises:
            NameRefusedError: It is no name for a profile, or that of one which holds something else.
            Stopped: The files cannot be read, or could not be written.
        """
        place = self._find()
        check_letters(name)
        files = place.files
        sections = files.read()
        refreshes = _check_free(place, sections, name)
        keys = Edit(name, {**_NOT_YET_KNOWN, SOURCE: place.source})
        changes = _preview(files.credentials, sections.credentials, [keys])
        # A new section inherits what [DEFAULT] says, so what it lacks is told once it is there.
        kept = ProfileSections(_applied(sections.credentials, [keys]), sections.config)
        changes += _preview(files.config, sections.config, _config_edits(place, kept, name, serial))
        return ProfilePlan(name, serial, refreshes, changes, place.renewal(name))

    def keep(self, plan: ProfilePlan, keys: SessionKeys) -> None:
        """Carry the plan out, whole or not at all for each file. The credentials file comes first.

        The files are read again right then: what others have written meanwhile stays.

        Raises:
            Stopped: It could not be done. What was there before still is.
        """
        place = self._find()
        files = place.files

        def with_keys(credentials: IniFile) -> IniFile:
            _check_still_free(place, ProfileSections(credentials, files.config.read()), plan.name)
            return credentials.with_settings(plan.name, {**_settings(keys), SOURCE: place.source})

        def with_the_rest(config: IniFile) -> IniFile:
            sections = ProfileSections(files.credentials.read(), config)
            return _applied(config, _config_edits(place, sections, plan.name, plan.serial))

        files.credentials.change(with_keys)
        try:
            files.config.change(with_the_rest)
        except Stopped as error:
            reason = error.problem.happened
        else:
            return
        missing = [change for change in plan.changes if change.path == files.config.shown]
        raise Stopped(pages_files.half_kept(plan.name, reason, missing))

    def kept(self) -> tuple[KeptSession, ...]:
        """The sessions of the access key in use that this program has kept, expired ones included.

        Files that cannot be read hold none.
        """
        place = self._find()
        try:
            credentials = place.files.credentials.read()
        except Stopped:
            return ()
        return tuple(
            KeptSession(profile, expires)
            for profile, settings in credentials.sections.items()
            if is_name(profile) and settings.get(SOURCE) == place.source and settings.get("aws_session_token")
            if (expires := _moment(settings.get("expiration", ""))) is not None
        )


def _check_free(place: _Place, sections: ProfileSections, name: str) -> bool:
    if name == place.source:
        raise NameRefusedError(f"Profile {name} holds your access key, which stays there. Choose another name.")
    return is_refresh(name, sections.of(name), place.source)


def _check_still_free(place: _Place, sections: ProfileSections, name: str) -> None:
    try:
        _check_free(place, sections, name)
    except NameRefusedError as error:
        reason = error.words
    else:
        return
    raise Stopped(pages_files.taken_meanwhile(name, reason))


def _config_edits(place: _Place, sections: ProfileSections, name: str, serial: str) -> list[Edit]:
    if place.files.config.is_null:
        return []
    edits = sections.where_and_how(name, place.profile)
    return [*edits, *sections.serial_number(place.profile, serial)] if place.holds_key else edits


def _applied(file: IniFile, edits: Iterable[Edit]) -> IniFile:
    for section, settings in edits:
        file = file.with_settings(section, settings)
    return file


def _preview(file: SharedFile, content: IniFile, edits: list[Edit]) -> tuple[FileChange, ...]:
    """What ``edits`` will change, after a look whether they can be made."""
    if not edits:
        return ()
    file.check_writable()
    try:
        _applied(content, edits)
    except UnchangeableError:
        problem = pages_files.unchangeable(file.shown)
    else:
        return tuple(
            FileChange(
                file.shown,
                clean(section),
                tuple(
                    clean(f"{key} = {value}".rstrip()) for key, value in content.differing(section, settings).items()
                ),
            )
            for section, settings in edits
        )
    raise Stopped(problem)


def _settings(keys: SessionKeys) -> Settings:
    return {
        "aws_access_key_id": keys.access_key_id,
        "aws_secret_access_key": keys.secret_access_key.reveal(),
        "aws_session_token": keys.session_token.reveal(),
        # For people, for tools that show in the prompt how long it lasts, and for the home page here.
        "expiration": keys.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
