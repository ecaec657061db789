"""Files on the disk: how a path is shown, and what the system tells of a file besides what it holds."""

import contextlib
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mfa_enroll.domain.profile import OddFile, Oddity
from mfa_enroll.domain.text import clean

Stamp = tuple[int, int, int, int]

_FRESH = 0.25
"""Seconds after a change in which a file that is empty or cut off may be one that is just being written."""


def abbreviated(path: Path) -> str:
    """The path with the home directory as ``~``."""
    try:
        return str(Path("~") / path.relative_to(Path("~").expanduser()))
    except (ValueError, RuntimeError):
        return str(path)


def is_homeless(path: Path) -> bool:
    """Whether it begins with a home folder that the system does not know: ``expanduser`` leaves it as it is then."""
    return str(path).startswith("~")


def is_mounted(file: Path) -> bool:
    """Whether a file without links in its path is a mount of its own, as far as Linux tells: proc_pid_mountinfo(5)."""
    try:
        mounts = Path("/proc/self/mountinfo").read_bytes().split(b"\n")
    except OSError:
        return False
    escaped = (point for mount in mounts for point in mount.split(b" ")[4:5])
    points = (re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), point) for point in escaped)
    return os.fsencode(file) in points


def oddity_of(path: Path, shown: str) -> OddFile | None:
    """What a person should know of a file, ``shown`` so, before it is changed; None where it is an ordinary one."""
    if is_homeless(path):
        return OddFile(shown, Oddity.NO_HOME)
    with contextlib.suppress(OSError):
        if any(place.is_symlink() and not place.exists() for place in (path, *path.parents)):
            return OddFile(shown, Oddity.LINK_TO_NOTHING, clean(abbreviated(Path(os.path.realpath(path)))))
        there = path.stat()
        if not stat.S_ISREG(there.st_mode):
            return OddFile(shown, Oddity.NO_FILE)
        if there.st_nlink > 1:
            return OddFile(shown, Oddity.MORE_NAMES)
    return None


def stamp_of(file: Path) -> Stamp | None:
    """What changes with every change of a file; None where there is none."""
    try:
        now = file.stat()
    except FileNotFoundError:
        return None
    return now.st_dev, now.st_ino, now.st_mtime_ns, now.st_size


def is_fresh(file: Path | int) -> bool:
    """Whether it has just been changed; a descriptor stands for the open file."""
    try:
        return abs(time.time() - os.stat(file).st_mtime) < _FRESH  # noqa: PTH116 - a descriptor has no path
    except OSError:
        return False


@contextlib.contextmanager
def held(file: Path) -> Iterator[BinaryIO | None]:
    """The file, open for reading even when another one is in its place. Windows lets no open file be replaced."""
    try:
        opened = None if sys.platform == "win32" else file.open("rb")
    except FileNotFoundError:
        opened = None
    with opened or contextlib.nullcontext():
        yield opened


def bytes_of(file: BinaryIO) -> bytes:
    """All that it holds by now."""
    file.seek(0)
    return file.read()


def reason_of(error: OSError) -> str:
    """Why the system says no, in its own words."""
    return clean(error.strerror or type(error).__name__)


def make_directory(directory: Path) -> None:
    """Make it with those above it. What root makes belongs to the owner of the folder above, as the files there do."""
    for missing in reversed([place for place in (directory, *directory.parents) if not place.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
        if sys.platform != "win32" and _is_root():
            owner = missing.parent.stat()
            os.chown(missing, owner.st_uid, owner.st_gid)


def leave_to_owner_of(target: Path, descriptor: int) -> None:
    """The open file that takes the place of ``target`` stays the person's own under sudo, and a new one becomes so."""
    if sys.platform != "win32" and _is_root():
        owner = (target if target.exists() else target.parent).stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


def _is_root() -> bool:
    """Whether the program has the rights to give files away."""
    return sys.platform != "win32" and os.geteuid() == 0
