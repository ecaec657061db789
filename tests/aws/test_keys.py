"""Where keys come from, and why there are none."""

import getpass
import json
import logging
import os
import shlex
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyotp
import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.keys import Keys, KeySource
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import Trouble
from mfa_enroll.domain.troubles import credentials, profiles
from mfa_enroll.domain.troubles.files import FileTrouble
from mfa_enroll.files.chosen import profile_in_use
from tests.support.machine import Files, Practice, Practices, connected, failed, hindrance

if TYPE_CHECKING:
    from collections.abc import Iterator

ID, SHOWN = "AKIAX54FEXAMPLEXOCRK", "AKIAX54F…OCRK"
SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00"
KEY = f"aws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n"
IN_ENVIRONMENT = Keys(source=KeySource.ENVIRONMENT, shown_id=SHOWN)
IN_PROFILE = Keys(source=KeySource.CREDENTIALS_FILE, profile="work", shown_id=SHOWN)
SESSION = (
    "[work-mfa]\naws_access_key_id = ASIAEXPIREDSESSIONXX\naws_secret_access_key = gone\n"
    "aws_session_token = gone\nmfa_source_profile = work\n"
)


@pytest.fixture
def in_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)


@pytest.mark.parametrize("by", ["option", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", None])
def test_no_key(files: Files, monkeypatch: pytest.MonkeyPatch, by: str | None) -> None:
    """Where there is none, it is told in which profile, and whether the environment was looked at as well."""
    options = {"profile": "work"} if by == "option" else {}
    if by is not None:
        files("[profile work]\nregion = eu-west-1\n", "")
    if by and not options:
        monkeypatch.setenv(by, "work")
    keys = Keys(profile="work" if by else "default")
    assert hindrance(**options) == credentials.NoAccessKey(keys=keys, profile_given=bool(options))


def test_silent_metadata_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing answers at the EC2 metadata address, it is waited for once and not for long."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        started = time.perf_counter()
        assert isinstance(hindrance(), credentials.NoAccessKey)
        assert time.perf_counter() - started < 4


async def test_default_profile(practice: Practice, files: Files) -> None:
    """The shared credentials file is read, and the endpoint in the environment is called and told."""
    files("", practice.section())
    identity = await AwsAccount(Options()).who_am_i()
    assert (identity.keys.source, identity.keys.profile) == (KeySource.CREDENTIALS_FILE, "default")
    assert identity.foreign_endpoints == (practice.server.url,)
    assert isinstance(identity.principal, IamUser)


@pytest.mark.usefixtures("in_environment")
def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in the environment are used, and a session token makes them temporary."""
    assert connected().keys == IN_ENVIRONMENT
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    assert connected().keys.temporary


@pytest.mark.usefixtures("in_environment")
@pytest.mark.parametrize("by", ["option", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
@pytest.mark.parametrize("name", ["work", "work-mfa"])
def test_profile(files: Files, monkeypatch: pytest.MonkeyPatch, by: str, name: str) -> None:
    """A profile is chosen by option or environment; the option's goes before keys in the environment.

    One that holds a session stands for the one with the access key behind it, with all that is set there.
    """
    files("[profile work]\nregion = eu-north-1\n", f"[work]\n{KEY}" + SESSION)
    options = {"profile": name} if by == "option" else {}
    if not options:
        monkeypatch.setenv(by, name)
        assert connected().keys.source is KeySource.ENVIRONMENT
        assert profile_in_use(Options()) == name
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    connection = connected(**options)
    assert connection.keys == IN_PROFILE
    assert connection.clients.sts_reads.meta.region_name == "eu-north-1"
    assert profile_in_use(connection.options) == "work"


def test_the_default_profile_and_sessions(files: Files) -> None:
    """The default profile may hold a session, and may be the source of one."""
    files("", f"[work]\n{KEY}" + SESSION.replace("[work-mfa]", "[default]"))
    assert connected().keys.profile == profile_in_use(Options()) == "work"
    files("", f"[default]\n{KEY}" + SESSION.replace("= work\n", "= default\n"))
    assert connected(profile="work-mfa").keys.profile == profile_in_use(Options(profile="work-mfa")) == "default"


async def test_refreshing(serve: Practices, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session is started anew under the profile that holds an expired one, since its access key is found."""
    practice = serve(enrolled=True)
    monkeypatch.setenv("AWS_ENDPOINT_URL", practice.server.url)
    files("", practice.section("work") + SESSION)
    account, user = AwsAccount(Options(profile="work-mfa")), practice.practice.user
    totp = pyotp.TOTP(practice.practice.devices[user.device_serial].seed.reveal())
    await account.start_session(user, user.device_serial, Secret(totp.now()), 900)
    assert [request.credentials for request in practice.server.requests] == ["long-term"]


@pytest.mark.parametrize("source", ["gone", "work-mfa", "other-mfa", "plain-mfa"])
def test_no_key_behind_a_session(files: Files, source: str) -> None:
    """A source that is not there, or holds a session too, be it the same profile again, ends the search."""
    section = SESSION.replace("= work\n", f"= {source}\n")
    other = section.replace("[work-mfa]", "[other-mfa]").replace(f"= {source}\n", "= work-mfa\n")
    plain = section.replace("[work-mfa]", "[plain-mfa]").replace(f"= {source}\n", "=\n")
    files("", section + other + plain)
    trouble = profiles.SessionKeyMissing(profile="work-mfa", source=source, source_exists=source != "gone")
    assert hindrance(profile="work-mfa") == trouble
    assert profile_in_use(Options(profile="work-mfa")) == "work-mfa"


@pytest.mark.parametrize("value", ["", "\n  a = b"])
def test_no_source_is_named(files: Files, value: str) -> None:
    """A session of a key that was in the environment names none, and is used as it is; so with what is no name."""
    files("", SESSION.replace("= work\n", f"= {value}\n") + f"[work]\n{KEY}")
    keys = connected(profile="work-mfa").keys
    assert (keys.profile, keys.temporary) == ("work-mfa", True)


def test_half_a_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ID without its secret is told, and only a new start sees the rest of it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ID)
    trouble = hindrance()
    assert trouble == credentials.AccessKeyIncomplete(keys=IN_ENVIRONMENT)
    assert not trouble.can_retry


@pytest.mark.parametrize("profile", ["work", "work-mfa"])
@pytest.mark.parametrize(
    ("head", "source"), [("profile work", KeySource.CONFIG_FILE), ("work", KeySource.CREDENTIALS_FILE)]
)
def test_half_a_key_in_a_profile(files: Files, profile: str, head: str, source: KeySource) -> None:
    """So is one in a profile of either file, be it the one behind a session."""
    half = f"[{head}]\naws_access_key_id = {ID}\n"
    files(half, SESSION) if head.startswith("profile") else files("", half + SESSION)
    trouble = hindrance(profile=profile)
    assert trouble == credentials.AccessKeyIncomplete(keys=Keys(source=source, profile="work", shown_id=SHOWN))
    assert trouble.can_retry


@pytest.mark.usefixtures("in_environment")
@pytest.mark.parametrize("part", ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"])
@pytest.mark.parametrize("stray", ["\r", "\n", " ", "\x1b[2J", "\u00a0", "\u200b", "\u0410"], ids=ascii)
async def test_stray_character(practice: Practice, monkeypatch: pytest.MonkeyPatch, part: str, stray: str) -> None:
    """A key with something invisible in it is not sent, and the part is told that holds it."""
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    monkeypatch.setenv(part.upper(), os.environ[part.upper()] + stray)
    for call in (AwsAccount(Options()).who_am_i(), AwsAccount(Options()).create_device(practice.practice.user)):
        trouble = await failed(call)
        assert isinstance(trouble, credentials.StrayCharacterInKey)
        assert trouble.setting == part
        assert (trouble.keys.source, trouble.keys.is_odd) == (KeySource.ENVIRONMENT, part == "aws_access_key_id")
        assert SECRET not in repr(trouble)
    assert practice.calls == []


def test_stray_character_in_a_profile(files: Files) -> None:
    """One in the files is told with the profile, where it can be corrected meanwhile."""
    files("", "[work]\n" + KEY.replace(SECRET, SECRET + "\u200b"))
    trouble = hindrance(profile="work")
    assert trouble == credentials.StrayCharacterInKey(
        keys=IN_PROFILE, setting="aws_secret_access_key", path="~/.aws/credentials", line=3
    )
    assert trouble.can_retry


def test_unknown_profile(files: Files) -> None:
    """A profile that does not exist is told with those that do, of both files."""
    files("[profile play]\nregion = eu-west-1\n", f"[work]\n{KEY}")
    trouble = hindrance(profile="wrk")
    assert isinstance(trouble, profiles.ProfileUnknown)
    assert (trouble.name, {*trouble.existing}, trouble.variable) == ("wrk", {"work", "play"}, None)


@pytest.mark.parametrize("content", [b"[default\naws_secret_access_key sentinel\n", b"\xff\xfe[\x00d\x00"])
def test_broken_file(files: Files, home: Path, content: bytes) -> None:
    """A file that cannot be parsed, or is no text, is told, and nothing of it."""
    files("", "")
    (home / ".aws" / "credentials").write_bytes(content)
    trouble = hindrance(profile="work")
    assert isinstance(trouble, FileTrouble)
    assert "sentinel" not in repr(trouble)
    assert profile_in_use(Options(profile="work")) == "work"


async def test_other_keys_are_picked_up(serve: Practices, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time it is asked who is calling, it is those who call by then, and later calls are made as them."""
    account = AwsAccount(Options())
    assert isinstance(await failed(account.who_am_i()), credentials.NoAccessKey)
    for name in ("alice", "bob"):
        practice = serve(user=name)
        monkeypatch.setenv("AWS_ENDPOINT_URL", practice.server.url)
        files("", practice.section())
        user = (await account.who_am_i()).principal
        assert isinstance(user, IamUser)
        assert user.name == name
        assert await account.devices(user) == ()


async def test_the_practice_key_is_secluded(practice: Practice, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the practice key neither environment nor files count, not even if they are broken."""
    files("[profile x]\nendpoint_url = http://192.0.2.1\nregion = us east\n", "[default\nbroken")
    for name in ("AWS_PROFILE", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE"):
        monkeypatch.setenv(name, "no such thing")
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_IAM", "HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ID)
    monkeypatch.setenv("AWS_CA_BUNDLE", "/no/such/file")
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")
    identity = await practice.account().who_am_i()
    assert identity.is_practice
    assert identity.foreign_endpoints == (practice.server.url,)
    assert profile_in_use(Options(access_key_id=ID)) == "default"


ROLE = "[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = default\n"
SIGN_IN = (
    "[profile admin]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Dev\n"
    "[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n"
)
MFA = "mfa_serial = arn:aws:iam::111122223333:mfa/alice\n"
NO_KEYS = Keys(profile="admin")
REFUSED = profiles.RoleRefused(keys=NO_KEYS, source="default")


@pytest.fixture
def no_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may be asked on the terminal."""

    def asked(_prompt: str = "") -> str:
        raise AssertionError("it prompted")

    monkeypatch.setattr(getpass, "getpass", asked)


@pytest.mark.usefixtures("no_prompt")
@pytest.mark.parametrize(
    ("config", "trouble", "calls"),
    [
        (ROLE, REFUSED, ["sts:AssumeRole"]),
        (ROLE + MFA, profiles.ProfileAsksForCode(source="default"), []),
        (SIGN_IN, profiles.SignInExpired(keys=NO_KEYS), []),
    ],
)
def test_role(practice: Practice, files: Files, config: str, trouble: Trouble, calls: list[str]) -> None:
    """A role that is refused, asks for a code or needs a sign-in is told of; nothing is asked on the terminal."""
    files(config, practice.section())
    assert replace(hindrance(profile="admin"), answer="") == trouble
    assert practice.calls == calls


def _answer(**more: object) -> str:
    return json.dumps({"Version": 1, "AccessKeyId": ID, "SecretAccessKey": SECRET, **more})


@pytest.fixture
def typed_ahead() -> "Iterator[None]":
    """Something was typed that nobody has read so far."""
    terminal = os.dup(0)
    reading, writing = os.pipe()
    os.write(writing, b"secret\n")
    os.close(writing)
    os.dup2(reading, 0)
    yield
    os.dup2(terminal, 0)
    os.close(reading)
    os.close(terminal)


@pytest.mark.usefixtures("typed_ahead")
@pytest.mark.parametrize("behind_a_role", [False, True])
def test_command(practice: Practice, files: Files, home: Path, *, behind_a_role: bool) -> None:
    """A credential process runs without a terminal or input of ours to ask through, be it for a role."""
    script = home / "give.py"
    check = "assert (sys.stdin.read(), os.getsid(0)) == ('', os.getpid())"
    script.write_text(f"import os, sys\n{check}\nprint({_answer()!r})\n")
    role = "[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = tool\n"
    files(f"{role}[profile tool]\ncredential_process = {shlex.join([sys.executable, str(script)])}\n", "")
    if behind_a_role:
        hindrance(profile="admin")
        assert practice.calls == ["sts:AssumeRole"]
    else:
        assert connected(profile="tool").keys == Keys(source=KeySource.COMMAND, profile="tool", shown_id=SHOWN)


SAID = {
    "empty": "",
    "not json": "please sign in",
    "no version": "{}",
    "list": "[]",
    "no date": _answer(Expiration="soon"),
    "number for a date": _answer(Expiration=5),
    "far date": _answer(Expiration="9" * 20),
    "expired": _answer(Expiration="2001-01-01T00:00:00Z"),
    "null": _answer(SecretAccessKey=None),
    "number": _answer(AccessKeyId=5),
}
FAILED = profiles.CommandFailed(keys=NO_KEYS, program="cat", said="")
OTHERS = profiles.CredentialsFailed(keys=NO_KEYS)
NOT_THERE = "No such file or directory"
NO_TOKEN = "role_arn = arn:aws:iam::111122223333:role/x\nweb_identity_token_file = /no/such/file"
SOURCES: dict[str, tuple[str, Trouble]] = {
    **{
        name: ("credential_process = cat {home}/answer", FAILED if name in {"empty", "not json", "list"} else OTHERS)
        for name in SAID
    },
    "fails": ("credential_process = ls -- {home}/sentinel/none", FAILED),
    "no such command": (
        "credential_process = /opt/no-such-command",
        replace(FAILED, program="no-such-command", said=NOT_THERE, started=False),
    ),
    "no command": (
        "credential_process = /etc/passwd",
        replace(FAILED, program="passwd", said="Permission denied", started=False),
    ),
    "unbalanced": ('credential_process = sh -c "unbalanced', OTHERS),
    "blank": ("credential_process =", OTHERS),
    "no token": (NO_TOKEN, OTHERS),
    "no role": ("role_arn = x\nsource_profile = default", OTHERS),
    "no source": ("role_arn = arn:aws:iam::111122223333:role/x", profiles.AwsFilesUnusable(keys=NO_KEYS)),
}


@pytest.mark.parametrize("source", SOURCES)
def test_source_that_gives_nothing(practice: Practice, files: Files, home: Path, source: str) -> None:
    """Whatever nonsense a command writes, or a role lacks: it failed, and nothing of what it writes is told."""
    (home / "answer").write_text(SAID.get(source, ""))
    line, trouble = SOURCES[source]
    files(f"[profile admin]\n{line.format(home=home)}\n", practice.section())
    found = hindrance(profile="admin")
    if source == "fails":
        assert isinstance(found, profiles.CommandFailed)
        assert NOT_THERE in found.said
    else:
        assert found == trouble
    assert practice.calls == []


def test_quiet(files: Files, caplog: pytest.LogCaptureFixture) -> None:
    """Looking for keys logs nothing that would be written across the screen."""
    caplog.set_level(logging.DEBUG)
    files("", f"[default]\n{KEY}")
    for _ in range(2):
        connected()
        assert SECRET not in caplog.text
