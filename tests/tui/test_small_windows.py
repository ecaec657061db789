"""Every page in windows of a few rows: nothing is out of reach."""

import pytest
from textual.widgets import Input

from mfa_enroll.flows.pages import lost_phone
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.choice import Choice
from tests.tui.desk import Desk, tell
from tests.tui.gallery import PAGES, USER, Answers, Asking, NotedPhone

SMALLEST = (30, 8)
SIZES = [SMALLEST, (44, 12)]

ALL: dict[str, Asking] = {**PAGES, "lost phone": lambda dialogue: dialogue.problem(lost_phone(USER))}


@pytest.mark.parametrize("page", ALL)
async def test_everything_is_read_by_page_down(page: str) -> None:
    """From the top, which Page Up leads to, every word between the bars comes into sight, the ways by their arrows."""
    async with tell(Answers([]).story(ALL[page]), (120, 120)) as desk:
        await desk.page(Page)
        unbroken = _words(desk)
        width, height = SMALLEST
        await desk.resize(width, 120)
        top, whole = desk.lines()[2], unbroken & _words(desk)
        await desk.resize(width, height)
        desk.send(*["pageup"] * 9)
        await desk.settle()
        assert desk.lines()[2][:20] == top[:20]
        seen, before = _words(desk), desk.lines()
        while not whole <= seen:
            await desk.press("pagedown")
            if desk.lines() == before:
                break
            before = desk.lines()
            seen |= _words(desk)
        for _ in range(sum(choice.option_count for choice in desk.app.screen.query(Choice))):
            if whole <= seen:
                break
            await desk.press("down")
            seen |= _words(desk)
        assert whole - seen == set()


def _words(desk: Desk) -> set[str]:
    """The words between the bars, without the bars for scrolling that some of them touch."""
    return {word.strip("▁▂▃▄▅▆▇█") for line in desk.lines()[1:-1] for word in line.split()}


@pytest.mark.parametrize("page", ["resync", "session", "next code", "name", "password"])
async def test_what_is_typed_is_in_sight(page: str) -> None:
    """Once the window has become so small, and again with the first key after reading on."""
    async with tell(Answers([]).story(PAGES[page])) as desk:
        await desk.page(Page)
        for size in SIZES:
            await desk.resize(*size)
            assert _field_is_in_sight(desk)
            await desk.press(*["backspace"] * 2)
            for key in ("pagedown", "pageup"):
                desk.send(*[key] * 9, "2")
                await desk.settle()
                assert _field_is_in_sight(desk)


def _field_is_in_sight(desk: Desk) -> bool:
    """The line of it that holds the text, between the bars."""
    field = desk.app.screen.focused
    assert isinstance(field, Input)
    text = field.content_region
    return desk.app.screen.region.shrink((1, 0, 1, 0)).contains_region(text) and field.is_on_screen and bool(text)


@pytest.mark.parametrize("practice", [True, pytest.param(False, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("page", ALL)
async def test_leaving_and_help_are_in_every_footer(page: str, *, practice: bool) -> None:
    """They are the last keys to go, and none is cut off."""
    async with tell(Answers([]).story(ALL[page]), phone=NotedPhone() if practice else None) as desk:
        screen = await desk.page(Page)
        for size in (*SIZES, (60, 20)):
            await desk.resize(*size)
            active = [each.binding for each in screen.active_bindings.values() if each.binding.show]
            shown = {binding.action: binding for binding in reversed(active)}.values()
            assert {"Leave", "Help"} <= {binding.description for binding in shown}
            for binding in shown:
                assert f" {desk.app.get_key_display(binding)} {binding.description} " in desk.lines()[-1]


async def test_the_footer_changes_with_the_window() -> None:
    """A key that had to go is back once there is room."""
    async with tell(Answers([]).story(PAGES["name"]), (80, 24)) as desk:
        await desk.page(Page)
        before = desk.lines()[-1]
        await desk.resize(30, 8)
        assert "^q Leave" in desk.lines()[-1]
        assert "Go on" not in desk.lines()[-1]
        await desk.resize(80, 24)
        assert desk.lines()[-1] == before
