"""One shared AWS file on the disk: read whole, replaced whole."""

import contextlib
import errno
import glob
import locale
import os
import re
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.domain.troubles import files as troubles
from mfa_enroll.files.inifile import IniFile, UnchangeableError, UnparsableError

if sys.platform != "win32":
    import fcntl

_PATIENCE = 5.0
"""Seconds to wait for another process that is changing a file. It takes one a few milliseconds."""

_BYTE_ORDER_MARKS = ("\N{ZERO WIDTH NO-BREAK SPACE}", "ï»¿")
"""As UTF-8 has it, and as the single-byte encoding of a Windows machine shows it."""


class SharedFile:
    """The config or the credentials file. Every failure is a ``Stopped``, and leaves the file as it was.

    Args:
        path: Where it is, a symbolic link or not, whether it exists or not.
        shown: How to name it on screen; ``path`` with the home directory as ``~`` unless given.
    """

    def __init__(self, path: Path, shown: str | None = None) -> None:
        self._path = path
        self.shown = shown or clean(_abbreviated(path))

    @property
    def is_null(self) -> bool:
        """Whether it is the null device, by which people say that there is to be no such file."""
        return self._path == Path(os.devnull)

    def read(self) -> IniFile:
        """What it holds; nothing where it does not exist."""
        found = self._look()
        if isinstance(found, Trouble):
            # Not within an except clause: what decoders and parsers raise quotes the file, and would be the context.
            raise Stopped(found)
        return found

    def check_writable(self) -> None:
        """Raise where it is plain that :meth:`change` would fail. Writes nothing."""
        try:
            target = self._target()
            directory = next(place for place in target.parents if place.exists())
            places = [directory, target] if target.exists() else [directory]
            writable = directory.is_dir() and all(os.access(place, os.W_OK) for place in places)
        except OSError as error:
            trouble = self._unwritable(error)
        else:
            if self.is_null or not writable:
                trouble = troubles.FileUnwritable(path=self.shown)
            elif _is_mounted(target):
                trouble = troubles.FileMounted(path=self.shown)
            else:
                return
        raise Stopped(trouble)

    def change(self, edit: Callable[[IniFile], IniFile]) -> None:
        """Replace it by what ``edit`` makes of it, in one step: whoever reads it finds the old one or the new one.

        ``edit`` is given what the file holds, the last time while no other process of this program changes it. It may
        raise ``UnchangeableError``, of which a ``Stopped`` is made here, and any ``Stopped``.
        """
        try:
            # A file that is right already is left alone, and needs no permission either.
            before = self.read()
            if edit(before).text == before.text:
                return
            target = self._target()
            _make_directory(target.parent)
            with _alone_in(target.parent) as alone:
                if alone:
                    _sweep(target)
                _replace(target, edit(self.read()).text.encode(_encoding()))
        except (UnchangeableError, UnicodeEncodeError):
            trouble: Trouble = troubles.FileUnchangeable(path=self.shown)
        except OSError as error:
            trouble = self._unwritable(error)
        else:
            return
        raise Stopped(trouble)

    def _unwritable(self, error: OSError) -> Trouble:
        if error.errno == errno.EBUSY:
            return troubles.FileMounted(path=self.shown)
        return troubles.FileUnwritable(path=self.shown, reason=_reason(error))

    def _target(self) -> Path:
        """The file itself, behind all symbolic links: they stay as they are."""
        return Path(os.path.realpath(self._path))

    def _look(self) -> IniFile | Trouble:
        if self.is_null:
            return IniFile()
        try:
            mode = self._path.stat().st_mode
            if not stat.S_ISREG(mode):
                return troubles.NotAFile(path=self.shown)
            data = self._path.read_bytes()
        except FileNotFoundError:
            return IniFile()
        except OSError as error:
            return troubles.FileUnreadable(path=self.shown, reason=_reason(error))
        return self._understood(data)

    def _understood(self, data: bytes) -> IniFile | Trouble:
        encoding = _encoding()
        try:
            text = data.decode(encoding)
            if text.startswith(_BYTE_ORDER_MARKS):
                return troubles.FileWithByteOrderMark(path=self.shown)
            if text.encode(encoding) != data:
                return troubles.FileUnchangeable(path=self.shown)
            return IniFile.parse(text)
        except UnicodeDecodeError as error:
            return troubles.FileNotText(path=self.shown, encoding=encoding, line=data[: error.start].count(b"\n") + 1)
        except UnparsableError as error:
            return troubles.FileMisspelt(path=self.shown, line=error.line)


def _encoding() -> str:
    """What ``open`` takes without being told, and so botocore: the locale's encoding, or UTF-8 in UTF-8 mode."""
    return locale.getpreferredencoding(do_setlocale=False)


def _abbreviated(path: Path) -> str:
    try:
        return str(Path("~") / path.relative_to(Path("~").expanduser()))
    except (ValueError, RuntimeError):
        return str(path)


def _reason(error: OSError) -> str:
    return clean(error.strerror or type(error).__name__)


def _is_mounted(file: Path) -> bool:
    """Whether a file without links in its path is a mount of its own, as far as Linux tells: proc_pid_mountinfo(5)."""
    try:
        mounts = Path("/proc/self/mountinfo").read_bytes().split(b"\n")
    except OSError:
        return False
    escaped = (point for mount in mounts for point in mount.split(b" ")[4:5])
    points = (re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), point) for point in escaped)
    return os.fsencode(file) in points


def _make_directory(directory: Path) -> None:
    for missing in reversed([place for place in (directory, *directory.parents) if not place.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)


@contextlib.contextmanager
def _alone_in(directory: Path) -> Iterator[bool]:
    """Keep other processes of this program from changing files there, where the file system can, and settle the change.

    The directory is locked and not the file, which is replaced. Yields whether that could be done.
    """
    if sys.platform == "win32":
        yield False
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _lock(descriptor)
        # The change is made; only a power cut could still undo it.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(directory: int) -> bool:
    if sys.platform == "win32":
        return False
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        except OSError:
            # Some network file systems lock no directories.
            return False
        else:
            return True


def _prefix(target: Path) -> str:
    """How the names of files begin that are about to take the place of ``target``: like no other program's."""
    return f".{target.name}.mfa-enroll-"


def _sweep(target: Path) -> None:
    """Delete what a run has left that was killed in the middle: a copy of the file, keys and all."""
    for leftover in target.parent.glob(f"{glob.escape(_prefix(target))}*"):
        with contextlib.suppress(OSError):  # of another user's, say
            leftover.unlink()


def _replace(target: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=_prefix(target), dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _leave_to_owner_of(target, descriptor)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        temporary.replace(target)
    except BaseException:
        # The keys are to be in no second file, whatever ends this.
        temporary.unlink(missing_ok=True)
        raise


def _leave_to_owner_of(target: Path, descriptor: int) -> None:
    """Under sudo, the file stays the person's own."""
    if sys.platform != "win32" and os.geteuid() == 0 and target.exists():
        owner = target.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
