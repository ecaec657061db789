"""Where credentials, region and addresses come from."""

import getpass
import json
import logging
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.connection import Connection, connect
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import CallFailed, Failure
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem
from mfa_enroll.practice.account import PracticeAccount
from tests.support.machine import Files, key_of

if TYPE_CHECKING:
    from tests.support.machine import Practice, Practices


def _connect(options: Options | None = None) -> Connection:
    return connect(options or Options(), Timeouts(connect=2, read=2), ServerClock())


def _problem(options: Options | None = None) -> Problem:
    with pytest.raises(CallFailed) as caught:
        _connect(options)
    assert caught.value.failure is Failure.STOPPED
    assert caught.value.__context__ is None
    return caught.value.problem


def test_none() -> None:
    """Without any credentials the page tells how to give them, and soon."""
    started = time.perf_counter()
    assert "aws configure" in _problem().steps[0]
    assert time.perf_counter() - started < 3


def test_silent_metadata_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing answers at the EC2 metadata address, it is waited for once and not for long."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        started = time.perf_counter()
        assert "No access key" in _problem().title
        assert time.perf_counter() - started < 4


async def test_default_profile(practice: "Practice", files: Files) -> None:
    """The shared credentials file is read, and the endpoint in the environment is called and shown."""
    files("", key_of(practice))
    identity = await AwsAccount(Options()).who_am_i()
    assert identity.credentials == "the default profile"
    assert identity.foreign_endpoints == (practice.server.url,)
    assert isinstance(identity.principal, IamUser)


def test_environment(practice: "Practice", monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in the environment are used, and a session token makes them temporary."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", practice.practice.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", practice.practice.secret_access_key.reveal())
    connection = _connect()
    assert (connection.keys.where, connection.keys.temporary) == ("environment variables", False)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    assert _connect().keys.temporary


def test_half_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ID without its secret has a page that names it and what is to be set."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAX54FEXAMPLEXOCRK")
    problem = _problem()
    assert "incomplete" in problem.title
    assert "Key in use: AKIAX54F…OCRK, from environment variables." in problem.happened
    assert "export AWS_SECRET_ACCESS_KEY=" in problem.steps[0]
    assert not problem.can_retry


@pytest.mark.parametrize("file", ["config", "credentials"])
def test_half_a_key_in_a_profile(files: Files, file: str) -> None:
    """So has one in a profile, of either file."""
    half = "aws_access_key_id = AKIAX54FEXAMPLEXOCRK\n"
    files(f"[profile work]\n{half}" if file == "config" else "", f"[work]\n{half}" if file == "credentials" else "")
    problem = _problem(Options(profile="work"))
    assert "Key in use: AKIAX54F…OCRK, from profile work." in problem.happened
    assert "aws configure --profile work" in problem.steps[0]
    assert problem.can_retry


