"""Leaving and going back, on every page."""

import pytest

from mfa_enroll.flows.asks import CodeAsk
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.questions import Question
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.screens.typing_page import TypingPage
from tests.tui.gallery import HOME, PAGES, PASSWORD, SCAN, TYPED_ON, Ask, asking


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_is_left_with_one_key(page: str) -> None:
    """But for q where it is typed. Escape leads back where there is something before, and is offered there alone."""
    ask = PAGES[page]
    async with asking(ask, ask) as (desk, answers):
        if page in TYPED_ON:
            assert isinstance(desk.app.screen, TypingPage)
            await desk.press("q")
            assert answers == []
        await desk.press("escape")
        if _can_go_back(ask):
            assert [type(answer) for answer in answers] == [GoBack]
        else:
            assert "back" not in desk.actions()
            assert answers == []
        await desk.page(AskingPage)
        await desk.press("ctrl+q" if page in TYPED_ON else "q")
        await desk.outcome()
    assert isinstance(answers[-1], Leave)


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
@pytest.mark.parametrize("ask", [HOME, SCAN, PASSWORD])
async def test_who_is_used_to_other_keys_leaves_with_them(ask: Ask, key: str) -> None:
    """Ctrl+C, with which most programs are stopped, and Ctrl+Q."""
    async with asking(ask) as (desk, answers):
        await desk.press(key)
        await desk.outcome()
    assert isinstance(answers[-1], Leave)


def _can_go_back(ask: Ask) -> bool:
    """A device whose seed is shown can only be left with a question."""
    if isinstance(ask, Question):
        return ask.can_go_back
    return not isinstance(ask, CodeAsk) or ask.seed is None
