"""A lock on a folder, by which processes of this program change files in it one after another."""

import contextlib
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


if sys.platform == "win32":

    def _opened(directory: Path) -> int:
        """Windows locks no folders. The system deletes this file with the last process that has it open."""
        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                return os.open(directory / _NAME, os.O_RDWR | os.O_CREAT | os.O_TEMPORARY | os.O_NOINHERIT)
            except PermissionError:  # it is being deleted
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.01)

    def _try(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error

else:

    def _opened(directory: Path) -> int:
        return os.open(directory, os.O_RDONLY | os.O_DIRECTORY)

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _lock(descriptor: int) -> bool:
    give_up = time.monotonic() + PATIENCE
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
