"""What the arguments of the command line take: each function reads one as it was typed.

Raises:
    argparse.ArgumentTypeError: It cannot be read; the message says what it is to be like.
"""

import argparse
import re

from mfa_enroll.domain.lifetime import LONGEST, SHORTEST, read_length

_LAST_PORT = 65_535


def ready(typed: str) -> str:
    """The name of a policy that comes with the program."""
    from mfa_enroll.policies import NAMES  # noqa: PLC0415 - few commands need it

    if typed not in NAMES:
        raise argparse.ArgumentTypeError(f"the ready policies are {', '.join(NAMES)}")
    return typed


def account(typed: str) -> str:
    """An account's number."""
    if not re.fullmatch(r"[0-9]{12}", typed):
        raise argparse.ArgumentTypeError("an account is 12 digits")
    return typed


def duration(typed: str) -> int:
    """A length of time in seconds, within what GetSessionToken gives an IAM user (STS API Reference)."""
    seconds = length(typed)
    if not SHORTEST <= seconds <= LONGEST:
        raise argparse.ArgumentTypeError("AWS gives sessions of 15m to 36h")
    return seconds


def length(typed: str) -> int:
    """A length of time in seconds."""
    try:
        return read_length(typed)
    except ValueError:
        raise argparse.ArgumentTypeError("a length of time is written like 8h, 90m or 1h30m") from None


def user_name(typed: str) -> str:
    """The name of an IAM user."""
    from mfa_enroll.practice.users import is_user_name  # noqa: PLC0415 - few commands need it

    if not is_user_name(typed):
        raise argparse.ArgumentTypeError("1 to 64 letters, digits and +=,.@_- make a user's name")
    return typed


def user_path(typed: str) -> str:
    """The IAM path of a user."""
    from mfa_enroll.practice.users import is_user_path  # noqa: PLC0415 - few commands need it

    if not is_user_path(typed):
        raise argparse.ArgumentTypeError("a path starts and ends with a slash and holds no spaces, such as /eng/")
    return typed


def policy(typed: str) -> tuple[str, str]:
    """A policy document, by a name for it."""
    from mfa_enroll.policyfile import PolicyFileError, read_policy_file  # noqa: PLC0415 - few commands need it
    from mfa_enroll.words.terminal import policy_unusable  # noqa: PLC0415 - likewise

    try:
        read = read_policy_file(typed)
    except PolicyFileError as error:
        raise argparse.ArgumentTypeError(policy_unusable(typed, str(error))) from None
    return read.name, read.document


def address(typed: str) -> str:
    """An IP address, in its usual spelling."""
    from mfa_enroll.practice.users import read_address  # noqa: PLC0415 - few commands need it

    try:
        return read_address(typed)
    except ValueError:
        raise argparse.ArgumentTypeError("an address is written like 203.0.113.7 or 2001:db8::7") from None


def tag(typed: str) -> tuple[str, str]:
    """A tag's key and value."""
    from mfa_enroll.practice.users import is_tag  # noqa: PLC0415 - few commands need it

    key, equals, value = typed.partition("=")
    if not equals or not is_tag(key, value) or key.lower().startswith("aws:"):  # AWS keeps those for itself
        raise argparse.ArgumentTypeError(
            "a tag is written like team=red: up to 128 characters, which do not begin with aws:, then up to 256"
        )
    return key, value


def port(typed: str) -> int:
    """A port; 0 stands for a free one."""
    if not re.fullmatch(r"[0-9]{1,5}", typed) or int(typed) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"ports are numbers from 0 to {_LAST_PORT}")
    return int(typed)
