"""Where the two files are, which settings go into which section, and what comes of files that cannot be used."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import botocore.session
import pytest

from mfa_enroll.domain.profile import FileChange, KeptSession
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.troubles.files import (
    FileMisspelt,
    FileUnchangeable,
    FileUnwritable,
    Misspelling,
    NoCredentialsFile,
    SessionHalfKept,
)
from mfa_enroll.files.profiles import SharedProfiles
from tests.files.keeping import (
    CONFIG,
    CONFIG_FILE,
    CREDENTIALS,
    CREDENTIALS_FILE,
    EXPIRES,
    KEYS,
    SERIAL,
    SETTINGS,
    SETTINGS_LINES,
    WORK_ID,
    keep,
    keys_of,
    lines_of,
    profiles_of,
    read_both,
    region_of,
    stopped,
)

FOR_PROFILE = FileChange(CONFIG_FILE, "profile work-mfa", SETTINGS)
BESIDE_KEY = FileChange(CONFIG_FILE, "profile work", (("mfa_serial", SERIAL),))


def test_files_of_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables for the two files are followed as botocore follows them, home and other variables included."""
    monkeypatch.setenv("WHERE", "there")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "~/$WHERE/keys")
    monkeypatch.setenv("AWS_CONFIG_FILE", "${HOME}/there/settings")
    (home / "there").mkdir()
    (home / "there" / "settings").write_text("[default]\nregion = eu-west-2\n")
    assert profiles_of().plan("x", SERIAL).changes[0].path == str(Path("~/there/keys"))
    keep(name="x")
    assert (keys_of("x")[0], region_of("x")) == ("ASIAONE", "eu-west-2")
    assert sorted(path.name for path in (home / "there").iterdir()) == ["keys", "settings"]
    assert not (home / ".aws").exists()


