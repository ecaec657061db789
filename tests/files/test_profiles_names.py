"""Under which names sessions are kept."""

from pathlib import Path

import botocore.session
import pytest

from mfa_enroll.domain.profile import KeptSession
from tests.files.keeping import (
    CONFIG,
    CREDENTIALS,
    EXPIRES,
    KEY,
    KEYS,
    SERIAL,
    TOKEN,
    keep,
    keys_of,
    profiles_of,
    read_both,
    refused,
    stopped,
    write_both,
)


@pytest.fixture
def folder(home: Path) -> Path:
    """The shared files of someone with two access keys."""
    return write_both(home)


@pytest.mark.parametrize("profile", ["my work", "a\tb", "ü", 'a"b', "a]b", "-x", "---", "x" * 200])
def test_source_of_any_name(home: Path, profile: str) -> None:
    """Whatever the source is called: a name that can be had is offered, and both profiles work."""
    folder = home / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(f"[{profile}]\naws_access_key_id = AKIA\naws_secret_access_key = s\n")
    keep(profile)
    offered = profiles_of(profile).suggestion()
    assert keys_of(offered)[0] == "ASIAONE"
    assert keys_of(profile)[0] == "AKIA"
    assert profiles_of(profile).kept() == (KeptSession(offered, EXPIRES),)
    assert profiles_of(profile).plan(offered, SERIAL).refreshes
    assert botocore.session.Session(profile=profile).get_scoped_config().get("mfa_serial") in {SERIAL, None}


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "my work", " x", "x ", "a\nb", "a\x1bb", "a\u200bb", "é", "٣", "x" * 129),
        *("[x", "x]", '"x"', "'x", "#x", "a#b", ";x", "a=b", "a\\b", "-x", "--profile"),
        *("default", "DEFAULT", "Default"),
    ],
)
def test_no_name(folder: Path, name: str) -> None:
    """What some tool would stumble over, and the default profile, are refused in a sentence, and nothing is written."""
    words = refused(lambda: profiles_of("work").plan(name, SERIAL))
    assert words.endswith(".")
    assert words.isprintable()
    assert read_both(folder) == (CREDENTIALS, CONFIG)


@pytest.mark.parametrize("name", ["x", "work-mfa", "a.b@c.d", "team/alice", "a:b", "x+y%z", "9", "_", "x" * 128])
@pytest.mark.usefixtures("folder")
def test_a_name(name: str) -> None:
    """What every tool takes is a name, and botocore finds the session under it."""
    keep("work", name)
    assert keys_of(name)[0] == "ASIAONE"
    session = botocore.session.Session(profile=name)
    assert session.get_config_variable("region") == "eu-central-1"


@pytest.mark.parametrize(
    ("place", "settings", "words"),
    [
        ("credentials", KEY, "access key"),
        ("config", KEY, "access key"),
        ("credentials", "AWS_Access_Key_ID=AKIAX\n", "access key"),
        ("credentials", f"{KEY}mfa_source_profile = work\n", "access key"),
        ("config", "role_arn = arn:aws:iam::1:role/x\nsource_profile = work\n", "role"),
        ("credentials", "role_arn = arn:aws:iam::1:role/x\n", "role"),
        ("config", "web_identity_token_file = /x\n", "role"),
        ("config", "credential_source = Environment\n", "role"),
        ("config", "source_profile = work\n", "role"),
        ("config", "sso_session = x\n", "Identity Center"),
        ("config", "sso_start_url = https://x\n", "Identity Center"),
        ("config", "credential_process = /x\n", "command"),
        ("config", "login_session = x\n", "console"),
        ("credentials", KEY + TOKEN, "another program"),
        ("config", KEY + TOKEN, "another program"),
        ("credentials", f"{KEY}aws_security_token = t\n", "another program"),
        ("credentials", f"{KEY}{TOKEN}aws_security_token = t\nmfa_source_profile = work\n", "another program"),
        ("credentials", f"{KEY}{TOKEN}mfa_source_profile = default\n", "profile default"),
        ("credentials", f"{KEY}{TOKEN}mfa_source_profile = \x1b]0;x\n", "profile \N{REPLACEMENT CHARACTER}"),
        ("credentials", f"{KEY}{TOKEN}mfa_source_profile =\n", "environment"),
        ("credentials", f"{KEY}{TOKEN}mfa_source_profile = work\nrole_arn = arn:aws:iam::1:role/x\n", "role"),
    ],
)
def test_taken(folder: Path, place: str, settings: str, words: str) -> None:
    """A profile that holds anything else is refused with what it holds, before and at the time of writing."""
    profiles = profiles_of("work")
    plan = profiles.plan("other", SERIAL)
    section = "[other]\n" if place == "credentials" else "[profile other]\n"
    with (folder / place).open("a") as file:
        file.write(f"\n{section}{settings}")
    before = read_both(folder)
    said = refused(lambda: profiles.plan("other", SERIAL))
    assert words in said
    assert said.isprintable()
    page = stopped(lambda: profiles.keep(plan, KEYS))
    assert said in page.happened
    assert read_both(folder) == before


def test_source_itself(folder: Path) -> None:
    """No session takes the place of its own access key."""
    assert "your access key" in refused(lambda: profiles_of("work").plan("work", SERIAL))
    assert read_both(folder) == (CREDENTIALS, CONFIG)
