"""The way to IAM and STS with one set of credentials. Each failure on it is a ``CallFailed``."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from botocore.exceptions import NoCredentialsError, PartialCredentialsError, ProfileNotFound

from mfa_enroll.aws import calls, endpoints
from mfa_enroll.aws.certificates import Certificates
from mfa_enroll.aws.clients import Clients, make_clients
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.quiet import silence
from mfa_enroll.aws.sending import heed_callers
from mfa_enroll.aws.session import half_a_key, keys_in_use, open_session
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.aws.troubles import Asked, CredentialSourceError, Expected, explain, explain_unsent
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.surroundings import Surroundings
from mfa_enroll.domain.trouble import CallFailed, Stopped, Trouble
from mfa_enroll.files.chosen import profile_in_use
from mfa_enroll.files.diagnosis import behind, unread
from mfa_enroll.files.surroundings import look_around

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The way to IAM and STS, for use by any thread. Made by :func:`connect`."""

    clients: Clients
    options: Options
    keys: Keys
    foreign_endpoints: tuple[str, ...]
    clock: ServerClock

    def who_am_i(self) -> Identity:
        """GetCallerIdentity, with what is known of the keys and the addresses."""
        return Identity(self.ask(Call.WHO_AM_I, None, calls.who_am_i), self.keys, self.foreign_endpoints)

    def ask(self, call: Call, user: IamUser | None, send: Callable[[Clients], T]) -> T:
        """Send a call, which is about ``user`` if that is known.

        Raises:
            CallFailed: It did not succeed. Nothing of botocore's errors is carried along.
        """
        silence()
        try:
            return send(self.clients)
        except Expected as error:
            asked = Asked(
                call=call,
                options=self.options,
                keys=self.keys,
                user=user,
                foreign_endpoints=self.foreign_endpoints,
                offset=self.clock.offset,
            )
            trouble = explain(error, asked)
        raise CallFailed(call, _told(trouble, self.keys, is_given=self.options.access_key_id is not None))


def connect(options: Options, timeouts: Timeouts, clock: ServerClock) -> Connection:
    """Find credentials and addresses. Roles and the like are fetched; IAM and STS are not asked yet.

    A machine that has no credentials waits a second or two for the EC2 metadata service, boto3's last resort:
    one attempt of one second by default (AWS_METADATA_SERVICE_TIMEOUT, AWS_METADATA_SERVICE_NUM_ATTEMPTS),
    and none with AWS_EC2_METADATA_DISABLED=true.

    Raises:
        CallFailed: There are no usable credentials, or calls would go over a network unencrypted.
    """
    silence()
    heed_callers()
    is_given = options.access_key_id is not None
    profile = profile_in_use(options)
    around = Surroundings() if is_given else look_around(profile)
    asked = Asked(call=Call.WHO_AM_I, options=options, keys=Keys(profile=profile, around=around))
    try:
        connection = _connect(options, timeouts, clock)
        unread_file = unread(connection.keys.source)
        if unread_file is None:
            return replace(connection, keys=replace(connection.keys, around=around))
        trouble = unread_file
    except PartialCredentialsError as error:
        trouble = explain_unsent(error, replace(asked, keys=half_a_key(options, error)))
    except Expected as error:
        trouble = explain_unsent(error, asked)
    raise CallFailed(asked.call, _told(trouble, asked.keys, is_given=is_given))


def _told(trouble: Trouble, keys: Keys, *, is_given: bool) -> Trouble:
    """The trouble with what the shared files tell of it. They play no part where the key is given."""
    return trouble if is_given else behind(trouble, keys.profile).among(keys.around)


def _connect(options: Options, timeouts: Timeouts, clock: ServerClock) -> Connection:
    session = open_session(options)
    certificates = Certificates.in_use(session)
    # Before the clients, because each would look for them again, and so wait for the metadata service again.
    credentials = _fetched(session.get_credentials)
    if credentials is None:
        raise NoCredentialsError
    clients = make_clients(session, options.endpoint_url, timeouts, clock)
    addresses = dict(clients.addresses())
    for url, service in addresses.items():
        endpoints.check(url, endpoints.set_by(options.endpoint_url, service))
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
    """Return what ``fetch`` gets from the source of credentials.

    Half a key, a missing profile and an address that nothing is sent to stay what they are.

    Raises:
        CredentialSourceError: For all else that goes wrong there.
    """
    try:
        return fetch()
    except (PartialCredentialsError, ProfileNotFound, Stopped):
        raise
    except Expected as error:
        raise CredentialSourceError from error
