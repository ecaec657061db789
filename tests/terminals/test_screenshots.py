"""The picture as real terminal emulators draw it, read from screenshots."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from mfa_enroll.domain.qr import Style
from tests.terminals.conftest import READ
from tests.terminals.display import Display
from tests.terminals.emulators import DARK, DEJAVU, EMULATORS, FONTS, SCHEMES, Emulator, Look, Scheme

pytestmark = pytest.mark.terminals

PATIENCE = 30.0
"""Seconds for an emulator, and the app in it, to start and draw. A machine may be busy."""

WINDOWS = {Style.FULL: (130, 49), Style.HALF: (80, 24), Style.INK: (80, 24), Style.INVERTED: (80, 24)}
"""Columns and rows of a window for a drawing; the first two are those that appear by themselves in it."""

NAME = "alice"

SHOW = Path(__file__).with_name("show.py")


@dataclass(frozen=True, slots=True)
class Case:
    """One window to take a picture of."""

    emulator: Emulator
    style: Style
    scheme: Scheme = DARK
    font: str = DEJAVU
    spacing: float = 1.0

    @property
    def look(self) -> Look:
        """The settings of the emulator."""
        columns, rows = WINDOWS[self.style]
        return Look(self.scheme, self.font, self.spacing, columns, rows)

    @property
    def row(self) -> str:
        """The name of the row in the table."""
        return f"{self.emulator.name:16}{self.scheme.name:11}{self.font:18}{self.spacing:4}"

    def __str__(self) -> str:
        return "-".join([*self.row.split(), self.style.name.lower()])


def cases() -> Iterator[Case]:
    """Each emulator with each scheme in each style; with each font and each spacing in the styles for everyone."""
    for emulator in EMULATORS:
        yield from (Case(emulator, style, scheme) for style, scheme in product(Style, SCHEMES))
        for style in (Style.FULL, Style.HALF):
            yield from (Case(emulator, style, font=font) for font in FONTS if font != DEJAVU)
            if emulator.spaced:
                yield Case(emulator, style, spacing=1.2)


def reliable(case: Case) -> set[str]:
    """The decoders that must read the picture.

    Full cells are backgrounds, and read everywhere; so is every drawing where the emulator draws block glyphs itself.
    Where it takes the font's, not every font's fill the cell, and none's fill lines that are set apart: that leaves
    thin stripes. Of painted half blocks two decoders read them all the same; of ink alone some make nothing.
    """
    if case.style is Style.FULL or case.emulator.draws_blocks:
        return {"zxing", "zbar"}
    fitting = case.font == DEJAVU and case.spacing == 1.0
    return ({"zbar", "aruco"} if case.style is Style.HALF else set()) | ({"zxing"} if fitting else set())


def is_for_every_time(case: Case) -> bool:
    """Whether a case is looked at every time: that for small windows in each font and spacing, and the others once."""
    ordinary = case.font == DEJAVU and case.spacing == 1.0
    return case.scheme is DARK and (ordinary or case.style is Style.HALF)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=str(case), marks=() if is_for_every_time(case) else pytest.mark.exhaustive)
        for case in cases()
    ],
)
def test_the_picture_is_read_from_the_screen(
    case: Case, display: Display, home: Path, record_property: Callable[[str, object], None]
) -> None:
    """The exact URI is read from what the emulator shows."""
    if case.emulator.missing:
        pytest.skip(f"{case.emulator.missing} is not installed")
    from tests.terminals.decoders import DECODERS  # noqa: PLC0415 - OpenCV is slow to load, and mostly deselected
    from tests.terminals.show import uri  # noqa: PLC0415 - likewise the app

    picture = screenshot(case, display, home)
    picture.save(home / "screenshot.png")
    wanted = [uri(NAME).reveal()]
    read = {name: decode(picture) == wanted for name, decode in DECODERS.items()}
    record_property(READ, (case.row, case.style.name.lower(), read))
    unread = {name for name in reliable(case) & read.keys() if not read[name]}
    assert not unread, f"not read from {home / 'screenshot.png'}"


START = """
import runpy, sys
from mfa_enroll.tui.environment import scrub
scrub()
del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a script as the program starts: the colours are settled before Textual is loaded."""


def screenshot(case: Case, display: Display, home: Path) -> Image.Image:
    """What the emulator shows once the app has drawn the picture."""
    state = home / "state"
    command = [sys.executable, "-c", START, str(SHOW), NAME, case.style.name, str(state)]
    said = home / "said"
    with running(case.emulator.command(case.look, home, command), environment(display, home), said) as emulator:

        def is_drawn() -> bool:
            assert emulator.poll() is None, said.read_text()
            if not state.exists():
                return False
            told = json.loads(state.read_text())
            assert told["drawn"] == case.style.name, told
            return True

        return display.still_picture(PATIENCE, is_drawn)


def environment(display: Display, home: Path) -> dict[str, str]:
    """What an emulator is to know: nothing of the terminal that the tests run in."""
    (home / "screens").mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "SCREENDIR": str(home / "screens"),
        "DISPLAY": display.name,
        "LANG": "C.UTF-8",
        "SHELL": "/bin/sh",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "NO_AT_BRIDGE": "1",
    }


@contextmanager
def running(command: list[str], environment: dict[str, str], said: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program with all that it starts, ended afterwards. What it says goes into a file."""
    with (
        said.open("wb") as out,
        subprocess.Popen(  # noqa: S603 - a terminal emulator, with options made here
            command, env=environment, stdout=out, stderr=out, start_new_session=True
        ) as program,
    ):
        try:
            yield program
        finally:
            for number in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(program.pid, number)
                    program.wait(3)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue
