"""The app with a driver that writes, to hear every byte that a terminal would get."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unittest.mock import patch

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.tui.app import EnrollApp, Story
from mfa_enroll.tui.screens.asking import AskingPage
from tests.tui.desk import Desk


class Listening(HeadlessDriver):
    """Takes no keys, and keeps what is written."""

    def __init__(self, app: App[Outcome], *, size: tuple[int, int], **_rest: object) -> None:
        super().__init__(app, size=size)
        self.written: list[str] = []

    @property
    def is_headless(self) -> bool:
        """No: what is headless writes nothing."""
        return False

    def write(self, data: str) -> None:
        """Keep it."""
        self.written.append(data)


class Heard:
    """An app at whose driver somebody listens."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def take(self) -> str:
        """What was written since this was asked last."""
        driver = self.desk.app._driver
        assert isinstance(driver, Listening)
        found = "".join(driver.written)
        driver.written.clear()
        return found


@asynccontextmanager
async def listen(story: Story, size: tuple[int, int] = (100, 40)) -> AsyncIterator[Heard]:
    """Tell a story on a screen of this size."""
    app = EnrollApp(story)
    app.driver_class = Listening
    with patch.object(AskingPage, "MOMENT", 0.0):
        async with app.run_test(headless=False, size=size) as pilot:
            yield Heard(Desk(app, pilot))
