"""Sessions kept under profiles: what is planned, what is written, and what AWS tools make of it."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import botocore.session
import pytest

from mfa_enroll.aws import source
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import FileChange, KeptSession, NameProblem, NameRefusal, Pending, ProfilePlan
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.words.commands import session_command
from tests.files.keeping import (
    CONFIG,
    CONFIG_FILE,
    CREDENTIALS,
    CREDENTIALS_FILE,
    DEFAULT_ID,
    EXPIRES,
    KEY,
    KEYS,
    LATER,
    SENTINEL,
    SERIAL,
    SETTINGS,
    SETTINGS_LINES,
    TOKEN,
    WORK_ID,
    keep,
    keys_of,
    lines_of,
    profiles_of,
    read_both,
    refused,
    region_of,
)


def test_plan(folder: Path) -> None:
    """The plan names each change and no secret, and is made without writing."""
    assert profiles_of("work").plan("work-mfa", SERIAL) == ProfilePlan(
        name="work-mfa",
        serial=SERIAL,
        refreshes=False,
        changes=(
            FileChange(
                CREDENTIALS_FILE,
                "work-mfa",
                (
                    ("aws_access_key_id", Pending.KEY),
                    ("aws_secret_access_key", Pending.KEY),
                    ("aws_session_token", Pending.KEY),
                    ("expiration", Pending.END),
                    ("mfa_expiration_key_id", Pending.KEY),
                    ("mfa_source_profile", "work"),
                    ("mfa_source_key_id", WORK_ID),
                ),
            ),
            FileChange(CONFIG_FILE, "profile work-mfa", SETTINGS),
            FileChange(CONFIG_FILE, "profile work", (("mfa_serial", SERIAL),)),
        ),
        renewal=(("--profile", "work"),),
    )
    assert read_both(folder) == (CREDENTIALS, CONFIG)


def test_keep(folder: Path) -> None:
    """What is planned is written, every other line stays, and botocore and the AWS CLI find the keys and the region."""
    keep("work")
    assert read_both(folder) == (
        f"{CREDENTIALS}\n{lines_of('work-mfa', KEYS, 'work', WORK_ID)}",
        CONFIG.replace("role_session_name = alice\n", f"role_session_name = alice\nmfa_serial = {SERIAL}\n")
        + f"\n[profile work-mfa]\n{SETTINGS_LINES}",
    )
    assert keys_of("work-mfa") == ("ASIAONE", "secret/one+", "token//one==")
    assert keys_of("work") == (WORK_ID, "two", None)
    assert keys_of("default") == (DEFAULT_ID, SENTINEL, None)
    assert region_of("work-mfa") == "eu-central-1"
    assert botocore.session.Session(profile="work").get_scoped_config()["mfa_serial"] == SERIAL

    command = [sys.executable, "-m", "awscli", "configure", "list", "--profile", "work-mfa"]
    listed = subprocess.run(  # noqa: S603 - the command is this test's
        command, capture_output=True, encoding="utf-8", check=True, timeout=60, cwd=folder
    ).stdout
    lines = {line.split()[0]: line for line in listed.splitlines() if line.split()}
    assert "shared-credentials-file" in lines["access_key"]
    assert lines["access_key"].split()[1].endswith("ONE")
    assert "eu-central-1" in lines["region"]


def test_refresh(folder: Path) -> None:
    """A later session takes the place of the earlier one, line by line, and nothing else changes any more."""
    keep("work")
    with (folder / "credentials").open("a") as file:
        file.write("# mine\n\n[more]\naws_access_key_id = AKIAMORE\n")
    credentials, config = read_both(folder)
    plan = profiles_of("work").plan("work-mfa", SERIAL)
    assert plan.refreshes
    assert [(change.section, len(change.settings)) for change in plan.changes] == [("work-mfa", 5)]
    keep("work", keys=LATER)
    assert read_both(folder) == (
        credentials.replace(lines_of("work-mfa", KEYS, "work", WORK_ID), lines_of("work-mfa", LATER, "work", WORK_ID)),
        config,
    )
    assert keys_of("work-mfa") == ("ASIATWO", "secret/two+", "token//two==")


@pytest.mark.parametrize("named", ["in the environment", "as an option"])
def test_renewal_from_within(folder: Path, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls with a profile that holds a session renews that one, with the access key behind it."""
    keep("work", "night")
    monkeypatch.setenv("AWS_PROFILE", "night" if named == "in the environment" else "default")
    profiles = profiles_of("night" if named == "as an option" else None)
    assert profiles.suggestion() == "night"
    plan = profiles.plan("night", SERIAL)
    assert (plan.refreshes, plan.renewal) == (True, (("--profile", "work"), ("--as", "night")))
    profiles.keep(plan, LATER)
    assert read_both(folder)[0] == f"{CREDENTIALS}\n{lines_of('night', LATER, 'work', WORK_ID)}"
    assert profiles.kept() == (KeptSession("night", LATER.expires),)


