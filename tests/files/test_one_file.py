"""One shared AWS file on the disk: found, read and replaced."""

import errno
import logging
import os
import stat
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from mfa_enroll.domain.troubles.files import FileWithByteOrderMark
from mfa_enroll.files.sharedfile import SharedFile
from tests.files.keeping import ADDED, CREDENTIALS, CREDENTIALS_FILE, add, posix, stopped


def test_shown(home: Path) -> None:
    """A file is named with the home directory as ~, and without what would disturb a terminal."""
    assert SharedFile(home / ".aws" / "credentials").shown == CREDENTIALS_FILE
    assert SharedFile(Path("/elsewhere/con\x1b[2Jfig")).shown == str(Path("/elsewhere/con\ufffd[2Jfig"))


@posix
def test_new_file(home: Path) -> None:
    """A file that is not there is made with its folders, for the person's own eyes, whatever the umask says."""
    before = os.umask(0)
    try:
        SharedFile(home / "a" / "b" / "credentials").change(add)
    finally:
        os.umask(before)
    assert (home / "a" / "b" / "credentials").read_text() == ADDED
    modes = [stat.S_IMODE((home / each).stat().st_mode) for each in ("a", "a/b", "a/b/credentials")]
    assert modes == [0o700, 0o700, 0o600]


@posix
def test_open_to_others(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file that others could read is closed to them when keys are put into it, and nothing of it is logged."""
    file = folder / "credentials"
    file.chmod(0o644)
    with caplog.at_level(logging.DEBUG):
        SharedFile(file).change(add)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == f"{CREDENTIALS}\n{ADDED}"
    assert caplog.text == ""


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_owner(folder: Path) -> None:
    """With the rights of root, a person's file stays the person's."""
    file = folder / "credentials"
    os.chown(file, 4711, 4712)
    SharedFile(file).change(add)
    assert (file.stat().st_uid, file.stat().st_gid) == (4711, 4712)


def test_untouched(folder: Path) -> None:
    """A file that says it all already is not written, so it may be read-only."""
    before = (folder / "config").stat()
    SharedFile(folder / "config").change(lambda file: file.with_settings("default", {"region": "eu-west-1"}))
    after = (folder / "config").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_bytes(folder: Path) -> None:
    """Every byte stays that is not changed: line endings, letters of all kinds, blanks at the end of lines."""
    file = folder / "credentials"
    before = "# Zoë 🔑  \r\n[default]\t\r\nx=y  \r\n\r\n\r\n".encode()
    file.write_bytes(before)
    SharedFile(file).change(lambda content: content.with_settings("default", {"mfa_serial": "arn:aws:iam::1:mfa/a"}))
    assert file.read_bytes() == before.replace(b"x=y  \r\n", b"x=y  \r\nmfa_serial = arn:aws:iam::1:mfa/a\r\n")


@posix
@pytest.mark.parametrize("exists", [True, False])
def test_links(folder: Path, home: Path, exists: bool) -> None:  # noqa: FBT001 - pytest passes it by name
    """Symbolic links, one behind the other, relative or not, stay; what they point at is changed in its own folder."""
    elsewhere = home / "dotfiles" / "aws"
    elsewhere.mkdir(parents=True)
    if exists:
        (elsewhere / "real").write_text(CREDENTIALS)
    (elsewhere / "second").symlink_to("real")
    (home / "first").symlink_to(elsewhere / "second")
    (folder / "credentials").unlink()
    (folder / "credentials").symlink_to("../first")
    SharedFile(folder / "credentials").check_writable()
    SharedFile(folder / "credentials").change(add)
    assert os.readlink(folder / "credentials") == "../first"  # noqa: PTH115 - Path would drop the dots
    assert (home / "first").readlink() == elsewhere / "second"
    assert (elsewhere / "second").readlink() == Path("real")
    assert not (elsewhere / "real").is_symlink()
    assert (elsewhere / "real").read_text() == (f"{CREDENTIALS}\n{ADDED}" if exists else ADDED)
    assert sorted(path.name for path in elsewhere.iterdir()) == ["real", "second"]


@posix
def test_folder_that_cannot_be_settled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that locks and settles no folders does not stand in the way."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "no")
        real(descriptor)

    def flock(*_: object) -> None:
        raise OSError(errno.EBADF, "no")

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr("mfa_enroll.files.lock.fcntl.flock", flock)
    SharedFile(folder / "credentials").change(add)
    assert (folder / "credentials").read_text().endswith(ADDED)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_encoding(folder: Path, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read and written in the system's encoding, as AWS tools do, and a byte order mark is known in it."""
    monkeypatch.setattr("locale.getpreferredencoding", lambda **_: encoding)
    (folder / "credentials").write_text("# für mich\n", encoding=encoding)
    SharedFile(folder / "credentials").change(add)
    assert (folder / "credentials").read_text(encoding=encoding) == f"# für mich\n\n{ADDED}"
    (folder / "credentials").write_text("[a]\n", encoding="utf-8-sig")
    assert stopped(SharedFile(folder / "credentials").read) == FileWithByteOrderMark(path=CREDENTIALS_FILE)


@posix
def test_at_once(home: Path) -> None:
    """Of changes that several processes make at once, none is lost."""
    script = (
        "import pathlib, sys\n"
        "from mfa_enroll.files.sharedfile import SharedFile\n"
        "file = SharedFile(pathlib.Path(sys.argv[1]))\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read()\n"
        "for n in range(25):\n"
        "    file.change(lambda old: old.with_settings(f'{sys.argv[2]}-{n}', {'region': 'x'}))\n"
    )
    path, names = home / ".aws" / "config", ("one", "two", "three")
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(  # noqa: S603 - the command is this test's
                    [sys.executable, "-c", script, str(path), name],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    cwd=Path(__file__).parents[2],
                )
            )
            for name in names
        ]
        assert [process.stdout and process.stdout.readline() for process in processes] == [b"ready\n"] * len(names)
        for process in processes:
            assert process.stdin is not None
            process.stdin.close()
        assert [process.wait(60) for process in processes] == [0] * len(names)
    assert set(SharedFile(path).read().sections) == {f"{name}-{n}" for name in names for n in range(25)}
    assert [each.name for each in path.parent.iterdir()] == ["config"]
