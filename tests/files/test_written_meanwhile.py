"""A shared AWS file that another program empties and writes anew, as ``aws configure set`` does, while we change it."""

import os
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from awscli.customizations.configure.writer import ConfigFileWriter  # type: ignore[import-untyped]

from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.files import FileChangedMeanwhile
from mfa_enroll.files import sharedfile
from mfa_enroll.files.inifile import IniFile
from mfa_enroll.files.sharedfile import SharedFile
from tests.files.keeping import (
    CREDENTIALS,
    CREDENTIALS_FILE,
    KEYS,
    SENTINEL,
    SERIAL,
    WORK_ID,
    add,
    keys_of,
    profiles_of,
    stopped,
)
from tests.files.rewriting import PARTS, THEIRS


@pytest.mark.parametrize(("part", "sections"), [(PARTS[0], ("default", "work")), (PARTS[2], ("work",))])
def test_never_written_to_the_end(
    folder: Path, part: int, sections: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the other program has ended halfway, that is told, and the file is left alone; who tries again means it."""
    monkeypatch.setattr(sharedfile, "PATIENCE", 0.05)
    profiles = profiles_of("work")
    plan = profiles.plan("work-mfa", SERIAL)
    left = THEIRS[:part]
    (folder / "credentials").write_text(left)
    trouble = stopped(lambda: profiles.keep(plan, KEYS))
    assert trouble == FileChangedMeanwhile(path=CREDENTIALS_FILE, sections=sections)
    assert (folder / "credentials").read_text() == left
    assert sorted(path.name for path in folder.iterdir()) == ["config", "credentials"]
    profiles.keep(plan, KEYS)
    assert (folder / "credentials").read_text().startswith(left)
    assert keys_of("work-mfa")[0] == "ASIAONE"


def test_written_all_the_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program never stops writing, that is told after some seconds, and nothing was replaced."""
    monkeypatch.setattr(sharedfile, "PATIENCE", 0.1)
    real = os.fsync
    written: list[int] = []

    def fsync(descriptor: int) -> None:
        real(descriptor)
        written.append(len(written))
        (folder / "credentials").write_text(f"{CREDENTIALS}# {written[-1]}\n")

    monkeypatch.setattr(os, "fsync", fsync)
    trouble = stopped(lambda: SharedFile(folder / "credentials").change(add))
    assert trouble == FileChangedMeanwhile(path=CREDENTIALS_FILE)
    assert (folder / "credentials").read_text() == f"{CREDENTIALS}# {written[-1]}\n"
    assert sorted(path.name for path in folder.iterdir()) == ["config", "credentials"]


def test_the_aws_cli_writes_in_a_loop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many sessions kept while the AWS CLI's own code writes the file, none takes an access key away."""
    monkeypatch.setattr(sharedfile, "PATIENCE", 0.2)
    done = threading.Event()
    writer = ConfigFileWriter()

    def configure() -> None:
        number = 0
        while not done.is_set():
            number += 1
            writer.update_config({"__section__": "work", "region": f"eu-{number}"}, str(folder / "credentials"))
            time.sleep(0.005)

    thread = threading.Thread(target=configure)
    thread.start()
    try:
        for _ in range(15):
            profiles = profiles_of("work")
            with suppress(Stopped):  # it may be too much: then the file is left alone
                profiles.keep(profiles.plan("work-mfa", SERIAL), KEYS)
    finally:
        done.set()
        thread.join()
    assert keys_of("default")[1] == SENTINEL
    assert keys_of("work")[:2] == (WORK_ID, "two")


def test_what_is_made_shorter_here_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that becomes the beginning of the one before is our own doing, and no sign of another program."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    monkeypatch.setattr(sharedfile, "PATIENCE", 0.1)
    file = SharedFile(folder / "config")
    for region in ("eu-central-1", "eu-central", "eu"):
        settings = {"region": region}
        file.change(partial(IniFile.with_settings, section="default", settings=settings))
    assert file.read().sections["default"]["region"] == "eu"
    assert waits == []
