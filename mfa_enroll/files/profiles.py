"""Sessions kept under profiles of the shared AWS files: which settings go where."""

import functools
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import FileChange, KeptSession, NameProblem, NameRefusedError, Pending, ProfilePlan
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.domain.troubles.files import FileUnchangeable, NoCredentialsFile, ProfileTakenMeanwhile, SessionHalfKept
from mfa_enroll.files.inifile import IniFile, Settings, UnchangeableError
from mfa_enroll.files.place import Place
from mfa_enroll.files.profilefiles import Edit, ProfileFiles, ProfileSections
from mfa_enroll.files.profilenames import Holds, check_letters, held, is_name, refused
from mfa_enroll.files.sharedfile import SharedFile

_PENDING = {
    "aws_access_key_id": Pending.KEY,
    "aws_secret_access_key": Pending.KEY,
    "aws_session_token": Pending.KEY,
    "expiration": Pending.END,
}


class SharedProfiles:
    """The ``Profiles`` of the flows. Made by :meth:`for_options` or :meth:`in_directory`; files are read when asked.

    A session's keys and their end go into the credentials file, with the profile and the ID of the access key. The
    config file is given what makes the new profile work like its source, and beside the access key the serial number
    of its device; where it cannot be changed, that is left to the person. No access key is moved or rewritten.
    """

    def __init__(self, find: Callable[[], Place]) -> None:
        self._find = functools.cache(find)

    @classmethod
    def for_options(
        cls, options: Options, *, profile_in_use: Callable[[Options], str], chosen_profile: Callable[[Options], str]
    ) -> Self:
        """The files that botocore reads, and the profile that ``options`` and the environment name.

        Args:
            options: What was chosen on the command line.
            profile_in_use: Finds the profile whose access key is meant.
            chosen_profile: Finds the profile that was named: the same, or one that holds a session of that key.
        """

        def find() -> Place:
            in_environment = os.environ.get("AWS_ACCESS_KEY_ID") or None
            return Place(
                ProfileFiles.of_environment(),
                options,
                profile_in_use(options),
                chosen_profile(options),
                key_id=options.access_key_id or (in_environment if options.profile is None else None),
                outranked=in_environment is not None,
            )

        return cls(find)

    @classmethod
    def in_directory(cls, directory: Path) -> Self:
        """Files of their own in ``directory``, for practice: the person's stay untouched."""
        return cls(lambda: Place(ProfileFiles.of_practice(directory), Options(), "default", "default"))

    def suggestion(self) -> str:
        """The name to offer: that of the profile with the access key, and ``-mfa``; of a session, its own."""
        return self._find().suggestion

    def session_command(self) -> str:
        """The command that starts a session of the key, from a terminal where nothing is set."""
        place = self._find()
        return place.renewal(place.suggestion)

    def plan(self, name: str, serial: str) -> ProfilePlan:
        """What keeping a session under ``name`` will change. Nothing is written.

        Raises:
            NameRefusedError: It is no name for a profile, or that of one which holds something else.
            Stopped: The files cannot be read, or the credentials file could not be written.
        """
        place = self._find()
        check_letters(name)
        files = place.files
        if files.credentials.is_null:
            raise Stopped(NoCredentialsFile())
        sections = files.read()
        holds = _held(place, sections, name)
        # Whatever the values will be: with them the file can be changed just as with these.
        keys = [Edit(name, {**dict.fromkeys(_PENDING, "…"), **place.source(sections).marks})]
        hindrance = _hindrance(files.credentials, sections.credentials, keys)
        if hindrance:
            raise Stopped(hindrance)
        # A new section inherits what [DEFAULT] says, so what it lacks is told once it is there.
        kept = ProfileSections(_applied(sections.credentials, keys), sections.config)
        for_profile, for_key = _config_edits(place, kept, name, serial)
        changes = _changes(files.credentials, sections.credentials, keys)
        by_hand: tuple[FileChange, ...] = ()
        if _hindrance(files.config, sections.config, [*for_profile, *for_key]):
            # The serial number is for other tools, so it is worth a word once.
            wanted = for_profile if holds is Holds.OWN else [*for_profile, *for_key]
            by_hand = _changes(files.config, sections.config, wanted)
        else:
            changes += _changes(files.config, sections.config, [*for_profile, *for_key])
        return ProfilePlan(
            name,
            serial,
            holds is Holds.OWN,
            changes,
            place.renewal(name),
            replaces=holds is Holds.OTHER,
            by_hand=by_hand,
            needs_environment=not place.holds_key,
            outranked=place.outranked,
        )

    def keep(self, plan: ProfilePlan, keys: SessionKeys) -> None:
        """Carry the plan out, whole or not at all for each file. The credentials file comes first.

        The files are read again right then: what others have written meanwhile stays.

        Raises:
            Stopped: It could not be done. What was there before still is.
        """
        place = self._find()
        files = place.files

        def with_keys(credentials: IniFile) -> IniFile:
            sections = ProfileSections(credentials, files.config.read())
            _check_as_planned(place, sections, plan)
            return credentials.with_settings(plan.name, {**_settings(keys), **place.source(sections).marks})

        def with_the_rest(config: IniFile) -> IniFile:
            for_profile, for_key = _config_edits(
                place, ProfileSections(files.credentials.read(), config), plan.name, plan.serial
            )
            return _applied(config, [*for_profile, *for_key])

        files.credentials.change(with_keys)
        missing = tuple(change for change in plan.changes if change.path == files.config.shown)
        if not missing:
            return
        try:
            files.config.change(with_the_rest)
        except Stopped as stop:
            reason = stop.trouble
        else:
            return
        raise Stopped(SessionHalfKept(profile=plan.name, reason=reason, missing=missing))

    def kept(self) -> tuple[KeptSession, ...]:
        """The sessions of the access key in use that this program has kept, expired ones included.

        Files that cannot be read hold none.
        """
        place = self._find()
        try:
            sections = place.files.read()
        except Stopped:
            return ()
        source = place.source(sections)
        return tuple(
            KeptSession(profile, expires)
            for profile, settings in sections.credentials.sections.items()
            if is_name(profile) and source.started(settings) and settings.get("aws_session_token")
            if (expires := _moment(settings.get("expiration", ""))) is not None
        )


