"""A list of ways, and the digits of a code that was meant for the page before."""

import pytest
from textual import events
from textual.keys import _character_to_key

from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.flows.pages import lost_phone
from mfa_enroll.flows.questions import LeaveChoice, Leaving, Leftover, LeftoverChoice, Task
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.leaving import LeavingPage
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.choice import Choice
from tests.support.bench import bench
from tests.tui.desk import Desk, sit_down, tell
from tests.tui.gallery import PAGES, QUESTION, USER, Answers, Asking

CODE = "281828"

PROBLEM = Problem(title="No answer", happened="AWS did not answer.", steps=("Wait.",), who=Who.YOU, can_retry=True)

CHOICES: dict[str, tuple[Asking, object]] = {
    "question": (PAGES["question"], QUESTION.ways[0].value),
    "on now": (PAGES["on now"], Task.SESSION),
    "home": (PAGES["home"], Task.SESSION),
    "leaving": (lambda dialogue: dialogue.leaving(Leaving(USER.device_serial)), LeaveChoice.STAY),
    "leftover": (lambda dialogue: dialogue.leftover(Leftover(USER.device_serial)), LeftoverChoice.SCANNED),
    "problem": (lambda dialogue: dialogue.problem(PROBLEM), True),
}
"""The pages with several ways, and the one of them that loses nothing."""


@pytest.mark.parametrize("page", CHOICES)
async def test_no_digit_chooses(page: str) -> None:
    """Whether they come one by one or as a code, nothing is chosen."""
    answers = Answers([])
    async with tell(answers.story(CHOICES[page][0])) as desk:
        await desk.page(Page)
        await _press_one_by_one(desk, "0123456789")
        desk.send(*CODE)
        await desk.settle()
        assert answers.given == []
        assert not desk.app._exit


async def _press_one_by_one(desk: Desk, digits: str) -> list[int | None]:
    """Press them as if a second apart; what each of them marks."""
    marked = []
    for seconds, digit in enumerate(digits):
        key = events.Key(_character_to_key(digit), digit)
        key.time += seconds
        desk.app.post_message(key)
        await desk.settle()
        marked.append(desk.app.screen.query_one(Choice).highlighted)
    return marked


@pytest.mark.parametrize("typed", [CODE, CODE[-3:]])
@pytest.mark.parametrize("page", CHOICES)
async def test_a_code_and_enter_lose_nothing(page: str, typed: str) -> None:
    """Some press Enter after each code; what that chooses is the first way."""
    asking, first = CHOICES[page]
    answers = Answers([])
    async with tell(answers.story(asking)) as desk:
        await desk.page(Page)
        desk.send(*typed, "enter")
        await desk.ending()
    assert answers.given == [first]


async def test_another_way_can_be_marked_after_the_first() -> None:
    """Digits that are not typed as a code are each a choice of their own; one without a way marks none."""
    answers = Answers([])
    async with tell(answers.story(PAGES["home"])) as desk:
        await desk.page(Page)
        assert await _press_one_by_one(desk, "3294") == [2, 1, 1, 3]
        await desk.press("enter")
        await desk.ending()
    assert answers.given == [Task.REMOVE]


async def test_a_code_that_goes_on_over_the_page_about_leaving_deletes_nothing() -> None:
    """A letter slipped in between two digits."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            desk.send(*"1q23")
            await desk.page(LeavingPage)
            desk.send("enter")
            await desk.until(lambda: not isinstance(desk.app.screen, LeavingPage))
        assert here.serial in here.practice.devices
        assert "iam:DeleteVirtualMFADevice" not in here.calls


async def test_the_help_page_says_how_to_choose() -> None:
    """By its number, and then Enter."""
    async with tell(Answers([]).story(PAGES["question"])) as desk:
        await desk.page(Page)
        assert "Enter Choose" in desk.lines()[-1]
        await desk.press("?")
        await desk.page(HelpPage)
        assert "Enter Choose what is marked; ↑ ↓ or its number mark another" in desk.text()


@pytest.mark.parametrize("page", CHOICES)
async def test_an_entry_hangs_beside_its_number(page: str) -> None:
    """At every width each line but the first of an entry begins under its name, and no word is lost."""
    async with tell(Answers([]).story(CHOICES[page][0]), (100, 90)) as desk:
        choice = (await desk.page(Page)).query_one(Choice)
        whole = " ".join(_lines_of(desk, choice)).split()
        for width in (80, 60, 44, 40, 34, 30):
            await desk.resize(width, 90)
            lines = _lines_of(desk, choice)
            numbered = [line for line in lines if not line.startswith("   ")]
            assert [line[:3] for line in numbered] == [f"{n}  " for n in range(1, choice.option_count + 1)]
            assert " ".join(lines).split() == whole


def _lines_of(desk: Desk, choice: Choice[object]) -> list[str]:
    left, top, width, height = choice.content_region
    return [line[left : left + width] for line in desk.lines()[top : top + height]]


@pytest.mark.parametrize(("key", "chosen"), [("escape", "Esc Back"), ("enter", "1 Back")])
async def test_from_a_page_with_nothing_to_try_one_goes_back(key: str, chosen: str) -> None:
    """Who has lost the phone has looked something up, and is taken to where that was chosen."""
    answers = Answers([])
    async with tell(answers.story(lambda dialogue: dialogue.problem(lost_phone(USER)))) as desk:
        await desk.page(Page)
        assert chosen in desk.text()
        assert "Try again" not in desk.text()
        await desk.press(key)
        await desk.ending()
    assert answers.given == [True]


async def test_escape_tries_nothing_again() -> None:
    """Where trying again can help, that is chosen by its name."""
    answers = Answers([])
    async with tell(answers.story(lambda dialogue: dialogue.problem(PROBLEM))) as desk:
        await desk.page(Page)
        assert "Esc" not in desk.text()
        await desk.press("escape")
        assert answers.given == []
        assert "1 Try again" in desk.text()
