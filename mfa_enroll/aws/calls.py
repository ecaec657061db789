"""The calls to IAM and STS, blocking, as they go over the wire. None sends a change twice."""

from typing import TYPE_CHECKING

from mfa_enroll.aws.answers import (
    UnreadableAnswerError,
    read_caller,
    read_devices,
    read_new_device,
    read_password_policy,
    read_session,
)
from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser, Principal
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys

if TYPE_CHECKING:
    from mfa_enroll.aws.clients import Clients

_PAGES = 10
"""Pages of a listing that are followed. Eight devices, the most a user can have, fit on one."""

_DEVICES = 100
"""Devices of a listing that are taken for true, and can be shown."""


def who_am_i(clients: "Clients") -> Principal:
    """GetCallerIdentity."""
    return read_caller(clients.sts_reads.get_caller_identity())


def devices(clients: "Clients", user: IamUser) -> tuple[MfaDevice, ...]:
    """ListMFADevices, all pages."""
    iam = clients.iam_reads
    listed, marker = read_devices(iam.list_mfa_devices(UserName=user.name))
    for _ in range(_PAGES - 1):
        if marker is None:
            break
        more, marker = read_devices(iam.list_mfa_devices(UserName=user.name, Marker=marker))
        listed += more
    if marker is not None or len(listed) > _DEVICES:
        raise UnreadableAnswerError
    return listed


def create_device(clients: "Clients", user: IamUser) -> NewDevice:
    """CreateVirtualMFADevice."""
    answer = clients.for_iam_change().create_virtual_mfa_device(VirtualMFADeviceName=user.name)
    return read_new_device(answer, user)


def delete_device(clients: "Clients", user: IamUser) -> None:
    """DeleteVirtualMFADevice."""
    clients.for_iam_change().delete_virtual_mfa_device(SerialNumber=user.device_serial)


def enable_device(clients: "Clients", user: IamUser, first: Secret, second: Secret) -> None:
    """EnableMFADevice."""
    clients.for_iam_change().enable_mfa_device(
        UserName=user.name,
        SerialNumber=user.device_serial,
        AuthenticationCode1=first.reveal(),
        AuthenticationCode2=second.reveal(),
    )


def deactivate_device(clients: "Clients", user: IamUser) -> None:
    """DeactivateMFADevice."""
    clients.for_iam_change().deactivate_mfa_device(UserName=user.name, SerialNumber=user.device_serial)


def resync_device(clients: "Clients", user: IamUser, first: Secret, second: Secret) -> None:
    """ResyncMFADevice."""
    clients.for_iam_change().resync_mfa_device(
        UserName=user.name,
        SerialNumber=user.device_serial,
        AuthenticationCode1=first.reveal(),
        AuthenticationCode2=second.reveal(),
    )


def start_session(clients: "Clients", _user: IamUser, serial: str, code: Secret, seconds: int) -> SessionKeys:
    """GetSessionToken."""
    answer = clients.for_sts_change().get_session_token(
        SerialNumber=serial, TokenCode=code.reveal(), DurationSeconds=seconds
    )
    return read_session(answer)


def password_policy(clients: "Clients", _user: IamUser) -> PasswordPolicy:
    """GetAccountPasswordPolicy. Where the account has set none, AWS answers NoSuchEntity, and its own holds."""
    iam = clients.iam_reads
    try:
        return read_password_policy(iam.get_account_password_policy())
    except iam.exceptions.NoSuchEntityException:
        return PasswordPolicy()


def change_password(clients: "Clients", _user: IamUser, old: Secret, new: Secret) -> None:
    """ChangePassword."""
    clients.for_iam_change().change_password(OldPassword=old.reveal(), NewPassword=new.reveal())
