"""Under which names sessions are kept."""

from pathlib import Path

import botocore.session
import pytest

from mfa_enroll.domain.profile import KeptSession, NameProblem, NameRefusal
from mfa_enroll.domain.troubles.files import ProfileTakenMeanwhile
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
    region_of,
    stopped,
)

ROLE, OTHERS, SESSION = "role_arn = arn:aws:iam::1:role/x\n", NameProblem.FOREIGN_SESSION, KEY + TOKEN


@pytest.mark.parametrize("profile", ["my work", "a\tb", "ü", 'a"b', "a]b", "-x", "---", "x" * 200])
def test_source_of_any_name(home: Path, profile: str) -> None:
    """Whatever the source is called: a name that can be had is offered, and both profiles work."""
    (home / ".aws").mkdir()
    (home / ".aws" / "credentials").write_text(f"[{profile}]\naws_access_key_id = AKIA\naws_secret_access_key = s\n")
    keep(profile)
    offered = profiles_of(profile).suggestion()
    assert (keys_of(offered)[0], keys_of(profile)[0]) == ("ASIAONE", "AKIA")
    assert profiles_of(profile).kept() == (KeptSession(offered, EXPIRES),)
    assert profiles_of(profile).plan(offered, SERIAL).refreshes
    assert botocore.session.Session(profile=profile).get_scoped_config().get("mfa_serial") in {SERIAL, None}


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", NameProblem.EMPTY),
        ("x" * 129, NameProblem.TOO_LONG),
        *((name, NameProblem.ODD_CHARACTERS) for name in (" ", "my work", " x", "x ", "a\nb", "a\x1bb", "a\u200bb")),
        *((name, NameProblem.ODD_CHARACTERS) for name in ("é", "٣", "[x", "x]", '"x"', "'x", "#x", "a#b", ";x", "a=b")),
        *((name, NameProblem.ODD_CHARACTERS) for name in ("a\\b", "-x", "--profile")),
        *((name, NameProblem.DEFAULT) for name in ("default", "DEFAULT", "Default")),
        ("work", NameProblem.OWN_KEY),
    ],
)
def test_no_name(folder: Path, name: str, problem: NameProblem) -> None:
    """What some tool stumbles over, the default profile and that of the key itself are refused; nothing is written."""
    assert refused(lambda: profiles_of("work").plan(name, SERIAL)) == NameRefusal(problem, name)
    assert read_both(folder) == (CREDENTIALS, CONFIG)


@pytest.mark.parametrize("name", ["x", "work-mfa", "a.b@c.d", "team/alice", "a:b", "x+y%z", "9", "_", "x" * 128])
@pytest.mark.usefixtures("folder")
def test_a_name(name: str) -> None:
    """What every tool takes is a name, and botocore finds the session under it."""
    keep("work", name)
    assert (keys_of(name)[0], region_of(name)) == ("ASIAONE", "eu-central-1")


@pytest.mark.parametrize(
    ("place", "settings", "problem", "source"),
    [
        ("credentials", KEY, NameProblem.ACCESS_KEY, ""),
        ("config", KEY, NameProblem.ACCESS_KEY, ""),
        ("credentials", "AWS_Access_Key_ID=AKIAX\n", NameProblem.ACCESS_KEY, ""),
        ("credentials", f"{KEY}mfa_source_profile = work\n", NameProblem.ACCESS_KEY, ""),
        ("config", f"{ROLE}source_profile = work\n", NameProblem.ROLE, ""),
        ("credentials", ROLE, NameProblem.ROLE, ""),
        ("config", "web_identity_token_file = /x\n", NameProblem.ROLE, ""),
        ("config", "credential_source = Environment\n", NameProblem.ROLE, ""),
        ("config", "source_profile = work\n", NameProblem.ROLE, ""),
        ("config", "sso_session = x\n", NameProblem.IDENTITY_CENTER, ""),
        ("config", "sso_start_url = https://x\n", NameProblem.IDENTITY_CENTER, ""),
        ("config", "credential_process = /x\n", NameProblem.COMMAND, ""),
        ("config", "login_session = x\n", NameProblem.CONSOLE_SIGN_IN, ""),
        ("credentials", SESSION, OTHERS, ""),
        ("config", SESSION, OTHERS, ""),
        ("credentials", f"{KEY}aws_security_token = t\n", OTHERS, ""),
        ("credentials", f"{SESSION}aws_security_token = t\nmfa_source_profile = work\n", OTHERS, ""),
        ("credentials", f"{SESSION}mfa_source_profile = default\n", NameProblem.SESSION_OF_PROFILE, "default"),
        ("credentials", f"{SESSION}mfa_source_profile = \x1b]0;x\n", NameProblem.SESSION_OF_PROFILE, "\ufffd]0;x"),
        ("credentials", f"{SESSION}mfa_source_profile =\n", NameProblem.SESSION_OF_ENVIRONMENT, ""),
        ("credentials", f"{SESSION}mfa_source_profile = work\n{ROLE}", NameProblem.ROLE, ""),
    ],
)
def test_taken(folder: Path, place: str, settings: str, problem: NameProblem, source: str) -> None:
    """A profile that holds anything else is refused with what it holds, before and at the time of writing."""
    profiles = profiles_of("work")
    plan = profiles.plan("other", SERIAL)
    section = "[other]\n" if place == "credentials" else "[profile other]\n"
    with (folder / place).open("a") as file:
        file.write(f"\n{section}{settings}")
    before = read_both(folder)
    refusal = NameRefusal(problem, "other", source)
    assert refused(lambda: profiles.plan("other", SERIAL)) == refusal
    assert stopped(lambda: profiles.keep(plan, KEYS)) == ProfileTakenMeanwhile(profile="other", refusal=refusal)
    assert read_both(folder) == before


def test_a_name_that_is_taken_is_not_offered(folder: Path) -> None:
    """Not that of a profile which has this very program bring the keys, either."""
    with (folder / "config").open("a") as config:
        config.write("[profile work-mfa]\ncredential_process = mfa-enroll session --profile work --print json\n")
    assert profiles_of("work").suggestion() == "work-mfa-2"
    keep("work")
    assert profiles_of("work").kept() == (KeptSession("work-mfa-2", EXPIRES),)
    assert profiles_of("work-mfa-2").suggestion() == "work-mfa-2"
