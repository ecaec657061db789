"""Under which name a session may be kept: none that holds anything else."""

import enum
import re
from itertools import chain

from mfa_enroll.domain.profile import SOURCE, NameRefusedError
from mfa_enroll.domain.text import clean
from mfa_enroll.files.inifile import Settings
from mfa_enroll.files.marks import SourceKey

_LONGEST = 128
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./%@:+-]*", re.ASCII)
"""What every AWS tool takes in a section name without quotes. A dash in front would make an option of it."""

_ROLE = "takes on a role"
_HOLDS = {
    "role_arn": _ROLE,
    "source_profile": _ROLE,
    "credential_source": _ROLE,
    "web_identity_token_file": _ROLE,
    "credential_process": "gets its keys from a command",
    "login_session": "signs in through the console",
}
_SIGNS_IN = "signs in through IAM Identity Center"


class Holds(enum.Enum):
    """What a profile holds under whose name a session may be kept."""

    NOTHING = enum.auto()
    OWN = enum.auto()
    """An earlier session of the same access key."""
    OTHER = enum.auto()
    """A session of another key that was in the same place, or it is not known of which."""


def is_name(name: str) -> bool:
    """Whether ``name`` is one that sessions are kept under, as far as letters go."""
    return bool(_NAME.fullmatch(name)) and len(name) <= _LONGEST


def suggested(source: str) -> str:
    """``source`` and ``-mfa``, with dashes for what a name does not hold."""
    suffix = "-mfa"
    fitting = re.sub(r"[^A-Za-z0-9_./%@:+-]+", "-", source).strip("-")
    return f"{(fitting or 'default')[: _LONGEST - len(suffix)]}{suffix}"


def check_letters(name: str) -> None:
    """Raise ``NameRefusedError`` for what is no name, and for the one that is not to be touched."""
    if not name:
        raise NameRefusedError("Type a name for the profile.")
    if len(name) > _LONGEST:
        raise NameRefusedError(f"That is too long: a name has at most {_LONGEST} characters.")
    if not _NAME.fullmatch(name):
        raise NameRefusedError("A name is made of letters A to Z, digits and . _ - @ + / : %, and no dash comes first.")
    if name.casefold() == "default":
        # A session there would take the place of the access key, for every tool that is not told a profile.
        raise NameRefusedError("Every AWS tool falls back on the default profile, so no session is kept there.")


def held(name: str, sections: tuple[Settings, Settings], source: SourceKey) -> Holds:
    """What profile ``name`` holds that a session of the key ``source`` may take the place of.

    Args:
        name: The profile.
        sections: Its settings in the credentials and the config file, each empty where there are none.
        source: The key of the new session.

    Raises:
        NameRefusedError: It holds something else.
    """
    for key in chain.from_iterable(sections):
        holds = _SIGNS_IN if key.startswith("sso_") else _HOLDS.get(key)
        if holds:
            raise _taken(name, holds)
    for settings in sections:
        if settings.get("aws_secret_access_key") or settings.get("aws_access_key_id"):
            if not (settings.get("aws_session_token") or settings.get("aws_security_token")):
                raise _taken(name, "holds an access key")
            if SOURCE not in settings or "aws_security_token" in settings:
                raise _taken(name, "holds a session that another program keeps there")
    earlier = sections[0].get(SOURCE)
    if earlier is None:
        return Holds.NOTHING
    if earlier != source.profile:
        whose = f"profile {clean(earlier)}" if earlier else "a key from the environment"
        raise _taken(name, f"holds a session of {whose}")
    return Holds.OWN if source.started(sections[0]) else Holds.OTHER


def _taken(name: str, holds: str) -> NameRefusedError:
    return NameRefusedError(f"Profile {name} is there already and {holds}. Choose another name.")
