"""What a flow may ask of AWS. Implemented once, in ``aws/account.py``; every failure is a ``CallFailed``."""

from typing import Protocol

from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys


class Account(Protocol):
    """The caller's account. Each coroutine makes exactly one call, and none re-sends a change.

    A cancelled coroutine gives up waiting at once. What it had not sent yet is not sent any more.
    """

    async def who_am_i(self) -> Identity:
        """GetCallerIdentity, with credentials read afresh."""

    async def devices(self, user: IamUser, /) -> tuple[MfaDevice, ...]:
        """ListMFADevices, always with the user's name, all pages."""

    async def create_device(self, user: IamUser, /) -> NewDevice:
        """CreateVirtualMFADevice, named exactly as the user."""

    async def delete_device(self, user: IamUser, /) -> None:
        """DeleteVirtualMFADevice of the device named as the user."""

    async def enable_device(self, user: IamUser, /, first: Secret, second: Secret) -> None:
        """EnableMFADevice of the device named as the user, with codes of two consecutive time steps in order."""

    async def deactivate_device(self, user: IamUser, /) -> None:
        """DeactivateMFADevice of the device named as the user."""

    async def resync_device(self, user: IamUser, /, first: Secret, second: Secret) -> None:
        """ResyncMFADevice of the device named as the user, with codes of two consecutive time steps in order."""

    async def start_session(self, user: IamUser, /, serial: str, code: Secret, seconds: int) -> SessionKeys:
        """GetSessionToken with a code of one of the user's devices. AWS takes each code once."""

    def in_session(self, keys: SessionKeys) -> "Account":
        """The same account, called with the keys of a session, which stay in memory."""

    async def password_policy(self, user: IamUser, /) -> PasswordPolicy:
        """GetAccountPasswordPolicy; AWS's own policy where the account has set none."""

    async def change_password(self, user: IamUser, /, old: Secret, new: Secret) -> None:
        """ChangePassword, of the caller's own console password."""

    def server_time(self) -> float:
        """AWS's own time in seconds since 1970, from the last Date header; the local clock before there is one."""
