"""The calls of IAM that the practice account offers, as the IAM API Reference has them under their names.

Each function is one call. It checks the parameters, then the policy, then AWS's own rules, then what is there. The
order and the messages were observed on AWS.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from mfa_enroll.domain.device import MAXIMUM
from mfa_enroll.practice import parameters as p
from mfa_enroll.practice.account import PracticeAccount, SignedCall
from mfa_enroll.practice.devices import VirtualDevice
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.qrpng import qr_png
from mfa_enroll.practice.wire import Answer

if TYPE_CHECKING:
    from mfa_enroll.policy.context import Value

_PAGE: Final = 100


def create_virtual_mfa_device(account: PracticeAccount, call: SignedCall) -> Answer:
    """CreateVirtualMFADevice makes a device and shows its seed, this once."""
    given = call.operation.parameters
    tags = p.tags(given)
    p.validate(given, required=[p.DEVICE_NAME], optional=[p.PATH])
    serial = account.serial(given["VirtualMFADeviceName"], given.get("Path", "/"))
    # The tags of a resource are there too in the request that makes it. (IAM User Guide, aws:ResourceTag.)
    keys: dict[str, Value] = {f"aws:{of}Tag/{key}": tags[key] for of in ("Request", "Resource") for key in tags}
    keys |= {"aws:TagKeys": tuple(tags)}
    account.authorize(call, "iam:CreateVirtualMFADevice", serial, keys)
    if tags:
        account.authorize(call, "iam:TagMFADevice", serial, keys)
    if serial in account.devices:
        raise AwsError("EntityAlreadyExists", "MFA device already exists.")
    device = account.add_device(serial, tags)
    shown: Answer = {
        "SerialNumber": serial,
        "Base32StringSeed": device.seed.reveal().encode("ascii"),
        "QRCodePNG": qr_png(device.provisioning_uri(account.user.account)),
    }
    return {"VirtualMFADevice": {**shown, **_tags(tags)}}


def delete_virtual_mfa_device(account: PracticeAccount, call: SignedCall) -> None:
    """DeleteVirtualMFADevice deletes a device, if it is assigned to nobody."""
    given = call.operation.parameters
    p.validate(given, required=[p.SERIAL_NUMBER])
    serial = given["SerialNumber"]
    account.authorize(call, "iam:DeleteVirtualMFADevice", mfa_resource(account, serial))
    if _device(account, serial).enabled_at is not None:
        raise AwsError("DeleteConflict")
    del account.devices[serial]


def enable_mfa_device(account: PracticeAccount, call: SignedCall) -> None:
    """EnableMFADevice assigns a device to the user, for codes of two consecutive time steps."""
    given = call.operation.parameters
    p.validate(given, required=[p.USER_NAME, p.SERIAL_NUMBER, p.CODE_1, p.CODE_2])
    user = given["UserName"]
    account.authorize(call, "iam:EnableMFADevice", user_resource(account, user))
    _require_mfa_once_enrolled(account, call, user)
    _require_user(account, user)
    device = _device(account, given["SerialNumber"])
    if device.enabled_at is not None:
        raise AwsError("EntityAlreadyExists", f"MFA Device for user {user} already exists.")
    if len(account.enabled_devices()) >= MAXIMUM:
        raise AwsError("LimitExceeded")
    now = account.clock()
    device.synchronize(given["AuthenticationCode1"], given["AuthenticationCode2"], now)
    device.enabled_at = now
    account.verification.learn(device, now)


def deactivate_mfa_device(account: PracticeAccount, call: SignedCall) -> None:
    """DeactivateMFADevice takes a device from the user. The device stays, assigned to nobody."""
    given = call.operation.parameters
    p.validate(given, required=[p.SERIAL_NUMBER], optional=[p.USER_NAME])
    user = given.get("UserName", account.user.name)
    account.authorize(call, "iam:DeactivateMFADevice", user_resource(account, user))
    _require_mfa_once_enrolled(account, call, user)
    _require_user(account, user)
    device = _assigned_device(account, given["SerialNumber"])
    device.enabled_at = None
    account.verification.learn(device, account.clock())


def resync_mfa_device(account: PracticeAccount, call: SignedCall) -> None:
    """ResyncMFADevice learns a device's clock anew, from codes of two consecutive time steps."""
    given = call.operation.parameters
    p.validate(given, required=[p.USER_NAME, p.SERIAL_NUMBER, p.CODE_1, p.CODE_2])
    user = given["UserName"]
    account.authorize(call, "iam:ResyncMFADevice", user_resource(account, user))
    _require_user(account, user)
    device = _assigned_device(account, given["SerialNumber"])
    now = account.clock()
    device.synchronize(given["AuthenticationCode1"], given["AuthenticationCode2"], now)
    account.verification.learn(device, now)


