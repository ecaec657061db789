"""What an administrator is handed: policy statements and AWS CLI commands, exact for one user."""

import json
import shlex

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser

_ACTIONS = (Call.LIST, Call.CREATE, Call.DELETE, Call.ENABLE)


def statement(user: IamUser) -> str:
    """The policy statement, as JSON, that lets each user turn on one virtual device named as the user.

    ``${aws:username}`` carries no path, so a user under a path needs a resource of its own (IAM User Guide,
    "IAM identifiers" and "IAM policy elements: variables").
    """
    prefix = f"arn:{user.partition}:iam::*"
    resources = [f"{prefix}:mfa/${{aws:username}}", f"{prefix}:user/${{aws:username}}"]
    if user.path != "/":
        resources.append(f"{prefix}:user/*/${{aws:username}}")
    return json.dumps(
        {
            "Sid": "AllowUsersToTurnOnTheirOwnMFA",
            "Effect": "Allow",
            "Action": [str(action) for action in _ACTIONS],
            "Resource": resources,
        },
        indent=2,
    )


def removal_commands(user: IamUser, serial: str) -> str:
    """The AWS CLI commands that deactivate and delete a virtual device of ``user``, one a line."""
    name, number = shlex.quote(user.name), shlex.quote(serial)
    return (
        f"aws iam deactivate-mfa-device --user-name {name} --serial-number {number}\n"
        f"aws iam delete-virtual-mfa-device --serial-number {number}"
    )
