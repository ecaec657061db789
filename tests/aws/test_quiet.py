"""Nothing secret is logged, however loud logging is made."""

import logging
from collections.abc import Iterator

import boto3
import pyotp
import pytest

from mfa_enroll.aws.quiet import silence
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from tests.support.machine import Practices, failed

LIBRARIES = ("boto3", "botocore", "urllib3", "s3transfer")


class Everything(logging.Handler):
    """Keeps each record as it would be written, with its arguments."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []
        self.levels: dict[logging.Logger, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.lines.append(f"{record.name} {record.getMessage()} {record.args!r}")

    def turn_up(self) -> None:
        """Listen to the root and to each of the libraries' loggers that there are, at every level."""
        names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in LIBRARIES]
        for logger in map(logging.getLogger, ["", *LIBRARIES, *names]):
            self.levels.setdefault(logger, logger.level)
            logger.setLevel(logging.DEBUG)
            logger.addHandler(self)


@pytest.fixture
def everything() -> Iterator[Everything]:
    """All logging on; afterwards as before."""
    handler = Everything()
    handler.turn_up()
    yield handler
    logging.root.handlers = [each for each in logging.root.handlers if type(each) is not logging.StreamHandler]
    for logger, level in handler.levels.items():
        logger.removeHandler(handler)
        logger.setLevel(level)


async def test_sentinels(serve: Practices, everything: Everything, alice: IamUser) -> None:
    """At DEBUG everywhere, before and after the account is made, no seed, code, key or password is logged.

    Whether it is right or wrong, taken or refused.
    """
    old, new, wrong = (Secret(f"Sentinel-{word}-9") for word in ("old", "new", "wrong"))
    practice = serve(password=old, sts_delay=0.0)
    account = practice.account()
    assert await account.devices(alice) == ()
    loaded_later = logging.getLogger("botocore.loaded.after.connecting")
    boto3.set_stream_logger("")
    everything.turn_up()
    device = await account.create_device(alice)
    totp, now = pyotp.TOTP(device.seed.reveal()), int(practice.practice.clock())
    codes = [Secret(totp.at(now + ahead)) for ahead in (-30, 0, 30, 60)]
    await failed(account.enable_device(alice, codes[0], codes[0]))
    await account.enable_device(alice, codes[0], codes[1])
    keys = await account.start_session(alice, alice.device_serial, codes[2], 900)
    await failed(account.start_session(alice, alice.device_serial, codes[2], 900))
    inside = account.in_session(keys)
    await failed(inside.change_password(alice, wrong, new))
    await inside.change_password(alice, old, new)
    await account.resync_device(alice, codes[2], codes[3])
    await inside.deactivate_device(alice)
    logging.getLogger("mfa_enroll.test").debug("this is heard")
    loaded_later.error("this is not")
    text = "\n".join(everything.lines)
    assert "this is heard" in text
    assert "this is not" not in text
    secrets = (device.seed, *codes, practice.practice.secret_access_key, keys.secret_access_key, keys.session_token)
    assert not [secret for secret in secrets if secret.reveal() in text]
    assert "Sentinel" not in text
    assert keys.access_key_id not in text
    assert not [line for line in everything.lines if line.split(" ")[0].split(".")[0] in LIBRARIES]


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
