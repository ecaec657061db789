"""What thousands of runs need is made once for all of them, and boto3's own pauses pass at once."""

from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace

import botocore.endpoint
import botocore.loaders
import botocore.session
import pyotp
import pytest
from botocore.retries.quota import RetryQuota

from mfa_enroll.aws import connection
from tests.faults.stage import Connections, Stage

AT_ONCE = 2
"""Cells that run at the same time: while one waits for a time-out, another goes on."""

_LOADER = botocore.loaders.create_loader()

_generate_otp = pyotp.OTP.generate_otp
_codes: dict[tuple[str, int], str] = {}


def _code(otp: pyotp.OTP, step: int) -> str:
    if (otp.secret, step) not in _codes:
        _codes[otp.secret, step] = _generate_otp(otp, step)
    return _codes[otp.secret, step]


@pytest.fixture(scope="session")
def stages() -> Iterator[list[Stage]]:
    """Places for so many cells at once."""
    with ExitStack() as opened:
        yield [opened.enter_context(Stage()) for _ in range(AT_ONCE)]


@pytest.fixture(scope="session")
def connections() -> Connections:
    """The connections to all of them."""
    return Connections()


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch, connections: Connections) -> None:
    """Share boto3's clients, the descriptions that they are made of, and codes: none of them is about a run."""
    monkeypatch.setattr(botocore.session, "create_loader", lambda _paths: _LOADER)
    monkeypatch.setattr(connection, "_connect", connections.connect)
    monkeypatch.setattr(pyotp.OTP, "generate_otp", _code)


@pytest.fixture(autouse=True)
def boto3_is_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let boto3 make a read again without a pause, and as readily in the last run as in the first."""
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _seconds: None))
    monkeypatch.setattr(RetryQuota, "acquire", lambda _quota, _amount: True)
