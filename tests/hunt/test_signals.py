"""Stopped, gone on with and told to end, in any order: the terminal is given back as it was."""

import os
import shlex
import signal
import sys
import time
from collections.abc import Sequence
from itertools import repeat
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

if sys.platform != "linux":
    pytest.skip("looks at processes through /proc", allow_module_level=True)

from signal import SIGCONT, SIGHUP, SIGINT, SIGSTOP, SIGTERM, SIGTSTP

from mfa_enroll.exits import Exit, after_signal
from tests.hunt.case import case
from tests.program.command import program, with_keys_of
from tests.program.pages import ALICE
from tests.program.terminal import CTRL_C, PATIENCE, Terminal
from tests.support.bench import bench

THERE = ALICE.account
"""What is on the first page as soon as AWS has answered."""

UP, PROMPT = b"\x1b[?1049h", b"ready>"


def wide(source: str, essence: str, *values: object) -> ParameterSet:
    """A case that is not run every time: each starts the program in a window of its own."""
    row = case(source, essence, *values)
    return row._replace(marks=[pytest.mark.wide])


def is_stopped(process: int) -> bool:
    """Whether a process is stopped (proc(5))."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def at_rest(window: Terminal, since: int) -> bool:
    """Whether the full screen was put up since, or not taken down, and the page is there."""
    return window.shows(THERE) and UP in window.raw[since:]


def strike(window: Terminal, numbers: Sequence[signal.Signals], *, in_turn: bool) -> None:
    """Send signals. ``in_turn``: what stops the program has done so before the next comes."""
    for number in numbers:
        window.signal(number)
        if in_turn and number in {SIGSTOP, SIGTSTP}:
            window.wait_until(lambda: is_stopped(window.process.pid), "the program to be stopped")


def end(window: Terminal, number: signal.Signals | None) -> int:
    """Tell the program to end, and to go on again and again until it has; returns its exit code."""
    if number is not None:
        window.signal(number)
    ends = time.monotonic() + PATIENCE
    while window.process.poll() is None and time.monotonic() < ends:
        window.signal(SIGCONT)
        time.sleep(0.002)
    return window.end()


@pytest.mark.parametrize(
    ("numbers", "last"),
    [
        wide("vadimdemedes/ink#989", "gone on with alone", [SIGCONT], SIGINT),
        wide("anthropics/claude-code#88249", "stopped as by a debugger", [SIGSTOP, SIGCONT], SIGINT),
        wide("Textualize/textual#6298", "stopped as by Ctrl+Z", [SIGTSTP, SIGCONT], SIGHUP),
        wide("modem-dev/hunk#996", "told to end while it is stopped", [SIGTSTP, SIGTERM], None),
    ],
)
def test_the_terminal_is_given_back(home: Path, numbers: Sequence[signal.Signals], last: signal.Signals | None) -> None:
    """Gone on with, the page is there as before; and whatever comes in the end, nothing stays in the window."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        window.wait_for(THERE)
        since = len(window.raw)
        strike(window, numbers, in_turn=True)
        if last is not None:
            window.wait_until(lambda: at_rest(window, since), "the page to be there again")
        number = last or numbers[-1]
        assert end(window, last) == (Exit.LEFT if number is SIGINT else after_signal(number))
        assert window.last_words
        assert window.traces == []


@pytest.mark.parametrize(
    "numbers",
    [
        wide("own", "a storm of going on", list(repeat(SIGCONT, 200))),
        case("own", "a storm of stopping and going on", [SIGTSTP, SIGCONT, SIGSTOP, SIGCONT] * 20),
    ],
)
def test_in_a_storm(home: Path, numbers: Sequence[signal.Signals]) -> None:
    """From the first byte of the full screen on, nothing hangs, and the terminal is given back."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        window.wait_until(lambda: UP in window.raw, "the full screen")
        strike(window, numbers, in_turn=False)
        window.wait_for(THERE)
        strike(window, numbers, in_turn=False)
        assert end(window, SIGTERM) == after_signal(SIGTERM)
        assert window.traces == []


@pytest.mark.wide
def test_closed_while_it_is_stopped(home: Path) -> None:
    """A window that is closed over a stopped program ends it, and not by force."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        window.wait_for(THERE)
        strike(window, [SIGTSTP], in_turn=True)
        window.hang_up()
        assert window.process.wait(PATIENCE) == after_signal(SIGHUP)


def child_of(window: Terminal) -> int:
    """The job of the shell in a window."""
    pid = window.process.pid
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text())


@pytest.mark.parametrize(
    "steps",
    [
        case("Hmbown/Codewhale#6169", "started in the background", ["./run &", "fg"]),
        wide("nodejs/node#18416", "stopped, and the shell sets the terminal", ["./run", SIGSTOP, "fg"]),
        wide("openai/codex#37088", "gone on with in the background", ["./run", SIGTSTP, "bg", "fg"]),
    ],
)
def test_a_shell_is_as_before(home: Path, steps: Sequence[str | signal.Signals]) -> None:
    """The settings of the terminal are the same before and after, and the job waits until it is in the foreground."""
    (home / "run").write_text(f"#!/bin/sh\nexec {shlex.join(program())}\n")
    (home / "run").chmod(0o755)
    shell = ["bash", "--norc", "--noprofile", "-i"]
    with bench() as here, Terminal(shell, with_keys_of(here, home, PS1="ready> ")) as window:

        def since(text: bytes, times: int = 1) -> bool:
            return window.raw[last:].count(text) >= times

        last = 0
        window.wait_until(lambda: since(PROMPT), "the shell")
        window.type("stty -g >before\r")
        window.wait_until(lambda: since(PROMPT, 2), "the shell")
        for step in steps:
            last = len(window.raw)
            if isinstance(step, signal.Signals):
                os.kill(child_of(window), step)
                window.wait_until(lambda: since(PROMPT), "the shell")
            elif step in {"./run", "fg"}:
                window.type(f"{step}\r")
                window.wait_until(lambda: since(UP) and window.shows(THERE), "the page")
            else:
                window.type(f"{step}\r")
                window.wait_until(lambda: since(PROMPT), "the shell")
                time.sleep(1)
                window.wait_until(lambda: is_stopped(child_of(window)), "the job to be stopped")
                assert not since(UP)
        last = len(window.raw)
        while not since(PROMPT):
            window.type(CTRL_C)
            time.sleep(1)
        window.type("echo code $?; stty -g >after; exit\r")
        assert window.end() == 0
        assert b"code 130" in window.raw[last:]
        assert (home / "after").read_text() == (home / "before").read_text()
