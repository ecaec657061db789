"""What is wrong on this machine is told of as that, before anything is sent."""

import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from botocore.httpsession import get_cert_path

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Failure
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem
from tests.support.machine import Files, failure_of, key_of

if TYPE_CHECKING:
    from tests.support.machine import Practice

KEY_ID = "AKIAX54FEXAMPLEXOCRK"
SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00"
KEY = f"aws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n"
ALICE = IamUser("aws", "111122223333", "alice")
CALLS: list[Callable[[AwsAccount], Awaitable[object]]] = [
    lambda account: account.who_am_i(),
    lambda account: account.create_device(ALICE),
]


async def _problem(options: Options | None = None) -> Problem:
    """The page that a read and a change come to alike; what failed is botocore's secret."""
    pages = set()
    for call in CALLS:
        failed = await failure_of(call(AwsAccount(options or Options(), Timeouts(connect=2, read=2))))
        assert failed.failure is Failure.STOPPED
        pages.add(failed.problem)
    (page,) = pages
    assert SECRET not in repr(page)
    return page


@pytest.fixture
def in_environment(practice: "Practice", monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole key in the environment, session token included."""
    assert practice.calls == []
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY_ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")


PARTS = [
    ("AWS_ACCESS_KEY_ID", "access key ID"),
    ("AWS_SECRET_ACCESS_KEY", "secret access key"),
    ("AWS_SESSION_TOKEN", "session token"),
]
STRAY = ["\r", "\n", " ", "\x1b[2J", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}", "\N{CYRILLIC CAPITAL LETTER A}"]


@pytest.mark.usefixtures("in_environment")
@pytest.mark.parametrize(("variable", "part"), PARTS)
@pytest.mark.parametrize("stray", STRAY, ids=ascii)
async def test_stray_character_in_the_environment(
    practice: "Practice", monkeypatch: pytest.MonkeyPatch, variable: str, part: str, stray: str
) -> None:
    """A key with something invisible in it is not sent; the page says in which part, and which variable to set."""
    monkeypatch.setenv(variable, os.environ[variable] + stray)
    problem = await _problem()
    assert "stray character" in problem.title
    assert f"The {part} holds a space, a line end" in problem.happened
    assert problem.happened.endswith("from environment variables.")
    assert f"“export {variable}=…”" in problem.steps[0]
    assert "dos2unix" in problem.steps[1]
    assert not problem.can_retry
    assert practice.calls == []


async def test_stray_character_in_a_profile(practice: "Practice", files: Files) -> None:
    """One in the files is said to be there, with the line to correct."""
    files("", "[work]\n" + KEY.replace(SECRET, SECRET + "\N{ZERO WIDTH SPACE}"))
    problem = await _problem(Options(profile="work"))
    assert "The secret access key holds" in problem.happened
    assert "Key in use: AKIAX54F…OCRK, from profile work." in problem.happened
    assert "line aws_secret_access_key of profile work" in problem.steps[0]
    assert problem.can_retry
    assert practice.calls == []


@pytest.mark.parametrize("setting", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "ca_bundle"])
@pytest.mark.parametrize("kind", ["missing", "no certificates", "folder", "endless", "blank"])
async def test_certificates_that_cannot_be_read(
    files: Files, home: Path, monkeypatch: pytest.MonkeyPatch, setting: str, kind: str
) -> None:
    """A certificate file that is none is named with what sets it, and no connection is tried."""
    files("", f"[default]\n{KEY}")
    paths = {
        "missing": f"{home}/company.pem",
        "no certificates": f"{home}/.aws/credentials",
        "folder": str(home),
        "endless": "/dev/full",
        "blank": "",
    }
    path = paths[kind]
    in_file = setting == "ca_bundle"
    if in_file:
        files(f"[default]\nca_bundle = {path}\n", f"[default]\n{KEY}")
    else:
        monkeypatch.setenv(setting, path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://127.0.0.1:1")
    problem = await _problem()
    assert problem.title == "The certificate file cannot be read"
    assert problem.happened.startswith(f"{setting} in ~/.aws/config names " if in_file else f"{setting} names ")
    assert ("names no file" in problem.happened) is (kind == "blank")
    assert ("unset" in problem.steps[-1]) is not in_file
    assert problem.can_retry is in_file


async def test_certificates_that_can_be_read(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate file that is one stands in nobody's way."""
    files("", f"[default]\n{KEY}")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(get_cert_path(verify=True)))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://127.0.0.1:1")
    assert (await _problem()).title == "The address does not answer"


