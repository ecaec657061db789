"""What a terminal gets: the app's own output, colours downgraded and filtered, in a terminal emulator."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import cv2
import numpy as np
import pyte
import pytest
from PIL import Image
from rich.console import Console
from textual import constants
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.strip import Strip

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import CodeAsk, Need
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import NotEnabled, Outcome
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.screens.codes import CodesPage
from tests.tui.desk import Desk

SEED = Secret("QFCTEQPBSJK42RR5NCWPWUHEFMZNS5XPXYEV5SPZPNERAOWCPAS7Q62PNQ2LFCNG")


class Wire(HeadlessDriver):
    """Takes no keys, and feeds what is written to a terminal emulator."""

    def __init__(self, app: App[Outcome], *, size: tuple[int, int], **_rest: object) -> None:
        super().__init__(app, size=size)
        self.terminal = pyte.Screen(*size)
        self.written: list[str] = []
        self._stream = pyte.Stream(self.terminal)

    @property
    def is_headless(self) -> bool:
        """No: what is headless writes nothing."""
        return False

    def write(self, data: str) -> None:
        """Show it, and keep it."""
        self.written.append(data)
        self._stream.feed(data)


def render_afresh(strip: Strip, console: Console) -> str:
    """Render a strip for the console's own colour system.

    Rich and Textual keep what a style or a strip became in the colour system that first drew it. A program has but
    one; tests in one process have several.
    """
    strip._render_cache = None
    for segment in strip:
        if segment.style is not None:
            segment.style._ansi = None
    return _RENDER(strip, console)


_RENDER = Strip.render


class Terminal:
    """The page with the codes in a terminal emulator."""

    def __init__(self, desk: Desk, uri: Secret) -> None:
        self.desk = desk
        self.uri = uri.reveal()

    @property
    def wire(self) -> Wire:
        """What leads there."""
        driver = self.desk.app._driver
        assert isinstance(driver, Wire)
        return driver

    @property
    def screen(self) -> pyte.Screen:
        """The emulator's cells."""
        return self.wire.terminal

    @property
    def text(self) -> str:
        """The words on it, in one line."""
        return " ".join(" ".join(self.screen.display).split())

    async def resize(self, columns: int, rows: int) -> None:
        """Draw the window larger or smaller."""
        self.screen.resize(rows, columns)
        await self.desk.resize(columns, rows)


@asynccontextmanager
async def codes_page(name: str, *, theme: str, colours: str, patch: pytest.MonkeyPatch) -> AsyncIterator[Terminal]:
    """The page with the picture for a user of this name.

    ``colours`` is one of Rich's colour systems. What a theme does to colours is settled as the app is made, so it is
    the default before that, as ``TEXTUAL_THEME`` makes it.
    """
    user = IamUser("aws", "123456789012", name)
    uri = provisioning_uri(user, SEED)

    async def story(dialogue: Dialogue) -> Outcome:
        await dialogue.code(CodeAsk(Need.SCAN, user, uri, SEED, 0, None, None, lambda: 0.0))
        return NotEnabled()

    patch.setattr(App.theme, "_default", theme)
    patch.setattr(constants, "COLOR_SYSTEM", colours)
    patch.setattr(Strip, "render", render_afresh)
    app = EnrollApp(story)
    app.driver_class = Wire
    async with app.run_test(headless=False, size=(80, 24)) as pilot:
        desk = Desk(app, pilot)
        await desk.page(CodesPage)
        yield Terminal(desk, uri)


def read_by_opencv(image: Image.Image) -> list[str]:
    """The texts of the QR codes in the image, by OpenCV, which does not try it inverted.

    The image is read at the size that it has: OpenCV looks for codes in a copy shrunk to 512 pixels, and of pictures
    enlarged threefold beforehand it reads a quarter less.
    """
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(np.asarray(image.convert("L")))
    return [text] if text else []
