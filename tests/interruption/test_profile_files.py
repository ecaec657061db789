"""The shared AWS files, where the program is killed or told to end while it keeps a session in them."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mfa_enroll.files.sharedfile import SharedFile
from mfa_enroll.flows.outcome import SessionStarted
from tests.interruption import places
from tests.interruption.killed_at import keep
from tests.interruption.visit import Interruption, Visit, visit
from tests.support.sampled import one_in

ACCESS_KEY = "[default]\naws_access_key_id = AKIAOLD\naws_secret_access_key = secret/old\n"
SETTINGS = "[default]\nregion = eu-central-1\n"


def files_before(folder: Path) -> None:
    """The files of someone with an access key."""
    folder.mkdir()
    (folder / "credentials").write_text(ACCESS_KEY)
    (folder / "config").write_text(SETTINGS)


def contents(folder: Path) -> dict[str, str]:
    """The files by name."""
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_killed_at_any_line(home: Path) -> None:
    """Each file is the old one or the new one; a copy that is left is the person's alone, until the next run."""
    folder, finished = home / "aws", home / "finished"
    files_before(folder)
    files_before(finished)
    before = contents(folder)
    keep(finished)
    after = contents(finished)
    subprocess.run(  # noqa: S603 - the command is this test's
        [sys.executable, "-m", "tests.interruption.killed_at", str(folder)],
        cwd=Path(__file__).parents[2],
        timeout=120,
        check=True,
    )
    killed = sorted(home.glob("aws-*"), key=lambda path: int(path.name.rpartition("-")[2]))
    assert contents(killed[-1]) == after
    states: dict[tuple[str, ...], Path] = {}
    for copy in killed:
        there = contents(copy)
        left = there.keys() - before.keys()
        assert len(left) <= 1
        assert all(there[name] in {before[name], after[name]} for name in before)
        # The keys come first: a config file never speaks of a profile that has none.
        assert (there["config"], there["credentials"]) != (after["config"], before["credentials"])
        assert all(stat.S_IMODE((copy / name).stat().st_mode) == 0o600 for name in left)
        state = (*(name.rpartition("-")[0] for name in left), *sorted(there.values()))
        states.setdefault(state, copy)
    # Old and new of each file, and a copy of each one, begun and written.
    assert len(states) == 7
    for copy in states.values():
        keep(copy)
        assert contents(copy) == after


def test_other_programs_files_stay(home: Path) -> None:
    """Only copies of this program's own are deleted, and of the file that is changed."""
    names = (".credentials.swp", ".credentials.a1b2c3d4", ".config.mfa-enroll-a1b2c3d4", "credentials.mfa-enroll-1")
    for name in names:
        (home / name).write_text("mine")
    (home / ".credentials.mfa-enroll-a1b2c3d4").write_text("a copy")
    SharedFile(home / "credentials").change(lambda file: file.with_settings("a", {"region": "x"}))
    assert {path.name for path in home.iterdir()} == {*names, "credentials"}


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Another process of this program is changing the files."""
    import fcntl  # noqa: PLC0415 - there is none on Windows

    directory = os.open(home / ".aws", os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def type_the_code(at: Visit) -> None:
    """Come to where the session is there, and its keys wait for the files to be free."""
    places.SESSION_CODE.reach(at)
    at.code()
    at.window.wait_until(lambda: at.here.practice._sessions, "the session")
    at.window.wait_until(lambda: _waits_for_lock(at.window.process.pid), "the program to wait for the files")


def _waits_for_lock(pid: int) -> bool:
    """Whether the process has the folder of the files open (Linux)."""
    opened = [path.readlink().name for path in Path(f"/proc/{pid}/fd").iterdir() if path.is_symlink()]
    return ".aws" in opened


@pytest.mark.skipif(sys.platform != "linux", reason="looks at a process through /proc")
@pytest.mark.parametrize("how", one_in(3, [Interruption.TERM, Interruption.INT, Interruption.HUP, Interruption.CLOSED]))
def test_told_to_end_while_it_keeps_the_session(home: Path, how: Interruption) -> None:
    """What was begun is brought to its end: the session is kept whole, and the last words say so."""
    (home / ".aws").mkdir(mode=0o700)
    with visit(home, "session", account={"enrolled": True}) as at:
        with held(home):
            type_the_code(at)
            how.strike(at.window)
        at.leave(how, 0, asked=False)
        assert isinstance(at.outcome, SessionStarted)
        assert [each.profile for each in at.here.profiles.kept()] == ["default-mfa"]
        (opened,) = at.here.practice._sessions.values()
        assert opened.token.reveal() in (home / ".aws" / "credentials").read_text()
        assert contents(home / ".aws").keys() == {"credentials"}


@pytest.mark.skipif(sys.platform != "linux", reason="looks at a process through /proc")
def test_killed_before_it_keeps_the_session(home: Path) -> None:
    """Nothing was written, and a new code starts another session."""
    (home / ".aws").mkdir(mode=0o700)
    with visit(home, "session", account={"enrolled": True}) as at:
        with held(home):
            type_the_code(at)
            at.window.signal(signal.SIGKILL)
            assert at.window.end() == -signal.SIGKILL
        assert contents(home / ".aws") == {}


@pytest.mark.skipif(sys.platform != "linux", reason="looks at a process through /proc")
def test_an_end_that_the_files_hold_up_is_made_by_force(home: Path) -> None:
    """Where the files are never free, the program is gone in seconds, and the terminal is given back."""
    (home / ".aws").mkdir(mode=0o700)
    with visit(home, "session", account={"enrolled": True}, patient=False) as at, held(home):
        type_the_code(at)
        at.window.signal(signal.SIGTERM)
        assert at.window.end() == 128 + signal.SIGTERM
        assert at.window.traces == []
        assert contents(home / ".aws") == {}
