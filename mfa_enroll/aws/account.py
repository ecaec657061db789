"""The caller's account at AWS, for asyncio. boto3 is loaded at the first call, in that call's thread."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from mfa_enroll.aws import calls
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.thread import in_daemon_thread
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.surroundings import Surroundings
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.domain.troubles.profiles import CredentialsSilent
from mfa_enroll.files.surroundings import look_around

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from mfa_enroll.aws.clients import Clients
    from mfa_enroll.aws.connection import Connection

P = ParamSpec("P")
T = TypeVar("T")


def _about_user(
    call: Call, send: "Callable[Concatenate[Clients, IamUser, P], T]"
) -> "Callable[Concatenate[AwsAccount, IamUser, P], Coroutine[Any, Any, T]]":
    """A method of the account that sends ``call``."""

    async def method(account: "AwsAccount", user: IamUser, /, *args: P.args, **named: P.kwargs) -> T:
        def answer(connection: "Connection") -> T:
            return connection.ask(call, user, lambda clients: send(clients, user, *args, **named))

        return await account._call(call, answer)  # noqa: SLF001 - it is a method of the account

    return method


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
        self._around = Surroundings()

    async def who_am_i(self) -> Identity:
        """GetCallerIdentity, with credentials read afresh. The calls after it are made with the same ones."""
        self._connection = None
        return await self._call(Call.WHO_AM_I, lambda connection: connection.who_am_i())

    devices = _about_user(Call.LIST, calls.devices)
    create_device = _about_user(Call.CREATE, calls.create_device)
    delete_device = _about_user(Call.DELETE, calls.delete_device)
    enable_device = _about_user(Call.ENABLE, calls.enable_device)
    deactivate_device = _about_user(Call.DEACTIVATE, calls.deactivate_device)
    resync_device = _about_user(Call.RESYNC, calls.resync_device)
    start_session = _about_user(Call.START_SESSION, calls.start_session)
    password_policy = _about_user(Call.PASSWORD_POLICY, calls.password_policy)
    change_password = _about_user(Call.CHANGE_PASSWORD, calls.change_password)

    def in_session(self, keys: SessionKeys) -> "AwsAccount":
        """The same account, called in the same way and with the same clock, but with the keys of a session."""
        return AwsAccount(replace(self._options, session_keys=keys), self._timeouts, clock=self._clock)

    def server_time(self) -> float:
        """AWS's own time in seconds since 1970, from the last Date header; local time before the first."""
        return self._clock.time()

    async def _call(self, call: Call, answer: "Callable[[Connection], T]") -> T:
        connection = self._connection
        with suppress(TimeoutError):
            async with asyncio.timeout(self._timeouts.whole):
                if connection is None:
                    connection = self._connection = await in_daemon_thread(self._connect)
                return await in_daemon_thread(partial(answer, connection))
        # Raised out here, it carries no other exception along.
        raise CallFailed(call, AnswerLost(call=call) if connection else CredentialsSilent(keys=self._keys))

    @property
    def _keys(self) -> Keys:
        """What is known of the keys without boto3, the loading of which may be what takes so long: the profile."""
        by_environment = os.environ.get("AWS_DEFAULT_PROFILE") or os.environ.get("AWS_PROFILE")
        return Keys(profile=self._options.profile or by_environment or "default", around=self._around)

    def _connect(self) -> "Connection":
        if self._options.access_key_id is None:
            self._around = look_around()
        from mfa_enroll.aws.connection import connect  # noqa: PLC0415 - boto3 takes 150 ms to load, so not at start-up

        return connect(self._options, self._timeouts, self._clock)
