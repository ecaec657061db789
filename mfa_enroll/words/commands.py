"""Commands of the AWS CLI, for a person or an administrator to run."""

import shlex

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.text import clean


def of_profile(profile: str) -> str:
    """The option that names a profile to an aws command, with a space before it; empty for the default profile."""
    return "" if profile == "default" else f" --profile {shlex.quote(clean(profile))}"


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
    return f"{name}{'=' if value.startswith('-') else ' '}{shlex.quote(value)}"
