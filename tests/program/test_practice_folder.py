"""The folder in which practice keeps its AWS files: taken away by whoever comes next where a run was killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mfa_enroll.exits import Exit
from mfa_enroll.practice_folder import practice_folder
from tests.hunt.case import case
from tests.program.command import IMPORTABLE, altered, environment
from tests.program.terminal import CTRL_C, Terminal

NAME = "mfa-enroll-practice-"
NOBODY = 65534
HOLDS = (
    "from mfa_enroll.practice_folder import practice_folder\nwith practice_folder() as folder:\n"
    "    folder.mkdir()\n    (folder / 'credentials').write_text('x')\n"
    "    print(folder.parent, flush=True)\n    input()\n"
)


@pytest.fixture(autouse=True)
def temporary(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(home))
    return home


def test_what_a_killed_run_left_is_swept_by_the_next(home: Path) -> None:
    """Its keys are gone, and the folder of a run that goes on stays, until that ends."""
    with (
        subprocess.Popen(  # noqa: S603 - this interpreter, and the program above
            [sys.executable, "-c", HOLDS],
            env={"PYTHONPATH": IMPORTABLE, "TMPDIR": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as other,
        practice_folder() as own,
    ):
        assert other.stdout
        held = Path(other.stdout.readline().strip())
        with practice_folder():
            assert (held / "aws" / "credentials").exists()
            assert own.parent.exists()
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert held.exists()
        with practice_folder() as third:
            assert {own.parent, third.parent} == set(home.glob(f"{NAME}*"))
    assert list(home.glob(f"{NAME}*")) == []


@pytest.mark.parametrize("kind", [case("own", "a link", "link"), case("own", "a file", "file")])
def test_what_is_no_folder_is_left_alone(home: Path, kind: str) -> None:
    """A link of that name leads to somebody’s files, which stay."""
    precious = home / "precious"
    precious.mkdir()
    (precious / "thing").write_text("x")
    place = home / f"{NAME}x"
    if kind == "link":
        place.symlink_to(precious)
    else:
        place.write_text("x")
    (home / f"{NAME}y").mkdir()
    (home / f"{NAME}y" / "link").symlink_to(precious)
    with practice_folder():
        assert os.path.lexists(place)
        assert not (home / f"{NAME}y").exists()
        assert (precious / "thing").read_text() == "x"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give folders away")
def test_another_users_folder_is_left_alone(home: Path) -> None:
    """Even with the rights of root."""
    place = home / f"{NAME}x"
    place.mkdir()
    os.chown(place, NOBODY, NOBODY)
    with practice_folder():
        assert place.exists()


def test_a_folder_that_is_taken_for_abandoned_at_once_is_made_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run may sweep between the making and the locking."""
    made: list[Path] = []

    def swept_at_once(*, prefix: str) -> str:
        place = home / f"{prefix}{len(made)}"
        place.mkdir()
        made.append(place)
        if len(made) == 1:
            place.rmdir()
        return str(place)

    monkeypatch.setattr("tempfile.mkdtemp", swept_at_once)
    with practice_folder() as folder:
        assert folder.parent == made[1]


def test_no_folder_for_temporary_files_is_a_page(home: Path) -> None:
    """It says what to do, can be left, and is no error of the program's."""
    code = "import tempfile\ntempfile._candidate_tempdir_list = lambda: ['/none']"
    with Terminal(altered(code, "--practice"), environment(home)) as window:
        window.wait_for("There is no room for practice")
        assert "set TMPDIR" in window.text
        window.type(CTRL_C)
        assert window.end() == Exit.PROBLEM
        assert "There is no room for practice" in window.last_words
        assert window.traces == []
