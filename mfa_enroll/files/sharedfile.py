"""One shared AWS file on the disk: read whole, replaced whole."""

import contextlib
import errno
import functools
import glob
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from mfa_enroll.domain.profile import OddFile
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.domain.troubles import files as troubles
from mfa_enroll.files.contents import encoded, understood
from mfa_enroll.files.inifile import IniFile, UnchangeableError
from mfa_enroll.files.lock import PATIENCE, alone_in, turn_in
from mfa_enroll.files.paths import (
    Stamp,
    abbreviated,
    bytes_of,
    held,
    is_fresh,
    is_homeless,
    is_mounted,
    leave_to_owner_of,
    make_directory,
    oddity_of,
    reason_of,
    stamp_of,
)


class SharedFile:
    """The config or the credentials file. Every failure is a ``Stopped``, and leaves the file as it was.

    Args:
        path: Where it is, a symbolic link or not, whether it exists or not.
        shown: How to name it on screen; ``path`` with the home directory as ``~`` unless given.
    """

    def __init__(self, path: Path, shown: str | None = None) -> None:
        self._path = path
        self._seen = IniFile()
        self.shown = shown or clean(abbreviated(path))

    @property
    def is_null(self) -> bool:
        """Whether it is the null device, by which people say that there is to be no such file."""
        return self._path == Path(os.devnull)

    def read(self) -> IniFile:
        """What it holds; nothing where it does not exist. What was read last is what :meth:`change` expects to find."""
        found = self._settled(lambda found: bool(self._gone(found)) and is_fresh(self._path))
        if isinstance(found, Trouble):
            # Not within an except clause: what decoders and parsers raise quotes the file, and would be the context.
            raise Stopped(found)
        self._seen = found
        return found

    def check_writable(self) -> None:
        """Raise where it is plain that :meth:`change` would fail. Writes nothing."""
        try:
            trouble = self._hindrance()
        except OSError as error:
            trouble = self._unwritable(error)
        if trouble:
            raise Stopped(trouble)

    def _hindrance(self) -> Trouble | None:
        if self.is_null:
            return troubles.FileUnwritable(path=self.shown)
        target = self._target()
        # A drive that is not there has no folder at all.
        directory = next(filter(Path.exists, target.parents), None)
        unusable = self._unusable()
        if unusable:
            return unusable
        if directory is None or not directory.is_dir():
            return troubles.FileUnwritable(path=self.shown)
        places = [directory, target] if target.exists() else [directory]
        if not all(os.access(place, os.W_OK) for place in places):
            return troubles.FileUnwritable(path=self.shown)
        return troubles.FileMounted(path=self.shown) if is_mounted(target) else None

    def turn(self) -> AbstractContextManager[None]:
        """Wait until no other process of this program asks a person for what is to be written here."""
        return turn_in(self._target().parent)

    def oddity(self) -> OddFile | None:
        """What a person should know of it before it is changed."""
        return None if self.is_null else oddity_of(self._path, self.shown)

    def change(self, edit: Callable[[IniFile], IniFile]) -> None:
        """Replace it by what ``edit`` makes of it, in one step: whoever reads it finds the old one or the new one.

        ``edit`` is given what the file holds, the last time while no other process of this program changes it. It may
        raise ``UnchangeableError``, of which a ``Stopped`` is made here, and any ``Stopped``.

        Other programs empty the file and write it anew, the AWS CLI among them (``ConfigFileWriter``). So one that
        holds less than it did when it was read last is waited for, and one that has changed is read again.
        """
        try:
            # A file that is right already is left alone, and needs no permission either.
            before = self._whole()
            if edit(before).text == before.text:
                return
            target = self._target()
            make_directory(target.parent)
            with alone_in(target.parent) as alone:
                if alone:
                    _sweep(target)
                self._carry_out(target, edit)
        except (UnchangeableError, UnicodeEncodeError):
            trouble: Trouble = troubles.FileUnchangeable(path=self.shown)
        except OSError as error:
            trouble = self._unwritable(error)
        else:
            return
        raise Stopped(trouble)

    def _carry_out(self, target: Path, edit: Callable[[IniFile], IniFile]) -> None:
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            stamp = stamp_of(target)
            with held(target) as old:
                content = self._whole()
                new = edit(content)
                if _replace(target, encoded(new), functools.partial(self._is_still, content, target, stamp)):
                    self._seen = new
                    self._catch_up(target, edit, content, old)
                    return
        raise Stopped(troubles.FileChangedMeanwhile(path=self.shown))

    def _is_still(self, content: IniFile, target: Path, stamp: Stamp | None) -> bool:
        """Whether the file is the one that was read. A change within a tick of its clock shows in what it holds."""
        found = self._look()
        return isinstance(found, IniFile) and found.text == content.text and stamp_of(target) == stamp

    def _catch_up(
        self, target: Path, edit: Callable[[IniFile], IniFile], content: IniFile, old: BinaryIO | None
    ) -> None:
        """Take over what another program was about to write into the file that has just been replaced.

        Where that is not to be had, the file stays as it is: with all that was there before.
        """
        if old is None or bytes_of(old) == encoded(content):
            return
        placed = stamp_of(target)

        def is_being_written(found: IniFile | Trouble) -> bool:
            gone = isinstance(found, Trouble) or bool(content.missing_from(found))
            return gone or (_is_cut(found) and is_fresh(old.fileno()))

        with contextlib.suppress(Stopped, UnchangeableError, UnicodeEncodeError, OSError):
            found = self._settled(is_being_written, lambda: understood(bytes_of(old), self.shown))
            if isinstance(found, Trouble) or content.missing_from(found):
                return
            if _replace(target, encoded(edit(found)), lambda: stamp_of(target) == placed):
                self._catch_up(target, edit, found, old)

    def _whole(self) -> IniFile:
        """What it holds, once that is no less than before."""

        def is_being_written(found: IniFile | Trouble) -> bool:
            return bool(self._gone(found)) or (_is_cut(found) and is_fresh(self._path))

        found = self._settled(is_being_written)
        gone = self._gone(found)
        if isinstance(found, Trouble):
            raise Stopped(found)
        # Whoever tries again has been told, and may mean it.
        self._seen = found
        if gone:
            raise Stopped(troubles.FileChangedMeanwhile(path=self.shown, sections=tuple(map(clean, gone))))
        return found

    def _settled(
        self, is_being_written: Callable[[IniFile | Trouble], bool], look: Callable[[], IniFile | Trouble] | None = None
    ) -> IniFile | Trouble:
        """What there is to read when that is not being written any more, or after some seconds."""
        give_up = time.monotonic() + PATIENCE
        while is_being_written(found := (look or self._look)()) and time.monotonic() < give_up:
            time.sleep(0.01)
        return found

    def _gone(self, found: IniFile | Trouble) -> tuple[str, ...]:
        """The sections of which there is less than when it was read last."""
        return () if isinstance(found, Trouble) else self._seen.missing_from(found)

    def _unwritable(self, error: OSError) -> Trouble:
        if error.errno == errno.EBUSY:
            return troubles.FileMounted(path=self.shown)
        return troubles.FileUnwritable(path=self.shown, reason=reason_of(error))

    def _target(self) -> Path:
        """The file itself, behind all symbolic links: they stay as they are."""
        return Path(os.path.realpath(self._path))

    def _unusable(self) -> Trouble | None:
        """Why there is no such file to AWS tools, where something else is in its place, or the place is not known."""
        if is_homeless(self._path):
            return troubles.NoHomeFolder(path=self.shown)
        is_other = self._path.exists() and not self._path.is_file()
        return troubles.NotAFile(path=self.shown) if is_other else None

    def _look(self) -> IniFile | Trouble:
        if self.is_null:
            return IniFile()
        try:
            return self._unusable() or understood(self._path.read_bytes(), self.shown)
        except FileNotFoundError:
            return IniFile()
        except OSError as error:
            return troubles.FileUnreadable(path=self.shown, reason=reason_of(error))


