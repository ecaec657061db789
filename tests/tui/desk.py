"""An app in an invisible terminal, with the practice account behind it and somebody at its keyboard."""

import asyncio
import random
import re
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.endings import Ending
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.faults import Faults
from mfa_enroll.practice.server import PracticeServer
from mfa_enroll.tui.app import EnrollApp, Story
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.screens.welcome import ENROLL, Opening, WelcomePage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.phone import Phone
from tests.support.bench import Bench, MovableClock
from tests.support.painter import paint_app, read_codes

PATIENCE = 20.0
"""Seconds after which something awaited has not come."""

S = TypeVar("S", bound=Screen[Any])


class Desk:
    """The keyboard and the screen of somebody who is enrolling."""

    def __init__(self, app: EnrollApp, pilot: Pilot[Ending]) -> None:
        self.app = app
        self.pilot = pilot

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not holds():
            if asyncio.get_running_loop().time() > deadline:
                pytest.fail("waited in vain, in front of this:\n" + "\n".join(self.lines()))
            await self.pilot.pause(0.01)
        await self.settle()

    async def settle(self) -> None:
        """Wait until all that was sent has been handled, and the screen does not change any more."""
        handled = asyncio.Event()
        while self.app.is_running and not handled.is_set():
            self.app.call_later(handled.set)
            await self.pilot.pause(0)
        before: list[str] = []
        while (now := self.lines()) != before:
            before = now
            await self.pilot.pause(0.02)

    async def page(self, kind: type[S]) -> S:
        """Wait until a page of this kind is in front and waits for an answer, if it is one that does."""

        def ready() -> bool:
            screen = self.app.screen
            if not isinstance(screen, kind):
                return False
            if isinstance(screen, WelcomePage):
                return screen._answer is not None and screen.query_one(Choice).display
            if any(field.disabled for field in screen.query(Input)):
                return False
            return not isinstance(screen, Page) or (screen._answer is not None and not screen._answer.done())

        await self.until(ready)
        screen = self.app.screen
        assert isinstance(screen, kind)
        return screen

    async def codes_page(self) -> CodesPage:
        """From the first page to the codes, by Enter."""
        await self.page(WelcomePage)
        await self.press("enter")
        return await self.page(CodesPage)

    async def kept(self, codes: int) -> None:
        """Wait until so many codes are kept, and the next is asked for."""
        page = await self.page(CodesPage)
        await self.until(lambda: page._ask.kept == codes and not page.query_one(CodeBox).disabled)

    async def remark(self, words: str) -> None:
        """Wait for a remark that begins with these words."""
        await self.until(lambda: words in self.text())

    async def press(self, *keys: str) -> None:
        """Press keys by their Textual names or as characters, and wait each time until the screen has settled."""
        for key in keys:
            self.send(key)
            await self.settle()

    def send(self, *keys: str) -> None:
        """Press keys faster than anything can follow."""
        for key in keys:
            character = key if len(key) == 1 else None
            self.app.post_message(events.Key(_character_to_key(key) if character else key, character))

    async def enter_code(self, code: Secret) -> None:
        """Type a code digit by digit."""
        await self.press(*code.reveal())

    async def paste(self, text: str) -> None:
        """Paste as a terminal does."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def ending(self) -> Ending:
        """Wait until the app has ended with its story."""
        await self.until(lambda: self.app._exit)
        assert self.app.return_value is not None
        return self.app.return_value

    def lines(self) -> list[str]:
        """The screen as lines of text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        """The words on the screen in one line, the picture left out."""
        return " ".join(re.sub("[█▀▄]", " ", " ".join(self.lines())).split())

    def qr_codes(self) -> list[str]:
        """What a camera reads off the screen."""
        return read_codes(paint_app(self.app))

    def actions(self) -> set[str]:
        """The actions of the page that keys lead to at present."""
        page = self.app.screen
        return {active.binding.action for active in page.active_bindings.values() if active.node is page}

    def is_in_sight(self, *kinds: type[Widget]) -> bool:
        """Whether a widget of one of these kinds is displayed, with all of it within the window."""
        window = self.app.screen.region
        return any(
            bool(widget.region) and window.contains_region(widget.region) and widget.is_on_screen
            for kind in kinds
            for widget in self.app.screen.query(kind)
        )


@asynccontextmanager
async def _sit_down(
    story: Story, size: tuple[int, int], phone: Phone | None, *, hide_qr: bool = False, opening: Opening = ENROLL
) -> AsyncIterator[Desk]:
    app = EnrollApp(story, phone, hide_qr=hide_qr, opening=opening)
    async with app.run_test(size=size) as pilot:
        yield Desk(app, pilot)


def sit_down(
    here: Bench,
    size: tuple[int, int] = (80, 24),
    *,
    practice: bool = True,
    account: Account | None = None,
    hide_qr: bool = False,
) -> AbstractAsyncContextManager[Desk]:
    """Start to enroll in a window of this size. Without ``practice`` there is no phone on the screen."""
    chosen = account or here.account()
    phone = here.phone if practice else None
    return _sit_down(lambda dialogue: enroll(chosen, dialogue, here.profiles), size, phone, hide_qr=hide_qr)


def tell(
    story: Story, size: tuple[int, int] = (80, 24), phone: Phone | None = None, *, opening: Opening = ENROLL
) -> AbstractAsyncContextManager[Desk]:
    """Tell a story of one's own in a window of this size."""
    return _sit_down(story, size, phone, opening=opening)


def scan(desk: Desk, here: Bench) -> None:
    """Point the phone at the screen."""
    (uri,) = desk.qr_codes()
    here.phone.scan(Secret(uri))


def shown_code(here: Bench) -> Secret:
    """The code that the phone shows for the newest entry."""
    return here.phone.entries()[-1].code


def next_code(here: Bench) -> Secret:
    """The code that it shows after it has changed."""
    here.clock.advance(STEP)
    return shown_code(here)


class StoppedClock(MovableClock):
    """Stands in January 2027, three seconds into a time step, and moves by hand alone."""

    def __init__(self) -> None:
        self.ahead = 1_800_000_003.0

    def __call__(self) -> float:
        """The time now."""
        return self.ahead


@contextmanager
def same_bench(**account: Any) -> Iterator[Bench]:
    """A bench with the same clock, keys and seed each time."""
    clock = StoppedClock()
    practice = PracticeAccount(clock=clock, random_bytes=random.Random(7).randbytes, **account)  # noqa: S311 - the same
    faults = Faults()
    with PracticeServer(practice, faults=faults) as server, tempfile.TemporaryDirectory() as files:
        yield Bench(practice, server, faults, clock, Path(files))
