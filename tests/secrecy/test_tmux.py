"""Within tmux, which keeps what has left the screen: its history, buffers, titles and environment hold no secret."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("looks at processes through /proc", allow_module_level=True)

import pyte

from tests.program.command import IMPORTABLE
from tests.program.enrolling import with_keys_of
from tests.program.terminal import Terminal
from tests.secrecy.sentinels import SECRET_KEY, Sentinels
from tests.secrecy.visits import FLOWS, Visit
from tests.secrecy.watching import AHEAD, PROGRAM, SWITCHES, stumbling
from tests.support.bench import bench
from tests.support.painter import paint_pyte, read_codes

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

ALTERNATE = pytest.mark.parametrize("alternate", ["on", "off"])
"""Whether there is an alternate screen. In GNU screen there is none, unless someone asks for it."""


class Pane(Terminal):
    """A pane of a tmux that nobody is attached to. The process is one that ends with the program in it."""

    def __init__(self, directory: Path, alternate: str, variables: Mapping[str, str], command: Sequence[str]) -> None:
        settings = directory / "tmux.conf"
        settings.write_text(SETTINGS.format(alternate=alternate))
        self._tmux = ["tmux", "-L", "secrecy", "-f", str(settings)]
        self._variables = dict(variables) | {"TMUX_TMPDIR": str(directory)}
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

    def ask(self, *command: str) -> bytes:
        """Give tmux a command; what it answers."""
        answer = subprocess.run(  # noqa: S603 - tmux, at the place where the system has it
            [*self._tmux, *command], env=self._variables, capture_output=True, check=True, timeout=20
        )
        return answer.stdout


def kept_by_tmux(
    directory: Path, alternate: str, walk: Callable[[Visit], object], command: Sequence[str] = PROGRAM
) -> bytes:
    """The history that tmux has of a walk through an enrollment; it is seen to that it has no secrets anywhere."""
    sentinels = Sentinels()
    home = directory / "home"
    home.mkdir()
    with bench(random_bytes=sentinels.drawn) as here:
        variables = with_keys_of(here, home, **SWITCHES, MFA_ENROLL_WATCH=str(directory / "notes"))
        variables["PYTHONPATH"] = f"{AHEAD}:{IMPORTABLE}"
        with Pane(directory, alternate, variables, command) as pane:
            walk(Visit(here, pane, sentinels))
            pane.end()
            history = pane.ask("capture-pane", "-p", "-J", "-S", "-")
            kept = {
                "the history": history,
                "the history, with attributes": pane.ask("capture-pane", "-p", "-e", "-S", "-"),
                "the titles": pane.ask("display-message", "-p", "#{pane_title} #{window_name} #{session_name}"),
            }
            environment = pane.ask("show-environment", "-g") + pane.ask("show-environment")
            assert pane.ask("list-buffers") == b""
        assert sentinels.found(kept) == []
        # The key is there because the person has put it into the environment, and nothing but the key.
        assert sentinels.kinds(environment) == [SECRET_KEY]
    return history


@ALTERNATE
def test_a_whole_enrollment(alternate: str, tmp_path: Path) -> None:
    """When MFA is on, the last words are in the history, and nothing of what was on the screen before is."""
    assert b"MFA is on for alice" in kept_by_tmux(tmp_path, alternate, FLOWS["enrollment"].walk)


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
    history = kept_by_tmux(tmp_path, alternate, walk, PROGRAM if end else command)
    assert (b":mfa/alice" if end else b"builtins.RuntimeError") in history
    assert b"Type the code" not in history
