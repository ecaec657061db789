"""Leaving and going back, on every page there is for someone with MFA on."""

import pytest

from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.questions import LeaveChoice
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.screens.typing_page import TypingPage
from tests.tui.desk import tell
from tests.tui.gallery import PAGES, Answers, NotedPhone

STARTS = {"on now", "home", "home, told", "home of others"}
"""Pages that there is nothing before."""

TYPED_ON = {"name", "password"}
LEAVING = "leaving a replacement"


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
@pytest.mark.parametrize("page", PAGES)
async def test_every_page_is_left_with_one_key(page: str, key: str) -> None:
    """But for q where it is typed; to leave the question about leaving is to keep what there is."""
    answers = Answers([])
    async with tell(answers.story(PAGES[page])) as desk:
        screen = await desk.page(Page)
        assert isinstance(screen, TypingPage) is (page in TYPED_ON)
        await desk.press(key)
        if page in TYPED_ON and key == "q":
            assert answers.given == []
            return
        await desk.ending()
    (given,) = answers.given
    assert given is LeaveChoice.KEEP if page == LEAVING else isinstance(given, Leave)


@pytest.mark.parametrize("page", PAGES)
async def test_escape_leads_back_where_there_is_something_before(page: str) -> None:
    """And is offered there alone."""
    answers = Answers([])
    async with tell(answers.story(PAGES[page])) as desk:
        await desk.page(Page)
        await desk.press("1", "escape") if page in TYPED_ON else await desk.press("escape")
        if page in STARTS:
            assert "Esc" not in desk.text()
            assert answers.given == []
            return
        await desk.ending()
    (given,) = answers.given
    assert given is LeaveChoice.STAY if page == LEAVING else isinstance(given, GoBack)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30)])
@pytest.mark.parametrize("page", PAGES)
async def test_a_footer_is_taken_in_at_a_glance(page: str, size: tuple[int, int]) -> None:
    """At most five keys, leaving and help among them, none of them cut off."""
    async with tell(Answers([]).story(PAGES[page]), size, NotedPhone()) as desk:
        screen = await desk.page(Page)
        shown = {each.binding.description for each in screen.active_bindings.values() if each.binding.show}
        assert len(shown) <= 5
        assert {"Leave", "Help"} <= shown
        assert all(f" {words}" in desk.lines()[-1] for words in shown)
