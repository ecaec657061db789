"""Kills a process of its own at each line that changing a file comes to, one after the other.

Called as ``python -m tests.interruption.killed_at FOLDER``: each process works on its own copy of FOLDER, in
``FOLDER-1``, ``FOLDER-2`` and so on, and the last one comes to its end.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

from mfa_enroll.domain.profile import ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.files import sharedfile
from mfa_enroll.files.profiles import SharedProfiles

SERIAL = "arn:aws:iam::111122223333:mfa/alice"
KEYS = SessionKeys("ASIANEW", Secret("secret/new"), Secret("token/new"), datetime(2026, 11, 24, 20, 0, tzinfo=UTC))


def planned(folder: Path) -> ProfilePlan:
    """What keeping a session will change."""
    return SharedProfiles.in_directory(folder).plan("default-mfa", SERIAL)


def keep(folder: Path, plan: ProfilePlan | None = None) -> None:
    """Keep the session, as the program does."""
    SharedProfiles.in_directory(folder).keep(plan or planned(folder), KEYS)


def _until(line: int) -> Callable[[FrameType, str, object], Any]:
    """A trace function that ends in SIGKILL at the n-th line in the module that changes files."""
    reached = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal reached
        if frame.f_code.co_filename != sharedfile.__file__:
            return None
        reached += event == "line"
        if reached == line:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


def _main(folder: Path) -> None:
    plan = planned(folder)
    line = 0
    while True:
        line += 1
        copy = folder.with_name(f"{folder.name}-{line}")
        shutil.copytree(folder, copy)
        child = os.fork()
        if child == 0:
            sys.settrace(_until(line))
            keep(copy, plan)
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return


if __name__ == "__main__":
    with patch.object(os, "fsync"):  # it is for a power cut: what a killed process has written stays written
        _main(Path(sys.argv[1]))
