"""What an administrator is handed: texts that say what is asked for and why, exact for one user."""

import json
import shlex

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser

_ACTIONS = (Call.LIST, Call.CREATE, Call.DELETE, Call.ENABLE)


def request(user: IamUser, answer: str, *paragraphs: str) -> str:
    """A text that can be sent as it stands: who is stuck, what AWS answered, and what to do about it."""
    heading = f"User {user.arn} cannot turn on MFA with mfa-enroll."
    if answer:
        heading += f"\nAWS answered: {answer}."
    return "\n\n".join((heading, *paragraphs))


def request_for_statement(user: IamUser, answer: str) -> str:
    """Ask for the policy statement that is missing, with the places to look at where it is there already."""
    return request(
        user,
        answer,
        "Add this statement to a policy attached to the user:",
        statement(user),
        "If a policy denies everything without MFA, add these actions to its NotAction as well. "
        "If both are there already, a permissions boundary or a service control policy of the organization denies it.",
        *_ill_fitting(user),
    )


def request_for_removal(user: IamUser, answer: str) -> str:
    """Ask for the device named as the user to be taken away, which its own access key cannot do."""
    return request(
        user,
        answer,
        f"The device {user.device_serial} is turned on. If its phone is lost, and you are sure that it is the user "
        "who asks, take the device away:",
        removal_commands(user, user.device_serial),
        "The user can then set up a new one.",
    )


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


def request_for_deletion(user: IamUser, answer: str) -> str:
    """Ask for an unfinished device to be deleted, by the administrator or by a policy that lets the user do it."""
    return "\n\n".join(
        (
            request_for_statement(user, answer),
            "Until then, delete the unfinished device for the user, who can make a new one:",
            deletion_command(user.device_serial),
        )
    )


def removal_commands(user: IamUser, serial: str) -> str:
    """The AWS CLI commands that deactivate and delete a virtual device of ``user``, one a line."""
    name, number = shlex.quote(user.name), shlex.quote(serial)
    return f"aws iam deactivate-mfa-device --user-name {name} --serial-number {number}\n{deletion_command(serial)}"


def deletion_command(serial: str) -> str:
    """The AWS CLI command that deletes a virtual device which is not turned on."""
    return f"aws iam delete-virtual-mfa-device --serial-number {shlex.quote(serial)}"


def _ill_fitting(user: IamUser) -> tuple[str, ...]:
    """What the ARN alone tells of statements that look right and match nothing."""
    if user.partition != "aws":
        return (f"A statement that names arn:aws: matches nothing here; it has to say arn:{user.partition}:.",)
    if user.path != "/":
        return (f"The user has the path {user.path}, which user/${{aws:username}} in a statement does not match.",)
    return ()
