"""What Textual reads from the environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mfa_enroll.tui.environment import scrub

PROGRAM = """
import asyncio, json, sys
from mfa_enroll.tui.environment import scrub
if sys.argv[1] == "scrubbed":
    scrub()
from textual import constants
from tests.tui.gallery import LEAVING, SCAN, asking

async def enroll():
    async with asking(SCAN, LEAVING) as (desk, answers):
        await desk.press("k", *"271828", "2", "enter")
        await desk.outcome()
        return {"answers": len(answers), "theme": desk.app.theme, "features": sorted(desk.app.features)}

print(json.dumps({**asyncio.run(enroll()),
    "switches": [constants.LOG_FILE, constants.PRESS, constants.SCREENSHOT_DELAY, constants.DEBUG,
    constants.DEVTOOLS_PORT, constants.SHOW_RETURN]}))
"""
SWITCHES = {
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
    "TEXTUAL_DEVTOOLS_PORT": "9",
    "TEXTUAL_DRIVER": "nowhere:Nothing",
    "TEXTUAL_LOG": "keys.log",
    "TEXTUAL_PRESS": "q",
    "TEXTUAL_SCREENSHOT": "0",
    "TEXTUAL_SCREENSHOT_FILENAME": "screen.svg",
    "TEXTUAL_SCREENSHOT_LOCATION": ".",
    "TEXTUAL_SHOW_RETURN": "1",
}
ROOT = Path(__file__).parents[2]


def run(directory: Path, how: str, switches: dict[str, str]) -> tuple[dict[str, object], set[str]]:
    """Run the program with these switches; what it says of itself, and the files it leaves."""
    home = directory / "home"
    home.mkdir()
    places = dict.fromkeys(["HOME", "TMPDIR", "XDG_DOWNLOAD_DIR"], str(home))
    program = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "TERM": "xterm-256color"}
    ran = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", PROGRAM, how],
        cwd=home,
        env={**os.environ, **switches, **places, **program},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stderr == ""
    return json.loads(ran.stdout.splitlines()[-1]), {path.name for path in home.rglob("*") if path.is_file()}


def test_textuals_switches_have_no_effect(tmp_path: Path) -> None:
    """With a log, screenshots, keys and devtools asked for, an enrollment leaves no file and ends as it should."""
    said, files = run(tmp_path, "scrubbed", {**SWITCHES, "TEXTUAL_THEME": "nord"})
    assert said == {
        "answers": 2,
        "theme": "nord",
        "features": [],
        "switches": [None, "", -1, False, 8081, False],
    }
    assert files == set()


def test_unscrubbed_textual_would_write_a_log(tmp_path: Path) -> None:
    """The test above would notice: left alone, the log is written."""
    _, files = run(tmp_path, "as it is", {"TEXTUAL_LOG": "keys.log"})
    assert files == {"keys.log"}


@pytest.mark.parametrize(
    "name",
    ["TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DISABLE_KITTY_KEY", "HOME", "TEXTUALLY"],
)
def test_the_looks_are_the_persons_own(name: str) -> None:
    """Switches for the looks, and what is not Textual's, stay as they are."""
    environment = {name: "as it was", **SWITCHES}
    scrub(environment)
    assert environment == {name: "as it was"}


@pytest.mark.parametrize(
    ("given", "colours"),
    [
        ({"TERM": "screen", "COLORTERM": "truecolor"}, "256"),
        ({"TERM": "screen.xterm-256color", "COLORTERM": "truecolor"}, "256"),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, "standard"),
        ({"TERM": "vt220", "COLORTERM": "truecolor"}, "standard"),
        ({"TERM": "xterm"}, "256"),
        ({"TERM": "xterm", "COLORTERM": ""}, "256"),
        ({"TERM": "xterm-16color"}, ""),
        ({"TERM": "screen", "TMUX": "of a tmux around it", "STY": "1.pts", "COLORTERM": "truecolor"}, "256"),
        ({"TERM": "screen-256color", "TMUX": "/run/tmux/default,1,0", "COLORTERM": "truecolor"}, ""),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, ""),
        ({}, ""),
    ],
)
def test_the_terminal_decides_on_colours(given: dict[str, str], colours: str) -> None:
    """`COLORTERM` counts where the terminal itself has set it; an xterm without it has 256 colours."""
    environment = dict(given)
    scrub(environment)
    assert environment == given | ({"TEXTUAL_COLOR_SYSTEM": colours} if colours else {})
