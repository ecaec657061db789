"""Which function answers which call."""

from collections.abc import Callable, Mapping
from typing import Final

from mfa_enroll.practice import iam, sts
from mfa_enroll.practice.account import PracticeAccount, SignedCall
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.wire import VERSIONS, Answer

_OFFERED: Final[Mapping[str, Callable[[PracticeAccount, SignedCall], Answer | None]]] = {
    "iam:ChangePassword": iam.change_password,
    "iam:CreateVirtualMFADevice": iam.create_virtual_mfa_device,
    "iam:DeactivateMFADevice": iam.deactivate_mfa_device,
    "iam:DeleteVirtualMFADevice": iam.delete_virtual_mfa_device,
    "iam:EnableMFADevice": iam.enable_mfa_device,
    "iam:GetAccountPasswordPolicy": iam.get_account_password_policy,
    "iam:GetMFADevice": iam.get_mfa_device,
    "iam:GetUser": iam.get_user,
    "iam:ListMFADevices": iam.list_mfa_devices,
    "iam:ListVirtualMFADevices": iam.list_virtual_mfa_devices,
    "iam:ResyncMFADevice": iam.resync_mfa_device,
    "sts:GetCallerIdentity": sts.get_caller_identity,
    "sts:GetSessionToken": sts.get_session_token,
}

_ABOUT_THE_CALLER: Final = {"CreateAccessKey", "ListAccessKeys", "GetLoginProfile"}
"""Calls about a user that are about the caller if no user is named."""


def answer(account: PracticeAccount, call: SignedCall) -> Answer | None:
    """Answer a call. Hold the account's lock.

    A call that is not offered is decided by the policy all the same, so that it is refused as AWS refuses it.

    Raises:
        AwsError: The call is refused.
    """
    operation = call.operation
    name = f"{operation.service}:{operation.action}"
    offered = _OFFERED.get(name)
    if offered is not None:
        return offered(account, call)
    account.authorize(call, name, _resource(account, call))
    version = VERSIONS[operation.service]
    raise AwsError("InvalidAction", f"Could not find operation {operation.action} for version {version}")


def _resource(account: PracticeAccount, call: SignedCall) -> str:
    """The resource that a call that is not offered is authorized against, where its parameters name one."""
    given, user = call.operation.parameters, account.user
    if "RoleArn" in given:
        return given["RoleArn"]
    if "RoleName" in given:
        return f"arn:{user.partition}:iam::{user.account}:role/{given['RoleName']}"
    if "UserName" in given or call.operation.action in _ABOUT_THE_CALLER:
        return iam.user_resource(account, given.get("UserName", user.name))
    if "SerialNumber" in given:
        return iam.mfa_resource(account, given["SerialNumber"])
    return "*"
