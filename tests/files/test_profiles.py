"""Sessions kept under profiles: what is planned, what is written, and what AWS tools make of it."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import botocore.session
import pytest

from mfa_enroll.aws import source
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import FileChange, KeptSession
from mfa_enroll.files.profiles import SharedProfiles
from tests.files.keeping import (
    CONFIG,
    CREDENTIALS,
    DEFAULT_ID,
    EXPIRES,
    KEY,
    KEYS,
    LATER,
    SERIAL,
    TOKEN,
    WORK_ID,
    keep,
    keys_of,
    lines_of,
    profiles_of,
    read_both,
    refused,
    write_both,
)

if TYPE_CHECKING:
    from mfa_enroll.flows.profiles import Profiles


@pytest.fixture
def folder(home: Path) -> Path:
    """The shared files of someone with two access keys."""
    return write_both(home)


def test_is_what_flows_ask_for() -> None:
    """The class is what the flows call for."""
    profiles: Profiles = profiles_of()
    assert profiles.suggestion() == "default-mfa"


def test_plan(folder: Path) -> None:
    """The plan names each change and no secret, and is made without writing."""
    plan = profiles_of("work").plan("work-mfa", SERIAL)
    assert (plan.name, plan.serial, plan.refreshes) == ("work-mfa", SERIAL, False)
    assert plan.changes == (
        FileChange(
            str(Path("~/.aws/credentials")),
            "work-mfa",
            (
                "aws_access_key_id = ••••",
                "aws_secret_access_key = ••••",
                "aws_session_token = ••••",
                "expiration = when the session ends",
                "mfa_source_profile = work",
                f"mfa_source_key_id = {WORK_ID}",
            ),
        ),
        FileChange(
            str(Path("~/.aws/config")),
            "profile work-mfa",
            ("region = eu-central-1", "output = yaml", "services = local"),
        ),
        FileChange(str(Path("~/.aws/config")), "profile work", (f"mfa_serial = {SERIAL}",)),
    )
    assert read_both(folder) == (CREDENTIALS, CONFIG)


def test_keep(folder: Path) -> None:
    """What is planned is written, every other line stays, and botocore finds both keys and the region."""
    keep("work")
    assert read_both(folder) == (
        f"{CREDENTIALS}\n{lines_of('work-mfa', KEYS, 'work', WORK_ID)}",
        CONFIG.replace("role_session_name = alice\n", f"role_session_name = alice\nmfa_serial = {SERIAL}\n")
        + "\n[profile work-mfa]\nregion = eu-central-1\noutput = yaml\nservices = local\n",
    )
    assert keys_of("work-mfa") == ("ASIAONE", "secret/one+", "token//one==")
    assert keys_of("work") == (WORK_ID, "two", None)
    assert keys_of("default") == (DEFAULT_ID, "one", None)
    session = botocore.session.Session(profile="work-mfa")
    assert session.get_config_variable("region") == "eu-central-1"
    assert botocore.session.Session(profile="work").get_scoped_config()["mfa_serial"] == SERIAL


def test_aws_cli(folder: Path) -> None:
    """The AWS CLI finds the session's keys, where they come from, and the region."""
    keep("work")
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
    assert [(change.section, len(change.lines)) for change in plan.changes] == [("work-mfa", 4)]
    keep("work", keys=LATER)
    assert read_both(folder) == (
        credentials.replace(lines_of("work-mfa", KEYS, "work", WORK_ID), lines_of("work-mfa", LATER, "work", WORK_ID)),
        config,
    )
    assert keys_of("work-mfa") == ("ASIATWO", "secret/two+", "token//two==")


