"""The program as a command: how it is called, and an environment with nothing else in it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import mfa_enroll

if TYPE_CHECKING:
    from tests.support.bench import Bench

_HANDED_ON = (
    *("SYSTEMROOT", "PATHEXT"),  # Windows starts no program without them
    "COVERAGE_PROCESS_CONFIG",  # there where it is measured which lines run
)

IMPORTABLE = str(Path(mfa_enroll.__file__).parent.parent)


def program(*arguments: str) -> list[str]:
    """The command that runs the program."""
    return [sys.executable, "-m", "mfa_enroll", *arguments]


def altered(code: str, *arguments: str) -> list[str]:
    """The command that runs the program after some code of a test's own."""
    return [sys.executable, "-c", f"{code}\nimport sys\nfrom mfa_enroll.cli import main\nsys.exit(main({arguments}))"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment with nothing in it but what the program needs, and ``more``."""
    system = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    return system | {
        "PATH": os.defpath,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "TMPDIR": str(home),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": IMPORTABLE,
        "AWS_EC2_METADATA_DISABLED": "true",
        **more,
    }


def with_keys_of(here: "Bench", home: Path, **more: str) -> dict[str, str]:
    """An environment with the access key of a practice account."""
    keys = {
        "AWS_ENDPOINT_URL": here.server.url,
        "AWS_ACCESS_KEY_ID": here.practice.access_key_id,
        "AWS_SECRET_ACCESS_KEY": here.practice.secret_access_key.reveal(),
    }
    return environment(home, **keys, **more)


def run(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program without a terminal."""
    return subprocess.run(  # noqa: S603 - the command is this program's
        program(*arguments),
        env=environment(home, **variables),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
