"""Words for what can be wrong with the shared AWS files when a session is to be kept in them."""

from collections.abc import Sequence

from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.profile import FileChange
from mfa_enroll.domain.text import clean

_WITHOUT_FILE = "Or leave, and run “mfa-enroll session --print env”: it prints the session and writes to no file."
_TRY_AGAIN = "Then try again. Nothing in the file was changed."


def unreadable(path: str, reason: str) -> Problem:
    """The system does not let the file be read."""
    return Problem(
        title="An AWS file cannot be read",
        happened=f"{path} cannot be read: {reason}.",
        steps=("See that the file and its folder are yours and that you may read them.", _TRY_AGAIN, _WITHOUT_FILE),
        who=Who.YOU,
        can_retry=True,
    )


def not_a_file(path: str) -> Problem:
    """There is a directory or a device in its place."""
    return Problem(
        title="An AWS file is no file",
        happened=f"There is something else in the place of {path}, such as a folder or a device.",
        steps=(
            "Move it away, or correct AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE if the name comes from there.",
            _WITHOUT_FILE,
        ),
        who=Who.YOU,
        can_retry=True,
    )


def unparsable(path: str, line: int | None) -> Problem:
    """AWS tools cannot make sense of a line."""
    where = "a setting" if line is None else f"line {line}"
    return _misspelt(
        f"AWS tools cannot read {where} of {path}.",
        "Correct it. No section, and no setting within one, may be there twice; a setting reads “name = value”.",
    )


def not_text(path: str, encoding: str, line: int) -> Problem:
    """Bytes that the system's encoding does not know."""
    return _misspelt(
        f"Line {line} of {path} holds characters that are not text in {encoding}, this system’s encoding.",
        f"Correct them, or save the file anew as {encoding}.",
    )


def byte_order_mark(path: str) -> Problem:
    """Some Windows editors put one at the beginning, and AWS tools do not read the file then."""
    return _misspelt(
        f"{path} begins with a byte order mark, an invisible character that AWS tools do not read.",
        "Save it as UTF-8 without byte order mark (BOM).",
    )


def unwritable(path: str, reason: str) -> Problem:
    """The system does not let the file be replaced."""
    return Problem(
        title="An AWS file cannot be written",
        happened=f"{path} cannot be written: {reason}.",
        steps=(
            "See that the file and its folder are yours to write, and that the disk is neither full nor read-only.",
            _TRY_AGAIN,
            _WITHOUT_FILE,
        ),
        who=Who.YOU,
        can_retry=True,
    )


def no_credentials_file() -> Problem:
    """The variable for its place names none: it is empty, or names the null device."""
    return Problem(
        title="There is no file to keep the session in",
        happened="AWS_SHARED_CREDENTIALS_FILE is set, and names no file. AWS tools then read no credentials file.",
        steps=(
            "Leave, run “unset AWS_SHARED_CREDENTIALS_FILE” for the usual file or set it to one, then run it again.",
            _WITHOUT_FILE,
        ),
        who=Who.YOU,
        can_retry=True,
    )


def mounted(path: str) -> Problem:
    """The file is a mount of its own, which the system lets nobody replace."""
    return Problem(
        title="An AWS file cannot be replaced",
        happened=f"{path} is mounted by itself, as into a container, and the system lets no mounted file be replaced.",
        steps=("Leave, mount its folder instead of the file alone, then run it again.", _WITHOUT_FILE),
        who=Who.YOU,
        can_retry=True,
    )


def unchangeable(path: str) -> Problem:
    """The file is readable, and written in a way that the change cannot be made without touching something else."""
    return Problem(
        title="An AWS file cannot be changed safely",
        happened=f"{path} is written in an unusual way, and changing it might change more than it should.",
        steps=("Keep the session under another name.", _WITHOUT_FILE),
        who=Who.YOU,
        can_retry=True,
    )


def taken_meanwhile(profile: str, reason: str) -> Problem:
    """The profile was free when the session was planned, and is not any more."""
    return Problem(
        title="The profile was changed meanwhile",
        happened=f"Another program has just changed profile {profile}, so the session was not kept there. {reason}",
        steps=("Try again, and choose another name.", _WITHOUT_FILE),
        who=Who.YOU,
        can_retry=True,
    )


def half_kept(profile: str, reason: str, missing: Sequence[FileChange]) -> Problem:
    """The keys are in the credentials file; the config file could not be changed, for ``reason``."""
    return Problem(
        title="The session is kept, its settings are not",
        happened=f"The session is in place: profile {profile} can be used. The rest is missing. {reason}",
        steps=(
            *(f"Add to [{each.section}] in {each.path}: {', '.join(each.lines)}." for each in missing),
            f"Or name what is missing in each command, as in “aws --profile {profile} --region REGION”.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def _misspelt(happened: str, correction: str) -> Problem:
    return Problem(
        title="An AWS file cannot be read",
        happened=clean(happened),
        steps=(correction, _TRY_AGAIN),
        who=Who.YOU,
        can_retry=True,
    )
