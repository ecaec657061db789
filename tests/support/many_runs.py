"""What thousands of runs need is made once for all of them, and boto3's own pauses pass at once.

Making boto3's clients takes longer than all else in a run. They know nothing of a run but the address and the keys.
A conftest that imports the fixtures has them for all of its tests.
"""

import functools
from dataclasses import replace
from types import SimpleNamespace

import botocore.endpoint
import pyotp
import pytest
from botocore.retries.quota import RetryQuota

from mfa_enroll.aws import connection
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.connection import Connection
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.options import Options

_generate_otp = pyotp.OTP.generate_otp


class _Relay(ServerClock):
    """Passes dates on to the clock of the run that is on."""

    to: ServerClock

    def note(self, date: str) -> None:
        """Pass it on."""
        self.to.note(date)


class Connections:
    """Connections by what they are made from, in place of making them anew for each run."""

    def __init__(self) -> None:
        self._connect = connection._connect
        self._made: dict[tuple[object, ...], tuple[Connection, _Relay]] = {}

    def connect(self, options: Options, timeouts: Timeouts, clock: ServerClock) -> Connection:
        """What ``connect`` of ``aws/connection.py`` would make."""
        keys = options.session_keys
        secrets = [options.secret_access_key, *([keys.secret_access_key, keys.session_token] if keys else [])]
        alike = (options.endpoint_url, timeouts, *(secret.reveal() for secret in secrets if secret))
        if alike not in self._made:
            relay = _Relay()
            self._made[alike] = self._connect(options, timeouts, relay), relay
        made, relay = self._made[alike]
        relay.to = clock
        return replace(made, options=options, clock=clock)

    def drop(self) -> None:
        """Make them anew from here on."""
        self._made.clear()


@functools.lru_cache(100_000)
def _code(seed: str, step: int) -> str:
    return _generate_otp(pyotp.TOTP(seed), step)


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch, connections: Connections) -> None:
    """Share clients and codes between runs. A fixture ``connections`` says for how long."""
    monkeypatch.setattr(connection, "_connect", connections.connect)
    monkeypatch.setattr(pyotp.OTP, "generate_otp", lambda otp, step: _code(otp.secret, step))


@pytest.fixture(autouse=True)
def boto3_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let boto3 make a read again without a pause, and as readily in the last run as in the first."""
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _seconds: None))
    monkeypatch.setattr(RetryQuota, "acquire", lambda _quota, _amount: True)
