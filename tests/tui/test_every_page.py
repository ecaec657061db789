"""What holds for every page: its keys work as soon as it is seen, it is explained, and it can be left."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.console import RenderableType
from textual import events
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from mfa_enroll.flows.asks import CodeAsk
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.flows.questions import Question
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.passwordfield import PasswordField
from mfa_enroll.words.pages import page as page_of
from tests.support.sampled import one_in
from tests.tui.desk import Desk, tell
from tests.tui.gallery import PAGES, PLAN, SCAN, TURN_OFF, TYPED_ON, Ask, asking, story


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


@pytest.mark.parametrize("page", one_in(2, PAGES))
async def test_every_page_takes_keys_when_it_is_seen_is_explained_and_left(
    page: str, focused: dict[str, Widget | None]
) -> None:
    """Its first words come with its focus; help opens over it and closes; Escape leads back, and one key leaves.

    A question mark and q are text where they are typed. There is a way back only where there is something before.
    """
    ask, is_typed_on = PAGES[page], page in TYPED_ON
    async with asking(ask, ask) as (desk, answers):
        below, before = await desk.page(AskingPage), desk.lines()
        if ask is not PLAN:  # whose words are there before it is asked
            first = next(line for line in map(str.strip, before[1:]) if line)
            assert focused[first] is below.focused is not None
        await desk.press("f1" if is_typed_on else "?")
        await desk.page(HelpPage)
        assert below.help
        assert below.help in desk.text()
        assert desk.qr_codes() == []
        await desk.press("escape")
        assert desk.app.screen is below
        assert desk.lines() == before
        await desk.press(*["?", "q", "escape"] * is_typed_on)
        assert ("back" in desk.actions()) is _can_go_back(ask)
        await desk.press("escape")
        assert [type(answer) for answer in answers] == [GoBack] * _can_go_back(ask)
        await desk.page(AskingPage)
        await desk.press("ctrl+q" if is_typed_on else "q")
        await desk.outcome()
    assert isinstance(answers[-1], Leave)


def _can_go_back(ask: Ask) -> bool:
    """A device whose seed is shown can only be left with a question."""
    if isinstance(ask, Question):
        return ask.can_go_back
    return not isinstance(ask, CodeAsk) or ask.seed is None


async def test_the_way_on_takes_keys_when_it_is_seen(focused: dict[str, Widget | None]) -> None:
    """Enter on the plan, and a digit beside the picture, pressed as soon as their place is there, are never lost."""
    async with asking(PLAN, SCAN) as (desk, _):
        await desk.choose(type(PLAN), None)
        await desk.page(AskingPage)
    (way,) = (focus for line, focus in focused.items() if page_of(PLAN).ways[0].name in line)
    assert isinstance(way, Choice)
    (field,) = (focus for line, focus in focused.items() if "______" in line)
    assert isinstance(field, CodeBox)


@asynccontextmanager
async def elsewhere(ask: Ask) -> AsyncIterator[tuple[Desk, list[object]]]:
    """In another window while the page of this question comes."""
    gone = asyncio.Event()
    answers: list[object] = []

    async def later(dialogue: Dialogue) -> Outcome:
        await gone.wait()
        return await story(ask, answers=answers)(dialogue)

    async with tell(later) as desk:
        desk.app.post_message(events.AppBlur())
        await desk.until(lambda: not desk.app.app_focus)
        gone.set()
        await desk.page(AskingPage)
        yield desk, answers


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("plan", Choice),
        ("home", Choice),
        ("leaving", Choice),
        ("picture", CodeBox),
        ("session", CodeBox),
        ("name", Input),
        ("password", PasswordField),
    ],
)
async def test_a_page_that_comes_meanwhile_has_the_same_focus(page: str, field: type[Widget]) -> None:
    """Who looked elsewhere while AWS was asked comes back to a page that takes their keys."""
    async with elsewhere(PAGES[page]) as (desk, _):
        desk.app.post_message(events.AppFocus())
        await desk.until(lambda: desk.app.app_focus)
        assert isinstance(desk.app.screen.focused, field)


async def test_a_key_is_enough_to_be_back() -> None:
    """Not every terminal says that its window was entered again."""
    async with elsewhere(TURN_OFF) as (desk, answers):
        await desk.press("2", "enter")
    assert answers == [TURN_OFF.answers[1]]
