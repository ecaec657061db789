"""Locks on a folder, by which processes of this program change files in it, and ask for codes, one after another."""

import contextlib
import errno
import math
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 5.0
"""Seconds to wait for another process that is changing a file. It takes one a few milliseconds."""

_NAME = ".mfa-enroll-lock"
_TURN = ".mfa-enroll-turn"


@contextlib.contextmanager
def alone_in(directory: Path) -> Iterator[bool]:
    """Keep other processes of this program from changing files there, where the file system can, and settle the change.

    It is not the file that is locked, which is replaced. Yields whether that could be done.
    """
    descriptor = _opened(directory)
    try:
        yield _lock(descriptor)
        # The change is made; only a power cut could still undo it.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
        _leave_nothing(directory)


@contextlib.contextmanager
def turn_in(directory: Path) -> Iterator[None]:
    """Wait, however long that takes, until no other process of this program asks a person for a code.

    Where no file can be made or locked, nobody is waited for.
    """
    path = directory / _TURN
    try:
        descriptor = _turn(path)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        _end_turn(descriptor, path)


def _turn(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _lock(descriptor, math.inf)
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(path.stat(), os.fstat(descriptor)):
                    return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # another process has ended its turn with it


if sys.platform == "win32":

    def _end_turn(descriptor: int, path: Path) -> None:
        """Windows deletes no file that a process has open: so while others wait, it stays."""
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()

    def _opened(directory: Path) -> int:
        """Windows locks no folders, so a file in it stands for it while someone changes another one."""
        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                return os.open(directory / _NAME, os.O_RDWR | os.O_CREAT | os.O_NOINHERIT)
            except PermissionError:  # it is being deleted
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.01)

    def _leave_nothing(directory: Path) -> None:
        """Delete the file. Windows refuses that while a process has it open, so that all of them lock the same."""
        with contextlib.suppress(OSError):
            (directory / _NAME).unlink()

    def _try(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in {errno.EACCES, 0}:  # Wine forgets to set it
                raise BlockingIOError from error
            raise

else:

    def _end_turn(descriptor: int, path: Path) -> None:
        """Who waits with the same file open finds it gone, and takes the next one."""
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(descriptor)

    def _opened(directory: Path) -> int:
        return os.open(directory, os.O_RDONLY | os.O_DIRECTORY)

    def _leave_nothing(directory: Path) -> None:
        """A locked folder has nothing to show for it."""

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock(descriptor: int, patience: float = PATIENCE) -> bool:
    give_up = time.monotonic() + patience
    while True:
        try:
            _try(descriptor)
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        except OSError:
            return False  # Some network file systems lock no folders.
        else:
            return True
