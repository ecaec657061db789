"""Within tmux, which keeps what has left the screen: its history, buffers, titles and environment hold no secret."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("looks at processes through /proc", allow_module_level=True)

import pyte

from mfa_enroll.words import codes
from tests.program.terminal import Terminal
from tests.secrecy.visits import FLOWS, Visit
from tests.secrecy.watching import PROGRAM, stumbling, visited
from tests.support.painter import paint_pyte, read_codes
from tests.support.sampled import one_in

pytestmark = pytest.mark.skipif(not shutil.which("tmux", path=os.defpath), reason="needs tmux")

COLUMNS, ROWS = 80, 24

SETTINGS = """
set -g default-terminal screen-256color
set -g history-limit 100000
set -g remain-on-exit on
set -g set-clipboard on
set -g alternate-screen {alternate}
"""

UNTIL_THE_END = 'until [ "$("$@" display-message -p "#{pane_dead}")" = 1 ]; do sleep 0.1; done'

ALTERNATE = pytest.mark.parametrize("alternate", one_in(2, ["on", "off"]))
"""Whether there is an alternate screen. In GNU screen there is none, unless someone asks for it."""


class Pane(Terminal):
    """A pane of a tmux that nobody is attached to. The process is one that ends with the program in it.

    ``kept`` is all that tmux has of it in the end.
    """

    def __init__(self, directory: Path, alternate: str, command: Sequence[str], variables: Mapping[str, str]) -> None:
        settings = directory / "tmux.conf"
        settings.write_text(SETTINGS.format(alternate=alternate))
        self._tmux = ["tmux", "-L", "secrecy", "-f", str(settings)]
        self._variables = dict(variables) | {"TMUX_TMPDIR": str(directory)}
        self.kept: dict[str, bytes] = {}
        self.ask("new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), *command)
        super().__init__(["/bin/sh", "-c", UNTIL_THE_END, "sh", *self._tmux], self._variables)

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self.ask("kill-server")

    @property
    def text(self) -> str:
        """What is in the pane."""
        return self.ask("capture-pane", "-p").decode()

    @property
    def codes(self) -> list[str]:
        """The texts of the QR codes that a camera sees there."""
        screen = pyte.Screen(COLUMNS, ROWS)
        pyte.ByteStream(screen).feed(self.ask("capture-pane", "-p", "-e").rstrip(b"\n").replace(b"\n", b"\r\n"))
        return read_codes(paint_pyte(screen))

    def type(self, keys: str) -> None:
        """Press keys."""
        self.ask("send-keys", "-l", keys)

    def signal(self, number: signal.Signals) -> None:
        """Send the program in it a signal."""
        os.kill(int(self.ask("display-message", "-p", "#{pane_pid}")), number)

    def end(self, seconds: float = 40.0) -> int:
        """Wait for the program to end, and take what tmux has kept."""
        code = super().end(seconds)
        self.kept = {
            "the history": self.ask("capture-pane", "-p", "-J", "-S", "-"),
            "the history, with attributes": self.ask("capture-pane", "-p", "-e", "-S", "-"),
            "the titles": self.ask("display-message", "-p", "#{pane_title} #{window_name} #{session_name}"),
            "the environment": self.ask("show-environment", "-g") + self.ask("show-environment"),
            "the buffers": self.ask("list-buffers"),
        }
        return code

    def ask(self, *command: str) -> bytes:
        """Give tmux a command; what it answers."""
        answer = subprocess.run(  # noqa: S603 - tmux, at the place where the system has it
            [*self._tmux, *command], env=self._variables, capture_output=True, check=True, timeout=20
        )
        return answer.stdout


def history(directory: Path, alternate: str, walk: Callable[[Visit], None], command: Sequence[str] = PROGRAM) -> bytes:
    """The history that tmux has of a walk through an enrollment; it is seen to that it has no secrets anywhere."""
    seen = visited(
        replace(FLOWS["enrollment"], walk=walk), directory, command, window=partial(Pane, directory, alternate)
    )
    assert isinstance(seen.visit.window, Pane)
    kept = seen.visit.window.kept
    assert seen.sentinels.found(kept) == []
    assert kept["the buffers"] == b""
    return kept["the history"]


@ALTERNATE
def test_a_whole_enrollment(alternate: str, tmp_path: Path) -> None:
    """When MFA is on, the last words are in the history, and nothing of what was on the screen before is."""
    assert b":mfa/alice" in history(tmp_path, alternate, FLOWS["enrollment"].walk)


@ALTERNATE
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGQUIT, None], ids=["TERM", "QUIT", "an error of its own"])
def test_an_end_at_the_picture(end: signal.Signals | None, alternate: str, tmp_path: Path) -> None:
    """A program that ends while picture and key are on the screen takes both away, however it ends."""

    def walk(visit: Visit) -> None:
        visit.create()
        visit.scan()
        visit.show_key()
        if end:
            visit.window.signal(end)
        else:
            visit.code()

    command = stumbling("stumble('mfa_enroll.domain.totp', 'SeededCodes.read')")
    left = history(tmp_path, alternate, walk, PROGRAM if end else command)
    assert (b":mfa/alice" if end else b"builtins.RuntimeError") in left
    assert not [step for step in (codes.SECOND_STEP, codes.THIRD_STEP) if step.encode() in left]
