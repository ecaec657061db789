"""What the practice account answers is what AWS's own command line understands."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyotp
import pytest

from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.server import PracticeServer

SERIAL = "arn:aws:iam::111122223333:mfa/alice"


@dataclass(slots=True)
class CommandLine:
    """The aws command, with an environment of its own."""

    url: str
    home: Path
    keys: dict[str, str]

    def run(self, *arguments: str, keys: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        environment = {
            "HOME": str(self.home),
            "PATH": os.defpath,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_PAGER": "",
            **(self.keys if keys is None else keys),
        }
        aws = (sys.executable, str(Path(sys.executable).parent / "aws"))
        return subprocess.run(  # noqa: S603 -- the command is the one installed beside this interpreter
            [*aws, "--endpoint-url", self.url, "--output", "json", *arguments],
            env=environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def answer(self, *arguments: str, keys: dict[str, str] | None = None) -> Any:
        """What a command that has to succeed answers; None where it has nothing to say."""
        done = self.run(*arguments, keys=keys)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refusal(self, *arguments: str, keys: dict[str, str] | None = None) -> str:
        """What a command that has to fail says."""
        done = self.run(*arguments, keys=keys)
        assert done.returncode not in {0, 1}, done.stdout
        return done.stderr


def _keys(key_id: str, secret: str, token: str = "") -> dict[str, str]:
    keys = {"AWS_ACCESS_KEY_ID": key_id, "AWS_SECRET_ACCESS_KEY": secret}
    return keys | ({"AWS_SESSION_TOKEN": token} if token else {})


@pytest.fixture
def account() -> PracticeAccount:
    """A new user's account. Time is real here."""
    return PracticeAccount(sts_delay=0)


@pytest.fixture
def aws(account: PracticeAccount, tmp_path: Path) -> Iterator[CommandLine]:
    """The command line of that user."""
    with PracticeServer(account) as server:
        yield CommandLine(server.url, tmp_path, _keys(account.access_key_id, account.secret_access_key.reveal()))


def test_a_whole_enrollment_by_hand(aws: CommandLine) -> None:
    """Create, enable, list, open a session, deactivate in it and delete: as in AWS's own instructions."""
    assert aws.answer("sts", "get-caller-identity")["Arn"] == "arn:aws:iam::111122223333:user/alice"
    made = aws.answer(
        *("iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", "alice"),
        *("--outfile", "seed.txt", "--bootstrap-method", "Base32StringSeed"),
    )
    assert made["VirtualMFADevice"] == {"SerialNumber": SERIAL}
    totp = pyotp.TOTP((aws.home / "seed.txt").read_text().strip())
    now = int(time.time())
    enable = ("iam", "enable-mfa-device", "--user-name", "alice", "--serial-number", SERIAL)

    wrong = aws.refusal(*enable, "--authentication-code1", totp.at(now), "--authentication-code2", totp.at(now))
    assert "(InvalidAuthenticationCode) when calling the EnableMFADevice operation" in wrong
    pair = (totp.at(now - 30), totp.at(now))
    assert aws.answer(*enable, "--authentication-code1", pair[0], "--authentication-code2", pair[1]) is None

    (listed,) = aws.answer("iam", "list-mfa-devices", "--user-name", "alice")["MFADevices"]
    assert (listed["UserName"], listed["SerialNumber"]) == ("alice", SERIAL)
    in_use = aws.refusal("iam", "delete-virtual-mfa-device", "--serial-number", SERIAL)
    assert "(DeleteConflict)" in in_use
    deactivate = ("iam", "deactivate-mfa-device", "--user-name", "alice", "--serial-number", SERIAL)
    assert "(AccessDenied)" in aws.refusal(*deactivate)

    code = totp.at(int(time.time()))
    session = aws.answer("sts", "get-session-token", "--serial-number", SERIAL, "--token-code", code)["Credentials"]
    keys = _keys(session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
    assert aws.answer(*deactivate, keys=keys) is None
    assert aws.answer("iam", "delete-virtual-mfa-device", "--serial-number", SERIAL) is None
    assert aws.answer("iam", "list-mfa-devices", "--user-name", "alice")["MFADevices"] == []


def test_refusals(aws: CommandLine) -> None:
    """What the policy denies, and keys that are wrong, are told in AWS's words."""
    denied = aws.refusal("iam", "get-user")
    assert "(AccessDenied) when calling the GetUser operation: User: arn:aws:iam::111122223333:user/alice" in denied
    assert "with an explicit deny in an identity-based policy" in denied
    unnamed = aws.refusal("iam", "list-mfa-devices")
    assert "because no identity-based policy allows the iam:ListMFADevices action" in unnamed

    wrong_secret = aws.refusal("sts", "get-caller-identity", keys=_keys(aws.keys["AWS_ACCESS_KEY_ID"], "x" * 40))
    assert "(SignatureDoesNotMatch)" in wrong_secret
    unknown = aws.refusal("sts", "get-caller-identity", keys=_keys("AKIAIOSFODNN7EXAMPLE", "x" * 40))
    assert "(InvalidClientTokenId)" in unknown


def test_the_qr_code_as_a_file(aws: CommandLine, account: PracticeAccount) -> None:
    """The QR code is written as a PNG file."""
    aws.answer(
        *("iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", "alice"),
        *("--outfile", "qr.png", "--bootstrap-method", "QRCodePNG"),
    )

    assert (aws.home / "qr.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert account.provisioning_uri().reveal().startswith("otpauth://totp/")
