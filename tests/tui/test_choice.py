"""The one page for every question with a few answers, and the digits of a code that was meant for the page before."""

from dataclasses import replace

import pytest
from textual import events
from textual.keys import _character_to_key

from mfa_enroll.flows.questions import Leaving, Task
from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.parts import Box
from mfa_enroll.words import keys
from mfa_enroll.words.fields import BOX_COPIED
from mfa_enroll.words.pages import page as page_of
from mfa_enroll.words.remarks import said
from tests.support.bench import bench
from tests.tui.desk import Desk, clipboard, listen, sit_down
from tests.tui.gallery import CHOICES, ENABLED, FULL_HOME, HOME, LEAVING, NEW_PHONE, PATH, PROBLEM, SCAN, asking

CODE = "281828"
SEVERAL = [name for name, question in CHOICES.items() if len(question.answers) > 1]


@pytest.mark.parametrize("page", CHOICES)
async def test_each_answer_is_chosen_by_its_number(page: str) -> None:
    """They are numbered in the order in which the question offers them. One that stands for nothing is an answer."""
    question = CHOICES[page]
    async with asking(*[question] * len(question.answers)) as (desk, answers):
        for answer in question.answers:
            await desk.choose(type(question), answer)
        await desk.outcome()
    assert answers == list(question.answers)


@pytest.mark.parametrize("page", SEVERAL)
async def test_no_digit_chooses(page: str) -> None:
    """Whether they come one by one or as a code, nothing is chosen."""
    async with asking(CHOICES[page]) as (desk, answers):
        await _press_one_by_one(desk, "0123456789")
        desk.send(*CODE)
        await desk.settle()
        assert answers == []
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
@pytest.mark.parametrize("page", SEVERAL)
async def test_a_code_and_enter_lose_nothing(page: str, typed: str) -> None:
    """Some press Enter after each code; what that chooses is the first way."""
    async with asking(CHOICES[page]) as (desk, answers):
        desk.send(*typed, "enter")
        await desk.outcome()
    assert answers == [CHOICES[page].answers[0]]


async def test_another_way_can_be_marked_after_the_first() -> None:
    """Digits that are not typed as a code are each a choice of their own; one without a way marks none."""
    async with asking(HOME) as (desk, answers):
        assert await _press_one_by_one(desk, "3294") == [2, 1, 1, 3]
        await desk.press("enter")
        await desk.outcome()
    assert answers == [HOME.answers[3]]


async def test_a_number_and_enter_are_heard_in_turn() -> None:
    """Typed faster than the page can follow, they choose what the number marks."""
    async with asking(HOME) as (desk, answers):
        desk.send("4", "enter")
        await desk.outcome()
    assert answers == [HOME.answers[3]]


@pytest.mark.parametrize("way", ["arrow", "mouse"])
async def test_arrows_mark_and_the_mouse_chooses(way: str) -> None:
    """The second answer by an arrow and Enter, or by a click."""
    async with asking(NEW_PHONE) as (desk, answers):
        if way == "arrow":
            await desk.press("down", "enter")
        else:
            ways = desk.app.screen.query_one(Choice).content_region
            await desk.pilot.click(offset=(ways.x + 5, ways.y + 1))
        await desk.outcome()
    assert answers == [NEW_PHONE.answers[1]]


async def test_a_code_that_goes_on_over_the_page_about_leaving_deletes_nothing() -> None:
    """A letter slipped in between two digits."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            desk.send(*"1q23")
            await desk.asked(Leaving)
            desk.send("enter")
            await desk.until(lambda: desk.question is None)
        assert here.serial in here.practice.devices
        assert "iam:DeleteVirtualMFADevice" not in here.calls


async def test_the_help_page_says_how_to_choose() -> None:
    """By its number, and then Enter. It says what the page is about, too."""
    async with asking(ENABLED) as (desk, _):
        assert f"Enter {keys.CHOOSE.name}" in desk.lines()[-1]
        await desk.press("?")
        await desk.page(HelpPage)
        assert f"Enter {keys.CHOOSE.meaning}" in desk.text()
        assert page_of(ENABLED).help in desk.text()


@pytest.mark.parametrize("page", ["home", "leftover", "new phone"])
async def test_an_entry_hangs_beside_its_number(page: str) -> None:
    """At every width each line but the first of an entry begins under its name, and no word is lost."""
    async with asking(CHOICES[page], size=(100, 90)) as (desk, _):
        choice = desk.app.screen.query_one(Choice)
        whole = " ".join(_lines_of(desk, choice)).split()
        for width in (80, 60, 44, 40, 34, 30):
            await desk.resize(width, 90)
            lines = _lines_of(desk, choice)
            numbered = [line for line in lines if not line.startswith("   ")]
            assert [line[:3] for line in numbered] == [f"{n}  " for n in range(1, choice.option_count + 1)]
            assert " ".join(lines).split() == whole


def _lines_of(desk: Desk, choice: Choice) -> list[str]:
    left, top, width, height = choice.content_region
    return [line[left : left + width] for line in desk.lines()[top : top + height]]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_every_task_at_home_has_a_line_of_its_own(size: tuple[int, int]) -> None:
    """Also in the smallest window no entry is wrapped. What was just done is said beside them, whatever scrolls."""
    async with asking(replace(FULL_HOME, answers=tuple(Task)), size=size) as (desk, _):
        choice = desk.app.screen.query_one(Choice)
        assert choice.virtual_size.height == choice.option_count == len(Task)
        assert FULL_HOME.remark
        assert said(FULL_HOME.remark).text in desk.text()


async def test_what_is_to_be_handed_over_is_copied_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a box of its own the text stands as it is; on a key it goes to the terminal's clipboard, and that is said."""
    async with asking(PATH, size=(240, 80)) as (desk, _):
        page = await desk.page(ChoicePage)
        box = page.query_one(Box).content_region
        shown = [line[box.x : box.right].rstrip() for line in desk.lines()[box.y : box.bottom]]
        assert shown == page.page.copyable.splitlines()
        written = listen(desk, monkeypatch)
        await desk.press("c")
        assert clipboard(written) == [page.page.copyable]
        assert BOX_COPIED.text in desk.text()


async def test_there_is_nothing_to_copy_on_other_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """C is no key there."""
    async with asking(PROBLEM) as (desk, answers):
        written = listen(desk, monkeypatch)
        await desk.press("c")
        assert clipboard(written) == []
        assert "copy" not in desk.actions()
        assert answers == []


@pytest.mark.parametrize(("back", "is_kept"), [("escape", True), ("1", True), ("2", False)])
async def test_what_is_interrupted_is_there_again_as_it_was(back: str, *, is_kept: bool) -> None:
    """After the first answer, or going back. After any other nothing is kept of it: it may show a seed."""
    async with asking(SCAN, LEAVING, SCAN) as (desk, _):
        interrupted = await desk.page(CodesPage)
        await desk.paste(CODE)
        await desk.asked(Leaving)
        await desk.press(back, "enter")
        assert (await desk.page(CodesPage) is interrupted) is is_kept
        assert len(desk.app.screen_stack) == len(["the first page", "the codes"])
