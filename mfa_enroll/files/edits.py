"""What keeping a session changes in the two shared files."""

from collections.abc import Iterable
from typing import NamedTuple

from mfa_enroll.files.inifile import IniFile
from mfa_enroll.files.place import Place
from mfa_enroll.files.profilefiles import Edit, ProfileSections


class Edits(NamedTuple):
    """What is to be changed in either file, and what to add for aws-vault."""

    credentials: list[Edit]
    config: list[Edit]
    vault: list[Edit]

    @classmethod
    def of(
        cls, place: Place, sections: ProfileSections, session: Edit, serial: str, listed: tuple[str, ...]
    ) -> "Edits":
        """Those that keep a ``session``, and name the device beside the access key but for an empty ``serial``."""
        if place.files.config.is_null:
            return cls([session], [], [])
        # A new section inherits what [DEFAULT] says, so what it lacks is told once it is there.
        present = applied(sections.credentials, [session]).sections[session.section]
        # What stands in the credentials file goes before the config file.
        chosen = {key: value for key, value in place.where.items() if key in present}
        session = Edit(session.section, {**session.settings, **chosen})
        kept = ProfileSections(applied(sections.credentials, [session]), sections.config)
        in_credentials, in_config, vault = list[Edit](), list[Edit](), list[Edit]()
        if serial and place.holds_key:
            in_credentials, in_config = kept.serial_number(place.profile, serial, listed)
        elif serial and place.vault:
            _, vault = kept.serial_number(place.vault, serial, listed)
        for_profile = kept.where_and_how(session.section, place.profile, place.where)
        return cls([session, *in_credentials], [*for_profile, *in_config], vault)


def applied(file: IniFile, edits: Iterable[Edit]) -> IniFile:
    """The file with all of them made. Raises ``UnchangeableError``."""
    for section, settings in edits:
        file = file.with_settings(section, settings)
    return file
