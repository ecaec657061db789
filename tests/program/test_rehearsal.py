"""The practice account under an administrator's own policies: served for other tools, and in the wizard."""

import json
import time
from pathlib import Path
from typing import Any

import pyotp
import pytest

from mfa_enroll.arguments import read_arguments
from mfa_enroll.cli import main
from mfa_enroll.domain.failure import Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.exits import Exit
from mfa_enroll.policy.context import IAM_REGIONS
from mfa_enroll.practising import Practising
from mfa_enroll.words import terminal as words
from tests.program.command import run

ANYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
DENYING = {"Effect": "Deny", "Action": "iam:GetUser", "Resource": "*"}
DOUBTFUL = {"ForAnyValue:StringEqualsIfExists": {"aws:none": "x"}}


def kept(home: Path, name: str, *statements: dict[str, Any]) -> str:
    """A file with a policy; its path."""
    file = home / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"Version": "2012-10-17", "Statement": statements}), encoding="utf-8-sig")
    return str(file)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (None, "No such file or directory"),
        (b"{", "the policy is not JSON"),
        (b"\xff\xfe", "it is not text in UTF-8"),
        (b'{"Version": "2012-10-17"}', "the policy has no Statement"),
    ],
)
@pytest.mark.parametrize("arguments", [["practice"], ["--practice"], ["session", "--practice"]], ids=" ".join)
def test_a_file_that_is_no_policy_is_named_with_the_reason(
    home: Path, arguments: list[str], written: bytes | None, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is wrong usage, before anything is started."""
    file = home / "no-policy.json"
    if written is not None:
        file.write_bytes(written)
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--policy", str(file)])
    assert ended.value.code == Exit.USAGE
    said = capsys.readouterr().err.splitlines()[-1]
    assert f"argument --policy: {words.policy_unusable(str(file), reason)[:-1]}" in said


@pytest.mark.parametrize(
    "option",
    [("--policy", "force-mfa"), ("--partition", "aws-cn"), ("--source-ip", "::1"), ("--tag", "a=b"), ("--enrolled",)],
)
@pytest.mark.parametrize("command", [[], ["session"], ["password"]], ids=" ".join)
def test_without_practice_these_options_are_refused(home: Path, option: tuple[str, ...], command: list[str]) -> None:
    """At AWS itself they would do nothing, and nobody shall believe that they did something."""
    for arguments in ([*option, *command], [*command, *option]):
        result = run(home, *arguments)
        assert (result.returncode, result.stderr) == (Exit.USAGE, f"mfa-enroll: {words.PRACTICE_ALONE}\n")


def test_all_that_is_said_of_the_account_counts(home: Path) -> None:
    """Before a command as after it, with a byte order mark; files of one name are two policies, one file is one."""
    one, other = kept(home, "a/own.json", ANYTHING), kept(home, "b/own.json", DENYING)
    before, after = ["--policy", one, "--tag", "a=1", "--partition", "aws-cn"], ["--policy", other, "--tag", "b=x=y"]
    said = read_arguments(["--practice", *before, "session", *after, "--policy", one]).rehearsal
    assert said["policies"].keys() == {"own", "own-2"}
    assert json.loads(said["policies"]["own-2"])["Statement"] == [DENYING]
    assert (said["tags"], said["partition"]) == ({"a": "1", "b": "x=y"}, "aws-cn")
    assert read_arguments(["practice"]).rehearsal == {}
    assert read_arguments(["--practice", "--enrolled", "password"]).rehearsal == {"enrolled": True}


async def _who(account: Any) -> IamUser:
    user = (await account.who_am_i()).principal
    assert isinstance(user, IamUser)
    return user


@pytest.mark.parametrize("partition", IAM_REGIONS)
async def test_practice_works_in_every_partition(partition: str) -> None:
    """Under a policy for the partition, a device is made, turned on and starts a session there."""
    document = json.dumps({"Version": "2012-10-17", "Statement": ANYTHING})
    with Practising(partition=partition, policies={"own": document}) as practising:
        account, _ = practising.way()
        user = await _who(account)
        assert user.partition == partition
        made = await account.create_device(user)
        codes = pyotp.TOTP(made.seed.reveal())
        now = int(time.time())
        await account.enable_device(user, Secret(codes.at(now - 30)), Secret(codes.at(now)))
        [device] = await account.devices(user)
        assert device.serial == f"arn:{partition}:iam::111122223333:mfa/alice"


@pytest.mark.parametrize("start", ["leftover", "enrolled"])
async def test_practice_starts_with_a_device_whose_entry_is_on_the_phone(start: str) -> None:
    """Moving, turning off and going on with an unfinished device can be practised at once."""
    with Practising(**{start: True}) as practising:
        account, _ = practising.way()
        user = await _who(account)
        assert bool(await account.devices(user)) is (start == "enrolled")
        with pytest.raises(CallFailed) as caught:
            await account.create_device(user)
        assert caught.value.failure is Failure.EXISTS
        [entry] = practising.phone._entries.values()
        assert entry.name == f"{user.name}@{user.account}"


async def test_practice_is_under_the_policies_given() -> None:
    """Where they do not let a device be made, AWS's refusal comes, with the reason where it could not be decided."""
    doubtful = json.dumps({"Version": "2012-10-17", "Statement": [ANYTHING | {"Condition": DOUBTFUL}]})
    with Practising(policies={"own": doubtful}) as practising:
        account, _ = practising.way()
        with pytest.raises(CallFailed) as caught:
            await account.create_device(await _who(account))
    assert "could not be decided here: statement 1" in repr(caught.value.trouble)
