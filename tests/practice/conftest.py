"""A practice account served to boto3, with a clock that stands still until it is moved."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3
import pyotp
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.account import PracticeAccount
from tests.support.faults import Faults
from tests.support.watched import WatchedServer

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_sts import STSClient

Method = Callable[..., Any]


class Clock:
    """The account's time. It starts five seconds into a time step and stands still."""

    def __init__(self) -> None:
        self.now = 1_800_000_005.0

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.now

    @property
    def step(self) -> int:
        """The time step it is in."""
        return int(self.now // 30)


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a call was refused."""

    code: str
    status: int
    message: str
    type: str


@dataclass
class Practice:
    """An account being served, and clients of its user."""

    account: PracticeAccount
    server: WatchedServer
    clock: Clock
    _session: boto3.Session
    _clients: ExitStack = field(repr=False)

    @cached_property
    def iam(self) -> "IAMClient":
        """IAM, with the user's long-term access key."""
        client: IAMClient = self.client("iam", self.keys())
        return client

    @cached_property
    def sts(self) -> "STSClient":
        """STS, with the user's long-term access key."""
        client: STSClient = self.client("sts", self.keys())
        return client

    @property
    def serial(self) -> str:
        """Serial number of the device named as the user."""
        return self.account.user.device_serial

    def keys(self) -> dict[str, str]:
        """The user's long-term access key, as boto3's parameters."""
        return {
            "aws_access_key_id": self.account.access_key_id,
            "aws_secret_access_key": self.account.secret_access_key.reveal(),
        }

    def client(self, service: Any, keys: dict[str, str], *, read_timeout: float = 60.0) -> Any:
        """Another client, with keys of its own."""
        make: Any = self._session.client  # Its stubs have an overload for each service's name as a literal.
        client = make(
            service,
            endpoint_url=self.server.url,
            region_name="eu-central-1",
            # The account is to see what boto3 itself would not send.
            config=Config(
                retries={"total_max_attempts": 1},
                max_pool_connections=32,
                parameter_validation=False,
                read_timeout=read_timeout,
            ),
            **keys,
        )
        self._clients.callback(client.close)
        return client

    def session_keys(
        self, *, code: str | None = None, seconds: int = 3600, serial: str | None = None
    ) -> dict[str, str]:
        """Keys of a session, with MFA if there is a code for it."""
        mfa: dict[str, Any] = {} if code is None else {"SerialNumber": serial or self.serial, "TokenCode": code}
        given = self.sts.get_session_token(DurationSeconds=seconds, **mfa)["Credentials"]
        return {
            "aws_access_key_id": given["AccessKeyId"],
            "aws_secret_access_key": given["SecretAccessKey"],
            "aws_session_token": given["SessionToken"],
        }

    def code(self, steps: int = 0, *, serial: str | None = None) -> str:
        """The code of a device, some time steps from the one it is now."""
        seed = self.account.devices[serial or self.serial].seed.reveal()
        return pyotp.HOTP(seed).at(self.clock.step + steps)

    def pair(self, steps: int = 0, *, serial: str | None = None) -> dict[str, str]:
        """Codes of two consecutive time steps, the second some steps from now, as parameters."""
        codes = self.code(steps - 1, serial=serial), self.code(steps, serial=serial)
        return {"AuthenticationCode1": codes[0], "AuthenticationCode2": codes[1]}

    def wrong_code(self) -> str:
        """Six digits that are no code of the user's device for hours."""
        near = {self.code(steps) for steps in range(-1100, 1100)}
        return next(code for code in (f"{number:06}" for number in range(10**6)) if code not in near)

    def listed(self) -> list[str]:
        """Serial numbers of the enabled devices, as the user sees them."""
        devices = self.iam.list_mfa_devices(UserName=self.account.user.name)["MFADevices"]
        return [device["SerialNumber"] for device in devices]

    @staticmethod
    def refused(call: Method, **parameters: Any) -> Refusal:
        """Make a call that has to be refused."""
        with pytest.raises(ClientError) as caught:
            call(**parameters)
        error, metadata = caught.value.response["Error"], caught.value.response["ResponseMetadata"]
        return Refusal(error["Code"], metadata["HTTPStatusCode"], error["Message"], str(error.get("Type", "")))


Serve = Callable[..., Practice]


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    """One session for all clients of a process: it reads the services' models once."""
    return boto3.Session()


@pytest.fixture
def serve(session: boto3.Session) -> Iterator[Serve]:
    """Serve accounts: options are the account's, and ``faults``. STS is not behind IAM unless it is asked for."""
    with ExitStack() as stack:

        def start(*, faults: Faults | None = None, **options: Any) -> Practice:
            clock = Clock()
            reproducible = random.Random(7).randbytes  # noqa: S311 -- keys to nothing
            ordinary: dict[str, Any] = {"clock": clock, "sts_delay": 0.0, "random_bytes": reproducible}
            account = PracticeAccount(**(ordinary | options))
            server = stack.enter_context(WatchedServer(account, faults=faults))
            return Practice(account, server, clock, session, stack.enter_context(ExitStack()))

        yield start


@pytest.fixture
def practice(serve: Serve) -> Practice:
    """The account of a new user."""
    return serve()


@pytest.fixture
def enrolled(serve: Serve) -> Practice:
    """The account of a user with one device enabled."""
    return serve(enrolled=True)


@pytest.fixture
def console_user(serve: Serve) -> Practice:
    """The account of a user with a console password."""
    return serve(password=Secret("Old-enough-9"))


@pytest.fixture
def open_policy() -> str:
    """A policy that allows everything, to meet what lies behind a denial."""
    return '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
