"""The help page, over every other."""

import asyncio

import pytest

from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.flows.questions import Enabled, LeaveChoice, Leaving, Plan
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.words import keys
from tests.support.bench import bench
from tests.tui.desk import Desk, sit_down, tell
from tests.tui.gallery import ENABLED, IDENTITY, PAGES, PLAN, TYPED_ON, NotedPhone, asking


@pytest.mark.parametrize("page", PAGES)
async def test_help_opens_over_every_page_and_closes(page: str) -> None:
    """Question mark or F1 opens it, the same keys, Escape or Enter close it, and the page below is as before.

    On a page where a question mark is typed, F1 alone opens it.
    """
    async with asking(PAGES[page]) as (desk, _):
        below, before = await desk.page(AskingPage), desk.lines()
        for opening, closing in [("?", "escape"), ("f1", "?"), ("?", "enter")]:
            await desk.press("f1" if page in TYPED_ON else opening)
            await desk.page(HelpPage)
            assert below.help
            assert below.help in desk.text()
            assert desk.qr_codes() == []
            await desk.press(closing)
            assert desk.app.screen is below
            assert desk.lines() == before


@pytest.mark.parametrize(
    ("page", "pressed", "listed"),
    [
        ("picture", ["k", "?"], ["?", "b", "c", "d", "k", "p", "q"]),
        ("password", ["f1"], ["Enter", "Esc", "F1", "F2", "^q"]),
    ],
)
async def test_help_names_each_key_once(page: str, pressed: list[str], listed: list[str]) -> None:
    """The keys of the page below are listed with what they do, and none twice."""
    async with asking(PAGES[page], phone=NotedPhone()) as (desk, _):
        await desk.press(*pressed)
        await desk.page(HelpPage)
        assert sorted(_listed(desk)) == listed
        assert keys.PHONE.meaning in desk.text()


def _listed(desk: Desk) -> list[str]:
    return [line.split()[0] for line in desk.lines() if line.startswith("    ") and line.strip()]


async def test_the_story_goes_on_while_help_is_open() -> None:
    """Help stays while the page below is filled in, and gives way to a page that comes next."""
    known, turned_on = asyncio.Event(), asyncio.Event()

    async def story(dialogue: Dialogue) -> Outcome:
        await known.wait()
        dialogue.met(IDENTITY)
        await dialogue.choose(PLAN)
        await turned_on.wait()
        await dialogue.choose(ENABLED)
        return PasswordUnchanged()

    async with tell(story) as desk:
        await desk.press("?")
        await desk.page(HelpPage)
        known.set()
        await desk.until(lambda: desk.app.screen_stack[0].query(Choice))
        assert isinstance(desk.app.screen, HelpPage)
        await desk.press("escape")
        await desk.choose(Plan, None)
        await desk.press("?")
        await desk.page(HelpPage)
        turned_on.set()
        await desk.asked(Enabled)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_leaving_works_from_help(key: str) -> None:
    """Who leaves from the help page is asked about the device like from the page below."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("?")
            await desk.page(HelpPage)
            await desk.press(key)
            await desk.asked(Leaving)
            await desk.press("?")
            await desk.page(HelpPage)
            await desk.press("escape")
            await desk.choose(Leaving, LeaveChoice.STAY)
            await desk.page(CodesPage)
            assert len(desk.qr_codes()) == 1
