"""What a policy lacks that does not let a user set up MFA: statements to add to it, as data."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser

_OWN_DEVICE = (Call.LIST, Call.CREATE, Call.DELETE, Call.ENABLE, Call.DEACTIVATE, Call.RESYNC)
"""All that a device asks for in its life, from the first QR code to a lost phone."""


def statement(user: IamUser, call: Call) -> dict[str, object]:
    """The policy statement that lets each user make a call, and all others about the same thing.

    For a call about devices that is the whole life of the one virtual device named as the user.

    ``${aws:username}`` carries no path, so a user under a path needs a resource of its own (IAM User Guide,
    "IAM identifiers" and "IAM policy elements: variables").
    """
    prefix = f"arn:{user.partition}:iam::*"
    own_user = [f"{prefix}:user/${{aws:username}}"]
    if user.path != "/":
        own_user.append(f"{prefix}:user/*/${{aws:username}}")
    match call:
        case Call.CHANGE_PASSWORD:
            return _allow("AllowUsersToChangeTheirOwnPassword", (call,), own_user)
        case Call.PASSWORD_POLICY:
            return _allow("AllowReadingThePasswordPolicy", (call,), ["*"])
        case _:
            own_device = f"{prefix}:mfa/${{aws:username}}"
            return _allow("AllowUsersToManageTheirOwnMFA", _OWN_DEVICE, [own_device, *own_user])


def _allow(sid: str, calls: tuple[Call, ...], resources: list[str]) -> dict[str, object]:
    return {"Sid": sid, "Effect": "Allow", "Action": [str(call) for call in calls], "Resource": resources}
