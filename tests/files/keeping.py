"""Shared AWS files of someone with two access keys, sessions to keep in them, and what may come of it."""

import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import botocore.session
import pytest

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import NameRefusal, NameRefusedError
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.files.inifile import IniFile
from mfa_enroll.files.profiles import SharedProfiles

SERIAL = "arn:aws:iam::111122223333:mfa/alice"
EXPIRES = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
KEYS = SessionKeys("ASIAONE", Secret("secret/one+"), Secret("token//one=="), EXPIRES)
LATER = SessionKeys("ASIATWO", Secret("secret/two+"), Secret("token//two=="), EXPIRES + timedelta(hours=12))
DEFAULT_ID, WORK_ID = "AKIADEFAULT000000000", "AKIAWORK000000000000"
SENTINEL = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
CREDENTIALS = f"""\
# from the administrator
[default]
aws_access_key_id = {DEFAULT_ID}
aws_secret_access_key = {SENTINEL}

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
CREDENTIALS_FILE, CONFIG_FILE = str(Path("~/.aws/credentials")), str(Path("~/.aws/config"))
"""As they are shown."""
SETTINGS = (("region", "eu-central-1"), ("output", "yaml"), ("services", "local"))
"""What a session of the profile ``work`` needs in the config file."""
SETTINGS_LINES = "region = eu-central-1\noutput = yaml\nservices = local\n"
KEY = "aws_access_key_id = AKIAX\naws_secret_access_key = x\n"
TOKEN = "aws_session_token = t\n"
ADDED = f"[new]\naws_secret_access_key = {SENTINEL}NEW\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


def add(file: IniFile) -> IniFile:
    """Put a key into a section of its own, ``ADDED``."""
    return file.with_settings("new", {"aws_secret_access_key": f"{SENTINEL}NEW"})


def profiles_of(profile: str | None = None) -> SharedProfiles:
    """The profiles of someone who names one, or none, as the flows ask for them."""
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
        f"expiration = {keys.expires:%Y-%m-%dT%H:%M:%SZ}\nmfa_expiration_key_id = {keys.access_key_id}\n"
        f"mfa_source_profile ={end}\n" + (f"mfa_source_key_id = {key_id}\n" if key_id else "")
    )


def keys_of(profile: str) -> tuple[str | None, str | None, str | None]:
    """What botocore signs with under a profile."""
    found = botocore.session.Session(profile=profile).get_credentials()
    assert found is not None
    frozen = found.get_frozen_credentials()
    return frozen.access_key, frozen.secret_key, frozen.token


def region_of(profile: str) -> object:
    """The region that botocore calls under a profile."""
    return botocore.session.Session(profile=profile).get_config_variable("region")


def refused(act: Callable[[], object]) -> NameRefusal:
    """Why ``act`` refuses a name."""
    with pytest.raises(NameRefusedError) as caught:
        act()
    return caught.value.refusal


def stopped(act: Callable[[], object]) -> Trouble:
    """What ``act`` comes to. Neither that nor what it was raised from holds a secret of the files."""
    with pytest.raises(Stopped) as caught:
        act()
    error: BaseException | None = caught.value
    assert SENTINEL not in "".join(traceback.format_exception(error))
    while error is not None:
        assert SENTINEL not in f"{error!r} {vars(error)}"
        assert SENTINEL.encode() not in b"".join(part for part in error.args if isinstance(part, bytes))
        error = error.__context__
    return caught.value.trouble
