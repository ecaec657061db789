"""An app in an invisible terminal, with the practice account behind it and somebody at its keyboard."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar
from unittest.mock import patch

import pytest
from rich.console import Console
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Input

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.flows.questions import Plan, Question
from mfa_enroll.tui.app import EnrollApp, Story
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.widgets.phone import Authenticator
from mfa_enroll.words.openings import Opening
from tests.support.bench import Bench
from tests.support.painter import paint_app, read_codes

PATIENCE = 20.0
"""Seconds after which something awaited has not come."""

S = TypeVar("S", bound=Screen[Any])
Q = TypeVar("Q", bound=Question[Any])


class Desk:
    """The keyboard and the screen of somebody who is enrolling."""

    def __init__(self, app: EnrollApp, pilot: Pilot[Outcome]) -> None:
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
            if not isinstance(screen, kind) or any(field.disabled for field in screen.query(Input)):
                return False
            return not isinstance(screen, AskingPage) or (screen.is_waiting and screen.is_seen)

        await self.until(ready)
        screen = self.app.screen
        assert isinstance(screen, kind)
        return screen

    async def asked(self, kind: type[Q]) -> Q:
        """Wait until the page of a question of this kind is in front and waits for an answer."""
        await self.until(lambda: isinstance(self.question, kind))
        assert isinstance(self.question, kind)
        return self.question

    @property
    def question(self) -> Question[Any] | None:
        """The question whose page is in front and waits for an answer."""
        page = self.app.screen
        return page.asked if isinstance(page, ChoicePage) and page.is_waiting and page.is_seen else None

    async def choose(self, kind: type[Question[Any]], answer: object) -> None:
        """Answer a question of this kind by keyboard."""
        question = await self.asked(kind)
        await self.press(str(question.answers.index(answer) + 1), "enter")

    async def codes_page(self) -> CodesPage:
        """From the first page to the codes."""
        await self.choose(Plan, None)
        return await self.page(CodesPage)

    async def kept(self, codes: int) -> None:
        """Wait until so many codes are kept, and the next is asked for."""
        await self.until(
            lambda: isinstance(page := self.app.screen, CodesPage) and page.is_waiting and page.asked.kept == codes
        )

    async def says(self, text: str) -> None:
        """Wait until this is on the screen."""
        await self.until(lambda: text in self.text())

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
        if self.app.size != (width, height):
            await self.pilot.resize_terminal(width, height)
            await self.settle()

    async def outcome(self) -> Outcome:
        """Wait until the app has ended with its story."""
        await self.until(lambda: self.app._exit)
        assert self.app.return_value is not None
        return self.app.return_value

    def lines(self) -> list[str]:
        """The screen as lines of text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        """The words on the screen in one line, the picture and the bars for scrolling left out."""
        return " ".join(re.sub("[▀-█]", " ", " ".join(self.lines())).split())

    def qr_codes(self) -> list[str]:
        """What a camera reads off the screen."""
        return read_codes(paint_app(self.app))

    def actions(self) -> set[str]:
        """The actions of the page that keys lead to at present."""
        page = self.app.screen
        return {active.binding.action for active in page.active_bindings.values() if active.node is page}

    async def footer(self) -> list[Binding]:
        """Wait until the footer shows its keys, none of them cut off; which these are, or none without a footer."""
        page = self.app.screen
        if not page.query_one(Footer).is_on_screen:
            return []
        active = [each.binding for each in page.active_bindings.values() if each.binding.show]
        shown = list({binding.action: binding for binding in reversed(active)}.values())
        keys = [f" {self.app.get_key_display(binding)} {binding.description} " for binding in shown]
        await self.until(lambda: all(key in self.lines()[-1] for key in keys))
        return shown

    def is_in_sight(self, kind: type[Widget]) -> bool:
        """Whether a widget of this kind is displayed, with all of it within the window."""
        window = self.app.screen.region
        return any(
            bool(widget.region) and window.contains_region(widget.region) and widget.is_on_screen
            for widget in self.app.screen.query(kind)
        )


@asynccontextmanager
async def tell(  # noqa: PLR0913 - what an app is made of
    story: Story,
    size: tuple[int, int] = (80, 24),
    phone: Authenticator | None = None,
    *,
    hide_qr: bool = False,
    opening: Opening = Opening.ENROLL,
    moment: float = 0.0,
) -> AsyncIterator[Desk]:
    """Tell a story in a window of this size. Each page may be chosen on after a ``moment`` in seconds."""
    app = EnrollApp(story, phone, hide_qr=hide_qr, opening=opening)
    with patch.object(AskingPage, "MOMENT", moment):
        async with app.run_test(size=size) as pilot:
            yield Desk(app, pilot)


def sit_down(
    here: Bench, size: tuple[int, int] = (80, 24), *, practice: bool = True, account: Account | None = None
) -> AbstractAsyncContextManager[Desk]:
    """Start to enroll in a window of this size. Without ``practice`` there is no phone on the screen."""
    chosen = account or here.account()
    return tell(lambda dialogue: enroll(chosen, dialogue, here.profiles), size, here.phone if practice else None)


def listen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is written to the terminal from now on."""
    written: list[str] = []
    assert desk.app._driver is not None
    monkeypatch.setattr(desk.app._driver, "write", written.append)
    return written


def clipboard(written: list[str]) -> list[str]:
    """What the terminal was asked to put on its clipboard (OSC 52)."""
    return [
        base64.b64decode(text.removeprefix("\x1b]52;c;").rstrip("\a")).decode()
        for text in written
        if text.startswith("\x1b]52")
    ]


def dumped(app: App[Any], *things: object) -> str:
    """What logs, debuggers and crashes would show of an app and what is in it: as rich prints it, and its repr."""
    console = Console(width=400, record=True, quiet=True)
    with console.capture() as capture:
        console.print(app.tree, app.css_tree, app, *things)
    return f"{capture.get()}{[app, *things]!r}{app.title}{app.sub_title}"


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
