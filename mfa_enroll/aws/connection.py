"""The calls, blocking, none of which sends a change twice. Each failure is a ``CallFailed``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from botocore.exceptions import NoCredentialsError, PartialCredentialsError, ProfileNotFound

from mfa_enroll.aws import endpoints
from mfa_enroll.aws.answers import (
    UnreadableAnswerError,
    read_caller,
    read_devices,
    read_new_device,
    read_password_policy,
    read_session,
)
from mfa_enroll.aws.asked import Asked
from mfa_enroll.aws.clients import Clients, make_clients
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.keys import Keys
from mfa_enroll.aws.problems import CredentialSourceError, Expected, InsecureEndpointError, explain, explain_unsent
from mfa_enroll.aws.quiet import silence
from mfa_enroll.aws.session import (
    certificates_in_use,
    existing_profiles,
    half_a_key,
    keys_in_use,
    open_session,
    profile_in_use,
)
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys

T = TypeVar("T")

_PAGES = 10
"""Pages of a listing that are followed. Eight devices, the most a user can have, fit on one."""

_DEVICES = 100
"""Devices of a listing that are taken for true, and can be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The way to IAM and STS with one set of credentials, for use by any thread. Made by :func:`connect`."""

    clients: Clients
    options: Options
    keys: Keys
    foreign_endpoints: tuple[str, ...]
    clock: ServerClock

    def who_am_i(self) -> Identity:
        """GetCallerIdentity."""
        sts = self.clients.sts_reads
        principal = self._ask(Call.WHO_AM_I, None, lambda: read_caller(_fields(sts.get_caller_identity())))
        return Identity(principal, self.keys.where, self.keys.temporary, self.foreign_endpoints)

    def devices(self, user: IamUser) -> tuple[MfaDevice, ...]:
        """ListMFADevices, all pages."""
        return self._ask(Call.LIST, user, lambda: self._all_devices(user))

    def create_device(self, user: IamUser) -> NewDevice:
        """CreateVirtualMFADevice."""

        def create() -> NewDevice:
            answer = self.clients.for_iam_change().create_virtual_mfa_device(VirtualMFADeviceName=user.name)
            return read_new_device(_fields(answer), user)

        return self._ask(Call.CREATE, user, create)

    def delete_device(self, user: IamUser) -> None:
        """DeleteVirtualMFADevice."""

        def delete() -> None:
            self.clients.for_iam_change().delete_virtual_mfa_device(SerialNumber=user.device_serial)

        self._ask(Call.DELETE, user, delete)

    def enable_device(self, user: IamUser, first: Secret, second: Secret) -> None:
        """EnableMFADevice."""

        def enable() -> None:
            self.clients.for_iam_change().enable_mfa_device(
                UserName=user.name,
                SerialNumber=user.device_serial,
                AuthenticationCode1=first.reveal(),
                AuthenticationCode2=second.reveal(),
            )

        self._ask(Call.ENABLE, user, enable)

    def deactivate_device(self, user: IamUser) -> None:
        """DeactivateMFADevice."""

        def deactivate() -> None:
            self.clients.for_iam_change().deactivate_mfa_device(UserName=user.name, SerialNumber=user.device_serial)

        self._ask(Call.DEACTIVATE, user, deactivate)

    def resync_device(self, user: IamUser, first: Secret, second: Secret) -> None:
        """ResyncMFADevice."""

        def resync() -> None:
            self.clients.for_iam_change().resync_mfa_device(
                UserName=user.name,
                SerialNumber=user.device_serial,
                AuthenticationCode1=first.reveal(),
                AuthenticationCode2=second.reveal(),
            )

        self._ask(Call.RESYNC, user, resync)

    def start_session(self, user: IamUser, serial: str, code: Secret, seconds: int) -> SessionKeys:
        """GetSessionToken."""

        def start() -> SessionKeys:
            answer = self.clients.for_sts_change().get_session_token(
                DurationSeconds=seconds, SerialNumber=serial, TokenCode=code.reveal()
            )
            return read_session(_fields(answer))

        return self._ask(Call.START_SESSION, user, start)

    def password_policy(self, user: IamUser) -> PasswordPolicy:
        """GetAccountPasswordPolicy. Where the account has set none, AWS answers NoSuchEntity, and its own holds."""
        iam = self.clients.iam_reads

        def read() -> PasswordPolicy:
            try:
                return read_password_policy(_fields(iam.get_account_password_policy()))
            except iam.exceptions.NoSuchEntityException:
                return PasswordPolicy()

        return self._ask(Call.PASSWORD_POLICY, user, read)

    def change_password(self, user: IamUser, old: Secret, new: Secret) -> None:
        """ChangePassword."""

        def change() -> None:
            self.clients.for_iam_change().change_password(OldPassword=old.reveal(), NewPassword=new.reveal())

        self._ask(Call.CHANGE_PASSWORD, user, change)

    def _all_devices(self, user: IamUser) -> tuple[MfaDevice, ...]:
        iam = self.clients.iam_reads
        answer = iam.list_mfa_devices(UserName=user.name)
        devices, marker = read_devices(_fields(answer))
        for _ in range(_PAGES - 1):
            if marker is None:
                break
            answer = iam.list_mfa_devices(UserName=user.name, Marker=marker)
            more, marker = read_devices(_fields(answer))
            devices += more
        if marker is not None or len(devices) > _DEVICES:
            raise UnreadableAnswerError
        return devices

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
    certificates = certificates_in_use(session)
    # Before the clients, because each would look for them again, and so wait for the metadata service again.
    credentials = _fetched(session.get_credentials)
    if credentials is None:
        raise NoCredentialsError
    clients = make_clients(session, options.endpoint_url, timeouts, clock)
    addresses = dict(clients.addresses())
    for url, service in addresses.items():
        if endpoints.is_readable_on_the_way(url):
            raise InsecureEndpointError(endpoints.shown(url), endpoints.set_by(options.endpoint_url, service))
    if certificates is not None and any(url.lower().startswith("https:") for url in addresses):
        certificates.check()
    return Connection(
        clients=clients,
        options=options,
        # Only now, because a role is taken on by a call to the same addresses.
        keys=_fetched(lambda: keys_in_use(session, credentials, options)),
        foreign_endpoints=tuple(endpoints.shown(url) for url in addresses if not endpoints.is_aws(url)),
        clock=clock,
    )


def _fetched(fetch: Callable[[], T]) -> T:
    """What ``fetch`` has from the source of credentials. Half a key and a profile that is missing stay what they are.

    Raises:
        CredentialSourceError: For all else that goes wrong there.
    """
    try:
        return fetch()
    except (PartialCredentialsError, ProfileNotFound):
        raise
    except Expected as error:
        raise CredentialSourceError from error


def _fields(answer: Mapping[str, Any]) -> Mapping[str, object]:
    return answer