async def test_wrong_secret_in_the_environment(practice: "Practice", monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that AWS refuses is named with where it was found."""
    key_id = practice.practice.access_key_id
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x" * 40)
    with pytest.raises(CallFailed) as caught:
        await AwsAccount(Options()).who_am_i()
    problem = caught.value.problem
    assert f"Key in use: {key_id[:8]}…{key_id[-4:]}, from environment variables." in problem.happened
    assert not problem.can_retry


async def test_nothing_answers(files: Files) -> None:
    """An address given by option at which nothing answers is named."""
    files("", "[default]\naws_access_key_id = AKID\naws_secret_access_key = x\n")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(CallFailed) as caught:
        await AwsAccount(Options(endpoint_url=url), Timeouts(connect=2, read=2)).who_am_i()
    assert f"Nothing answers at {url}." in caught.value.problem.happened


def test_plain_http_by_option(files: Files) -> None:
    """An unencrypted address that was given by option is one that only a new start changes."""
    files("", "[default]\naws_access_key_id = AKID\naws_secret_access_key = x\n")
    problem = _problem(Options(endpoint_url="http://iam.example"))
    assert "http://iam.example, set by --endpoint-url." in problem.happened
    assert not problem.can_retry


@pytest.mark.parametrize("variable", ["AWS_PROFILE", None])
def test_no_key_in_the_profile(files: Files, monkeypatch: pytest.MonkeyPatch, variable: str | None) -> None:
    """A profile without a key is named, whatever chose it."""
    files("[profile work]\nregion = eu-west-1\n", "")
    if variable:
        monkeypatch.setenv(variable, "work")
    problem = _problem(Options(profile=None if variable else "work"))
    assert "for profile work" in problem.happened
    assert "aws configure --profile work" in problem.steps[0]
    assert ("in the environment" in problem.happened) == bool(variable)


@pytest.mark.parametrize("by", ["option", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
def test_profile(practice: "Practice", files: Files, monkeypatch: pytest.MonkeyPatch, by: str) -> None:
    """A profile is chosen by option or environment; the option's goes before keys in the environment."""
    files("", key_of(practice, "work"))
    if by == "option":
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
        connection = _connect(Options(profile="work"))
    else:
        monkeypatch.setenv(by, "work")
        connection = _connect()
    assert connection.keys.where == "profile work"


def test_unknown_profile(practice: "Practice", files: Files) -> None:
    """The page for a profile that does not exist names those that do, of both files."""
    files("[profile play]\nregion = eu-west-1\n", key_of(practice, "work"))
    problem = _problem(Options(profile="wrk"))
    assert "“wrk”" in problem.happened
    assert "work, play" in problem.happened


def test_broken_file(files: Files) -> None:
    """A file that cannot be parsed has its own page, which shows nothing of it."""
    files("", "[default\naws_secret_access_key sentinel\n")
    problem = _problem()
    assert "configuration files" in problem.title
    assert "sentinel" not in repr(problem)


def test_file_of_other_encoding(files: Files, home: Path) -> None:
    """A file that is no text is a broken file."""
    files("", "")
    (home / ".aws" / "credentials").write_bytes(b"\xff\xfe[\x00d\x00")
    assert "configuration files" in _problem().title


async def test_corrected_file_is_picked_up(practice: "Practice", files: Files) -> None:
    """Trying again reads the credentials afresh."""
    account = AwsAccount(Options())
    with pytest.raises(CallFailed):
        await account.who_am_i()
    files("", key_of(practice))
    assert isinstance((await account.who_am_i()).principal, IamUser)


async def test_other_credentials_are_picked_up(
    serve: "Practices", files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time it is asked who is calling, it is those who call by then, and later calls are made as them."""
    account = AwsAccount(Options())
    for name in ("alice", "bob"):
        practice = serve(PracticeAccount(user=name))
        monkeypatch.setenv("AWS_ENDPOINT_URL", practice.server.url)
        files("", key_of(practice))
        user = (await account.who_am_i()).principal
        assert isinstance(user, IamUser)
        assert user.name == name
        assert await account.devices(user) == ()


async def test_practice_key_is_secluded(practice: "Practice", files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the practice key neither environment nor files count, not even if they are broken."""
    files("[profile x]\nendpoint_url = http://192.0.2.1\nregion = us east\n", "[default\nbroken")
    for name in ("AWS_PROFILE", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE"):
        monkeypatch.setenv(name, "no such thing")
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_IAM", "HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/no/such/file")
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    identity = await practice.account().who_am_i()
    assert identity.foreign_endpoints == (practice.server.url,)


async def test_no_proxy_to_loopback(practice: "Practice", files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls to this machine pass every proxy by."""
    files("", key_of(practice))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert isinstance((await AwsAccount(Options()).who_am_i()).principal, IamUser)


async def test_proxy_elsewhere(files: Files, practice: "Practice", monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls to AWS go through HTTPS_PROXY, and a proxy that does not answer has its own page."""
    files("", key_of(practice))
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with pytest.raises(CallFailed) as caught:
        await AwsAccount(Options()).who_am_i()
    assert caught.value.failure is Failure.STOPPED
    assert "proxy" in caught.value.problem.title


@pytest.mark.parametrize(
    ("option", "default_region", "region", "in_profile", "host"),
    [
        (None, None, None, None, "sts.us-east-1.amazonaws.com"),
        (None, None, None, "eu-central-1", "sts.eu-central-1.amazonaws.com"),
        (None, None, "eu-west-1", "eu-central-1", "sts.eu-west-1.amazonaws.com"),
        (None, "eu-north-1", "eu-west-1", "eu-central-1", "sts.eu-north-1.amazonaws.com"),
        ("cn-north-1", "eu-north-1", "eu-west-1", "eu-central-1", "sts.cn-north-1.amazonaws.com.cn"),
        (None, "", "", None, "sts.us-east-1.amazonaws.com"),
    ],
)
def test_region(  # noqa: PLR0913 - one for each place a region can come from
    files: Files,
    monkeypatch: pytest.MonkeyPatch,
    *,
    option: str | None,
    default_region: str | None,
    region: str | None,
    in_profile: str | None,
    host: str,
) -> None:
    """The region is the option's, AWS_DEFAULT_REGION, AWS_REGION or the profile's, in this order."""
    files(
        f"[default]\nregion = {in_profile}\n" if in_profile else "",
        "[default]\naws_access_key_id = AKID\naws_secret_access_key = x\n",
    )
    for name, value in (("AWS_DEFAULT_REGION", default_region), ("AWS_REGION", region)):
        if value is not None:
            monkeypatch.setenv(name, value)
    connection = _connect(Options(region=option))
    assert connection.clients.sts_reads.meta.endpoint_url == f"https://{host}"
    assert connection.foreign_endpoints == ()


def test_impossible_region(files: Files) -> None:
    """A region that makes no address has its own page."""
    files("", "[default]\naws_access_key_id = AKID\naws_secret_access_key = x\n")
    assert "region or address" in _problem(Options(region="us east")).title


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_IAM", "AWS_ENDPOINT_URL_STS"])
def test_endpoints_in_the_environment(files: Files, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """An address from the environment is refused if it is plain http, and shown if it is not AWS's."""
    files("", "[default]\naws_access_key_id = AKID\naws_secret_access_key = x\n")
    monkeypatch.setenv(name, "http://iam.example")
    problem = _problem()
    assert "not encrypted" in problem.title
    assert f"http://iam.example, set by {name}." in problem.happened
    assert f"“unset {name}”" in problem.steps[0]
    assert not problem.can_retry
    monkeypatch.setenv(name, "https://token@iam.example/secret")
    assert _connect().foreign_endpoints == ("https://iam.example",)


def test_endpoint_in_the_profile(files: Files) -> None:
    """So is one from the profile."""
    files(
        "[default]\nendpoint_url = http://iam.example\n",
        "[default]\naws_access_key_id = A\naws_secret_access_key = x\n",
    )
    problem = _problem()
    assert "http://iam.example, set by endpoint_url in ~/.aws/config." in problem.happened
    assert problem.can_retry


def test_role_with_mfa_never_prompts(practice: "Practice", files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that would ask for a code on the terminal gets a page, and nothing is asked or sent."""

    def asked(_prompt: str = "") -> str:
        raise AssertionError("it prompted")

    monkeypatch.setattr(getpass, "getpass", asked)
    files(
        "[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = default\n"
        "mfa_serial = arn:aws:iam::111122223333:mfa/alice\n",
        key_of(practice),
    )
    assert "asks for an MFA code" in _problem(Options(profile="admin")).title
    assert practice.calls == []


def test_role_that_is_refused(practice: "Practice", files: Files) -> None:
    """A role that cannot be assumed is a matter of the profile, not of what this program may do."""
    files(
        "[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = default\n", key_of(practice)
    )
    assert "could not be fetched" in _problem(Options(profile="admin")).title


def test_sign_in(files: Files) -> None:
    """A profile of Identity Center without a valid sign-in has its own page."""
    files(
        "[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n"
        "[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n",
        "",
    )
    assert "sign-in has run out" in _problem(Options(profile="sso")).title


def _process(home: Path, program: str) -> str:
    script = home / "give.py"
    script.write_text(program)
    return f"[profile tool]\ncredential_process = {sys.executable} {script}\n"


def test_process(files: Files, home: Path) -> None:
    """A credential process runs without a terminal or input of ours to ask through."""
    answer = json.dumps({"Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": "x"})
    program = f"import os, sys\nassert sys.stdin.read() == ''\nassert os.getsid(0) == os.getpid()\nprint({answer!r})\n"
    files(_process(home, program), "")
    connection = _connect(Options(profile="tool"))
    assert connection.keys.where == "profile tool, its credential_process"


def test_failing_process(files: Files, home: Path) -> None:
    """What a failing credential process writes is not shown."""
    files(_process(home, "import sys; sys.exit('sentinel')"), "")
    problem = _problem(Options(profile="tool"))
    assert "could not be fetched" in problem.title
    assert "sentinel" not in repr(problem)


def test_quiet(files: Files, caplog: pytest.LogCaptureFixture) -> None:
    """Looking for credentials logs nothing that would be written across the screen."""
    caplog.set_level(logging.DEBUG)
    files("", "[default]\naws_access_key_id = AKID\naws_secret_access_key = sentinel\n")
    _connect()
    _connect()
    assert "sentinel" not in caplog.text