def test_nothing_there(home: Path) -> None:
    """Without any files they are made, and the default profile is told the device."""
    keep()
    assert read_both(home / ".aws") == (lines_of("default-mfa", KEYS, "default"), f"[default]\nmfa_serial = {SERIAL}\n")


def test_key_of_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of a key from the environment names no source, and is known again as one of such a key."""
    for name, value in {"ACCESS_KEY_ID": "AKIAENVIRONMENT00000", "SECRET_ACCESS_KEY": "x", "PROFILE": "work"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    keep()
    assert read_both(folder) == (
        f"{CREDENTIALS}\n{lines_of('default-mfa', KEYS, '', 'AKIAENVIRONMENT00000')}",
        f"{CONFIG}\n[profile default-mfa]\n{SETTINGS_LINES}",
    )
    assert profiles_of().plan("default-mfa", SERIAL).refreshes
    assert profiles_of().kept() == (KeptSession("default-mfa", EXPIRES),)
    named = profiles_of("work")
    assert (named.suggestion(), named.kept()) == ("work-mfa", ())
    assert refused(lambda: named.plan("default-mfa", SERIAL)) == NameRefusal(
        NameProblem.SESSION_OF_ENVIRONMENT, "default-mfa"
    )
    assert source.source_of_session(Options(profile="default-mfa")) is None


@pytest.mark.parametrize(
    ("options", "variables", "name", "command"),
    [
        (Options(), {}, "default-mfa", "mfa-enroll session"),
        (Options(), {}, "x", "mfa-enroll session --as x"),
        (Options(), {"AWS_PROFILE": "work"}, "work-mfa", "mfa-enroll session --profile work"),
        (Options(profile="work"), {}, "x", "mfa-enroll session --profile work --as x"),
        (Options(profile="default"), {"AWS_ACCESS_KEY_ID": "A"}, "default-mfa", "mfa-enroll session --profile default"),
        (Options(), {"AWS_ACCESS_KEY_ID": "A", "AWS_PROFILE": "work"}, "default-mfa", "mfa-enroll session"),
        (Options(region="cn-north-1"), {}, "default-mfa", "mfa-enroll session --region cn-north-1"),
        (
            Options(profile="my $work", endpoint_url="https://iam.example.com"),
            {},
            "my-work-mfa",
            "mfa-enroll session --profile 'my $work' --endpoint-url https://iam.example.com",
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_renewal(
    options: Options, variables: dict[str, str], name: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command that renews comes to the same key and profile in a terminal where nothing else is set."""
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    profiles = SharedProfiles.for_options(options)
    assert session_command(profiles.plan(name, SERIAL).renewal) == command
    started = session_command(profiles.session_options())
    assert command.startswith(started)
    assert ("--as" in command) is (started != command)


def test_written_meanwhile(folder: Path) -> None:
    """What others write between plan and keeping stays, and counts."""
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    (folder / "credentials").write_text(f"{CREDENTIALS}[new]\naws_access_key_id = AKIANEW\n")
    (folder / "config").write_text(f"{CONFIG}[profile work-mfa]\nregion = us-west-2\n[profile new]\nregion = x\n")
    profiles.keep(plan, KEYS)
    assert region_of("work-mfa") == "us-west-2"
    assert {"new", "work", "work-mfa", "default"} == set(botocore.session.Session().available_profiles)


