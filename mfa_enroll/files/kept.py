"""The sessions that this program has kept: found, handed out, and taken out again."""

import functools
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from datetime import datetime

from mfa_enroll.domain.profile import FileChange, KeptSession, NameProblem, NameRefusedError, Pending
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.files.inifile import IniFile, Settings
from mfa_enroll.files.marks import KEYS, OWN, end_of
from mfa_enroll.files.place import Place
from mfa_enroll.files.profilefiles import ProfileSections
from mfa_enroll.files.profilenames import Holds, check_letters, held, is_name, refused
from mfa_enroll.files.surroundings import readable


class KeptSessions:
    """Those of the access key in use, in the credentials file."""

    def __init__(self, find: Callable[[], Place]) -> None:
        self._find = functools.cache(find)

    def suggestion(self) -> str:
        """The name to offer: that of the profile with the access key, and ``-mfa``; of a session, its own.

        Where that holds something else, with a number behind it. Files that cannot be read hold nothing.
        """
        place = self._find()
        sections = readable(place.files)
        for name in (place.suggestion, *(f"{place.suggestion}-{number}" for number in range(2, 10))):
            with suppress(NameRefusedError):
                check_letters(name)
                holds_of(place, sections, name)
                return name
        return place.suggestion

    def one_at_a_time(self) -> AbstractContextManager[None]:
        """Wait until no other process of this program asks for a code for these files."""
        return self._find().files.credentials.turn()

    def check_readable(self) -> None:
        """Raise ``Stopped`` where the files cannot be read: that is not the same as nothing being in them."""
        self._find().files.read()

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
        return lasting.get(self.suggestion(), longest)

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
            if is_name(profile) and source.started(settings) and all(settings.get(key) for key in KEYS)
        }

    def removal(self, name: str | None = None) -> FileChange | None:
        """What taking a kept session out of its file removes: what this program has put there, and nothing else.

        It is the one under ``name``, or the one that would be offered, or the only one; None where there is none such.

        Raises:
            Stopped: The file cannot be read, or changed.
        """
        self.check_readable()
        kept = self._kept()
        names = [name] if name else [self.suggestion(), *(kept if len(kept) == 1 else ())]
        chosen = next((each for each in names if each in kept), None)
        if chosen is None:
            return None
        credentials = self._find().files.credentials
        credentials.check_writable()
        shown = {key: kept[chosen][key] for key in OWN if key in kept[chosen]}
        return FileChange(
            credentials.shown,
            chosen,
            tuple((key, Pending.KEY if key in KEYS[1:] else clean(value)) for key, value in shown.items()),
        )

    def remove(self, removal: FileChange) -> bool:
        """Carry it out; tell whether it is gone. One that has come there meanwhile stays if it is of another key.

        Raises:
            Stopped: It could not be done. What was there before still is.
        """

        def without(credentials: IniFile) -> IniFile:
            if removal.section not in credentials.sections:
                return credentials
            place = self._find()
            source = place.source(ProfileSections(credentials, place.files.read_config()))
            if not source.started(credentials.sections[removal.section]):
                return credentials
            return credentials.without_settings(removal.section, OWN)

        self._find().files.credentials.change(without)
        left = self._find().files.credentials.read().sections.get(removal.section, {})
        return not set(KEYS) & set(left)


def holds_of(place: Place, sections: ProfileSections, name: str) -> Holds:
    """What a profile holds that a session may take the place of. Raises ``NameRefusedError``."""
    if place.holds_key and name == place.profile:
        raise refused(name, NameProblem.OWN_KEY)
    return held(name, sections.of(name), place.source(sections))