async def test_certificates_that_nobody_needs(
    practice: "Practice", files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no call is encrypted, as to this machine, the certificate file is not looked at."""
    files("", key_of(practice))
    monkeypatch.setenv("AWS_CA_BUNDLE", "/no/such/file")
    assert isinstance((await AwsAccount(Options()).who_am_i()).principal, IamUser)


@pytest.mark.parametrize("name", ["sts_regional_endpoints", "defaults_mode"])
@pytest.mark.parametrize("in_file", [True, False])
async def test_setting_with_an_impossible_value(
    practice: "Practice",
    files: Files,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    *,
    in_file: bool,
) -> None:
    """A setting that botocore refuses is named with where it is set."""
    files(f"[default]\n{name} = sentinel\n" if in_file else "", key_of(practice))
    variable = f"AWS_{name.upper()}"
    if not in_file:
        monkeypatch.setenv(variable, "sentinel")
    problem = await _problem()
    assert problem.title == "A setting cannot be used"
    assert problem.happened.startswith(f"{name} in ~/.aws/config" if in_file else f"{variable} has")
    assert ("unset" in problem.steps[0]) is not in_file
    assert "sentinel" not in repr(problem)


@pytest.mark.parametrize("setting", ["metadata_service_timeout", "response_checksum_validation"])
async def test_another_setting_with_an_impossible_value(practice: "Practice", files: Files, setting: str) -> None:
    """Of others the page says how to find out which it is."""
    files(f"[profile work]\n{setting} = sentinel\n", key_of(practice, "work"))
    problem = await _problem(Options(profile="work"))
    assert problem.title == "A setting cannot be used"
    assert "“aws sts get-caller-identity --profile work”" in problem.steps[0]
    assert "sentinel" not in repr(problem)


def _key(**more: object) -> str:
    return json.dumps({"Version": 1, "AccessKeyId": KEY_ID, "SecretAccessKey": SECRET, **more})


ANSWERS = {
    "empty": "",
    "not json": "please sign in",
    "no version": "{}",
    "list": "[]",
    "no date": _key(Expiration="soon"),
    "number for a date": _key(Expiration=5),
    "far date": _key(Expiration="9" * 20),
    "expired": _key(Expiration="2001-01-01T00:00:00Z"),
    "null": _key(SecretAccessKey=None),
    "number": _key(AccessKeyId=5),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_babbling_process(practice: "Practice", files: Files, home: Path, answer: str) -> None:
    """Whatever nonsense a credential process writes, the page is about it, and no static key is put beside it."""
    (home / "answer").write_text(answer)
    await _check_source(practice, files, f"credential_process = cat {home}/answer\n")


@pytest.mark.parametrize(
    "line",
    [
        "credential_process = no-such-command",
        "credential_process = /etc/passwd",
        'credential_process = sh -c "unbalanced',
        "credential_process =",
        "role_arn = arn:aws:iam::111122223333:role/x\nweb_identity_token_file = /no/such/file",
        "role_arn = x\nsource_profile = default",
    ],
)
async def test_source_that_cannot_be_asked(practice: "Practice", files: Files, line: str) -> None:
    """Nor where the command does not start, or what a role needs is not there."""
    await _check_source(practice, files, line + "\n")


async def _check_source(practice: "Practice", files: Files, config: str) -> None:
    files(f"[profile tool]\n{config}", key_of(practice))
    problem = await _problem(Options(profile="tool"))
    assert problem.title == "The credentials could not be fetched"
    assert "“aws sts get-caller-identity --profile tool”" in problem.steps[0]
    assert "aws configure" not in " ".join(problem.steps)
    assert practice.calls == []