def test_kept(folder: Path) -> None:
    """The sessions of the access key in use are listed, expired ones too, and no other one.

    Of one that tells no moment, or whose keys another program has replaced, nobody knows until when it lasts.
    """
    keep("work", "b", replace(KEYS, expires=datetime(2020, 1, 1, tzinfo=UTC)))
    keep("work", "a", replace(KEYS, expires=EXPIRES.astimezone(timezone(timedelta(hours=9)))))
    keep("default", "c")
    session, of_work, end = KEY + TOKEN, "mfa_source_profile = work\n", "expiration = 2026-11-24T20:00:00Z\n"
    with (folder / "credentials").open("a") as file:
        file.write(f"[x]\n{session}{of_work}expiration = soon\n")
        file.write(f"[y]\n{session}{of_work}expiration = 2026-11-24T20:00:00\n")
        file.write(f"[z]\n{session}{of_work}expiration = 0001-01-01T00:00:00+14:00\n")
        file.write(f"[\x1b]0;]\n{session}{of_work}{end}")
        file.write(f"[gone]\n{of_work}{end}")
        file.write(f"[other]\n{session}{end}")
        file.write(f"[w]\n{session}{of_work}{end}mfa_expiration_key_id = ASIAOTHER\n")
    ended, lasting = KeptSession("b", datetime(2020, 1, 1, tzinfo=UTC)), KeptSession("a", EXPIRES)
    assert profiles_of("work").kept() == (ended, lasting, *(KeptSession(name, None) for name in "xyzw"))
    assert profiles_of().kept() == (KeptSession("c", EXPIRES),)


def test_keys_of_a_session_that_lasts(folder: Path) -> None:
    """Those of the session that would be offered, else of the one that lasts longest, and of none whose end is near."""

    def lasting(profile: str, moment: datetime, name: str | None = None) -> tuple[str, ...]:
        keys = profiles_of(profile).keys_until(moment, name)
        return (keys.access_key_id, keys.secret_access_key.reveal(), keys.session_token.reveal()) if keys else ()

    first, second = (("ASIAONE", "secret/one+", "token//one=="), ("ASIATWO", "secret/two+", "token//two=="))
    before = EXPIRES - timedelta(seconds=1)
    keep("work", "long", LATER)
    keep("work", "short")
    assert lasting("work", before) == second
    assert lasting("work", before, "short") == first
    assert lasting("work", EXPIRES, "short") == lasting("work", LATER.expires) == lasting("default", before) == ()
    keep("work", "work-mfa")
    assert lasting("work", before) == lasting("work-mfa", before) == lasting("short", before) == first
    assert lasting("long", before) == lasting("work", EXPIRES) == second
    credentials = folder / "credentials"
    credentials.write_text(credentials.read_text().replace("ASIATWO", "ASIAOTHER", 1))
    assert lasting("long", before, "long") == ()


@pytest.mark.parametrize(
    ("in_profile", "in_environment", "seconds"),
    [
        ("", None, 43_200),
        ("3600", None, 3_600),
        ("60", None, 900),
        ("999999", None, 129_600),
        ("long", None, 43_200),
        ("3600", "90m", 5_400),
        ("3600", "", 3_600),
    ],
)
def test_how_long_a_session_is_asked_for(
    in_profile: str, in_environment: str | None, seconds: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the environment says, else the profile with the key, for either profile of the pair; within AWS's limits."""
    keep("work")
    config = (folder / "config").read_text()
    (folder / "config").write_text(
        config.replace("[profile work]\n", f"[profile work]\nduration_seconds = {in_profile}\n")
    )
    if in_environment is not None:
        monkeypatch.setenv("MFA_ENROLL_DURATION", in_environment)
    assert profiles_of("work").duration() == profiles_of("work-mfa").duration() == seconds


def test_loads_nothing_heavy() -> None:
    """Making one loads neither boto3 nor ConfigUpdater: most runs end without keeping a session."""
    script = (
        "import sys\n"
        "from mfa_enroll.domain.options import Options\n"
        "from mfa_enroll.files.profiles import SharedProfiles\n"
        "SharedProfiles.for_options(Options())\n"
        "sys.exit(' '.join({'boto3', 'botocore', 'configupdater'} & set(sys.modules)) or None)\n"
    )
    done = subprocess.run(  # noqa: S603 - the command is this test's
        [sys.executable, "-c", script], capture_output=True, check=False, timeout=60, cwd=Path(__file__).parents[2]
    )
    assert (done.returncode, done.stderr) == (0, b"")
