"""Sessions kept under profiles of the shared AWS files: which settings go where."""

import functools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import (
    FileChange,
    KeptSession,
    NameProblem,
    NameRefusedError,
    Pending,
    ProfilePlan,
    SessionOptions,
)
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.domain.troubles.files import FileUnchangeable, NoCredentialsFile, ProfileTakenMeanwhile, SessionHalfKept
from mfa_enroll.files.chosen import chosen_profile, key_in_environment, profile_in_use
from mfa_enroll.files.edits import Edits, applied
from mfa_enroll.files.inifile import IniFile, Settings, UnchangeableError
from mfa_enroll.files.marks import END, END_KEY_ID, end_of, with_end
from mfa_enroll.files.place import Place
from mfa_enroll.files.profilefiles import Edit, ProfileFiles, ProfileSections
from mfa_enroll.files.profilenames import Holds, check_letters, held, is_name, refused
from mfa_enroll.files.sharedfile import SharedFile

_KEYS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")

_PENDING = {
    **dict.fromkeys(_KEYS, Pending.KEY),
    END: Pending.END,
    END_KEY_ID: Pending.KEY,
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
    def for_options(cls, options: Options) -> Self:
        """The files that botocore reads, and the profile that ``options`` and the environment name."""

        def find() -> Place:
            in_environment = os.environ.get("AWS_ACCESS_KEY_ID") or None
            return Place(
                ProfileFiles.of_environment(),
                options,
                profile_in_use(options),
                chosen_profile(options),
                key_id=options.access_key_id or key_in_environment(options),
                # boto3 and the AWS CLI take it before the other one.
                variable="AWS_DEFAULT_PROFILE" if "AWS_DEFAULT_PROFILE" in os.environ else "AWS_PROFILE",
                outranked=in_environment is not None,
                # aws-vault sets it for what it runs, and the keys with it.
                vault=os.environ.get("AWS_VAULT", ""),
            )

        return cls(find)

    @classmethod
    def in_directory(cls, directory: Path) -> Self:
        """Files of their own in ``directory``, for practice: the person's stay untouched."""
        return cls(lambda: Place(ProfileFiles.of_practice(directory), Options(), "default", "default"))

    def suggestion(self) -> str:
        """The name to offer: that of the profile with the access key, and ``-mfa``; of a session, its own."""
        return self._find().suggestion

    def session_options(self) -> SessionOptions:
        """The options with which a session of the key is started, from a terminal where nothing is set."""
        place = self._find()
        return place.renewal(place.suggestion)

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
        holds = _held(place, sections, name)
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
            session = Edit(plan.name, {**_settings(keys), **place.source(sections).marks})
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

    def kept(self) -> tuple[KeptSession, ...]:
        """The sessions of the access key in use that this program has kept, expired ones included.

        Files that cannot be read hold none.
        """
        return tuple(KeptSession(profile, end_of(settings)) for profile, settings in self._kept().items())

    def keys_until(self, moment: datetime, name: str | None = None) -> SessionKeys | None:
        """The keys of a kept session that lasts beyond ``moment``: the one under ``name``, or the one to be offered.

        Where that is not kept, any other one of the access key in use, first the one that lasts longest.
        """
        lasting = {
            profile: SessionKeys(
                settings["aws_access_key_id"],
                Secret(settings["aws_secret_access_key"]),
                Secret(settings["aws_session_token"]),
                expires,
            )
            for profile, settings in self._kept().items()
            if name in {None, profile} and (expires := end_of(settings)) is not None and expires > moment
        }
        longest = max(lasting.values(), key=lambda keys: keys.expires, default=None)
        return lasting.get(self._find().suggestion, longest)

    def _kept(self) -> Mapping[str, Settings]:
        place = self._find()
        try:
            sections = place.files.read()
        except Stopped:
            return {}
        source = place.source(sections)
        return {
            profile: settings
            for profile, settings in sections.credentials.sections.items()
            if is_name(profile) and source.started(settings) and all(settings.get(key) for key in _KEYS)
        }


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


def _settings(keys: SessionKeys) -> Settings:
    return {
        "aws_access_key_id": keys.access_key_id,
        "aws_secret_access_key": keys.secret_access_key.reveal(),
        "aws_session_token": keys.session_token.reveal(),
        **with_end(keys.access_key_id, keys.expires),
    }
