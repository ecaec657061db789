"""Shared AWS files of someone with two access keys, and sessions to keep in them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import botocore.session
import pytest

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.problem import Problem, Stopped
from mfa_enroll.domain.profile import NameRefusedError
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.files.profiles import SharedProfiles

SERIAL = "arn:aws:iam::111122223333:mfa/alice"
EXPIRES = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
KEYS = SessionKeys("ASIAONE", Secret("secret/one+"), Secret("token//one=="), EXPIRES)
LATER = SessionKeys("ASIATWO", Secret("secret/two+"), Secret("token//two=="), EXPIRES + timedelta(hours=12))
DEFAULT_ID, WORK_ID = "AKIADEFAULT000000000", "AKIAWORK000000000000"
CREDENTIALS = f"""\
# from the administrator
[default]
aws_access_key_id = {DEFAULT_ID}
aws_secret_access_key = one

[work]
aws_access_key_id={WORK_ID}
aws_secret_access_key=two

# the end
"""
CONFIG = """\
[default]
region = eu-west-1

[profile work]
region = eu-central-1   
output = yaml
s3 =
  addressing_style = path
services = local
role_session_name = alice

[services local]
s3 =
  endpoint_url = http://127.0.0.1:1
"""  # noqa: W291 - blanks at the end of a line are there to stay
KEY = "aws_access_key_id = AKIAX\naws_secret_access_key = x\n"
TOKEN = "aws_session_token = t\n"


def write_both(home: Path) -> Path:
    """Write the two files, and return their folder."""
    folder = home / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(CREDENTIALS)
    (folder / "config").write_text(CONFIG)
    return folder


def profiles_of(profile: str | None = None) -> SharedProfiles:
    """The profiles of someone who names one, or none."""
    return SharedProfiles.for_options(Options(profile=profile))


def keep(profile: str | None = None, name: str | None = None, keys: SessionKeys = KEYS) -> None:
    """Keep a session under the name, or under the one that is offered."""
    profiles = profiles_of(profile)
    profiles.keep(profiles.plan(name or profiles.suggestion(), SERIAL), keys)


def read_both(folder: Path) -> tuple[str, str]:
    """The credentials and the config file."""
    return (folder / "credentials").read_text(), (folder / "config").read_text()


def lines_of(name: str, keys: SessionKeys, source_profile: str, key_id: str = "") -> str:
    """The section that holds a session. Of some keys the ID is not known."""
    end = f" {source_profile}" if source_profile else ""
    return (
        f"[{name}]\naws_access_key_id = {keys.access_key_id}\n"
        f"aws_secret_access_key = {keys.secret_access_key.reveal()}\n"
        f"aws_session_token = {keys.session_token.reveal()}\n"
        f"expiration = {keys.expires:%Y-%m-%dT%H:%M:%SZ}\nmfa_source_profile ={end}\n"
        + (f"mfa_source_key_id = {key_id}\n" if key_id else "")
    )


def keys_of(profile: str) -> tuple[str | None, str | None, str | None]:
    """What botocore signs with under a profile."""
    found = botocore.session.Session(profile=profile).get_credentials()
    assert found is not None
    frozen = found.get_frozen_credentials()
    return frozen.access_key, frozen.secret_key, frozen.token


def refused(act: Callable[[], object]) -> str:
    """Why ``act`` refuses a name."""
    with pytest.raises(NameRefusedError) as caught:
        act()
    return caught.value.words


def stopped(act: Callable[[], object]) -> Problem:
    """The page that ``act`` comes to."""
    with pytest.raises(Stopped) as caught:
        act()
    return caught.value.problem