def get_mfa_device(account: PracticeAccount, call: SignedCall) -> Answer:
    """GetMFADevice shows one device of a user: without a name of the caller."""
    given = call.operation.parameters
    p.validate(given, required=[p.SERIAL_NUMBER], optional=[p.USER_NAME])
    user = given.get("UserName", account.user.name)
    account.authorize(call, "iam:GetMFADevice", user_resource(account, user))
    _require_user(account, user)
    device = _assigned_device(account, given["SerialNumber"])
    return {"UserName": user, "SerialNumber": device.serial, **_enable_date(device)}


def get_user(account: PracticeAccount, call: SignedCall) -> Answer:
    """GetUser shows a user: without a name the caller."""
    given = call.operation.parameters
    p.validate(given, optional=[p.USER_NAME])
    user = given.get("UserName", account.user.name)
    account.authorize(call, "iam:GetUser", user_resource(account, user))
    _require_user(account, user)
    return {"User": {**_user(account), **_tags(account.tags)}}


def list_mfa_devices(account: PracticeAccount, call: SignedCall) -> Answer:
    """ListMFADevices lists a user's devices: without a name the caller's own, and then authorized against ``*``."""
    given = call.operation.parameters
    p.validate(given, optional=[p.USER_NAME, p.MARKER, p.MAX_ITEMS])
    user = given.get("UserName", account.user.name)
    resource = user_resource(account, user) if "UserName" in given else "*"
    account.authorize(call, "iam:ListMFADevices", resource)
    _require_user(account, user)
    devices, rest = _page(account.enabled_devices(), given)
    listed = [{"UserName": user, "SerialNumber": device.serial, **_enable_date(device)} for device in devices]
    return {"MFADevices": listed, **rest}


def list_virtual_mfa_devices(account: PracticeAccount, call: SignedCall) -> Answer:
    """ListVirtualMFADevices lists the virtual devices of the whole account."""
    given = call.operation.parameters
    p.validate(given, optional=[p.ASSIGNMENT, p.MARKER, p.MAX_ITEMS])
    account.authorize(call, "iam:ListVirtualMFADevices", account.serial(""))
    wanted = given.get("AssignmentStatus", "Any")
    matching = [
        device
        for device in sorted(account.devices.values(), key=lambda device: device.serial)
        if wanted in {"Any", "Unassigned" if device.enabled_at is None else "Assigned"}
    ]
    devices, rest = _page(matching, given)
    return {"VirtualMFADevices": [_virtual_device(account, device) for device in devices], **rest}


def change_password(account: PracticeAccount, call: SignedCall) -> None:
    """ChangePassword changes the caller's own password."""
    given = call.operation.parameters
    p.validate(given, required=[p.OLD_PASSWORD, p.NEW_PASSWORD])
    account.authorize(call, "iam:ChangePassword", account.user_arn)
    if account.login_profile is None:
        raise AwsError("NoSuchEntity", f"Login Profile for User {account.user.name} cannot be found.")
    account.login_profile.change(given["OldPassword"], given["NewPassword"], account.password_policy)


