"""The keys of the help page, and what goes on meanwhile. That it opens over every page is tested with those."""

import asyncio

import pytest

from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.flows.questions import Enabled, Plan
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.words import keys
from mfa_enroll.words.keys import Key
from tests.tui.desk import Desk, tell
from tests.tui.gallery import ENABLED, IDENTITY, PAGES, PLAN, NotedPhone, asking


@pytest.mark.parametrize(
    ("page", "opening", "listed", "key"),
    [
        ("picture", ["?", "f1"], ["?", "^t", "b", "c", "d", "k", "p", "q"], keys.PHONE),
        ("password", ["f1", "f1"], ["Enter", "Esc", "F1", "F2", "^q", "^t"], keys.PHONE),
        ("home", ["?", "f1"], ["?", "Enter", "PgDn", "^t", "q"], keys.CHOOSE),
    ],
)
async def test_help_names_each_key_once(page: str, opening: list[str], listed: list[str], key: Key) -> None:
    """The keys of the page below are listed with what they do, and none twice; each of four keys closes the list."""
    async with asking(PAGES[page], phone=NotedPhone()) as (desk, _):
        below = desk.app.screen
        await desk.press("k")
        for opens, closes in zip(opening * 2, ["escape", "enter", "?", "f1"], strict=True):
            await desk.press(opens)
            await desk.page(HelpPage)
            assert sorted(_listed(desk)) == listed
            assert key.meaning in desk.text()
            await desk.press(closes)
            assert desk.app.screen is below


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
