"""A practice account over HTTP, a clock that can be moved, a phone, AWS files, and the program's way to all of it."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.secret import Secret
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.devices import VirtualDevice
from mfa_enroll.practice.phone import Phone
from tests.support.faults import Fault, Faults
from tests.support.watched import WatchedServer

if TYPE_CHECKING:
    import pytest

_DAY = 86_400


class MovableClock:
    """Seconds since 1970: the real time plus what was added by hand. Starts early in a time step."""

    def __init__(self) -> None:
        self.ahead = 30 - time.time() % 30 + 2

    def __call__(self) -> float:
        """The time now."""
        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        """Let time pass at once."""
        self.ahead += seconds


class Bench:
    """Everything around one practice account, with the local clock and AWS's moving together."""

    def __init__(
        self, practice: PracticeAccount, server: WatchedServer, faults: Faults, clock: MovableClock, files: Path
    ) -> None:
        self.practice = practice
        self.server = server
        self.faults = faults
        self.clock = clock
        self.files = files
        self.profiles = SharedProfiles.in_directory(files)
        self.phone = Phone(clock)

    @property
    def calls(self) -> list[str]:
        """The calls that arrived, in order."""
        return [request.call for request in self.server.requests]

    @property
    def serial(self) -> str:
        """Serial number of the device named as the user."""
        return self.practice.user.device_serial

    @property
    def is_enrolled(self) -> bool:
        """Whether the account itself holds the user's device as enabled."""
        return self.serial in {device.serial for device in self.practice.enabled_devices()}

    @property
    def has_unfinished(self) -> bool:
        """Whether the account itself holds the user's device, not enabled."""
        return self.serial in self.practice.devices and not self.is_enrolled

    def fail(self, call: str, fault: Fault, *, times: int = 1) -> None:
        """Let the first requests of a call fail."""
        for nth in range(1, times + 1):
            self.faults.add(call, nth=nth, fault=fault)

    def account(
        self, secret: Secret | None = None, *, read: float = 2, now: Callable[[], float] | None = None
    ) -> AwsAccount:
        """The program's way to the account, with the practice key or another secret for it.

        ``read`` is how many seconds it waits for an answer, ``now`` the time that the computer shows.
        """
        options = Options(
            endpoint_url=self.server.url,
            access_key_id=self.practice.access_key_id,
            secret_access_key=secret or self.practice.secret_access_key,
        )
        return AwsAccount(options, Timeouts(connect=5, read=read), now or self.clock)

    def account_in_session(self, monkeypatch: "pytest.MonkeyPatch", *, mfa: bool) -> AwsAccount:
        """The way to the account with the temporary keys of a session in the environment."""
        opened = self.practice.open_session(mfa=mfa, seconds=3600)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", opened.key.id)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", opened.key.secret.reveal())
        monkeypatch.setenv("AWS_SESSION_TOKEN", opened.token.reveal())
        return AwsAccount(Options(endpoint_url=self.server.url), now=self.clock)

    def enable(self, serial: str) -> VirtualDevice:
        """Let a device be on since yesterday: one that is there, or one more of any kind."""
        device = self.practice.devices.get(serial) or self.practice.add_device(serial)
        device.enabled_at = self.clock() - _DAY
        self.practice.verification.learn(device, device.enabled_at)
        return device

    def disable(self) -> None:
        """Let the user's own device be off, as another terminal or an administrator would."""
        device = self.practice.devices[self.serial]
        device.enabled_at = None
        self.practice.verification.learn(device, self.clock())

    def scan(self, device: VirtualDevice) -> None:
        """Let the phone have had the device's QR code."""
        self.phone.scan(device.provisioning_uri(self.practice.user.account))


@contextmanager
def set_up(
    practice: PracticeAccount, server: WatchedServer, faults: Faults, clock: MovableClock, phone: Phone | None = None
) -> Iterator[Bench]:
    """A bench around an account that is being served. The phone has what is on, own last."""
    with tempfile.TemporaryDirectory() as files:
        here = Bench(practice, server, faults, clock, Path(files))
        here.phone = phone or here.phone
        for device in sorted(practice.enabled_devices(), key=lambda device: device.serial == here.serial):
            here.scan(device)
        yield here


@contextmanager
def bench(**account: Any) -> Iterator[Bench]:
    """Serve a practice account; the arguments are those of ``PracticeAccount``."""
    clock, faults = MovableClock(), Faults()
    practice = PracticeAccount(clock=clock, **account)
    with WatchedServer(practice, faults=faults) as server, set_up(practice, server, faults, clock) as here:
        yield here
