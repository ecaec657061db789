"""What a policy lacks that does not let a user set up MFA: the least policy to attach beside it, as data."""

from collections.abc import Mapping
from typing import TypedDict

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser

_TURNING_ON = (Call.LIST, Call.CREATE, Call.ENABLE, Call.RESYNC)
"""What a user needs before they have signed in with MFA once."""

_TAKING_AWAY = (Call.DEACTIVATE, Call.DELETE)
"""What only someone signed in with MFA should do: IAM User Guide, "Allows MFA-authenticated IAM users to manage …"."""

_VERSION = "2012-10-17"
_WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


class Document(TypedDict):
    """A policy document."""

    Version: str
    Statement: list[Mapping[str, object]]


def actions(call: Call) -> tuple[Call, ...]:
    """The actions that are to be allowed for a call: with it, those that are needed for the same thing."""
    if call in {Call.CHANGE_PASSWORD, Call.PASSWORD_POLICY}:
        return (call,)
    return _TAKING_AWAY if call in _TAKING_AWAY else _TURNING_ON


def policy_for(user: IamUser, call: Call) -> Document:
    """The policy that lets each user make a call, and the others about the same thing, and no more than that.

    Taking a device away takes a session with MFA. ``${aws:username}`` carries no path, so a user under a path needs a
    resource of its own (IAM User Guide, "IAM identifiers" and "IAM policy elements: variables").
    """
    match call:
        case Call.CHANGE_PASSWORD:
            return _allow("AllowUsersToChangeTheirOwnPassword", call, own_user(user))
        case Call.PASSWORD_POLICY:
            return _allow("AllowReadingThePasswordPolicy", call, ["*"])
        case Call.DEACTIVATE | Call.DELETE:
            resources = [own_device(user), *own_user(user)]
            return _allow("AllowUsersToTakeAwayTheirOwnMFA", call, resources, Condition=_WITH_MFA)
        case _:
            return _allow("AllowUsersToTurnOnTheirOwnMFA", call, [own_device(user), *own_user(user)])


def policy_for_move(user: IamUser) -> Document:
    """The policy that lets each user move MFA to a new phone. Taking the old device away takes MFA."""
    parts = (policy_for(user, Call.CREATE), policy_for(user, Call.DELETE))
    return {"Version": _VERSION, "Statement": [statement for part in parts for statement in part["Statement"]]}


def policy_for_leftovers(user: IamUser) -> Document:
    """The policy that lets each user delete a device that is not on, without MFA, which AWS advises against."""
    return _document(
        {
            "Sid": "AllowUsersToDeleteTheirUnfinishedMFA",
            "Effect": "Allow",
            "Action": [str(Call.DELETE)],
            "Resource": [own_device(user)],
        }
    )


def own_device(user: IamUser) -> str:
    """The resource that is each user's own device."""
    return f"arn:{user.partition}:iam::*:mfa/${{aws:username}}"


def own_user(user: IamUser) -> list[str]:
    """The resources that are each user themselves: one, and another for users under a path."""
    prefix = f"arn:{user.partition}:iam::*:user"
    return [f"{prefix}/${{aws:username}}", *([f"{prefix}/*/${{aws:username}}"] if user.path != "/" else [])]


def _allow(sid: str, call: Call, resources: list[str], **more: object) -> Document:
    allowed = [str(action) for action in actions(call)]
    return _document({"Sid": sid, "Effect": "Allow", "Action": allowed, "Resource": resources, **more})


def _document(statement: Mapping[str, object]) -> Document:
    return {"Version": _VERSION, "Statement": [statement]}
