"""The practice account: one IAM user under a policy, with their keys, devices and password."""

import base64
import hmac
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mfa_enroll.domain.device import MAXIMUM
from mfa_enroll.domain.principal import IamUser, parse_principal
from mfa_enroll.domain.secret import Secret
from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.context import IAM_REGIONS, Value
from mfa_enroll.policy.decision import Decision, Policy, Request, Undecidable, decide
from mfa_enroll.practice.devices import SEED_BYTES, VirtualDevice, new_seed
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.passwords import AccountPasswordPolicy, LoginProfile
from mfa_enroll.practice.sessions import LONG_TERM_PREFIX, Session, Signer, new_access_key, new_session
from mfa_enroll.practice.users import is_tag, is_user_name, is_user_path, read_address
from mfa_enroll.practice.verification import Verification
from mfa_enroll.practice.wire import Operation

_DAY: Final = 86_400.0
_ENROLLED_DAYS_AGO: Final = 9
MOST_SESSIONS: Final = 1000
MOST_DEVICES: Final = 1000
"""What is remembered of each. AWS has no quota for sessions, and one of 5,000 for devices (IAM quotas)."""
_NO_KEYS: Final[Mapping[str, Value]] = {}


@dataclass(slots=True)
class SignedCall:
    """A call whose signature is right, with what the policies said to it so far.

    Attributes:
        context: The condition keys that the request carries whatever it is about.
        action: The action that was decided last, if one was. The attributes below are of that action too.
        resource: What it was authorized against.
        decision: What the policies decided; None where they were not asked, or could not be decided by.
        doubt: Why the policies could not be decided by, or empty.
    """

    operation: Operation
    signer: Signer
    context: Mapping[str, Value] = field(default_factory=dict)
    action: str = ""
    resource: str = ""
    decision: Decision | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class AttachedPolicy:
    """A policy of the user: a managed one, that has an ARN, or an inline one, where ``arn`` is empty."""

    policy: Policy
    arn: str = ""


