"""A folder for the practice account's AWS files, for as long as practice lasts."""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PREFIX = "mfa-enroll-practice-"

if sys.platform == "win32":

    @contextlib.contextmanager
    def practice_folder() -> Iterator[Path]:
        """A folder of its own. Raises ``OSError`` where none can be made."""
        with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
            yield Path(name)

else:
    import fcntl

    @contextlib.contextmanager
    def practice_folder() -> Iterator[Path]:
        """A folder of its own; those of runs that were killed are taken away first.

        A run keeps its folder locked, and the system unlocks it when the process is gone, however that ends.

        Raises:
            OSError: None can be made.
        """
        _sweep(Path(tempfile.gettempdir()))
        folder, lock = _make()
        try:
            yield folder / "aws"  # which is locked by whoever changes files in it
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)

    def _make() -> tuple[Path, int]:
        while True:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            # A run that starts in the same moment may take it for an abandoned one until it is locked.
            with contextlib.suppress(FileNotFoundError):
                lock = _open(folder)
                if _is_locked_here(lock) and _is_at(folder, lock):
                    return folder, lock
                os.close(lock)

    def _sweep(directory: Path) -> None:
        for folder in directory.glob(f"{_PREFIX}*"):
            # Another user's, a link, or one that is gone by now.
            with contextlib.suppress(OSError):
                lock = _open(folder)
                try:
                    is_own = os.fstat(lock).st_uid == os.geteuid()
                    if is_own and _is_locked_here(lock, where_unknown=False) and _is_at(folder, lock):
                        shutil.rmtree(folder)  # it follows no links
                finally:
                    os.close(lock)

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)

    def _is_locked_here(folder: int, *, where_unknown: bool = True) -> bool:
        """Lock it, and tell whether that could be done; ``where_unknown``: on a file system that locks no folders."""
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return where_unknown
        return True

    def _is_at(path: Path, folder: int) -> bool:
        """Whether the open folder is still the one of that path."""
        try:
            return os.path.samestat(path.lstat(), os.fstat(folder))
        except FileNotFoundError:
            return False
