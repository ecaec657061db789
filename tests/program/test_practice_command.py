"""`mfa-enroll practice`: an account for any AWS tool, until Ctrl+C."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import boto3
import pytest
from botocore.exceptions import ClientError

from mfa_enroll.exits import Exit
from mfa_enroll.words import terminal as words
from tests.program.command import environment, program, run

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_sts import STSClient

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C reaches a process differently on Windows")

LINES = 5
SERIAL = "arn:aws:iam::111122223333:mfa/alice"


@contextmanager
def serving(home: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command while it serves, and the lines that it has printed."""
    with subprocess.Popen(  # noqa: S603 - the command is this program's
        program("practice", *arguments),
        env=environment(home),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield process, "".join(process.stdout.readline() for _ in range(LINES))
        finally:
            process.kill()


def evaluated(home: Path, lines: str) -> dict[str, str]:
    """The environment of a shell that has taken the lines, on a machine with settings of its own."""
    before = {"PATH": os.defpath, "AWS_PROFILE": "work", "AWS_SESSION_TOKEN": "old", "AWS_ENDPOINT_URL_IAM": "http://x"}
    shell = subprocess.run(  # noqa: S603 - the lines are what is tested
        ["/bin/sh", "-c", 'eval "$1"; env', "sh", lines],
        env=before,
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(line.split("=", 1) for line in shell.stdout.splitlines())


def clients(home: Path, lines: str) -> tuple["STSClient", "IAMClient"]:
    """boto3 as it finds itself configured in that shell."""
    after = evaluated(home, lines)
    session = boto3.Session(
        after["AWS_ACCESS_KEY_ID"], after["AWS_SECRET_ACCESS_KEY"], region_name=after["AWS_DEFAULT_REGION"]
    )
    made = (session.client(service, endpoint_url=after["AWS_ENDPOINT_URL"]) for service in ("sts", "iam"))
    return cast("tuple[STSClient, IAMClient]", tuple(made))


def refusal(call: Callable[..., object], **parameters: str) -> str:
    """AWS's code for it; empty where the call is allowed."""
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return ""


def test_a_shell_takes_the_lines_and_boto3_is_served(home: Path) -> None:
    """What is printed on stdout is for `eval`: it sets all that a client needs and unsets what would be in its way."""
    with serving(home) as (_, lines):
        after = evaluated(home, lines)
        assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_IAM"} & after.keys()
        sts, iam = clients(home, lines)
        assert sts.get_caller_identity()["Arn"] == "arn:aws:iam::111122223333:user/alice"
        assert iam.list_mfa_devices(UserName="alice")["MFADevices"] == []
        assert iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")["VirtualMFADevice"]["SerialNumber"] == SERIAL
        assert refusal(iam.list_users) == "AccessDenied"


def test_ctrl_c_ends_it_well(home: Path) -> None:
    """Ctrl+C is the way out, with no traceback; what is said to the person stays off stdout, and names no secret."""
    with serving(home) as (process, lines):
        assert all(line.startswith(("export ", "unset ")) for line in lines.splitlines())
        process.send_signal(signal.SIGINT)
        rest, said = process.communicate(timeout=30)
        assert process.returncode == Exit.DONE
        assert rest == ""
        assert said == "".join(f"# {line}\n" for line in words.serving("arn:aws:iam::111122223333:user/alice"))


def test_a_port_in_use_is_named(home: Path) -> None:
    """It is wrong usage, and a sentence, where another program has the port."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = run(home, "practice", "--port", port)
    assert (result.returncode, result.stdout) == (Exit.USAGE, "")
    assert result.stderr == f"mfa-enroll: {words.port_unusable(int(port), os.strerror(errno.EADDRINUSE))}\n"


def test_a_port_can_be_chosen(home: Path) -> None:
    """The address is the one asked for."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serving(home, "--port", str(port)) as (_, lines):
        assert f"export AWS_ENDPOINT_URL=http://127.0.0.1:{port}\n" in lines


@pytest.mark.parametrize(
    ("state", "listed", "creation", "deletion"),
    [("--leftover", [], "EntityAlreadyExists", ""), ("--enrolled", [SERIAL], "EntityAlreadyExists", "DeleteConflict")],
)
def test_a_state_to_begin_with(home: Path, state: str, listed: list[str], creation: str, deletion: str) -> None:
    """`--leftover`: a device with the user's name is there and is not on. `--enrolled`: it is."""
    with serving(home, state) as (_, lines):
        _, iam = clients(home, lines)
        assert [device["SerialNumber"] for device in iam.list_mfa_devices(UserName="alice")["MFADevices"]] == listed
        assert refusal(iam.create_virtual_mfa_device, VirtualMFADeviceName="alice") == creation
        assert refusal(iam.delete_virtual_mfa_device, SerialNumber=SERIAL) == deletion


def test_the_user_and_the_path_are_the_ones_asked_for(home: Path) -> None:
    """`--user` and `--path` make the ARN, and with a path the policy matches no more, as at AWS."""
    with serving(home, "--user", "bob", "--path", "/eng/") as (_, lines):
        sts, iam = clients(home, lines)
        assert sts.get_caller_identity()["Arn"] == "arn:aws:iam::111122223333:user/eng/bob"
        assert refusal(iam.list_mfa_devices, UserName="bob") == "AccessDenied"


def test_the_policies_are_the_ones_asked_for(home: Path) -> None:
    """All that are given count, with the address and the tags given; a denial names the file that it comes from."""
    allowing, denying = home / "mine.json", home / "for all (old).json"
    conditions = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "StringEquals": {"aws:PrincipalTag/team": "red"}}
    allowing.write_text(_policy("Allow", "*", conditions))
    denying.write_text(_policy("Deny", "iam:GetUser", {}))
    own = ("--policy", str(allowing), "--source-ip", "203.0.113.7", "--tag", "team=red")
    with serving(home, *own) as (_, lines):
        assert refusal(clients(home, lines)[1].get_user) == ""
    with serving(home, *own, "--tag", "x=") as (_, lines):
        assert clients(home, lines)[1].get_user()["User"]["Tags"][1] == {"Key": "x", "Value": ""}
    for without in (own[:2], own[:4], (*own[:2], *own[4:])):
        with serving(home, *without) as (_, lines):
            assert refusal(clients(home, lines)[1].get_user) == "AccessDenied"
    with serving(home, *own, "--policy", str(denying)) as (_, lines):
        with pytest.raises(ClientError) as caught:
            clients(home, lines)[1].get_user()
        assert str(caught.value).endswith(": arn:aws:iam::111122223333:policy/for-all-old-")


def test_a_policy_of_the_program_is_taken_by_name_unless_a_file_has_it(home: Path) -> None:
    """`--policy hardened` serves users with a path, where the one that is there without `--policy` does not."""
    arguments = ("--path", "/eng/", "--policy", "hardened")
    with serving(home, *arguments) as (_, lines):
        assert refusal(clients(home, lines)[1].list_mfa_devices, UserName="alice") == ""
    (home / "hardened").write_text(_policy("Deny", "*", {}))
    with serving(home, *arguments) as (_, lines):
        assert refusal(clients(home, lines)[1].list_mfa_devices, UserName="alice") == "AccessDenied"


@pytest.mark.parametrize(
    ("partition", "region"), [("aws", "us-east-1"), ("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")]
)
def test_the_region_fits_the_partition(home: Path, partition: str, region: str) -> None:
    """`--partition` makes the ARN, and a client finds itself in a region of it."""
    with serving(home, "--partition", partition) as (_, lines):
        assert evaluated(home, lines)["AWS_DEFAULT_REGION"] == region
        arn = clients(home, lines)[0].get_caller_identity()["Arn"]
        assert arn == f"arn:{partition}:iam::111122223333:user/alice"


def test_what_cannot_be_decided_is_said_on_stderr(home: Path) -> None:
    """The client gets a denial, and who serves reads what was not decided, and why."""
    doubtful = home / "doubtful.json"
    doubtful.write_text(_policy("Allow", "*", {"ForAnyValue:StringEqualsIfExists": {"aws:none": "x"}}))
    with serving(home, "--policy", str(doubtful)) as (process, lines):
        assert refusal(clients(home, lines)[1].get_user) == "AccessDenied"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    [line] = [line for line in said.splitlines() if "decided" in line]
    arn = "arn:aws:iam::111122223333:user/alice"
    assert line.startswith(f"# {words.undecided('iam:GetUser', arn, 'statement 1: ')}")
    assert "aws:none" in line


def _policy(effect: str, action: str, conditions: dict[str, dict[str, str]]) -> str:
    statement = {"Effect": effect, "Action": action, "Resource": "*", "Condition": conditions}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})