def test_one_file_for_both(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both may be the same file."""
    for variable in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(variable, str(home / "all"))
    (home / "all").write_text("[default]\nregion = eu-west-2\naws_access_key_id = AKIA\naws_secret_access_key = s\n")
    keep()
    assert (keys_of("default-mfa")[0], region_of("default-mfa")) == ("ASIAONE", "eu-west-2")
    assert profiles_of().plan("default-mfa", SERIAL).refreshes


def test_practice(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Practice keeps its sessions in files of its own, shown as practice, whatever the environment says."""
    directory = tmp_path_factory.mktemp("practice")
    profiles = SharedProfiles.in_directory(directory)
    plan = profiles.plan(profiles.suggestion(), SERIAL)
    assert plan.name == "default-mfa"
    assert [change.path for change in plan.changes] == ["~/.aws/credentials (practice)", "~/.aws/config (practice)"]
    profiles.keep(plan, KEYS)
    assert read_both(directory) == (lines_of("default-mfa", KEYS, "default"), f"[default]\nmfa_serial = {SERIAL}\n")
    assert profiles.kept() == (KeptSession("default-mfa", EXPIRES),)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("value", ["", "$NOTHING", os.devnull])
@pytest.mark.skipif(sys.platform == "win32", reason="a null device with a path")
def test_no_config_file(folder: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable without a value means no config file, as it does to botocore; none is made and none changed."""
    monkeypatch.setenv("NOTHING", "")
    monkeypatch.setenv("AWS_CONFIG_FILE", value)
    plan = profiles_of("work").plan("work-mfa", SERIAL)
    assert ([change.section for change in plan.changes], plan.by_hand) == (["work-mfa"], ())
    keep("work")
    assert keys_of("work-mfa")[0] == "ASIAONE"
    assert (folder / "config").read_text() == CONFIG


@pytest.mark.parametrize("value", ["", "$NOTHING", os.devnull])
def test_no_credentials_file(folder: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS tools read none then, so no session can be kept."""
    monkeypatch.setenv("NOTHING", "")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", value)
    assert profiles_of("work").kept() == ()
    assert stopped(lambda: profiles_of("work").plan("work-mfa", SERIAL)) == NoCredentialsFile()
    assert read_both(folder) == (CREDENTIALS, CONFIG)


@pytest.mark.parametrize("place", ["credentials", "config"])
def test_unreadable(folder: Path, place: str) -> None:
    """Files that cannot be read hold no session, and stop a plan and its keeping before anything is written."""
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    (folder / place).write_text("no section\n")
    before = read_both(folder)
    path = CREDENTIALS_FILE if place == "credentials" else CONFIG_FILE
    trouble = FileMisspelt(path=path, line=1, reason=Misspelling.NO_SECTION)
    assert stopped(lambda: profiles.plan("work-mfa", SERIAL)) == trouble
    assert stopped(lambda: profiles.keep(plan, KEYS)) == trouble
    assert read_both(folder) == before
    assert (profiles.kept(), profiles_of("work").suggestion()) == ((), "work-mfa")


@pytest.mark.parametrize("hindrance", ["read-only", "unusual"])
def test_credentials_that_cannot_be_changed(folder: Path, hindrance: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the credentials file cannot be written, or not with certainty, that is told before a code is used."""
    keep("work")
    before = (folder / "credentials").read_bytes()
    trouble = (
        FileUnwritable(path=CREDENTIALS_FILE) if hindrance == "read-only" else FileUnchangeable(path=CREDENTIALS_FILE)
    )
    if hindrance == "read-only":
        monkeypatch.setattr(os, "access", lambda path, _: path != folder / "credentials")
    else:
        before = before.replace(b"\n", b"\r")
        (folder / "credentials").write_bytes(before)
    assert stopped(lambda: profiles_of("work").plan("work-mfa", SERIAL)) == trouble
    assert (folder / "credentials").read_bytes() == before


@pytest.mark.parametrize("hindrance", ["read-only", "unusual"])
def test_config_that_cannot_be_changed(folder: Path, hindrance: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is kept all the same; what the config file lacks is left to the person, the file as it is.

    Once what the new profile needs is there, the serial number, which other tools look for, is no matter any more.
    """
    line = b"\n" if hindrance == "read-only" else b"\r"
    config = CONFIG.encode().replace(b"\n", line)
    (folder / "config").write_bytes(config)
    if hindrance == "read-only":
        monkeypatch.setattr(os, "access", lambda path, _: path != folder / "config")
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    assert [change.section for change in plan.changes] == ["work-mfa"]
    assert plan.by_hand == (FOR_PROFILE, BESIDE_KEY)
    profiles.keep(plan, KEYS)
    assert keys_of("work-mfa")[0] == "ASIAONE"
    assert (folder / "config").read_bytes() == config

    again = profiles.plan("work-mfa", SERIAL)
    assert (again.refreshes, again.by_hand) == (True, (FOR_PROFILE,))
    added = config + f"[profile work-mfa]\n{SETTINGS_LINES}".encode().replace(b"\n", line)
    (folder / "config").write_bytes(added)
    last = profiles.plan("work-mfa", SERIAL)
    assert (last.refreshes, last.by_hand) == (True, ())
    profiles.keep(last, KEYS)
    assert (folder / "config").read_bytes() == added


def test_half(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the config file fails after the credentials file, it is told why, and what to add where."""
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    real = os.replace

    def fail(source_path: Path, target: Path) -> None:
        if target.name == "config":
            raise OSError(28, os.strerror(28))
        real(source_path, target)

    monkeypatch.setattr(os, "replace", fail)
    assert stopped(lambda: profiles.keep(plan, KEYS)) == SessionHalfKept(
        profile="work-mfa",
        reason=FileUnwritable(path=CONFIG_FILE, reason=os.strerror(28)),
        missing=(FOR_PROFILE, BESIDE_KEY),
    )
    assert keys_of("work-mfa")[0] == "ASIAONE"
    assert (folder / "config").read_text() == CONFIG
    assert sorted(path.name for path in folder.iterdir()) == ["config", "credentials"]


def test_values_of_another_shape(folder: Path) -> None:
    """A value that is no line of its own is written nowhere."""
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    odd = replace(KEYS, session_token=Secret("a\n[default]\nregion = x"))
    assert stopped(lambda: profiles.keep(plan, odd)) == FileUnchangeable(path=CREDENTIALS_FILE)
    assert read_both(folder) == (CREDENTIALS, CONFIG)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mfa_serial = arn:aws:iam::111122223333:mfa/other\n", None),
        (f"MFA_Serial={SERIAL}\n", None),
        ("mfa_serial =\n", f"mfa_serial = {SERIAL}\n"),
    ],
)
@pytest.mark.parametrize("place", ["config", "credentials"])
def test_serial_number(folder: Path, before: str, after: str | None, place: str) -> None:
    """A serial number that is there, in either file, is left alone."""
    file = folder / place
    file.write_text(file.read_text().replace("[default]\n", f"[default]\n{before}"))
    keep()
    assert (before if after is None else after) in (file if after is None else folder / "config").read_text()
    there = sum(text.lower().count("mfa_serial") for text in read_both(folder))
    assert there == (2 if after and place == "credentials" else 1)


def test_settings_of_the_new_profile(folder: Path) -> None:
    """What a prepared profile says of region and the like stays, in either file; only what it lacks is added."""
    (folder / "config").write_text(f"{CONFIG}\n[profile work-mfa]\nregion = us-east-1\n")
    credentials = f"{CREDENTIALS}\n[work-mfa]\noutput = table\n"
    (folder / "credentials").write_text(credentials)
    keep("work")
    assert read_both(folder)[0] == credentials + lines_of("work-mfa", KEYS, "work", WORK_ID).partition("\n")[2]
    assert read_both(folder)[1].endswith("\n[profile work-mfa]\nregion = us-east-1\nservices = local\n")


def test_settings_of_the_source(folder: Path) -> None:
    """What stands beside the access key goes before the config file, as with botocore; values of more lines stay."""
    (folder / "credentials").write_text(CREDENTIALS.replace("=two", "=two\nregion=ap-south-1\nca_bundle=/a b.pem"))
    (folder / "config").write_text("[profile work]\nservices =\n  s3 = x\noutput = a\n  b\nregion = eu-west-3\n")
    keep("work")
    assert read_both(folder)[1].endswith("\n\n[profile work-mfa]\nregion = ap-south-1\nca_bundle = /a b.pem\n")


@pytest.mark.parametrize(
    ("header", "profile"),
    [
        ('profile "work"', "work"),
        ("profile   work", "work"),
        ("profile 'my work'", "my work"),
        ('profile "my work"', "my work"),
        ("profile my\\ work", "my work"),
        ("profile default", "default"),
    ],
)
def test_names_of_sections(folder: Path, header: str, profile: str) -> None:
    """A section of the config file is found under every way to write it that botocore knows."""
    credentials = f"[{profile}]\naws_access_key_id = AKIA\naws_secret_access_key = s\n"
    (folder / "credentials").write_text(credentials)
    (folder / "config").write_text(f"[{header}]\nregion = eu-west-3\n")
    keep(profile)
    name = f"{profile.replace(' ', '-')}-mfa"
    assert (folder / "config").read_text() == (
        f"[{header}]\nregion = eu-west-3\nmfa_serial = {SERIAL}\n\n[profile {name}]\nregion = eu-west-3\n"
    )
    assert botocore.session.Session(profile=profile).get_scoped_config()["mfa_serial"] == SERIAL
    assert keys_of(name)[0] == "ASIAONE"