def get_account_password_policy(account: PracticeAccount, call: SignedCall) -> Answer:
    """GetAccountPasswordPolicy shows the password policy, if one is set."""
    account.authorize(call, "iam:GetAccountPasswordPolicy", "*")
    policy = account.password_policy
    if policy is None:
        message = f"The Password Policy with domain name {account.user.account} cannot be found."
        raise AwsError("NoSuchEntity", message)
    answer: Answer = {
        "MinimumPasswordLength": policy.minimum_length,
        "RequireSymbols": policy.require_symbols,
        "RequireNumbers": policy.require_numbers,
        "RequireUppercaseCharacters": policy.require_uppercase,
        "RequireLowercaseCharacters": policy.require_lowercase,
        "AllowUsersToChangePassword": False,
        "ExpirePasswords": policy.max_age > 0,
    }
    age = {"MaxPasswordAge": policy.max_age} if policy.max_age else {}
    reuse = {"PasswordReusePrevention": policy.reuse_prevention} if policy.reuse_prevention else {}
    return {"PasswordPolicy": {**answer, **age, **reuse}}


def user_resource(account: PracticeAccount, name: str) -> str:
    """The ARN that a call about a user is authorized against."""
    own = account.user
    return own.arn if name == own.name else f"arn:{own.partition}:iam::{own.account}:user/{name}"


def mfa_resource(account: PracticeAccount, serial: str) -> str:
    """The ARN that a call about a device is authorized against. The serial number of a hardware token is no ARN."""
    return serial if serial.startswith("arn:") else account.serial(serial)


def _require_mfa_once_enrolled(account: PracticeAccount, call: SignedCall, user: str) -> None:
    """AWS's own rule, beyond any policy: security bulletin AWS-2023-001."""
    if user == account.user.name and not call.signer.mfa and account.enabled_devices():
        message = "To complete this action, please ensure that you are authenticated with an MFA device that is "
        raise AwsError("AccessDenied", f"{message}enabled for this user.")


def _require_user(account: PracticeAccount, name: str) -> None:
    if name != account.user.name:
        raise AwsError("NoSuchEntity", f"The user with name {name} cannot be found.")


def _device(account: PracticeAccount, serial: str) -> VirtualDevice:
    try:
        return account.devices[serial]
    except KeyError:
        message = f"MFA Device with serial number {serial} does not exist."
        raise AwsError("NoSuchEntity", message) from None


def _assigned_device(account: PracticeAccount, serial: str) -> VirtualDevice:
    device = _device(account, serial)
    if device.enabled_at is None:
        raise AwsError("NoSuchEntity", "MFA Device invalid for user.")
    return device


def _virtual_device(account: PracticeAccount, device: VirtualDevice) -> Answer:
    if device.enabled_at is None:
        return {"SerialNumber": device.serial}
    return {"SerialNumber": device.serial, "User": _user(account), **_enable_date(device)}


def _user(account: PracticeAccount) -> Answer:
    return {
        "Path": account.user.path,
        "UserName": account.user.name,
        "UserId": account.user_id,
        "Arn": account.user_arn,
        "CreateDate": datetime.fromtimestamp(account.created_at, UTC),
    }


def _enable_date(device: VirtualDevice) -> Answer:
    return {} if device.enabled_at is None else {"EnableDate": datetime.fromtimestamp(device.enabled_at, UTC)}


def _tags(tags: Mapping[str, str]) -> Answer:
    return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]} if tags else {}


def _page(devices: Sequence[VirtualDevice], given: Mapping[str, str]) -> tuple[Sequence[VirtualDevice], Answer]:
    """Cut one page out, and say how to ask for the next. A marker holds the serial number that its page comes after."""
    if "Marker" in given:
        try:
            after = base64.b64decode(given["Marker"], validate=True).decode("ascii")
        except (binascii.Error, ValueError):
            raise AwsError("ValidationError", "Invalid Marker.") from None
        devices = [device for device in devices if device.serial > after]
    most = int(given.get("MaxItems", _PAGE))
    page = devices[:most]
    if len(devices) <= most:
        return page, {"IsTruncated": False}
    return page, {"IsTruncated": True, "Marker": base64.b64encode(page[-1].serial.encode("ascii")).decode("ascii")}
