"""Keys reach what they are for as soon as it is seen, also after a while in another window."""

import asyncio

import pytest
from rich.console import RenderableType
from textual import events
from textual.screen import Screen
from textual.widget import Widget

from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.words.pages import page as page_of
from tests.tui.desk import tell
from tests.tui.gallery import PAGES, PLAN, SCAN, TURN_OFF, asking, story


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_that_comes_meanwhile_has_the_same_focus(page: str) -> None:
    """Who looked elsewhere while AWS was asked comes back to a page that takes their keys."""
    async with asking(PAGES[page]) as (desk, _):
        ordinary = desk.app.screen.focused
    assert ordinary is not None
    elsewhere = asyncio.Event()

    async def later(dialogue: Dialogue) -> Outcome:
        await elsewhere.wait()
        return await story(PAGES[page], answers=[])(dialogue)

    async with tell(later) as desk:
        desk.app.post_message(events.AppBlur())
        await desk.until(lambda: not desk.app.app_focus)
        elsewhere.set()
        await desk.page(AskingPage)
        desk.app.post_message(events.AppFocus())
        await desk.until(lambda: desk.app.app_focus)
        assert type(desk.app.screen.focused) is type(ordinary)


async def test_a_key_is_enough_to_be_back() -> None:
    """Not every terminal says that its window was entered again."""
    answers: list[object] = []
    elsewhere = asyncio.Event()

    async def later(dialogue: Dialogue) -> Outcome:
        await elsewhere.wait()
        return await story(TURN_OFF, answers=answers)(dialogue)

    async with tell(later) as desk:
        desk.app.post_message(events.AppBlur())
        await desk.until(lambda: not desk.app.app_focus)
        elsewhere.set()
        await desk.page(AskingPage)
        await desk.press("2", "enter")
    assert answers == [TURN_OFF.answers[1]]


@pytest.fixture
def focused(monkeypatch: pytest.MonkeyPatch) -> dict[str, Widget | None]:
    """What has the focus when some text is painted for the first time, by the first line in which it is."""
    display = EnrollApp._display
    seen: dict[str, Widget | None] = {}

    def painted(app: EnrollApp, screen: Screen[object], renderable: RenderableType | None) -> None:
        display(app, screen, renderable)
        if screen is app.screen:
            for strip in screen._compositor.render_strips():
                seen.setdefault(strip.text.strip(), screen.focused)

    monkeypatch.setattr(EnrollApp, "_display", painted)
    return seen


async def test_the_way_on_takes_keys_when_it_is_seen(focused: dict[str, Widget | None]) -> None:
    """Enter on the plan, and a digit beside the picture, pressed as soon as their place is there, are never lost."""
    async with asking(PLAN, SCAN) as (desk, _):
        await desk.choose(type(PLAN), None)
        await desk.page(AskingPage)
    (way,) = (focus for line, focus in focused.items() if page_of(PLAN).ways[0].name in line)
    assert isinstance(way, Choice)
    (field,) = (focus for line, focus in focused.items() if "______" in line)
    assert isinstance(field, CodeBox)


@pytest.mark.parametrize("page", [page for page in PAGES if page != "plan"])
async def test_every_page_takes_keys_when_it_is_seen(page: str, focused: dict[str, Widget | None]) -> None:
    """So does each other page from its first words on."""
    async with asking(PAGES[page]) as (desk, _):
        ordinary = desk.app.screen.focused
        line = next(line for line in map(str.strip, desk.lines()[1:]) if line)
    assert ordinary is not None
    assert focused[line] is ordinary
