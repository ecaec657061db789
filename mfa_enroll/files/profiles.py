"""Sessions kept under profiles of the shared AWS files: which settings go where."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from mfa_enroll.domain.lifetime import ORDINARY, SETTING, VARIABLE, read_length, within
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import (
    SERIAL,
    FileChange,
    NameRefusedError,
    Pending,
    ProfilePlan,
    SessionOptions,
)
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.domain.troubles.files import FileUnchangeable, NoCredentialsFile, ProfileTakenMeanwhile, SessionHalfKept
from mfa_enroll.files.chosen import choice
from mfa_enroll.files.edits import Edits, applied
from mfa_enroll.files.inifile import IniFile, UnchangeableError
from mfa_enroll.files.kept import KeptSessions, holds_of
from mfa_enroll.files.marks import END, END_KEY_ID, KEYS, settings_of
from mfa_enroll.files.place import Place
from mfa_enroll.files.profilefiles import Edit, ProfileFiles, ProfileSections
from mfa_enroll.files.profilenames import Holds, check_letters
from mfa_enroll.files.sharedfile import SharedFile
from mfa_enroll.files.surroundings import readable

_PENDING = {
    **dict.fromkeys(KEYS, Pending.KEY),
    END: Pending.END,
    END_KEY_ID: Pending.KEY,
}


class SharedProfiles(KeptSessions):
    """The ``Profiles`` of the flows. Made by :meth:`for_options` or :meth:`in_directory`; files are read when asked.

    A session's keys and their end go into the credentials file, with the profile and the ID of the access key. The
    config file is given what makes the new profile work like its source, and beside the access key the serial number
    of its device; where it cannot be changed, that is left to the person. No access key is moved or rewritten.
    """

    @classmethod
    def for_options(cls, options: Options) -> Self:
        """The files that botocore reads, and the profile that ``options`` and the environment name."""

        def find() -> Place:
            files = ProfileFiles.of_environment()
            chosen = choice(options, readable(files))
            return Place(
                files,
                options,
                chosen.profile,
                chosen.named,
                key_id=chosen.key_id,
                # boto3 and the AWS CLI take it before the other one.
                variable="AWS_DEFAULT_PROFILE" if "AWS_DEFAULT_PROFILE" in os.environ else "AWS_PROFILE",
                outranked=bool(os.environ.get("AWS_ACCESS_KEY_ID")),
                # aws-vault sets it for what it runs, and the keys with it.
                vault=os.environ.get("AWS_VAULT", ""),
            )

        return cls(find)

    @classmethod
    def in_directory(cls, directory: Path) -> Self:
        """Files of their own in ``directory``, for practice: the person's stay untouched."""
        return cls(lambda: Place(ProfileFiles.of_practice(directory), Options(), "default", "default"))

    def session_options(self, name: str | None = None) -> SessionOptions:
        """The options with which a session of the key is started, from a terminal where nothing is set.

        ``name``: the profile to keep it under, if not the usual one.
        """
        place = self._find()
        return place.renewal(name or self.suggestion())

    def serial(self) -> str | None:
        """The device that the profile with the access key names, for other tools as well."""
        place = self._find()
        return readable(place.files).settings(place.profile).get(SERIAL) if place.holds_key else None

    def duration(self) -> int:
        """For how many seconds a session is asked for: what the environment says, else the profile with the key.

        Of what AWS does not give, the nearest that it does. Files that cannot be read ask for nothing.
        """
        profile = self._find().profile
        asked = (os.environ.get(VARIABLE), readable(self._find().files).settings(profile).get(SETTING))
        for text in filter(None, asked):
            with suppress(ValueError):
                return within(read_length(text))
        return ORDINARY

    def plan(self, name: str, serial: str, listed: tuple[str, ...] = ()) -> ProfilePlan:
        """What keeping a session under ``name`` will change. Nothing is written.

        Args:
            name: The profile.
            serial: Serial number of the device whose code starts the session.
            listed: Those of all devices of the user that show codes; empty where they are not known.

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
        holds = holds_of(place, sections, name)
        # Whatever the values will be: with them the file can be changed just as with these.
        session = Edit(name, {**dict.fromkeys(_PENDING, "…"), **place.source(sections).marks})
        hindrance = _hindrance(files.credentials, sections.credentials, [session])
        if hindrance:
            raise Stopped(hindrance)
        wrong = tuple(sections.wrong_serials(place.profile, listed)) if place.holds_key else ()
        edits, without = (Edits.of(place, sections, session, named, listed) for named in (serial, ""))
        hindrance = _hindrance(files.config, sections.config, edits.config)
        # The serial number is for other tools, so it is worth a word once, unless it is a wrong one or the last run has
        # not come to the config file. It is no reason either to keep no session where its line cannot be changed.
        done = holds is Holds.OWN and not wrong and (hindrance or not without.config)
        beside_key = not done and not _hindrance(files.credentials, sections.credentials, edits.credentials)
        if not beside_key:
            edits = without
        changes = _changes(files.credentials, sections.credentials, edits.credentials)
        in_config = _changes(files.config, sections.config, edits.config)
        by_hand = _changes(files.config, sections.config, edits.vault)
        if hindrance:
            by_hand = (*in_config, *by_hand)
        else:
            changes += in_config
        to_change = {change.path for change in (*changes, *by_hand)}
        odd_files = tuple(odd for file in (files.credentials, files.config) if (odd := file.oddity()))
        return ProfilePlan(
            name,
            serial,
            holds is Holds.OWN,
            changes,
            place.renewal(name),
            replaces=holds is Holds.OTHER,
            by_hand=by_hand,
            needs_environment=not place.holds_key,
            variable=place.variable,
            outranked=place.outranked,
            odd_files=tuple(odd for odd in odd_files if odd.path in to_change),
            listed=listed,
            beside_key=beside_key,
            wrong_serials=tuple(map(clean, wrong)),
        )

    def keep(self, plan: ProfilePlan, keys: SessionKeys) -> None:
        """Carry the plan out, whole or not at all for each file. The credentials file comes first.

        The files are read again right then: what others have written meanwhile stays.

        Raises:
            Stopped: It could not be done. What was there before still is.
        """
        place = self._find()
        files = place.files

        def edits(sections: ProfileSections) -> Edits:
            session = Edit(plan.name, {**settings_of(keys), **place.source(sections).marks})
            return Edits.of(place, sections, session, plan.serial if plan.beside_key else "", plan.listed)

        def with_keys(credentials: IniFile) -> IniFile:
            sections = ProfileSections(credentials, files.read_config())
            _check_as_planned(place, sections, plan)
            return applied(credentials, edits(sections).credentials)

        def with_the_rest(config: IniFile) -> IniFile:
            return applied(config, edits(ProfileSections(files.credentials.read(), config)).config)

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


def _check_as_planned(place: Place, sections: ProfileSections, plan: ProfilePlan) -> None:
    refusal = None
    try:
        if holds_of(place, sections, plan.name) is not Holds.OTHER or plan.replaces:
            return
    except NameRefusedError as error:
        refusal = error.refusal
    raise Stopped(ProfileTakenMeanwhile(profile=plan.name, refusal=refusal))


def _hindrance(file: SharedFile, content: IniFile, edits: Sequence[Edit]) -> Trouble | None:
    """Why ``edits`` cannot be made, as far as that is plain without writing."""
    try:
        if edits:
            file.check_writable()
            applied(content, edits)
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
