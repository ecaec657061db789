"""What every run needs is made once for all of a sequence, and boto3's own pauses pass at once."""

import functools
from types import SimpleNamespace

import botocore.endpoint
import botocore.loaders
import botocore.session
import pyotp
import pytest
from botocore.retries.quota import RetryQuota

from mfa_enroll.aws import connection
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.connection import Connection
from mfa_enroll.aws.options import Options, Timeouts
from tests.faults.stage import Connections

_LOADER = botocore.loaders.create_loader()
_generate_otp = pyotp.OTP.generate_otp


@functools.lru_cache(100_000)
def _code(seed: str, step: int) -> str:
    return _generate_otp(pyotp.TOTP(seed), step)


class _OfOneAccount:
    """The connections to the account of this sequence. Those of the one before are dropped."""

    def __init__(self) -> None:
        self._connections = Connections()
        self._address: str | None = None

    def connect(self, options: Options, timeouts: Timeouts, clock: ServerClock) -> Connection:
        if options.endpoint_url != self._address:
            self._address = options.endpoint_url
            self._connections._made.clear()
        return self._connections.connect(options, timeouts, clock)


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share boto3's clients between the runs of a sequence, and descriptions of services and codes between all."""
    monkeypatch.setattr(botocore.session, "create_loader", lambda *_: _LOADER)
    monkeypatch.setattr(connection, "_connect", _OfOneAccount().connect)
    monkeypatch.setattr(pyotp.OTP, "generate_otp", lambda otp, step: _code(otp.secret, step))


@pytest.fixture(autouse=True)
def boto3_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let boto3 make a read again without a pause, and as readily in the last run as in the first."""
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _seconds: None))
    monkeypatch.setattr(RetryQuota, "acquire", lambda _quota, _amount: True)