def _held(place: Place, sections: ProfileSections, name: str) -> Holds:
    if place.holds_key and name == place.profile:
        raise refused(name, NameProblem.OWN_KEY)
    return held(name, sections.of(name), place.source(sections))


def _check_as_planned(place: Place, sections: ProfileSections, plan: ProfilePlan) -> None:
    refusal = None
    try:
        if _held(place, sections, plan.name) is not Holds.OTHER or plan.replaces:
            return
    except NameRefusedError as error:
        refusal = error.refusal
    raise Stopped(ProfileTakenMeanwhile(profile=plan.name, refusal=refusal))


def _config_edits(place: Place, sections: ProfileSections, name: str, serial: str) -> tuple[list[Edit], list[Edit]]:
    """What to add for the new profile, and beside the access key."""
    if place.files.config.is_null:
        return [], []
    beside_key = sections.serial_number(place.profile, serial) if place.holds_key else []
    return sections.where_and_how(name, place.profile), beside_key


def _applied(file: IniFile, edits: Iterable[Edit]) -> IniFile:
    for section, settings in edits:
        file = file.with_settings(section, settings)
    return file


def _hindrance(file: SharedFile, content: IniFile, edits: Sequence[Edit]) -> Trouble | None:
    """Why ``edits`` cannot be made, as far as that is plain without writing."""
    try:
        if edits:
            file.check_writable()
            _applied(content, edits)
    except Stopped as stop:
        return stop.trouble
    except UnchangeableError:
        return FileUnchangeable(path=file.shown)
    return None


def _changes(file: SharedFile, content: IniFile, edits: Iterable[Edit]) -> tuple[FileChange, ...]:
    return tuple(
        FileChange(
            file.shown,
            clean(section),
            tuple(
                (key, _PENDING.get(key) or clean(value)) for key, value in content.differing(section, settings).items()
            ),
        )
        for section, settings in edits
    )


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
