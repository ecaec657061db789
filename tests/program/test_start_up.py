"""What is loaded, and when."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.progress import Doing
from mfa_enroll.words.keys import WHAT_IS_CHANGED
from mfa_enroll.words.openings import Opening, opening
from mfa_enroll.words.progress import doing
from tests.program.command import altered, environment
from tests.program.pages import CREATE

HEAVY = {"textual", "rich", "boto3", "botocore", "qrcode", "pyotp", "http.server", "asyncio"}

LOADED = "import json, sys; print(json.dumps(sorted(sys.modules)))"

AT_EXIT = f"import atexit; atexit.register(lambda: exec({LOADED!r}))"

HELD_BACK = """
import os, sys, time
class HeldBack:
    def find_spec(self, name, *_):
        if name.partition(".")[0] in {"boto3", "botocore"}:
            open("asked", "w").close()
            until = time.monotonic() + 60
            while not os.path.exists("go") and time.monotonic() < until:
                time.sleep(0.01)
sys.meta_path.insert(0, HeldBack())
"""


def loaded(home: Path, command: list[str]) -> set[str]:
    """The modules that a command has loaded by its end; their names are the last line that it prints."""
    result = subprocess.run(  # noqa: S603 - the commands are those below
        command, env=environment(home), cwd=home, capture_output=True, text=True, check=False, timeout=60
    )
    return set(json.loads(result.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["practice", "--help"], ["policy", "--help"], ["--unknown"]], ids=" ".join
)
def test_the_command_line_alone_loads_nothing_heavy(home: Path, arguments: list[str]) -> None:
    """Help, version and wrong usage need neither Textual nor boto3 nor what makes codes and pictures."""
    modules = loaded(home, altered(AT_EXIT, *arguments))
    assert "mfa_enroll.cli" in modules
    assert modules & HEAVY == set()
    assert not {name for name in modules if re.match(r"mfa_enroll\.(tui|words|aws|files|flows|practice)", name)}


@pytest.mark.parametrize("more", [[], ["--json"]], ids=" ".join)
def test_who_asks_the_files_alone_waits_for_nothing_heavy(home: Path, more: list[str]) -> None:
    """A prompt may do so each time."""
    assert loaded(home, altered(AT_EXIT, "status", "--offline", *more)) & HEAVY == set()


def test_the_full_screen_does_not_load_boto3(home: Path) -> None:
    """Neither the app nor the way to AWS and its files brings boto3 with it."""
    all_of_them = "mfa_enroll.tui.app, mfa_enroll.aws.account, mfa_enroll.files.profiles, mfa_enroll.flows.enroll"
    code = f"import {all_of_them}; {LOADED}"
    modules = loaded(home, [sys.executable, "-c", code])
    assert "textual" in modules
    assert modules & {"boto3", "botocore", "urllib3", "qrcode"} == set()


def test_the_practice_server_loads_no_client_and_no_screen(home: Path) -> None:
    """`mfa-enroll practice` is the server alone."""
    code = f"import mfa_enroll.practice.server; {LOADED}"
    modules = loaded(home, [sys.executable, "-c", code])
    assert modules & {"textual", "rich", "boto3", "botocore"} == set()


def test_the_first_page_is_there_and_answers_before_boto3_is(home: Path) -> None:
    """While boto3 is loading the first page is painted, moves, and can be left."""
    terminal = pytest.importorskip("tests.program.terminal")
    with terminal.Terminal(altered(HELD_BACK, "--practice"), environment(home)) as window:
        window.wait_for(opening(Opening.ENROLL).heading)
        window.wait_for(doing(Doing(Call.WHO_AM_I)))
        window.wait_until((home / "asked").exists, "boto3 to be asked for")
        window.wait_until(lambda: b"\xe2\xa0\xb9" in window.raw, "the spinner to move")
        window.type("?")
        window.wait_for(WHAT_IS_CHANGED)
        window.type("?")
        (home / "go").touch()
        window.wait_for(CREATE)
