"""What is written for other tools is what awsume signs in with."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pyotp
import pytest

from mfa_enroll.domain.options import Options
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.server import PracticeServer
from tests.files.keeping import KEYS, SERIAL

_OLD = "arn:aws:iam::111122223333:mfa/old"


@pytest.mark.parametrize("serial", ["", _OLD])
def test_awsume_signs_in_after_a_session_was_kept(serial: str, home: Path) -> None:
    """Where ``mfa_serial`` is missing or names another device it cannot; keeping a session puts that right."""
    account = PracticeAccount(sts_delay=0)
    device = account.add_device(SERIAL)
    device.enabled_at = account.clock() - 3600
    account.verification.learn(device, device.enabled_at)
    code = pyotp.TOTP(device.seed.reveal()).at(time.time())
    folder = home / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(
        f"[default]\naws_access_key_id = {account.access_key_id}\n"
        f"aws_secret_access_key = {account.secret_access_key.reveal()}\n"
    )
    (folder / "config").write_text(f"[default]\nregion = eu-west-1\n{f'mfa_serial = {serial}' if serial else ''}\n")

    with PracticeServer(account) as server:
        before = _awsume(home, server.url, code)
        assert not _signed_in(before)

        profiles = SharedProfiles.for_options(Options())
        profiles.keep(profiles.plan("work-mfa", SERIAL, (SERIAL,)), KEYS)
        assert _signed_in(_awsume(home, server.url, code))


def _signed_in(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether awsume has handed a session with MFA to its shell script."""
    return done.returncode == 0 and done.stdout.startswith("Awsume ASIA")


def _awsume(home: Path, url: str, code: str) -> subprocess.CompletedProcess[str]:
    awsume = (sys.executable, str(Path(sys.executable).parent / "awsumepy"))
    return subprocess.run(  # noqa: S603 -- the command is the one installed beside this interpreter
        [*awsume, "default", "--mfa-token", code],
        env={"HOME": str(home), "PATH": os.defpath, "AWS_ENDPOINT_URL": url, "AWS_EC2_METADATA_DISABLED": "true"},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
