"""An X display without a screen, and what there is to see on it."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageGrab

SIZE = (1600, 1200)
"""In pixels: room for a window that shows a picture in full cells beside the codes, lines set wide apart."""

_A_MOMENT = 0.15
"""Seconds between two looks. Between them an emulator that is still drawing draws something."""
_BRIGHT = 160
"""From which grey on (0 to 255) a pixel is light; the white of a palette of eight colours is 229 or less."""
_PICTURE = range(8, 60)
"""Per cent of the window that are light where a QR code fills a large part of it.

A window with a light ground and nothing on it yet has more, the dark pages before the picture have less.
"""


class NeverStill(AssertionError):
    """Nothing like a picture came to a standstill on the display in time."""


@dataclass(frozen=True, slots=True)
class Display:
    """A running X server. ``name`` is what ``DISPLAY`` is set to for it."""

    name: str

    def look(self) -> Image.Image:
        """A picture of the part of the screen that is not black ground."""
        whole = ImageGrab.grab(xdisplay=self.name)
        return whole.crop(whole.getbbox())

    def still_picture(self, patience: float, is_drawn: Callable[[], bool]) -> Image.Image:
        """The screen once it shows something like a QR code, twice the same.

        Args:
            patience: Seconds until :class:`NeverStill` is raised.
            is_drawn: Whether the program says that it has drawn.
        """
        deadline = time.monotonic() + patience
        before = self.look()
        while time.monotonic() < deadline:
            drawn = is_drawn()
            time.sleep(_A_MOMENT)
            now = self.look()
            still = now.size == before.size and ImageChops.difference(now, before).getbbox() is None
            if drawn and still and _light(now) in _PICTURE:
                return now
            before = now
        raise NeverStill(f"{before.size}, {_light(before)}% light")


@contextmanager
def running_display() -> Iterator[Display]:
    """An X server on a free display, ended afterwards."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"]
    command.append("-noreset")  # it would start afresh after the last client, and turn away the next one meanwhile
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=[write], stderr=quiet) as server:  # noqa: S603 - as it stands above
        os.close(write)
        try:
            with os.fdopen(read) as said:
                number = said.readline().strip()
            assert number, "Xvfb does not start"
            yield Display(f":{number}")
        finally:
            server.terminate()


def _light(image: Image.Image) -> int:
    histogram = image.convert("L").histogram()
    return 100 * sum(histogram[_BRIGHT:]) // max(1, sum(histogram))
