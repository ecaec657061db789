"""A shared AWS file that cannot be read or replaced: what it comes to, and that all is as it was."""

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

from mfa_enroll.domain.trouble import Trouble
from mfa_enroll.domain.troubles.files import (
    FileMisspelt,
    FileMounted,
    FileNotText,
    FileUnchangeable,
    FileUnreadable,
    FileUnwritable,
    FileWithByteOrderMark,
    Misspelling,
    NotAFile,
)
from mfa_enroll.files.inifile import IniFile, UnchangeableError
from mfa_enroll.files.sharedfile import SharedFile
from tests.files.keeping import ADDED, CREDENTIALS, CREDENTIALS_FILE, SENTINEL, add, posix, stopped


@pytest.fixture
def no_leftovers(folder: Path) -> Iterator[None]:
    """The test is about a failure: the file stays as it was, and no other one is there afterwards."""
    yield
    assert (folder / "credentials").read_text() == CREDENTIALS
    assert {path.name for path in folder.iterdir()} == {"credentials", "config"}


@pytest.mark.parametrize("function", ["os.replace", "os.fsync", "tempfile.NamedTemporaryFile"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EBUSY])
@pytest.mark.usefixtures("no_leftovers")
def test_failing_write(folder: Path, function: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system says no at any step, it is told why: busy is a file that is mounted by itself."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), SENTINEL)

    module, _, name = function.partition(".")
    monkeypatch.setattr({"os": os, "tempfile": tempfile}[module], name, fail)
    trouble = stopped(lambda: SharedFile(folder / "credentials").change(add))
    monkeypatch.undo()
    unwritable = FileUnwritable(path=CREDENTIALS_FILE, reason=os.strerror(code))
    assert trouble == (FileMounted(path=CREDENTIALS_FILE) if code == errno.EBUSY else unwritable)


@pytest.mark.parametrize("crash", [KeyboardInterrupt, SystemExit, MemoryError])
@pytest.mark.parametrize("function", ["replace", "fsync"])
@pytest.mark.usefixtures("no_leftovers")
def test_crash(folder: Path, crash: type[BaseException], function: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new text stands in the same folder, for the person alone to read, until it takes the old one's place.

    Whatever ends the program before that: no copy of the keys stays anywhere.
    """
    seen: list[tuple[str, int]] = []

    def fail(*_: object) -> None:
        copies = [path for path in folder.iterdir() if path.name.startswith(".credentials")]
        seen.extend((path.read_text(), stat.S_IMODE(path.stat().st_mode)) for path in copies)
        raise crash

    monkeypatch.setattr(os, function, fail)
    with pytest.raises(crash):
        SharedFile(folder / "credentials").change(add)
    monkeypatch.undo()
    assert [text for text, _ in seen] == [f"{CREDENTIALS}\n{ADDED}"]
    assert sys.platform == "win32" or seen[0][1] == 0o600


@posix
@pytest.mark.usefixtures("no_leftovers")
def test_locked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that holds on to the files is waited for, and not for ever."""
    import fcntl  # noqa: PLC0415 - there is none on Windows

    monkeypatch.setattr("mfa_enroll.files.lock.PATIENCE", 0.1)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        assert isinstance(stopped(lambda: SharedFile(folder / "credentials").change(add)), FileUnwritable)
    finally:
        os.close(descriptor)


@pytest.mark.usefixtures("no_leftovers")
def test_refused_edit(folder: Path) -> None:
    """A change that cannot be made safely is not made."""

    def edit(_: IniFile) -> IniFile:
        raise UnchangeableError

    file = SharedFile(folder / "credentials")
    assert stopped(lambda: file.change(edit)) == FileUnchangeable(path=CREDENTIALS_FILE)


def misspelt(reason: Misspelling) -> Trouble:
    """That the third line cannot be read."""
    return FileMisspelt(path=CREDENTIALS_FILE, line=3, reason=reason)


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (
            b"[a]\nx = y\n" + SENTINEL.encode(),
            misspelt(Misspelling.NO_SETTING),
        ),
        (b"[a]\nx = 1\n[a]\n", misspelt(Misspelling.SECTION_TWICE)),
        (
            b"[a]\nx =\n  " + SENTINEL.encode(),
            misspelt(Misspelling.NO_SETTING_IN_BLOCK),
        ),
        (
            b"[a]\nx = " + SENTINEL.encode() + b"\ny = \xff\n",
            FileNotText(path=CREDENTIALS_FILE, encoding="utf-8", line=3),
        ),
        (b"\xef\xbb\xbf[a]\nx = " + SENTINEL.encode(), FileWithByteOrderMark(path=CREDENTIALS_FILE)),
        (f"[a]\nx = {SENTINEL}".encode("utf-16"), FileWithByteOrderMark(path=CREDENTIALS_FILE)),
    ],
)
def test_unparsable(folder: Path, content: bytes, trouble: Trouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """What AWS tools cannot read is told with its place, whether the file is read or changed."""
    monkeypatch.setattr("locale.getpreferredencoding", lambda **_: "utf-8")
    (folder / "credentials").write_bytes(content)
    file = SharedFile(folder / "credentials")
    assert stopped(file.read) == stopped(lambda: file.change(add)) == trouble
    assert (folder / "credentials").read_bytes() == content


def test_encoding_of_two_ways(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in an encoding that would not come back byte for byte is not changed."""
    monkeypatch.setattr("locale.getpreferredencoding", lambda **_: "cp932")
    (folder / "credentials").write_bytes(b"# \xfa\x4a\n[a]\n")
    file = SharedFile(folder / "credentials")
    assert stopped(lambda: file.change(add)) == FileUnchangeable(path=CREDENTIALS_FILE)


@pytest.mark.usefixtures("no_leftovers")
def test_unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file that the system does not let be read, it is told why."""

    def read_bytes(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read_bytes)
        trouble = stopped(SharedFile(folder / "credentials").read)
    assert trouble == FileUnreadable(path=CREDENTIALS_FILE, reason=os.strerror(errno.EACCES))


@posix
@pytest.mark.parametrize("make", [Path.mkdir, getattr(os, "mkfifo", None)])
def test_something_else_in_its_place(folder: Path, make: object) -> None:
    """A folder or a pipe is told apart from a file, and nothing waits for what might come through a pipe."""
    assert callable(make)
    (folder / "credentials").unlink()
    make(folder / "credentials")
    assert stopped(SharedFile(folder / "credentials").read) == NotAFile(path=CREDENTIALS_FILE)


@posix
def test_link_loop(folder: Path) -> None:
    """Links that lead in a circle are told, and no new file takes their place."""
    (folder / "credentials").unlink()
    (folder / "credentials").symlink_to("credentials")
    trouble = stopped(lambda: SharedFile(folder / "credentials").change(add))
    assert trouble == FileUnreadable(path=CREDENTIALS_FILE, reason=os.strerror(errno.ELOOP))
    assert (folder / "credentials").is_symlink()


def test_file_for_a_folder(home: Path) -> None:
    """A file where the folder should be is told, before and after."""
    (home / ".aws").write_text("")
    file = SharedFile(home / ".aws" / "credentials")
    assert isinstance(stopped(file.check_writable), FileUnwritable)
    # Windows says of such a path that nothing is there.
    assert isinstance(stopped(lambda: file.change(add)), FileUnwritable if sys.platform == "win32" else FileUnreadable)
    assert (home / ".aws").read_text() == ""


@pytest.mark.parametrize("closed", ["folder", "file", "neither"])
def test_writable(folder: Path, closed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it can be written is told before, without writing: not where a folder or a file is read-only."""
    places = {"folder": folder, "file": folder / "credentials"}
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK or path != places.get(closed))
    before = folder.stat().st_mtime_ns
    if closed == "neither":
        SharedFile(folder / "credentials").check_writable()
        SharedFile(folder / "new" / "deep" / "config").check_writable()
    else:
        trouble = stopped(SharedFile(folder / "credentials").check_writable)
        assert trouble == FileUnwritable(path=CREDENTIALS_FILE, reason="")
    assert folder.stat().st_mtime_ns == before


def test_null_device(home: Path) -> None:
    """The null device holds nothing, and nothing is to be kept in it."""
    file = SharedFile(Path(os.devnull))
    assert file.is_null
    assert not SharedFile(home / "config").is_null
    assert file.read().sections == {}
    assert stopped(file.check_writable) == FileUnwritable(path=os.devnull)


@posix
@pytest.mark.usefixtures("no_leftovers")
@pytest.mark.parametrize("name", ["plain", "with a blank", "back\\slash", "ümlaut"])
def test_mounted(folder: Path, home: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mounted file is noticed before a code is used, by what Linux lists, through links, and it alone."""
    place = home / name
    place.mkdir()
    (place / "credentials").write_text(CREDENTIALS)
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
        assert isinstance(stopped(SharedFile(mounted).check_writable), FileMounted)
    SharedFile(folder / "credentials").check_writable()
    SharedFile(place / "config").check_writable()


@posix
@pytest.mark.usefixtures("no_leftovers")
def test_mounted_in_truth(folder: Path, home: Path) -> None:
    """A file that is mounted in truth is one that the system lets nobody replace: told alike before and after."""
    source = home / "source"
    source.write_text(CREDENTIALS)
    script = (
        "import pathlib, sys\n"
        "from mfa_enroll.files.sharedfile import SharedFile\n"
        "from tests.files.keeping import add, stopped\n"
        "file = SharedFile(pathlib.Path(sys.argv[1]))\n"
        "before, after = stopped(file.check_writable), stopped(lambda: file.change(add))\n"
        "print(before == after, after.reference)\n"
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
    assert done.stdout == "True file-mounted\n"
    assert source.read_text() == CREDENTIALS