class PracticeAccount:
    """An account with one restricted user. It is not thread-safe by itself: hold ``lock`` around each call.

    Args:
        user: The user's name.
        path: The user's path, with a slash at both ends.
        tags: The user's tags.
        account_id: Twelve digits.
        partition: ``aws``, ``aws-cn`` or ``aws-us-gov``.
        leftover: Whether a device named as the user was made before and never enabled.
        enrolled: Whether such a device is there and has been enabled for some days.
        others: How many other devices the user has enabled, up to eight in all.
        policy: The user's inline policy document, if there is one.
        policies: The documents of the managed policies attached to the user, by name. Without any policy at all
            it is the force-MFA policy.
        source_ip: The address that all requests count as coming from; None for the one they do come from.
        password: The user's console password, if there is one.
        password_policy: The account's password policy, if one is set.
        clock: The account's time in seconds since 1970: of codes, sessions, dates and the Date header.
        signing_clock: What the times of signatures are held against. Apart from ``clock``, because clients
            sign by the machine's clock: a test may move ``clock`` at will, and one of a client whose clock is
            wrong moves both.
        random_bytes: Where keys and seeds come from. It must not repeat itself.
        sts_delay: How many seconds STS is behind with what it knows of devices.

    Raises:
        ValueError: There cannot be such a user, tag or address, or not so many devices.
        PolicyError: A document is no policy.
    """

    def __init__(  # noqa: PLR0913 -- keyword-only: each is one fact about the account, with an ordinary value
        self,
        *,
        user: str = "alice",
        path: str = "/",
        tags: Mapping[str, str] | None = None,
        account_id: str = "111122223333",
        partition: str = "aws",
        leftover: bool = False,
        enrolled: bool = False,
        others: int = 0,
        policy: str | None = None,
        policies: Mapping[str, str] | None = None,
        source_ip: str | None = None,
        password: Secret | None = None,
        password_policy: AccountPasswordPolicy | None = None,
        clock: Callable[[], float] = time.time,
        signing_clock: Callable[[], float] = time.time,
        random_bytes: Callable[[int], bytes] = os.urandom,
        sts_delay: float = 10.0,
    ) -> None:
        if others + enrolled > MAXIMUM:
            raise ValueError(f"a user has at most {MAXIMUM} MFA devices")
        self.user = _user(IamUser(partition, account_id, user, path))
        self.tags = _tags(tags or {})
        self.user_id = "AIDA" + base64.b32encode(random_bytes(15)).decode("ascii")[:17]
        self.policies = [] if policy is None else [AttachedPolicy(Policy.parse(policy))]
        managed = policies or ({} if self.policies else {"force-mfa": force_mfa()})
        self.policies += [
            AttachedPolicy(Policy.parse(document), f"arn:{partition}:iam::{account_id}:policy/{name}")
            for name, document in managed.items()
        ]
        self.source_ip = None if source_ip is None else read_address(source_ip)
        self.login_profile = None if password is None else LoginProfile(password)
        self.password_policy = password_policy
        self.clock = clock
        self.signing_clock = signing_clock
        self.devices: dict[str, VirtualDevice] = {}
        self.verification = Verification(sts_delay)
        self.lock = threading.RLock()
        self._random_bytes = random_bytes
        self._key = new_access_key(LONG_TERM_PREFIX, random_bytes)
        self._sessions: dict[str, Session] = {}
        self.created_at = clock() - (_ENROLLED_DAYS_AGO + 1) * _DAY
        if leftover or enrolled:
            self.add_device(self.user.device_serial)
        enabled = [self.user.device_serial] if enrolled else []
        enabled += [self.add_device(self.serial(f"{user}-{number}")).serial for number in range(1, others + 1)]
        for serial in enabled:
            device = self.devices[serial]
            device.enabled_at = clock() - _ENROLLED_DAYS_AGO * _DAY
            self.verification.learn(device, device.enabled_at)

    @property
    def access_key_id(self) -> str:
        """The id of the user's long-term access key."""
        return self._key.id

    @property
    def secret_access_key(self) -> Secret:
        """The secret of the user's long-term access key."""
        return self._key.secret

    @property
    def user_arn(self) -> str:
        """The user's ARN."""
        return self.user.arn

    def provisioning_uri(self) -> Secret:
        """The URI of the device named as the user, as it was shown when the device was made.

        Raises:
            LookupError: There is no such device.
        """
        with self.lock:
            return self.devices[self.user.device_serial].provisioning_uri(self.user.account)

    def serial(self, name: str, path: str = "/") -> str:
        """The serial number of a virtual device in this account."""
        return f"arn:{self.user.partition}:iam::{self.user.account}:mfa{path}{name}"

    def add_device(self, serial: str, tags: Mapping[str, str] | None = None) -> VirtualDevice:
        """Make a device that is assigned to nobody yet.

        Raises:
            AwsError: ``LimitExceeded``: there are ``MOST_DEVICES`` already.
        """
        if len(self.devices) >= MOST_DEVICES:
            raise AwsError("LimitExceeded", f"Cannot exceed quota for virtual MFA devices: {MOST_DEVICES}")
        device = VirtualDevice(serial, new_seed(self._random_bytes(SEED_BYTES)), dict(tags or {}))
        self.devices[serial] = device
        return device

    def enabled_devices(self) -> list[VirtualDevice]:
        """The user's devices, by serial number."""
        enabled = (device for device in self.devices.values() if device.enabled_at is not None)
        return sorted(enabled, key=lambda device: device.serial)

    def open_session(self, *, mfa: bool, seconds: int) -> Session:
        """Give out temporary credentials. The oldest are forgotten where there are more than ``MOST_SESSIONS``."""
        session = new_session(mfa=mfa, started=self.clock(), seconds=seconds, random_bytes=self._random_bytes)
        self._sessions[session.key.id] = session
        if len(self._sessions) > MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        return session

    def credentials(self, access_key_id: str, token: str | None, service: str) -> tuple[Secret, Signer]:
        """Find the secret that an access key signs with, and who signs with it.

        Raises:
            AwsError: ``InvalidClientTokenId`` or ``ExpiredToken``.
        """
        if access_key_id == self._key.id and token is None:
            return self._key.secret, Signer()
        session = self._sessions.get(access_key_id)
        if session is None or token is None or not hmac.compare_digest(token.encode(), session.token.reveal().encode()):
            raise AwsError("InvalidClientTokenId")
        if self.clock() >= session.expires:
            raise AwsError("ExpiredToken")
        if service == "iam" and not session.mfa:
            # GetSessionToken's sessions may call IAM with MFA only. (STS API Reference, GetSessionToken.)
            raise AwsError("InvalidClientTokenId")
        return session.key.secret, Signer(session)

    def authorize(self, call: SignedCall, action: str, resource: str, more: Mapping[str, Value] = _NO_KEYS) -> None:
        """Let the policies decide an action on a resource. ``more`` are condition keys of this action alone.

        Raises:
            AwsError: ``AccessDenied``. What cannot be decided is denied, and the message says so.
        """
        request = Request(action, resource, {**call.context, **self._resource_tags(resource), **more})
        call.action, call.resource, call.decision = action, resource, None
        try:
            call.decision = decide([attached.policy for attached in self.policies], request).decision
        except Undecidable as doubt:
            call.doubt = str(doubt)
        if call.decision is not Decision.ALLOWED:
            raise AwsError("AccessDenied", self._refusal(call, request))

    def _resource_tags(self, resource: str) -> dict[str, str]:
        """The condition keys for the tags that a resource has: those of users have a second name.

        (Service Authorization Reference, AWS Identity and Access Management: resource types "user" and "mfa".)
        """
        if resource == self.user.arn:
            return {f"{who}:ResourceTag/{key}": value for who in ("aws", "iam") for key, value in self.tags.items()}
        device = self.devices.get(resource)
        return {} if device is None else {f"aws:ResourceTag/{key}": value for key, value in device.tags.items()}

    def _refusal(self, call: SignedCall, request: Request) -> str:
        """AWS's words for a denial, as observed, and where there is no decision why there is none."""
        if call.doubt:
            why = f"because whether the policies allow it could not be decided here: {call.doubt}"
        elif call.decision is Decision.EXPLICITLY_DENIED:
            why = f"with an explicit deny in an identity-based policy{self._denying_arn(request)}"
        else:
            why = f"because no identity-based policy allows the {request.action} action"
        # IAM names users by their names alone here.
        own_users = f"arn:{self.user.partition}:iam::{self.user.account}:user/"
        is_user = request.resource.startswith(own_users)
        resource = f"user {request.resource.rpartition('/')[2]}" if is_user else request.resource
        return f"User: {self.user_arn} is not authorized to perform: {request.action} on resource: {resource} {why}"

    def _denying_arn(self, request: Request) -> str:
        """The ARN of the first policy that denies, as it stands at the end of AWS's message, if it has one."""
        for attached in self.policies:
            try:
                is_denying = decide([attached.policy], request).decision is Decision.EXPLICITLY_DENIED
            except Undecidable:
                continue
            if is_denying:
                return f": {attached.arn}" if attached.arn else ""
        return ""


def _user(user: IamUser) -> IamUser:
    is_possible = is_user_name(user.name) and is_user_path(user.path) and user.partition in IAM_REGIONS
    if not is_possible or parse_principal(user.arn) != user:
        raise ValueError(f"there is no IAM user with the ARN {user.arn}")
    return user


def _tags(tags: Mapping[str, str]) -> dict[str, str]:
    for key, value in tags.items():
        if not is_tag(key, value):
            raise ValueError(f"there is no tag of an IAM user with {len(key)} and {len(value)} characters")
    return dict(tags)
