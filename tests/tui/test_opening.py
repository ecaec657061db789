"""What the first page says, before anything is known."""

import subprocess
import sys
from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.flows.questions import Plan, PlannedCall
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.welcome import ENROLL, PASSWORD, SESSION, Opening, WelcomePage
from tests.tui.desk import tell
from tests.tui.gallery import IDENTITY, USER

ROOT = Path(__file__).parents[2]


async def wait_to_leave(dialogue: Dialogue) -> Ending:
    """A story that asks AWS something, for ever."""
    dialogue.doing("Asking AWS who you are …")
    await dialogue.leave_requested()
    return Ending(EndingKind.LEFT, ())


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize("opening", [ENROLL, SESSION, PASSWORD])
async def test_it_speaks_of_what_was_started(opening: Opening, size: tuple[int, int]) -> None:
    """The heading, what is needed for it, and its own help."""
    async with tell(wait_to_leave, size, opening=opening) as desk:
        await desk.remark("Asking AWS who you are …")
        assert opening.heading in desk.text()
        assert opening.about in desk.text()
        await desk.press("?")
        await desk.page(HelpPage)
        assert opening.help in desk.text()
        await desk.press("q")
        await desk.ending()


async def test_a_plan_to_turn_mfa_on_is_under_its_own_heading() -> None:
    """Whatever was started, the page with the plan is about that."""

    async def story(dialogue: Dialogue) -> Ending:
        await dialogue.approve(Plan(IDENTITY, USER, (PlannedCall(Call.CREATE, USER.device_serial),)))
        return Ending(EndingKind.LEFT, ())

    async with tell(story, opening=SESSION) as desk:
        await desk.page(WelcomePage)
        assert ENROLL.heading in desk.text()
        assert ENROLL.about in desk.text()
        assert SESSION.heading not in desk.text()
        await desk.press("?")
        await desk.page(HelpPage)
        assert ENROLL.help in desk.text()


def test_the_first_page_brings_no_other() -> None:
    """The app is imported without any page, widget or flow that the first page does without."""
    program = "import sys, mfa_enroll.tui.app; print(*(name for name in sys.modules if name.startswith('mfa_enroll')))"
    ran = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    loaded = set(ran.stdout.split())
    assert "mfa_enroll.tui.screens.welcome" in loaded
    assert not {name for name in loaded if name.startswith(("mfa_enroll.flows", "mfa_enroll.domain", "mfa_enroll.aws"))}
    assert {name for name in loaded if name.startswith("mfa_enroll.tui.screens.")} == {
        "mfa_enroll.tui.screens.help",
        "mfa_enroll.tui.screens.page",
        "mfa_enroll.tui.screens.reading",
        "mfa_enroll.tui.screens.welcome",
    }
