"""What the first page says, before anything is known and then."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.flows.progress import Doing
from mfa_enroll.flows.questions import Plan
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.words import progress
from mfa_enroll.words.openings import Opening, met, opening
from mfa_enroll.words.page import Page, Table
from tests.tui.desk import Desk, tell
from tests.tui.gallery import IDENTITY, PLAN, USER

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("which", Opening)
async def test_it_speaks_of_what_was_started(which: Opening) -> None:
    """The heading, what is needed, and its own help; who is calling, in the title bar too, once that is known.

    Whatever was started, the page with the plan is about turning MFA on. It is the same page, and has its own help.
    """
    known, planned = asyncio.Event(), asyncio.Event()
    asking = Doing(Call.WHO_AM_I)

    async def story(dialogue: Dialogue) -> Outcome:
        dialogue.doing(asking)
        await known.wait()
        dialogue.met(IDENTITY)
        await planned.wait()
        await dialogue.choose(PLAN)
        return PasswordUnchanged()

    async with tell(story, (60, 20), opening=which) as desk:
        await desk.says(progress.doing(asking))
        first = desk.app.screen
        await _assert_shows(desk, opening(which))
        known.set()
        (table,) = (part for part in met(which, IDENTITY).parts if isinstance(part, Table))
        await desk.says(table.rows[-1][1])
        assert all(f"{name} {value}" in desk.text() for name, value in table.rows)
        assert opening(which).heading in desk.text()
        assert f"{USER.name} · {USER.account}" in desk.lines()[0]
        planned.set()
        await desk.asked(Plan)
        assert desk.app.screen is first
        await _assert_shows(desk, opening(Opening.ENROLL))
        assert which is Opening.ENROLL or opening(which).heading not in desk.text()


async def _assert_shows(desk: Desk, page: Page[None]) -> None:
    for said in (page.heading, *page.parts):
        assert str(said) in desk.text()
    await desk.press("?")
    await desk.page(HelpPage)
    assert page.help in desk.text()
    await desk.press("escape")


def test_the_first_page_brings_no_other() -> None:
    """The app is imported without any page, widget, flow or word that the first page does without."""
    program = "import sys, mfa_enroll.tui.app; print(*(name for name in sys.modules if name.startswith('mfa_enroll')))"
    ran = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    loaded = {name.removeprefix("mfa_enroll.") for name in ran.stdout.split()}
    assert not {name for name in loaded if name.startswith(("domain", "aws", "files", "policy"))}
    assert {name for name in loaded if name.startswith(("flows.", "words.", "tui.screens.", "tui.widgets."))} == {
        "flows.exceptions",
        "tui.screens.asking",
        "tui.screens.choice",
        "tui.screens.help",
        "tui.screens.reading",
        "tui.screens.returning",
        "tui.widgets.parts",
        "tui.widgets.status",
        "tui.widgets.title",
        "words.keys",
        "words.labels",
        "words.openings",
        "words.page",
    }
