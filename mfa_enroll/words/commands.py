"""Commands of the AWS CLI, for a person or an administrator to run."""

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.profile import SessionOptions
from mfa_enroll.domain.surroundings import Surroundings
from mfa_enroll.domain.text import clean
from mfa_enroll.words.lists import listed
from mfa_enroll.words.shell import quoted, without

_NAMED = 3
"""Profiles that are named where one has to be chosen. There may be hundreds."""

_LONGEST_NAMED = 32


def of_profile(profile: str) -> str:
    """The option that names a profile to an aws command, with a space before it; empty for the default profile."""
    return "" if profile == "default" else f" {_option('--profile', clean(profile))}"


def with_profile(profile: str, command: str = "mfa-enroll") -> str:
    """The command that starts this program with the access key of a profile."""
    return f"{command} {_option('--profile', clean(profile))}"


def with_own_key(around: Surroundings, besides: str | None = None, command: str = "mfa-enroll") -> str:
    """The command that starts this program with an access key from the shared files, of another profile than one.

    It names the profile that the one in use takes its role from, or the only one that has a key, and a few of them
    where several do.
    """
    if around.behind and around.behind != besides:
        return with_profile(around.behind, command)
    names = [name for name in around.with_key if name != besides]
    if len(names) == 1:
        return with_profile(names[0], command)
    short = [clean(name) for name in names if len(name) <= _LONGEST_NAMED][:_NAMED]
    which = listed([*short, "another"] if len(names) > len(short) else short, "or")
    return f"{command} --profile NAME (NAME is {which})" if short else f"{command} --profile NAME"


def session_command(options: SessionOptions) -> str:
    """The command that starts or renews a session."""
    return " ".join(["mfa-enroll session", *(_option(*option) for option in options)])


def own_command(options: SessionOptions) -> str:
    """The command that turns MFA on, with the same key and AWS as a session that has these options."""
    return " ".join(["mfa-enroll", *(_option(*option) for option in options if option[0] != "--as")])


def through_vault(around: Surroundings) -> str:
    """The command that has aws-vault start this program with the access key itself.

    aws-vault starts nothing where ``AWS_VAULT`` is set, as it is in a shell of its own.
    """
    if not around.vault:
        return "aws-vault exec --no-session NAME -- mfa-enroll"
    command = f"aws-vault exec --no-session {quoted(around.vault)} -- mfa-enroll"
    return without("AWS_VAULT", command)


def of_path(path: str) -> str:
    """A path for a command, ``~`` included, which a shell takes for the home folder only without quotes."""
    home, _, rest = path.partition("/")
    return f"~/{quoted(rest)}" if home == "~" and rest else quoted(path)


def removal_commands(user: IamUser, serial: str) -> str:
    """The commands that deactivate and delete a virtual device of ``user``, one a line."""
    named, number = _option("--user-name", user.name), _option("--serial-number", serial)
    return f"aws iam deactivate-mfa-device {named} {number}\n{deletion_command(serial)}"


def deletion_command(serial: str) -> str:
    """The command that deletes a virtual device which is not turned on."""
    return f"aws iam delete-virtual-mfa-device {_option('--serial-number', serial)}"


def listing_command(user: IamUser) -> str:
    """The command that lists the devices of ``user``."""
    return f"aws iam list-mfa-devices {_option('--user-name', user.name)}"


def _option(name: str, value: str) -> str:
    """An option with its value. What begins with a dash would be taken for another option, but for the sign."""
    return f"{name}{'=' if value.startswith('-') else ' '}{quoted(value)}"
