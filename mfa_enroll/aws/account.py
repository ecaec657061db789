"""The caller's account at AWS, for asyncio. boto3 is loaded at the first call, in that call's thread."""

import asyncio
import shlex
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.options import Options, Timeouts
from mfa_enroll.aws.pages_network import no_clear_answer
from mfa_enroll.aws.thread import in_daemon_thread
from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret

if TYPE_CHECKING:
    from mfa_enroll.aws.connection import Connection

T = TypeVar("T")

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

    def aws_command(self) -> str:
        """The aws command with the options that make it call with the same keys, at the same address."""
        chosen = {
            "--profile": self._options.profile,
            "--region": self._options.region,
            "--endpoint-url": None if self._options.access_key_id else self._options.endpoint_url,
        }
        given = [part for name, value in chosen.items() if value for part in (name, shlex.quote(value))]
        return " ".join(["aws", *given])

    def server_time(self) -> float:
        """AWS's own time in seconds since 1970, from the last Date header; local time before the first."""
        return self._clock.time()

    async def _call(self, call: Call, answer: "Callable[[Connection], T]") -> T:
        try:
            async with asyncio.timeout(self._timeouts.whole):
                if self._connection is None:
                    self._connection = await in_daemon_thread(self._connect)
                connection = self._connection
                return await in_daemon_thread(lambda: answer(connection))
        except TimeoutError:
            failure = Failure.UNCLEAR if call.is_change else Failure.STOPPED
            raise CallFailed(call, failure, no_clear_answer(call)) from None

    def _connect(self) -> "Connection":
        from mfa_enroll.aws.connection import connect  # noqa: PLC0415 - boto3 takes 150 ms to load, so not at start-up

        return connect(self._options, self._timeouts, self._clock)
