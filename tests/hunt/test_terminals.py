"""Terminals that are not what they seem: colours, ground, size, width."""

import fcntl
import os
import shlex
import struct
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

import termios

from mfa_enroll.terminal_size import size
from mfa_enroll.tui.environment import colour_system
from mfa_enroll.tui.screens.asking import AskingPage
from tests.hunt.case import case
from tests.program.command import environment, program
from tests.program.terminal import Terminal

TRUE = {"COLORTERM": "truecolor"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        case("derailed/k9s#2810", "screen hands on COLORTERM", {"TERM": "screen-256color", **TRUE}, "256"),
        case("dankamongmen/notcurses#757", "screen by its short name", {"TERM": "screen", **TRUE}, "256"),
        case("own", "Debian's name for screen", {"TERM": "screen.xterm-256color", "STY": "1.x", **TRUE}, "256"),
        case("own", "screen within tmux", {"TERM": "screen", "STY": "1.x", "TMUX": "x", **TRUE}, "256"),
        case("own", "tmux under screen's name", {"TERM": "screen-256color", "TMUX": "x", **TRUE}, ""),
        case("own", "the console after su", {"TERM": "linux", **TRUE}, "standard"),
        case("own", "a serial line", {"TERM": "vt220", **TRUE}, "standard"),
        case("pry0cc/axiom#191", "PuTTY calls itself xterm", {"TERM": "xterm"}, "256"),
        case("own", "ssh does not hand on COLORTERM", {"TERM": "alacritty"}, "256"),
        case("inducer/pudb#122", "16 colours by name", {"TERM": "xterm-16color"}, ""),
    ],
)
def test_colours(given: dict[str, str], expected: str) -> None:
    """No more than the terminal has, and no less."""
    assert colour_system(given) == expected


@pytest.mark.parametrize(
    ("window", "exported", "expected"),
    [
        case("python/cpython#12697", "the kernel knows no size", (0, 0), {}, (80, 24)),
        case("own", "a serial line with its size set by hand", (0, 0), {"COLUMNS": "100", "LINES": "40"}, (100, 40)),
        case("own", "an export of long ago", (132, 50), {"COLUMNS": "80", "LINES": "24"}, (132, 50)),
        case("eminence/terminal-size#23", "standard output is a pipe", (132, 50), {}, (132, 50)),
    ],
)
def test_size(
    window: tuple[int, int], exported: dict[str, str], expected: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal that is drawn on is asked, here with standard output elsewhere."""
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in exported.items():
        monkeypatch.setenv(name, value)
    main, side = os.openpty()
    try:
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", window[1], window[0], 0, 0))
        with os.fdopen(side, "w") as drawn_on:
            assert tuple(size(drawn_on)) == expected
    finally:
        os.close(main)


QUESTION = b"\x1b]11;?"
WHITE = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"
LIGHT, DARK = b"48;5;253m", b"48;5;233m"
"""Ground of Textual's light and dark themes in 256 colours."""


@pytest.mark.parametrize(
    ("answer", "delay", "variables", "ground"),
    [
        case("own", "a light terminal", WHITE, 0, {}, LIGHT),
        case("own", "a dark one, in eight bits, ended by BEL", "\x1b]11;rgb:00/2b/36\x07", 0, {}, DARK),
        case("cyd01/KiTTY#488", "no answer", "", 0, {}, DARK),
        case("own", "no answer, but rxvt's variable", "", 0, {"COLORFGBG": "0;default;15"}, LIGHT),
        case("own", "the person's choice", WHITE, 0, {"TEXTUAL_THEME": "textual-dark"}, DARK),
        case("NousResearch/hermes-agent#35441", "an answer after its time", WHITE, 2, {}, DARK),
    ],
)
def test_ground(home: Path, answer: str, delay: float, variables: dict[str, str], ground: bytes) -> None:
    """The theme is that for the ground, and neither the answer nor what is typed meanwhile is seen or acted on."""
    with Terminal(program("--practice"), environment(home, **variables)) as window:
        asked = "TEXTUAL_THEME" not in variables
        if asked:
            window.wait_until(lambda: QUESTION in window.raw, "the question")
        time.sleep(delay)
        window.type("!" + answer * asked)
        window.wait_until(lambda: ground in window.raw, "the ground")
        window.wait_for("Create the device")
        assert b"rgb:" not in window.raw
        assert (QUESTION in window.raw) is asked
        window.process.terminate()
        window.end()
        assert window.traces == []


def test_blocks_of_two_columns_leave_full_cells(home: Path) -> None:
    """mawww/kakoune#1941: where a half block is two columns wide, only a picture of full cells keeps its shape."""
    with Terminal(program("--practice"), environment(home)) as window:
        window.wait_until(lambda: b"\x1b[6n" in window.raw, "the question")
        window.type("\x1b[1;3R")
        window.wait_for("Create the device")
        time.sleep(4 * AskingPage.MOMENT)
        window.type("\r")
        window.wait_for("cjk_width")
        assert window.codes == []
        window.resize(130, 50)
        window.wait_until(lambda: window.codes, "the QR code")
        assert "▄" not in window.text


def test_the_page_fills_the_window_where_keys_go_into_a_pipe(home: Path) -> None:
    """crossterm-rs/crossterm#362: whatever standard output is, and COLUMNS says, the window that is drawn on counts."""
    command = f"{shlex.join(program('session', '--practice', '--print', 'env'))} >keys"
    with Terminal(["sh", "-c", command], environment(home, COLUMNS="80", LINES="24"), columns=100, rows=30) as window:
        window.wait_until(lambda: "Leave" in window.text.splitlines()[29], "the footer in the last row")
        window.resize(120, 40)
        window.wait_until(lambda: "Leave" in window.text.splitlines()[39], "the footer in the last row, again")
        window.wait_until(
            lambda: "111122223333" in window.text.splitlines()[0][90:], "the title bar in the whole width"
        )


def test_a_signal_while_the_answer_is_awaited_gives_the_terminal_back(home: Path) -> None:
    """The settings of the line are as before, whatever the shell does about them."""
    code = "import time; from mfa_enroll.tui.background import Question\nwith Question(): time.sleep(60)"
    with Terminal([sys.executable, "-c", code], environment(home)) as window:
        window.wait_until(lambda: QUESTION in window.raw, "the question")
        window.process.terminate()
        assert window.end() == -15
        assert window.traces == []
