"""One shared AWS file with a key in it, and a change to make."""

import sys
import traceback
from collections.abc import Callable

import pytest

from mfa_enroll.domain.problem import Problem, Stopped
from mfa_enroll.files.inifile import IniFile

SENTINEL = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
OLD = f"# mine\n[default]\naws_access_key_id = AKIA1\naws_secret_access_key = {SENTINEL}\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


def add(file: IniFile) -> IniFile:
    """Put a key into a section of its own."""
    return file.with_settings("new", {"aws_secret_access_key": f"{SENTINEL}NEW"})


ADDED = f"[new]\naws_secret_access_key = {SENTINEL}NEW\n"


def problem(act: Callable[[], object]) -> Problem:
    """The page that ``act`` comes to. Neither it nor what it was raised from holds anything of the file."""
    with pytest.raises(Stopped) as caught:
        act()
    error: BaseException | None = caught.value
    assert SENTINEL not in "".join(traceback.format_exception(error))
    while error is not None:
        assert SENTINEL not in f"{error!r} {vars(error)}"
        assert SENTINEL.encode() not in b"".join(part for part in error.args if isinstance(part, bytes))
        error = error.__context__
    return caught.value.problem
