"""The caller's account at AWS, for asyncio. boto3 is loaded at the first call, in that call's thread."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.keys import Keys
from mfa_enroll.aws.pages_network import no_clear_answer
from mfa_enroll.aws.pages_profiles import source_silent
from mfa_enroll.aws.thread import in_daemon_thread
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys

if TYPE_CHECKING:
    from mfa_enroll.aws.connection import Connection

T = TypeVar("T")


class AwsAccount:
    """IAM and STS as the flows need them. Every failure is a ``CallFailed``.

    Args:
        options: Which credentials to call with, and where.
        timeouts: How long to wait for connections and answers.
        now: The local wall clock, in seconds since 1970.
        clock: The server's time as another account knows it, instead of ``now``.
    """

    def __init__(
        self,
        options: Options,
        timeouts: Timeouts | None = None,
        now: Callable[[], float] = time.time,
        *,
        clock: ServerClock | None = None,
    ) -> None:
        self._options = options
        self._timeouts = timeouts or Timeouts()
        self._clock = clock or ServerClock(now)
        self._connection: Connection | None = None

    async def who_am_i(self) -> Identity:
        """GetCallerIdentity, with credentials read afresh. The calls after it are made with the same ones."""
        self._connection = None
        return await self._call(Call.WHO_AM_I, lambda connection: connection.who_am_i())

    async def devices(self, user: IamUser) -> tuple[MfaDevice, ...]:
        """ListMFADevices, always with the user's name, all pages."""
        return await self._call(Call.LIST, lambda connection: connection.devices(user))

    async def create_device(self, user: IamUser) -> NewDevice:
        """CreateVirtualMFADevice, named exactly as the user."""
        return await self._call(Call.CREATE, lambda connection: connection.create_device(user))

    async def delete_device(self, user: IamUser) -> None:
        """DeleteVirtualMFADevice of the device named as the user."""
        await self._call(Call.DELETE, lambda connection: connection.delete_device(user))

    async def enable_device(self, user: IamUser, first: Secret, second: Secret) -> None:
        """EnableMFADevice of the device named as the user, with two consecutive codes in order."""
        await self._call(Call.ENABLE, lambda connection: connection.enable_device(user, first, second))

    async def deactivate_device(self, user: IamUser) -> None:
        """DeactivateMFADevice of the device named as the user."""
        await self._call(Call.DEACTIVATE, lambda connection: connection.deactivate_device(user))

    async def resync_device(self, user: IamUser, first: Secret, second: Secret) -> None:
        """ResyncMFADevice of the device named as the user, with two consecutive codes in order."""
        await self._call(Call.RESYNC, lambda connection: connection.resync_device(user, first, second))

    async def start_session(self, user: IamUser, serial: str, code: Secret, seconds: int) -> SessionKeys:
        """GetSessionToken with a code of one of the user's devices, for so many seconds."""
        return await self._call(
            Call.START_SESSION, lambda connection: connection.start_session(user, serial, code, seconds)
        )

    def in_session(self, keys: SessionKeys) -> "AwsAccount":
        """The same account, called in the same way and with the same clock, but with the keys of a session."""
        return AwsAccount(replace(self._options, session_keys=keys), self._timeouts, clock=self._clock)

    async def password_policy(self, user: IamUser) -> PasswordPolicy:
        """GetAccountPasswordPolicy; AWS's own policy where the account has set none."""
        return await self._call(Call.PASSWORD_POLICY, lambda connection: connection.password_policy(user))

    async def change_password(self, user: IamUser, old: Secret, new: Secret) -> None:
        """ChangePassword, of the caller's own console password."""
        await self._call(Call.CHANGE_PASSWORD, lambda connection: connection.change_password(user, old, new))

    def server_time(self) -> float:
        """AWS's own time in seconds since 1970, from the last Date header; local time before the first."""
        return self._clock.time()

    async def _call(self, call: Call, answer: "Callable[[Connection], T]") -> T:
        connection = self._connection
        try:
            async with asyncio.timeout(self._timeouts.whole):
                if connection is None:
                    connection = self._connection = await in_daemon_thread(self._connect)
                return await in_daemon_thread(partial(answer, connection))
        except TimeoutError:
            if connection is None:
                raise CallFailed(call, Failure.STOPPED, source_silent(Keys(profile=self._profile))) from None
            failure = Failure.UNCLEAR if call.is_change else Failure.STOPPED
            raise CallFailed(call, failure, no_clear_answer(call)) from None

    @property
    def _profile(self) -> str:
        """The chosen profile, without boto3, the loading of which may be what takes so long."""
        by_environment = os.environ.get("AWS_DEFAULT_PROFILE") or os.environ.get("AWS_PROFILE")
        return self._options.profile or by_environment or "default"

    def _connect(self) -> "Connection":
        from mfa_enroll.aws.connection import connect  # noqa: PLC0415 - boto3 takes 150 ms to load, so not at start-up

        return connect(self._options, self._timeouts, self._clock)
