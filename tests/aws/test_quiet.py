"""Nothing secret is logged, however loud logging is made."""

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pyotp
import pytest

from mfa_enroll.aws.quiet import silence
from mfa_enroll.domain.failure import CallFailed
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.account import PracticeAccount

if TYPE_CHECKING:
    from tests.support.machine import Practices

LIBRARIES = ("boto3", "botocore", "urllib3", "s3transfer")


class Everything(logging.Handler):
    """Keeps each record as it would be written, with its arguments."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.lines.append(f"{record.name} {record.getMessage()} {record.args!r}")


@pytest.fixture
def everything() -> Iterator[Everything]:
    """All logging on, on the root and on each of the libraries' loggers; afterwards as before."""
    handler = Everything()
    levels: dict[logging.Logger, int] = {}
    _turn_up(handler, levels)
    yield handler
    for logger, level in levels.items():
        logger.removeHandler(handler)
        logger.setLevel(level)


def _turn_up(handler: logging.Handler, levels: dict[logging.Logger, int]) -> None:
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in LIBRARIES]
    for name in ["", *LIBRARIES, *names]:
        logger = logging.getLogger(name)
        levels.setdefault(logger, logger.level)
        logger.setLevel(logging.DEBUG)
        logger.addHandler(handler)


async def test_sentinels(serve: "Practices", everything: Everything, alice: IamUser) -> None:
    """At DEBUG everywhere, before and after the account is made, neither seed nor codes nor key are logged."""
    practice = serve(PracticeAccount())
    account = practice.account()
    assert await account.devices(alice) == ()
    before = len(everything.lines)
    loaded_later = logging.getLogger("botocore.loaded.after.connecting")
    boto3.set_stream_logger("")
    levels: dict[logging.Logger, int] = {}
    try:
        _turn_up(everything, levels)
        device = await account.create_device(alice)
        now = int(practice.practice.clock())
        codes = [Secret(pyotp.TOTP(device.seed.reveal()).at(at)) for at in (now - 30, now)]
        with pytest.raises(CallFailed):
            await account.enable_device(alice, codes[0], codes[0])
        await account.enable_device(alice, *codes)
        logging.getLogger("mfa_enroll.test").debug("this is heard")
        loaded_later.error("this is not")
    finally:
        logging.root.handlers = [each for each in logging.root.handlers if type(each) is not logging.StreamHandler]
        for logger, level in levels.items():
            logger.setLevel(level)
    assert any("this is heard" in line for line in everything.lines[before:])
    assert not any("this is not" in line for line in everything.lines)
    text = "\n".join(everything.lines)
    for secret in (device.seed, *codes, practice.practice.secret_access_key):
        assert secret.reveal() not in text
    assert not [line for line in everything.lines if line.split(" ")[0].split(".")[0] in LIBRARIES]


async def test_sentinels_of_sessions_and_passwords(serve: "Practices", everything: Everything, alice: IamUser) -> None:
    """Nor are the keys of a session, its code, or any password, right or wrong, taken or refused."""
    old, new, wrong = (Secret(f"Sentinel-{word}-9") for word in ("old", "new", "wrong"))
    practice = serve(PracticeAccount(enrolled=True, password=old))
    account = practice.account()
    levels: dict[logging.Logger, int] = {}
    await account.who_am_i()
    try:
        _turn_up(everything, levels)
        totp = pyotp.TOTP(practice.practice.devices[alice.device_serial].seed.reveal())
        now = int(practice.practice.clock())
        codes = [Secret(totp.at(at)) for at in (now, now + 30, now + 60)]
        keys = await account.start_session(alice, alice.device_serial, codes[0], 900)
        with pytest.raises(CallFailed):
            await account.start_session(alice, alice.device_serial, codes[0], 900)
        inside = account.in_session(keys)
        with pytest.raises(CallFailed):
            await inside.change_password(alice, wrong, new)
        await inside.change_password(alice, old, new)
        await account.resync_device(alice, codes[1], codes[2])
        await inside.deactivate_device(alice)
        logging.getLogger("mfa_enroll.test").debug("this is heard")
    finally:
        for logger, level in levels.items():
            logger.setLevel(level)
    text = "\n".join(everything.lines)
    assert "this is heard" in text
    for secret in (old, new, wrong, *codes, keys.secret_access_key, keys.session_token):
        assert secret.reveal() not in text
    assert "Sentinel" not in text
    assert keys.access_key_id not in text


def test_late_loggers(everything: Everything) -> None:
    """A logger of a module that is loaded later is silenced by the next call."""
    logging.getLogger("botocore.loaded.later").warning("heard")
    silence()
    logging.getLogger("botocore.loaded.later").error("not heard")
    logging.getLogger("botocorelike").error("heard as well")
    heard = {line.split(" ")[0] for line in everything.lines}
    assert heard == {"botocore.loaded.later", "botocorelike"}
    assert not [line for line in everything.lines if "not heard" in line]


def test_once_is_enough() -> None:
    """Being called before each call adds one filter a logger, not one a call."""
    silence()
    filters = len(logging.getLogger("botocore").filters)
    silence()
    assert len(logging.getLogger("botocore").filters) == filters == 1
