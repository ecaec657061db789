"""A profile that holds a session means the profile with the access key behind it."""

from typing import TYPE_CHECKING

import pyotp
import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.connection import Connection, connect
from mfa_enroll.aws.session import profile_in_use
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import CallFailed, Failure
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.account import PracticeAccount
from tests.support.machine import Files, key_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.machine import Practice, Practices

SESSION = (
    "[work-mfa]\naws_access_key_id = ASIAEXPIREDSESSIONXX\naws_secret_access_key = gone\n"
    "aws_session_token = gone\nmfa_source_profile = work\n"
)


def _connect(options: Options | None = None) -> Connection:
    return connect(options or Options(), Timeouts(connect=2, read=2), ServerClock())


def _problem(options: Options | None = None) -> Problem:
    with pytest.raises(CallFailed) as caught:
        _connect(options)
    assert caught.value.failure is Failure.STOPPED
    assert caught.value.__context__ is None
    return caught.value.problem


async def test_refreshing(serve: "Practices", files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session is started anew under the profile that holds an expired one, since its access key is found."""
    practice = serve(PracticeAccount(enrolled=True))
    monkeypatch.setenv("AWS_ENDPOINT_URL", practice.server.url)
    monkeypatch.setenv("AWS_PROFILE", "work-mfa")
    files("[profile work-mfa]\nregion = eu-west-1\n", key_of(practice, "work") + SESSION)
    account = AwsAccount(Options(), Timeouts(connect=2, read=2))
    identity = await account.who_am_i()
    assert (identity.credentials, identity.temporary) == ("profile work", False)
    user = identity.principal
    assert isinstance(user, IamUser)
    totp = pyotp.TOTP(practice.practice.devices[user.device_serial].seed.reveal())
    await account.start_session(user, user.device_serial, Secret(totp.now()), 900)
    assert [request.credentials for request in practice.server.requests] == ["long-term", "long-term"]


@pytest.mark.parametrize("by", ["option", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
def test_however_it_is_chosen(practice: "Practice", files: Files, monkeypatch: pytest.MonkeyPatch, by: str) -> None:
    """The profile is found by option and by environment, and everything then is that of the source."""
    files("[profile work]\nregion = eu-north-1\n", key_of(practice, "work") + SESSION)
    options = Options(profile="work-mfa" if by == "option" else None)
    if by != "option":
        monkeypatch.setenv(by, "work-mfa")
    connection = _connect(options)
    assert (connection.keys.where, connection.keys.temporary) == ("profile work", False)
    assert connection.clients.iam_reads.meta.region_name == "eu-north-1"
    assert profile_in_use(options) == "work"


def test_the_default_profile(practice: "Practice", files: Files) -> None:
    """The default profile may hold a session, and may be the source of one."""
    files("", key_of(practice, "work") + SESSION.replace("[work-mfa]", "[default]"))
    assert _connect().keys.where == "profile work"
    assert profile_in_use(Options()) == "work"
    files("", key_of(practice) + SESSION.replace("= work\n", "= default\n"))
    assert _connect(Options(profile="work-mfa")).keys.where == "the default profile"
    assert profile_in_use(Options(profile="work-mfa")) == "default"


def test_keys_in_the_environment_go_first(practice: "Practice", files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """They do as for other profiles, except where the option names the profile."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAX54FEXAMPLEXOCRK")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_PROFILE", "work-mfa")
    files("", key_of(practice, "work") + SESSION)
    assert _connect().keys.where == "environment variables"
    assert profile_in_use(Options()) == "work-mfa"
    named = Options(profile="work-mfa")
    assert _connect(named).keys.where == "profile work"
    assert profile_in_use(named) == "work"


def test_a_missing_source(files: Files) -> None:
    """Where the source is gone the page names both profiles."""
    files("", SESSION)
    problem = _problem(Options(profile="work-mfa"))
    assert "“work-mfa” holds an MFA session, and names profile “work”" in problem.happened
    assert "There is no such profile." in problem.happened
    assert profile_in_use(Options(profile="work-mfa")) == "work-mfa"


@pytest.mark.parametrize("source", ["work-mfa", "other-mfa", "plain-mfa"])
def test_one_level(files: Files, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """A source that holds a session too, be it the same profile again, ends in the page, not in a search."""
    section = SESSION.replace("= work\n", f"= {source}\n")
    other = section.replace("[work-mfa]", "[other-mfa]").replace(f"= {source}\n", "= work-mfa\n")
    plain = section.replace("[work-mfa]", "[plain-mfa]").replace(f"= {source}\n", "=\n")
    files("", section + other + plain)
    monkeypatch.setenv("AWS_PROFILE", "work-mfa")
    problem = _problem()
    assert f"names profile “{source}”" in problem.happened
    assert "holds a session as well" in problem.happened
    assert profile_in_use(Options()) == "work-mfa"


@pytest.mark.parametrize("value", ["", "\n  a = b"])
def test_no_source_is_named(practice: "Practice", files: Files, value: str) -> None:
    """A session of a key that was in the environment names none, and is used as it is; so with what is no name."""
    files("", SESSION.replace("= work\n", f"= {value}\n") + key_of(practice, "work"))
    connection = _connect(Options(profile="work-mfa"))
    assert (connection.keys.where, connection.keys.temporary) == ("profile work-mfa", True)


def test_half_a_key_behind_a_session(files: Files) -> None:
    """An incomplete key is named as the source's."""
    files("", SESSION + "[work]\naws_access_key_id = AKIAX54FEXAMPLEXOCRK\n")
    problem = _problem(Options(profile="work-mfa"))
    assert "Key in use: AKIAX54F…OCRK, from profile work." in problem.happened
    assert "aws configure --profile work" in problem.steps[0]


@pytest.mark.parametrize("content", [b"[default\nbroken", b"\xff\xfe[\x00d\x00"])
def test_files_that_cannot_be_read(files: Files, home: "Path", content: bytes) -> None:
    """Which profile is in use is told even then: the one that was chosen."""
    files("", "")
    (home / ".aws" / "credentials").write_bytes(content)
    assert profile_in_use(Options(profile="work-mfa")) == "work-mfa"
    assert "configuration files" in _problem(Options(profile="work-mfa")).title


def test_the_practice_key(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the practice key no profile counts."""
    files("", SESSION)
    monkeypatch.setenv("AWS_PROFILE", "work-mfa")
    options = Options(endpoint_url="http://127.0.0.1:1", access_key_id="AKID", secret_access_key=Secret("x"))
    assert profile_in_use(options) == "default"
    assert _connect(options).keys.where == "the practice account’s key"
