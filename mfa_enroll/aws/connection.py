"""The five calls, blocking, over clients that never send a change twice. Each failure is a ``CallFailed``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import NoCredentialsError, PartialCredentialsError, ProfileNotFound

from mfa_enroll.aws import endpoints
from mfa_enroll.aws.answers import UnreadableAnswerError, read_caller, read_devices, read_new_device
from mfa_enroll.aws.asked import Asked
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.keys import Keys
from mfa_enroll.aws.options import Options, Timeouts
from mfa_enroll.aws.problems import Expected, InsecureEndpointError, explain, explain_unsent
from mfa_enroll.aws.quiet import silence
from mfa_enroll.aws.session import existing_profiles, half_a_key, keys_in_use, open_session, profile_in_use
from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_sts import STSClient

T = TypeVar("T")

_READ_ATTEMPTS = 3
_CHANGE_ATTEMPTS = 1
"""A change whose answer was lost must not be sent again by itself: the listing decides what became of it."""

_PAGES = 10
"""Pages of a listing that are followed. Eight devices, the most a user can have, fit on one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Clients with one set of credentials, for use by any thread. Made by :func:`connect`."""

    sts: "STSClient"
    reads: "IAMClient"
    changes: "IAMClient"
    options: Options
    keys: Keys
    foreign_endpoints: tuple[str, ...]
    clock: ServerClock

    def who_am_i(self) -> Identity:
        """GetCallerIdentity."""
        principal = self._ask(Call.WHO_AM_I, None, lambda: read_caller(_fields(self.sts.get_caller_identity())))
        return Identity(principal, self.keys.where, self.keys.temporary, self.foreign_endpoints)

    def devices(self, user: IamUser) -> tuple[MfaDevice, ...]:
        """ListMFADevices, all pages."""
        return self._ask(Call.LIST, user, lambda: self._all_devices(user))

    def create_device(self, user: IamUser) -> NewDevice:
        """CreateVirtualMFADevice."""

        def create() -> NewDevice:
            answer = self._for_change().create_virtual_mfa_device(VirtualMFADeviceName=user.name)
            return read_new_device(_fields(answer), user)

        return self._ask(Call.CREATE, user, create)

    def delete_device(self, user: IamUser) -> None:
        """DeleteVirtualMFADevice."""
        self._ask(
            Call.DELETE,
            user,
            lambda: self._for_change().delete_virtual_mfa_device(SerialNumber=user.device_serial),
        )

    def enable_device(self, user: IamUser, first: Secret, second: Secret) -> None:
        """EnableMFADevice."""
        self._ask(
            Call.ENABLE,
            user,
            lambda: self._for_change().enable_mfa_device(
                UserName=user.name,
                SerialNumber=user.device_serial,
                AuthenticationCode1=first.reveal(),
                AuthenticationCode2=second.reveal(),
            ),
        )

    def _all_devices(self, user: IamUser) -> tuple[MfaDevice, ...]:
        answer = self.reads.list_mfa_devices(UserName=user.name)
        devices, marker = read_devices(_fields(answer))
        for _ in range(_PAGES - 1):
            if marker is None:
                return devices
            answer = self.reads.list_mfa_devices(UserName=user.name, Marker=marker)
            more, marker = read_devices(_fields(answer))
            devices += more
        if marker is not None:
            raise UnreadableAnswerError
        return devices

    def _for_change(self) -> "IAMClient":
        """The client for changes, without the idle connections it has.

        Minutes pass while a phone is found and a code scanned, and sleeping computers and home routers drop
        idle connections without a word. A change sent over one would be lost, and is not simply sent again.
        """
        self.changes.close()
        return self.changes

    def _ask(self, call: Call, user: IamUser | None, answer: Callable[[], T]) -> T:
        silence()
        try:
            return answer()
        except Expected as error:
            asked = Asked(
                call=call,
                options=self.options,
                keys=self.keys,
                user=user,
                foreign_endpoints=self.foreign_endpoints,
                offset=self.clock.offset,
            )
            failed = explain(error, asked)
        raise failed


def connect(options: Options, timeouts: Timeouts, clock: ServerClock) -> Connection:
    """Find credentials and addresses. Roles and the like are fetched; IAM and STS are not asked yet.

    A machine that has no credentials waits a second or two for the EC2 metadata service, boto3's last resort:
    one attempt of one second by default (AWS_METADATA_SERVICE_TIMEOUT, AWS_METADATA_SERVICE_NUM_ATTEMPTS),
    and none with AWS_EC2_METADATA_DISABLED=true.

    Raises:
        CallFailed: There are no usable credentials, or calls would go over a network unencrypted.
    """
    silence()
    asked = Asked(call=Call.WHO_AM_I, options=options, keys=Keys(profile=profile_in_use(options)))
    try:
        return _connect(options, timeouts, clock)
    except ProfileNotFound as error:
        failed = explain(error, replace(asked, profiles=existing_profiles()))
    except PartialCredentialsError as error:
        failed = explain(error, replace(asked, keys=half_a_key(options, error)))
    except Expected as error:
        failed = explain_unsent(error, asked)
    raise failed


def _connect(options: Options, timeouts: Timeouts, clock: ServerClock) -> Connection:
    session = open_session(options)
    # First of all, because each client would look for them again, and so wait for the metadata service again.
    credentials = session.get_credentials()
    if credentials is None:
        raise NoCredentialsError
    clients = _Clients(session, options.endpoint_url, timeouts)
    sts: STSClient = clients.make("sts", _READ_ATTEMPTS)
    reads: IAMClient = clients.make("iam", _READ_ATTEMPTS)
    changes: IAMClient = clients.make("iam", _CHANGE_ATTEMPTS)
    urls = {client.meta.endpoint_url: service for service, client in (("sts", sts), ("iam", reads), ("iam", changes))}
    for url, service in urls.items():
        if endpoints.is_readable_on_the_way(url):
            raise InsecureEndpointError(endpoints.shown(url), endpoints.set_by(options.endpoint_url, service))
    for client in (sts, reads, changes):
        client.meta.events.register("before-parse", _note_date(clock))
    return Connection(
        sts=sts,
        reads=reads,
        changes=changes,
        options=options,
        keys=keys_in_use(session, credentials),
        foreign_endpoints=tuple(endpoints.shown(url) for url in urls if not endpoints.is_aws(url)),
        clock=clock,
    )


@dataclass(frozen=True, slots=True)
class _Clients:
    """Makes clients of one session."""

    session: boto3.Session
    endpoint_url: str | None
    timeouts: Timeouts

    def make(self, service: Literal["iam", "sts"], attempts: int) -> Any:  # noqa: ANN401 - the caller names the type
        config = Config(
            connect_timeout=self.timeouts.connect,
            read_timeout=self.timeouts.read,
            retries={"mode": "standard", "total_max_attempts": attempts},
        )
        client = self._make(service, config)
        if endpoints.is_loopback(client.meta.endpoint_url):
            # A proxy elsewhere cannot reach this machine, and has no business with what stays on it.
            return self._make(service, config.merge(Config(proxies={})))
        return client

    def _make(self, service: Literal["iam", "sts"], config: Config) -> Any:  # noqa: ANN401 - likewise
        return self.session.client(
            service,
            endpoint_url=self.endpoint_url,
            config=config,
        )


def _note_date(clock: ServerClock) -> Callable[..., None]:
    """A handler of botocore's that sees every answer, errors and unreadable ones included."""

    def note(response_dict: Mapping[str, Any], **_: object) -> None:
        date = response_dict["headers"].get("date")
        if date is not None:
            clock.note(date)

    return note


def _fields(answer: Mapping[str, Any]) -> Mapping[str, object]:
    return answer
