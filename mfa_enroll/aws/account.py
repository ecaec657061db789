"""The caller's account at AWS, for asyncio. boto3 is loaded at the first call, in that call's thread."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.options import Options, Timeouts
from mfa_enroll.aws.thread import in_daemon_thread
from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret

if TYPE_CHECKING:
    from mfa_enroll.aws.connection import Connection

__all__ = ["AwsAccount", "Options", "Timeouts"]


class AwsAccount:
    """IAM and STS as the flows need them. Every failure is a ``CallFailed``.

    Args:
        options: Which credentials to call with, and where.
        timeouts: How long to wait for connections and answers.
        now: The local wall clock, in seconds since 1970.
    """

    def __init__(
        self,
        options: Options,
        timeouts: Timeouts | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._options = options
        self._timeouts = timeouts or Timeouts()
        self._clock = ServerClock(now)
        self._connection: Connection | None = None

    async def who_am_i(self) -> Identity:
        """GetCallerIdentity, with credentials read afresh. The calls after it are made with the same ones."""
        self._connection = None
        connection = await self._connected()
        return await in_daemon_thread(connection.who_am_i)

    async def devices(self, user: IamUser) -> tuple[MfaDevice, ...]:
        """ListMFADevices, always with the user's name, all pages."""
        connection = await self._connected()
        return await in_daemon_thread(lambda: connection.devices(user))

    async def create_device(self, user: IamUser) -> NewDevice:
        """CreateVirtualMFADevice, named exactly as the user."""
        connection = await self._connected()
        return await in_daemon_thread(lambda: connection.create_device(user))

    async def delete_device(self, user: IamUser) -> None:
        """DeleteVirtualMFADevice of the device named as the user."""
        connection = await self._connected()
        await in_daemon_thread(lambda: connection.delete_device(user))

    async def enable_device(self, user: IamUser, first: Secret, second: Secret) -> None:
        """EnableMFADevice of the device named as the user, with two consecutive codes in order."""
        connection = await self._connected()
        await in_daemon_thread(lambda: connection.enable_device(user, first, second))

    def server_time(self) -> float:
        """AWS's own time in seconds since 1970, from the last Date header; local time before the first."""
        return self._clock.time()

    async def _connected(self) -> "Connection":
        if self._connection is None:
            self._connection = await in_daemon_thread(self._connect)
        return self._connection

    def _connect(self) -> "Connection":
        from mfa_enroll.aws.connection import connect  # noqa: PLC0415 - boto3 takes 150 ms to load, so not at start-up

        return connect(self._options, self._timeouts, self._clock)