def _is_cut(found: IniFile | Trouble) -> bool:
    """Whether it may be but the beginning of a file."""
    if isinstance(found, IniFile):
        return not found.text.endswith("\n")
    return isinstance(found, troubles.FileMisspelt | troubles.FileNotText)


def _prefix(target: Path) -> str:
    """How the names of files begin that are about to take the place of ``target``: like no other program's."""
    return f".{target.name}.mfa-enroll-"


def _sweep(target: Path) -> None:
    """Delete what a run has left that was killed in the middle: a copy of the file, keys and all."""
    for leftover in target.parent.glob(f"{glob.escape(_prefix(target))}*"):
        with contextlib.suppress(OSError):  # of another user's, say
            leftover.unlink()


def _replace(target: Path, data: bytes, may: Callable[[], bool]) -> bool:
    """Put ``data`` in the place of ``target`` if ``may`` says so in the last moment, and tell whether it did."""
    import tempfile  # noqa: PLC0415 - it takes as long to load as all else that only reads

    # Until it is closed, Windows neither moves nor deletes it.
    new = tempfile.NamedTemporaryFile(prefix=_prefix(target), dir=target.parent, delete=False)  # noqa: SIM115
    temporary = Path(new.name)
    try:
        with new:
            leave_to_owner_of(target, new.fileno())
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        replaces = _put_in_place(temporary, target, may)
        if not replaces:
            temporary.unlink()
    except BaseException:
        # The keys are to be in no second file, whatever ends this.
        temporary.unlink(missing_ok=True)
        raise
    return replaces


def _put_in_place(temporary: Path, target: Path, may: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + PATIENCE
    while may():
        try:
            temporary.replace(target)
        except PermissionError:
            # Windows replaces no file that another process has open, and most have it open for a moment.
            if os.name != "nt" or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return True
    return False
