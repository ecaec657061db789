"""Where the two files are, and what comes of it where they cannot be used."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import botocore.session
import pytest

from mfa_enroll.domain.profile import FileChange, KeptSession
from mfa_enroll.domain.secret import Secret
from mfa_enroll.files.profiles import SharedProfiles
from tests.files.keeping import (
    CONFIG,
    CREDENTIALS,
    EXPIRES,
    KEYS,
    SERIAL,
    keep,
    keys_of,
    lines_of,
    profiles_of,
    read_both,
    stopped,
    write_both,
)


@pytest.fixture
def folder(home: Path) -> Path:
    """The shared files of someone with two access keys."""
    return write_both(home)


def test_files_of_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables for the two files are followed as botocore follows them, home and other variables included."""
    monkeypatch.setenv("WHERE", "there")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "~/$WHERE/keys")
    monkeypatch.setenv("AWS_CONFIG_FILE", "${HOME}/there/settings")
    (home / "there").mkdir()
    (home / "there" / "settings").write_text("[default]\nregion = eu-west-2\n")
    assert profiles_of().plan("x", SERIAL).changes[0].path == str(Path("~/there/keys"))
    keep(name="x")
    assert keys_of("x")[0] == "ASIAONE"
    assert botocore.session.Session(profile="x").get_config_variable("region") == "eu-west-2"
    assert sorted(path.name for path in (home / "there").iterdir()) == ["keys", "settings"]
    assert not (home / ".aws").exists()


def test_one_file_for_both(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both may be the same file."""
    for variable in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(variable, str(home / "all"))
    (home / "all").write_text("[default]\nregion = eu-west-2\naws_access_key_id = AKIA\naws_secret_access_key = s\n")
    keep()
    assert keys_of("default-mfa")[0] == "ASIAONE"
    assert botocore.session.Session(profile="default-mfa").get_config_variable("region") == "eu-west-2"
    assert profiles_of().plan("default-mfa", SERIAL).refreshes


@pytest.mark.skipif(sys.platform == "win32", reason="a null device with a path")
def test_no_config_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone who wants no config file is left without one."""
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    assert [change.section for change in profiles_of("work").plan("work-mfa", SERIAL).changes] == ["work-mfa"]
    keep("work")
    assert keys_of("work-mfa")[0] == "ASIAONE"
    assert (folder / "config").read_text() == CONFIG


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


@pytest.mark.parametrize("place", ["credentials", "config"])
def test_unreadable(folder: Path, place: str) -> None:
    """Files that cannot be read hold no session, and stop a plan and its keeping before anything is written."""
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    (folder / place).write_text("no section\n")
    before = read_both(folder)
    assert "line 1" in stopped(lambda: profiles.plan("work-mfa", SERIAL)).happened
    assert "line 1" in stopped(lambda: profiles.keep(plan, KEYS)).happened
    assert read_both(folder) == before
    assert profiles.kept() == ()
    assert profiles_of("work").suggestion() == "work-mfa"


def test_unchangeable(folder: Path) -> None:
    """Where the credentials file cannot be changed with certainty, that is told before a code is used."""
    keep("work")
    before = (folder / "credentials").read_bytes().replace(b"\n", b"\r")
    (folder / "credentials").write_bytes(before)
    page = stopped(lambda: profiles_of("work").plan("work-mfa", SERIAL))
    assert "~" in page.happened
    assert "unusual" in page.happened
    assert (folder / "credentials").read_bytes() == before


def test_unwritable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A credentials file that cannot be written stops the plan."""
    monkeypatch.setattr(os, "access", lambda path, _: path != folder / "credentials")
    page = stopped(lambda: profiles_of("work").plan("work-mfa", SERIAL))
    assert "credentials" in page.happened


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
    place, serial = str(Path("~/.aws/config")), f"mfa_serial = {SERIAL}"
    settings = FileChange(place, "profile work-mfa", ("region = eu-central-1", "output = yaml", "services = local"))
    assert [change.section for change in plan.changes] == ["work-mfa"]
    assert plan.by_hand == (settings, FileChange(place, "profile work", (serial,)))
    profiles.keep(plan, KEYS)
    assert keys_of("work-mfa")[0] == "ASIAONE"
    assert (folder / "config").read_bytes() == config

    again = profiles.plan("work-mfa", SERIAL)
    assert (again.refreshes, again.by_hand) == (True, (settings,))
    added = config + "\n".join(("[profile work-mfa]", *settings.lines, "")).encode().replace(b"\n", line)
    (folder / "config").write_bytes(added)
    last = profiles.plan("work-mfa", SERIAL)
    assert (last.refreshes, last.by_hand) == (True, ())
    profiles.keep(last, KEYS)
    assert (folder / "config").read_bytes() == added


@pytest.mark.parametrize("value", ["", "$NOTHING"])
def test_config_file_set_to_nothing(folder: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable without a value means no config file, as it does to botocore; none is made and none changed."""
    monkeypatch.setenv("NOTHING", "")
    monkeypatch.setenv("AWS_CONFIG_FILE", value)
    plan = profiles_of("work").plan("work-mfa", SERIAL)
    assert ([change.section for change in plan.changes], plan.by_hand) == (["work-mfa"], ())
    keep("work")
    assert keys_of("work-mfa")[0] == "ASIAONE"
    assert (folder / "config").read_text() == CONFIG


@pytest.mark.parametrize("value", ["", "$NOTHING", os.devnull])
def test_credentials_file_set_to_nothing(folder: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS tools read none then: a page says which variable it is, and what needs no file."""
    monkeypatch.setenv("NOTHING", "")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", value)
    assert profiles_of("work").kept() == ()
    page = stopped(lambda: profiles_of("work").plan("work-mfa", SERIAL))
    assert "AWS_SHARED_CREDENTIALS_FILE is set, and names no file" in page.happened
    assert "unset AWS_SHARED_CREDENTIALS_FILE" in page.steps[0]
    assert "--print env" in page.steps[1]
    assert read_both(folder) == (CREDENTIALS, CONFIG)


def test_half(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the config file fails after the credentials file, the page says what is there and what to add where."""
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    real = os.replace

    def fail(source_path: Path, target: Path) -> None:
        if target.name == "config":
            raise OSError(28, os.strerror(28))
        real(source_path, target)

    monkeypatch.setattr(os, "replace", fail)
    page = stopped(lambda: profiles.keep(plan, KEYS))
    assert "The session is in place" in page.happened
    assert os.strerror(28) in page.happened
    assert "region = eu-central-1, output = yaml, services = local" in page.steps[0]
    assert f"mfa_serial = {SERIAL}" in page.steps[1]
    assert keys_of("work-mfa")[0] == "ASIAONE"
    assert (folder / "config").read_text() == CONFIG
    assert sorted(path.name for path in folder.iterdir()) == ["config", "credentials"]


@pytest.mark.usefixtures("folder")
def test_values_of_another_shape() -> None:
    """A value that is no line of its own is written nowhere."""
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    page = stopped(lambda: profiles.keep(plan, replace(KEYS, session_token=Secret("a\n[default]\nregion = x"))))
    assert "unusual" in page.happened
    assert "default]" not in str(page)
