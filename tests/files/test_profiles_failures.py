"""A shared AWS file that cannot be read or replaced: the page, and that all is as it was."""

import errno
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mfa_enroll.files.inifile import IniFile, UnchangeableError
from mfa_enroll.files.sharedfile import SharedFile
from tests.files.onefile import ADDED, OLD, SENTINEL, add, posix, problem


@pytest.fixture
def folder(home: Path) -> Path:
    """The folder of the files, with one of them."""
    folder = home / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(OLD)
    return folder


@pytest.fixture
def no_leftovers(folder: Path) -> Iterator[None]:
    """The test is about a failure: the file stays as it was, and no other one is there afterwards."""
    yield
    assert (folder / "credentials").read_text() == OLD
    assert [path.name for path in folder.iterdir()] == ["credentials"]


@posix
def test_link_loop(folder: Path) -> None:
    """Links that lead in a circle are a page, not a new file."""
    (folder / "credentials").unlink()
    (folder / "credentials").symlink_to("credentials")
    page = problem(lambda: SharedFile(folder / "credentials").change(add))
    assert "symbolic links" in page.happened
    assert (folder / "credentials").is_symlink()


@pytest.mark.parametrize("function", ["os.replace", "os.fsync", "tempfile.mkstemp", "os.fdopen"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.usefixtures("no_leftovers")
def test_failing_write(folder: Path, function: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system says no at any step, the page says why and what needs no file."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), SENTINEL)

    module, _, name = function.partition(".")
    monkeypatch.setattr({"os": os, "tempfile": tempfile}[module], name, fail)
    page = problem(lambda: SharedFile(folder / "credentials").change(add))
    monkeypatch.undo()
    assert os.strerror(code) in page.happened
    assert "~" in page.happened
    assert any("mfa-enroll session --print env" in step for step in page.steps)
    assert page.can_retry


@pytest.mark.parametrize("crash", [KeyboardInterrupt, SystemExit, MemoryError])
@pytest.mark.parametrize("function", ["replace", "fsync"])
@pytest.mark.usefixtures("no_leftovers")
def test_crash(folder: Path, crash: type[BaseException], function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends the program between writing and replacing: no copy of the keys stays anywhere."""
    seen: list[str] = []

    def fail(*_: object) -> None:
        seen.extend(path.read_text() for path in folder.iterdir() if path.name != "credentials")
        raise crash

    monkeypatch.setattr(os, function, fail)
    with pytest.raises(crash):
        SharedFile(folder / "credentials").change(add)
    monkeypatch.undo()
    assert seen == [f"{OLD}\n{ADDED}"]


@posix
@pytest.mark.usefixtures("no_leftovers")
def test_temporary_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new text stands in the same folder, for the person alone to read, until it takes the old one's place."""
    modes: list[int] = []

    def look(*_: object) -> None:
        modes.extend(stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.name != "credentials")
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "replace", look)
    problem(lambda: SharedFile(folder / "credentials").change(add))
    assert modes == [0o600]


@posix
@pytest.mark.usefixtures("no_leftovers")
def test_locked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that holds on to the files is waited for, and not for ever."""
    import fcntl  # noqa: PLC0415 - there is none on Windows

    monkeypatch.setattr("mfa_enroll.files.sharedfile._PATIENCE", 0.1)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        page = problem(lambda: SharedFile(folder / "credentials").change(add))
    finally:
        os.close(descriptor)
    assert "cannot be written" in page.happened


def test_refused_edit(folder: Path) -> None:
    """A change that cannot be made safely is a page, and the file stays as it was."""

    def edit(_: IniFile) -> IniFile:
        raise UnchangeableError

    assert "unusual" in problem(lambda: SharedFile(folder / "credentials").change(edit)).happened
    assert (folder / "credentials").read_text() == OLD


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[a]\nx = y\n" + SENTINEL.encode(), "line 3"),
        (b"[a]\nx = 1\n[a]\n", "line 3"),
        (b"[a]\nx =\n  " + SENTINEL.encode(), "a setting"),
        (b"[a]\nx = " + SENTINEL.encode() + b"\ny = \xff\n", "Line 3"),
        (b"\xef\xbb\xbf[a]\nx = " + SENTINEL.encode(), "byte order mark"),
    ],
)
def test_unparsable(folder: Path, content: bytes, words: str) -> None:
    """What AWS tools cannot read is a page that says where it is, whether the file is read or changed."""
    (folder / "credentials").write_bytes(content)
    file = SharedFile(folder / "credentials")
    for act in (file.read, lambda: file.change(add)):
        page = problem(act)
        assert words in page.happened
        assert "~" in page.happened
    assert (folder / "credentials").read_bytes() == content


def test_encoding_of_two_ways(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in an encoding that would not come back byte for byte is not changed."""
    monkeypatch.setattr("locale.getpreferredencoding", lambda **_: "cp932")
    (folder / "credentials").write_bytes(b"# \xfa\x4a\n[a]\n")
    assert "unusual" in problem(lambda: SharedFile(folder / "credentials").change(add)).happened


def test_unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system does not let be read is a page that says why."""

    def read_bytes(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    page = problem(SharedFile(folder / "credentials").read)
    assert "Permission denied" in page.happened


def test_folder_in_its_place(folder: Path) -> None:
    """A folder in the place of the file is a page."""
    (folder / "config").mkdir()
    assert "something else" in problem(SharedFile(folder / "config").read).happened


@posix
def test_pipe_in_its_place(folder: Path) -> None:
    """A pipe in the place of the file is a page, and nothing waits for what might come through it."""
    os.mkfifo(folder / "config")
    assert "something else" in problem(SharedFile(folder / "config").read).happened


def test_file_for_a_folder(home: Path) -> None:
    """A file where the folder should be is a page, before and after."""
    (home / ".aws").write_text("")
    file = SharedFile(home / ".aws" / "config")
    problem(file.check_writable)
    assert "Not a directory" in problem(lambda: file.change(add)).happened
    assert (home / ".aws").read_text() == ""


@pytest.mark.parametrize("closed", ["folder", "file", "neither"])
def test_writable(folder: Path, closed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it can be written is told before, without writing: a folder or a file that is read-only is a page."""
    places = {"folder": folder, "file": folder / "credentials"}
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK or path != places.get(closed))
    before = folder.stat().st_mtime_ns
    if closed == "neither":
        SharedFile(folder / "credentials").check_writable()
        SharedFile(folder / "new" / "deep" / "config").check_writable()
    else:
        assert "you may not write" in problem(SharedFile(folder / "credentials").check_writable).happened
    assert folder.stat().st_mtime_ns == before


@pytest.mark.usefixtures("no_leftovers")
def test_busy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system cannot replace since it is mounted by itself is a page that says so, and the way out."""

    def fail(*_: object) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(os, "replace", fail)
    page = problem(lambda: SharedFile(folder / "credentials").change(add))
    monkeypatch.undo()
    assert "mounted by itself" in page.happened
    assert "mount its folder" in page.steps[0]
    assert any("mfa-enroll session --print env" in step for step in page.steps)


@posix
@pytest.mark.usefixtures("no_leftovers")
@pytest.mark.parametrize("name", ["plain", "with a blank", "back\\slash", "ümlaut"])
def test_mounted(folder: Path, home: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is noticed before a code is used, by what Linux lists, through links, and of this file alone."""
    place = home / name
    place.mkdir()
    (place / "credentials").write_text(OLD)
    (home / "link").symlink_to(place / "credentials")
    listed = str(place.resolve() / "credentials").replace("\\", "\\134").replace(" ", "\\040")
    mounts = home / "mounts"
    mounts.write_bytes(
        b"22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n"
        + os.fsencode(f"90 22 254:1 /somewhere {listed} rw,relatime - ext4 /dev/vda1 rw\n")
    )
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: real(mounts if path.parts[1] == "proc" else path))
    for mounted in (place / "credentials", home / "link"):
        assert "mounted by itself" in problem(SharedFile(mounted).check_writable).happened
    SharedFile(folder / "credentials").check_writable()
    SharedFile(place / "config").check_writable()


@posix
@pytest.mark.usefixtures("no_leftovers")
def test_mounted_in_truth(folder: Path, home: Path) -> None:
    """A file that is mounted in truth is one that the system lets nobody replace, and both pages say so."""
    source = home / "source"
    source.write_text(OLD)
    script = (
        "import pathlib, sys\n"
        "from mfa_enroll.files.sharedfile import SharedFile\n"
        "from tests.files.onefile import add, problem\n"
        "file = SharedFile(pathlib.Path(sys.argv[1]))\n"
        "before, after = problem(file.check_writable), problem(lambda: file.change(add))\n"
        "print(before == after, after.happened)\n"
    )
    mount = 'mount --bind "$1" "$2" || exit 77; exec "$3" -c "$4" "$2"'
    inner = ["sh", "-c", mount, "sh", str(source), str(folder / "credentials"), sys.executable, script]
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no unshare here, by which to mount in a namespace of its own")
    done = subprocess.run(  # noqa: S603 - the command is this test's
        [unshare, "--map-root-user", "--mount", *inner],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    if done.returncode != 0 and "Traceback" not in done.stderr:
        pytest.skip(f"nothing can be mounted here: {done.stderr}")
    assert done.stdout.startswith("True ")
    assert "mounted by itself" in done.stdout
    assert source.read_text() == OLD
