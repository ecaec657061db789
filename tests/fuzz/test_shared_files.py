"""Shared AWS files and the names of profiles: a plan, a refusal or a page, and nothing lost from the files."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import NameRefusedError, Pending, ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import CallFailed, Stopped
from mfa_enroll.files.inifile import IniFile
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.words.times import moment
from tests.fuzz.files import CONFIG, CREDENTIALS, NAMES, as_botocore, assert_only, files, orderly
from tests.fuzz.hostile import TEXT, assert_fit, assert_page, examples

SERIAL = "arn:aws:iam::111122223333:mfa/alice"
KEYS = SessionKeys(
    "ASIANEW0000000000000", Secret("secret/one+"), Secret("token//one=="), datetime(2027, 5, 1, tzinfo=UTC)
)
SETTINGS = {
    "aws_access_key_id": KEYS.access_key_id,
    "aws_secret_access_key": KEYS.secret_access_key.reveal(),
    "aws_session_token": KEYS.session_token.reveal(),
    "expiration": "2027-05-01T00:00:00Z",
}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reads be made again at once, and let the disk take its time."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


def _folder(home: Path, credentials: bytes, config: bytes) -> Path:
    folder = home / ".aws"
    folder.mkdir(exist_ok=True)
    (folder / "credentials").write_bytes(credentials)
    (folder / "config").write_bytes(config)
    return folder


def _keep(folder: Path, name: str, profile: str | None) -> None:
    """Keep a session, if it can be, and hold against the files what became of them."""
    paths = folder / "credentials", folder / "config"
    contents = [path.read_bytes() for path in paths]
    before = [as_botocore(path) for path in paths]
    try:
        profiles = SharedProfiles.for_options(Options(profile=profile))
        assert_fit(profiles.suggestion())
        for session in profiles.kept():
            assert_fit(session)
            assert session.expires is None or moment(session.expires)
        plan = profiles.plan(name, SERIAL)
        assert_fit(plan)
        profiles.keep(plan, KEYS)
    except NameRefusedError as error:
        event("refused")
        assert_fit(error.refusal.source)
    except Stopped as stop:
        event(f"stopped: {stop.trouble.reference}")
        assert_page(stop.trouble)
    else:
        event("kept")
        _assert_kept(plan, paths, before)
        for path, old in zip(paths, contents, strict=True):
            told = [change for change in plan.changes if change.path.endswith(path.name)]
            assert_only(old, path.read_bytes(), told)
        _take_out(profiles, name, paths)
        return
    assert [path.read_bytes() for path in paths] == contents


def _take_out(profiles: SharedProfiles, name: str, paths: list[Path] | tuple[Path, Path]) -> None:
    """Take the session out again: its keys are gone, and every other section is as it was with it."""
    credentials, config = paths
    kept, other = as_botocore(credentials), config.read_bytes()
    removal = profiles.removal(name)
    if removal is None:
        event("not known again")
        return
    try:
        profiles.remove(removal)
    except Stopped as stop:
        event(f"not taken out: {stop.trouble.reference}")
        assert as_botocore(credentials) == kept
        return
    event("taken out")
    left = as_botocore(credentials)
    assert isinstance(kept, dict)
    assert isinstance(left, dict)
    assert {key: value for key, value in left.items() if key != name} == {
        key: value for key, value in kept.items() if key != name
    }
    assert not {"aws_secret_access_key", "aws_session_token"} & set(left.get(name, {}))
    assert config.read_bytes() == other


@examples(100)
@given(
    files(CREDENTIALS),
    files(CONFIG),
    st.sampled_from(("new", "new", "work-mfa", "role")),
    st.sampled_from(("work", "work", None)),
)
@example(CREDENTIALS.encode(), b"[DEFAULT]\nregion = a\n[profile work]\n", "new", "work")
@example(b"[DEFAULT]\nregion = a\n[work]\n", CONFIG.encode(), "new", "work")
@example(CREDENTIALS.encode(), b"\r", "new", "work")
def test_whatever_the_files_hold_nothing_is_lost(
    home: Path, credentials: bytes, config: bytes, name: str, profile: str | None
) -> None:
    """Whatever the files hold, keeping a session changes what was announced and no byte besides, or nothing."""
    _keep(_folder(home, credentials, config), name, profile)


@examples(60)
@given(NAMES, st.none() | NAMES)
def test_whatever_the_names_are_nothing_is_lost(home: Path, name: str, profile: str | None) -> None:
    """Likewise with any name for the session, and for the profile of its key."""
    _keep(_folder(home, CREDENTIALS.encode(), CONFIG.encode()), name, profile)


@examples(120)
@given(orderly(""))
def test_a_file_in_order_can_be_changed(content: bytes) -> None:
    """Whatever it holds: a new section can be added, and settings of one that is there."""
    for name in ("work", "new"):
        assert IniFile.parse(content.decode()).with_settings(name, SETTINGS).differing(name, SETTINGS) == {}


def _assert_kept(plan: ProfilePlan, paths: tuple[Path, Path], before: list[dict[str, Any] | None]) -> None:
    """What botocore read before, it reads after, and what was announced."""
    for path, was in zip(paths, before, strict=True):
        now = as_botocore(path)
        assert was is not None
        assert now is not None
        announced: dict[str, dict[str, str | Pending]] = {}
        for change in plan.changes:
            if change.path.endswith(path.name):
                announced.setdefault(change.section, {}).update(change.settings)
        for section, settings in announced.items():
            shown = {key: value for key, value in settings.items() if not isinstance(value, Pending)}
            assert shown.items() <= {key: clean(str(value)) for key, value in now[section].items()}.items()
            rest = {key: value for key, value in now[section].items() if key not in settings}
            inherited = was.get(section, rest)
            assert rest == {key: value for key, value in inherited.items() if key not in settings}
        assert {key: value for key, value in now.items() if key not in announced} == {
            key: value for key, value in was.items() if key not in announced
        }
    kept = as_botocore(paths[0])
    assert kept is not None
    assert SETTINGS.items() <= kept[plan.name].items()


_VARIABLES = (
    *("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_REGION"),
    *("AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE"),
    "HTTPS_PROXY",
)
_PLACES = (
    *("/dev/null", "/", "/dev/full", "~", "~nobody/x", "$HOME/x", "/proc/self/mem", "http://[::1"),
    *("http://127.0.0.1:1", "http://x:99999", "localhost:1", "file:///etc/passwd", "a" * 5000),
)


@examples(60)
@given(
    st.tuples(files(CREDENTIALS), files(CONFIG)),
    st.sampled_from(_VARIABLES),
    TEXT | NAMES | st.sampled_from(_PLACES),
    st.none() | NAMES,
)
def test_any_surroundings_lead_to_a_page(
    home: Path, contents: tuple[bytes, bytes], variable: str, value: str, profile: str | None
) -> None:
    """Whatever files and variables say, asking who calls comes to a page, and so does a plan, unless it can be made."""
    folder = _folder(home, *contents)
    kept = os.environ.copy()
    try:
        os.environ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1"
        try:
            os.environ[variable] = value
        except ValueError:  # a variable holds no NUL
            os.environ[variable] = value.replace("\0", "")
        options = Options(profile=profile)
        account = AwsAccount(options, Timeouts(connect=0.2, read=0.2))
        with pytest.raises(CallFailed) as caught:
            asyncio.run(account.who_am_i())
        assert_page(caught.value.trouble)
        profiles = SharedProfiles.for_options(options)
        try:
            assert_fit(profiles.suggestion())
            assert_fit(profiles.kept())
            assert_fit(profiles.plan("new-name", SERIAL))
        except Stopped as stop:
            assert_page(stop.trouble)
    finally:
        os.environ.clear()
        os.environ.update(kept)
    assert ((folder / "credentials").read_bytes(), (folder / "config").read_bytes()) == contents
