"""Keys reach what they are for as soon as it is seen, also after a while in another window."""

import asyncio

import pytest
from rich.console import RenderableType
from textual import events
from textual.screen import Screen
from textual.widget import Widget

from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.endings import Ending
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.screens.welcome import WelcomePage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.codebox import CodeBox
from tests.support.bench import bench
from tests.tui.desk import Desk, sit_down, tell
from tests.tui.gallery import PAGES, Answers


async def _focused(desk: Desk, page: str) -> Widget | None:
    """What has the focus on a page, which is not the first one."""
    await desk.until(lambda: isinstance(desk.app.screen, Page) and not isinstance(desk.app.screen, WelcomePage))
    assert desk.app.screen.query("#body, #panel"), page
    return desk.app.screen.focused


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_that_comes_meanwhile_has_the_same_focus(page: str) -> None:
    """Who looked elsewhere while AWS was asked comes back to a page that takes their keys."""
    async with tell(Answers([]).story(PAGES[page])) as desk:
        ordinary = await _focused(desk, page)
    assert ordinary is not None
    elsewhere = asyncio.Event()

    async def story(dialogue: Dialogue) -> Ending:
        await elsewhere.wait()
        return await Answers([]).story(PAGES[page])(dialogue)

    async with tell(story) as desk:
        desk.app.post_message(events.AppBlur())
        await desk.until(lambda: not desk.app.app_focus)
        elsewhere.set()
        await _focused(desk, page)
        desk.app.post_message(events.AppFocus())
        await desk.until(lambda: desk.app.app_focus)
        focused = desk.app.screen.focused
        assert type(focused) is type(ordinary)
        assert focused.id == ordinary.id


async def test_a_key_is_enough_to_be_back() -> None:
    """Not every terminal says that its window was entered again."""
    answers = Answers([])
    elsewhere = asyncio.Event()

    async def story(dialogue: Dialogue) -> Ending:
        await elsewhere.wait()
        return await answers.story(PAGES["question"])(dialogue)

    async with tell(story) as desk:
        desk.app.post_message(events.AppBlur())
        await desk.until(lambda: not desk.app.app_focus)
        elsewhere.set()
        await _focused(desk, "question")
        await desk.press("2", "enter")
        assert answers.given == [True]


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
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            assert desk.lines()[-1].strip() in focused
    (way,) = (focus for line, focus in focused.items() if "Create the device" in line)
    assert isinstance(way, Choice)
    (field,) = (focus for line, focus in focused.items() if "______" in line)
    assert isinstance(field, CodeBox)


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_takes_keys_when_it_is_seen(page: str, focused: dict[str, Widget | None]) -> None:
    """So does each other page from its first words on."""
    async with tell(Answers([]).story(PAGES[page])) as desk:
        ordinary = await _focused(desk, page)
        line = next(line for line in map(str.strip, desk.lines()[1:]) if line)
    assert ordinary is not None
    assert focused[line] is ordinary
