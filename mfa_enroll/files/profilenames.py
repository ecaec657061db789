"""Under which name a session may be kept: none that holds anything else."""

import enum
import re
from itertools import chain

from mfa_enroll.domain.profile import LONGEST_NAME, SOURCE, NameProblem, NameRefusal, NameRefusedError
from mfa_enroll.domain.text import clean
from mfa_enroll.files.inifile import Settings
from mfa_enroll.files.marks import SourceKey

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./%@:+-]*", re.ASCII)
"""What every AWS tool takes in a section name without quotes. A dash in front would make an option of it."""

_HELD = {
    "role_arn": NameProblem.ROLE,
    "source_profile": NameProblem.ROLE,
    "credential_source": NameProblem.ROLE,
    "web_identity_token_file": NameProblem.ROLE,
    "credential_process": NameProblem.COMMAND,
    "login_session": NameProblem.CONSOLE_SIGN_IN,
}
"""What settings other than keys tell of a profile."""


class Holds(enum.Enum):
    """What a profile holds under whose name a session may be kept."""

    NOTHING = enum.auto()
    OWN = enum.auto()
    """An earlier session of the same access key."""
    OTHER = enum.auto()
    """A session of another key that was in the same place, or it is not known of which."""


def is_name(name: str) -> bool:
    """Whether ``name`` is one that sessions are kept under, as far as letters go."""
    return bool(_NAME.fullmatch(name)) and len(name) <= LONGEST_NAME


def suggested(source: str) -> str:
    """``source`` and ``-mfa``, with dashes for what a name does not hold."""
    suffix = "-mfa"
    fitting = re.sub(r"[^A-Za-z0-9_./%@:+-]+", "-", source).strip("-")
    return f"{(fitting or 'default')[: LONGEST_NAME - len(suffix)]}{suffix}"


def check_letters(name: str) -> None:
    """Raise ``NameRefusedError`` for what is no name, and for the one that is not to be touched."""
    if not name:
        raise refused(name, NameProblem.EMPTY)
    if len(name) > LONGEST_NAME:
        raise refused(name, NameProblem.TOO_LONG)
    if not _NAME.fullmatch(name):
        raise refused(name, NameProblem.ODD_CHARACTERS)
    if name.casefold() == "default":
        # A session there would take the place of the access key, for every tool that is not told a profile.
        raise refused(name, NameProblem.DEFAULT)


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
        problem = NameProblem.IDENTITY_CENTER if key.startswith("sso_") else _HELD.get(key)
        if problem:
            raise refused(name, problem)
    for settings in sections:
        if settings.get("aws_secret_access_key") or settings.get("aws_access_key_id"):
            if not (settings.get("aws_session_token") or settings.get("aws_security_token")):
                raise refused(name, NameProblem.ACCESS_KEY)
            if SOURCE not in settings or "aws_security_token" in settings:
                raise refused(name, NameProblem.FOREIGN_SESSION)
    earlier = sections[0].get(SOURCE)
    if earlier is None:
        return Holds.NOTHING
    if earlier != source.profile:
        problem = NameProblem.SESSION_OF_PROFILE if earlier else NameProblem.SESSION_OF_ENVIRONMENT
        raise refused(name, problem, source=clean(earlier))
    return Holds.OWN if source.started(sections[0]) else Holds.OTHER


def refused(name: str, problem: NameProblem, *, source: str = "") -> NameRefusedError:
    """The error that says why no session can be kept under ``name``."""
    return NameRefusedError(NameRefusal(problem, name, source))