def test_from_within(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the session's own profile in use, it is the access key behind it that sessions are of."""
    keep("work")
    monkeypatch.setenv("AWS_PROFILE", "work-mfa")
    assert profiles_of().suggestion() == "work-mfa"
    assert profiles_of().plan("work-mfa", SERIAL).refreshes
    keep(keys=LATER)
    assert read_both(folder)[0] == f"{CREDENTIALS}\n{lines_of('work-mfa', LATER, 'work', WORK_ID)}"
    assert profiles_of().kept() == (KeptSession("work-mfa", LATER.expires),)


def test_nothing_there(home: Path) -> None:
    """Without any files they are made, and the default profile is told the device."""
    keep()
    assert read_both(home / ".aws") == (lines_of("default-mfa", KEYS, "default"), f"[default]\nmfa_serial = {SERIAL}\n")


def test_key_of_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of a key from the environment names no source, and is known again as one of such a key."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT00000")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "three")
    monkeypatch.setenv("AWS_PROFILE", "work")
    assert profiles_of().suggestion() == "default-mfa"
    keep()
    credentials, config = read_both(folder)
    assert credentials == f"{CREDENTIALS}\n{lines_of('default-mfa', KEYS, '', 'AKIAENVIRONMENT00000')}"
    assert config == f"{CONFIG}\n[profile default-mfa]\nregion = eu-central-1\noutput = yaml\nservices = local\n"
    assert profiles_of().plan("default-mfa", SERIAL).refreshes
    assert profiles_of().kept() == (KeptSession("default-mfa", EXPIRES),)
    assert profiles_of("work").suggestion() == "work-mfa"
    assert profiles_of("work").kept() == ()
    assert "a key from the environment" in refused(lambda: profiles_of("work").plan("default-mfa", SERIAL))
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
    assert profiles.plan(name, SERIAL).renewal == command
    assert command.startswith(profiles.session_command())
    assert ("--as" in command) is (profiles.session_command() != command)


def test_written_meanwhile(folder: Path) -> None:
    """What others write between plan and keeping stays, and counts."""
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    (folder / "credentials").write_text(f"{CREDENTIALS}[new]\naws_access_key_id = AKIANEW\n")
    (folder / "config").write_text(f"{CONFIG}[profile work-mfa]\nregion = us-west-2\n[profile new]\nregion = x\n")
    profiles.keep(plan, KEYS)
    session = botocore.session.Session(profile="work-mfa")
    assert session.get_config_variable("region") == "us-west-2"
    assert {"new", "work", "work-mfa", "default"} == set(session.available_profiles)


def test_kept(folder: Path) -> None:
    """The sessions of the access key in use are listed, expired ones too, and no other one."""
    keep("work", "b", replace(KEYS, expires=datetime(2020, 1, 1, tzinfo=UTC)))
    keep("work", "a", replace(KEYS, expires=EXPIRES.astimezone(timezone(timedelta(hours=9)))))
    keep("default", "c")
    with (folder / "credentials").open("a") as file:
        file.write(f"[x]\n{KEY}{TOKEN}mfa_source_profile = work\nexpiration = soon\n")
        file.write(f"[y]\n{KEY}{TOKEN}mfa_source_profile = work\nexpiration = 2026-11-24T20:00:00\n")
        file.write(f"[z]\n{KEY}{TOKEN}mfa_source_profile = work\nexpiration = 0001-01-01T00:00:00+14:00\n")
        file.write(f"[\x1b]0;]\n{KEY}{TOKEN}mfa_source_profile = work\nexpiration = 2026-11-24T20:00:00Z\n")
        file.write("[gone]\nmfa_source_profile = work\nexpiration = 2026-11-24T20:00:00Z\n")
        file.write(f"[other]\n{KEY}{TOKEN}expiration = 2026-11-24T20:00:00Z\n")
    assert profiles_of("work").kept() == (KeptSession("b", datetime(2020, 1, 1, tzinfo=UTC)), KeptSession("a", EXPIRES))
    assert profiles_of().kept() == (KeptSession("c", EXPIRES),)


def test_loads_nothing_heavy() -> None:
    """Making one loads neither boto3 nor ConfigUpdater: most runs end without keeping a session."""
    script = (
        "import sys\nfrom mfa_enroll.files.profiles import SharedProfiles\nfrom mfa_enroll.domain.options import Options\n"
        "SharedProfiles.for_options(Options())\n"
        "sys.exit(' '.join({'boto3', 'botocore', 'configupdater'} & set(sys.modules)) or None)\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(  # noqa: S603 - the command is this test's
        command, capture_output=True, encoding="utf-8", check=False, timeout=60, cwd=Path(__file__).parents[2]
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_session_is_renewed_under_its_own_name(folder: Path) -> None:
    """Whoever calls with a profile that holds a session renews that one, not another beside it."""
    profiles = profiles_of("work")
    profiles.keep(profiles.plan("night", SERIAL), KEYS)
    again = profiles_of("night")
    assert again.suggestion() == "night"
    plan = again.plan("night", SERIAL)
    assert plan.refreshes
    assert plan.renewal == "mfa-enroll session --profile work --as night"
    again.keep(plan, LATER)
    assert (folder / "credentials").read_text().count("[night]") == 1
    assert again.kept() == (KeptSession("night", LATER.expires),)
