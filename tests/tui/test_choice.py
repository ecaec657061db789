"""The one page for every question with a few answers, and the digits of a code that was meant for the page before."""

from dataclasses import replace
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key

from mfa_enroll.flows.questions import Leaving, NewPhone, Problem, Question, Task
from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.parts import Box
from mfa_enroll.words.fields import BOX_COPIED
from mfa_enroll.words.remarks import said
from tests.support.bench import bench
from tests.support.sampled import one_in
from tests.tui.desk import Desk, clipboard, listen, sit_down
from tests.tui.gallery import CHOICES, FULL_HOME, HANDED_OVER, HOME, LEAVING, NEW_PHONE, PLAN, PROBLEM, SCAN, asking

CODE = "281828"


@pytest.mark.parametrize("question", [PLAN, LEAVING, HOME])
async def test_each_answer_is_chosen_by_its_number(question: Question[Any]) -> None:
    """They are numbered in the order in which the question offers them. One that stands for nothing is an answer.

    That is so of the first page, of one that interrupts, and of any other.
    """
    async with asking(*[question] * len(question.answers)) as (desk, answers):
        for answer in question.answers:
            await desk.choose(type(question), answer)
        await desk.outcome()
    assert answers == list(question.answers)


@pytest.mark.parametrize("typed", [CODE, CODE[-3:]])
@pytest.mark.parametrize("question", [LEAVING, HOME])
async def test_no_code_chooses_and_enter_after_it_loses_nothing(question: Question[Any], typed: str) -> None:
    """Digits one by one or in a row choose nothing; Enter then chooses the first way."""
    async with asking(question) as (desk, answers):
        await _press_one_by_one(desk, "0123456789")
        desk.send(*typed)
        await desk.settle()
        assert answers == []
        desk.send(*typed, "enter")
        await desk.outcome()
    assert answers == [question.answers[0]]


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


async def test_another_way_can_be_marked_after_the_first() -> None:
    """Digits that are not typed as a code are each a choice of their own; one without a way marks none."""
    async with asking(HOME) as (desk, _):
        assert await _press_one_by_one(desk, "32904") == [2, 1, 1, 1, 3]


async def test_keys_faster_than_the_page_arrows_and_the_mouse_choose() -> None:
    """A number and Enter are heard in turn; an arrow marks; a click chooses at once."""
    async with asking(*[NEW_PHONE] * 3) as (desk, answers):
        desk.send("2", "enter")
        await desk.until(lambda: len(answers) == 1)
        await desk.asked(NewPhone)
        await desk.press("down", "enter")
        await desk.asked(NewPhone)
        ways = desk.app.screen.query_one(Choice).content_region
        await desk.pilot.click(offset=(ways.x + 5, ways.y + 1))
        await desk.outcome()
    assert answers == [NEW_PHONE.answers[1]] * 3


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


@pytest.mark.parametrize("page", one_in(3, ["home", "leftover", "new phone"]))
async def test_an_entry_hangs_beside_its_number(page: str) -> None:
    """At every width each line but the first of an entry begins under its name, and no word is lost."""
    async with asking(CHOICES[page], size=(100, 90)) as (desk, _):
        choice = desk.app.screen.query_one(Choice)
        whole = " ".join(_lines_of(desk, choice)).split()
        for width in (80, 44, 30):
            await desk.resize(width, 90)
            lines = _lines_of(desk, choice)
            numbered = [line for line in lines if not line.startswith("   ")]
            assert [line[:3] for line in numbered] == [f"{n}  " for n in range(1, choice.option_count + 1)]
            assert " ".join(lines).split() == whole


def _lines_of(desk: Desk, choice: Choice) -> list[str]:
    left, top, width, height = choice.content_region
    return [line[left : left + width] for line in desk.lines()[top : top + height]]


async def test_every_task_at_home_has_a_line_of_its_own() -> None:
    """Also in the smallest window no entry is wrapped. What was just done is said beside them, whatever scrolls."""
    async with asking(replace(FULL_HOME, answers=tuple(Task))) as (desk, _):
        choice = desk.app.screen.query_one(Choice)
        assert FULL_HOME.remark
        for size in [(80, 24), (60, 20)]:
            await desk.resize(*size)
            assert choice.virtual_size.height == choice.option_count == len(Task)
            assert said(FULL_HOME.remark).text in desk.text()


async def test_what_is_to_be_handed_over_is_copied_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a box of its own the text stands as it is; on a key it goes to the terminal's clipboard, and that is said.

    On a page without such a box the key is none.
    """
    async with asking(PROBLEM, HANDED_OVER, size=(400, 80)) as (desk, answers):
        written = listen(desk, monkeypatch)
        assert "copy" not in desk.actions()
        await desk.press("c")
        assert (clipboard(written), answers) == ([], [])
        await desk.press("enter")
        await desk.asked(Problem)
        page = await desk.page(ChoicePage)
        box = page.query_one(Box).content_region
        shown = [line[box.x : box.right].rstrip() for line in desk.lines()[box.y : box.bottom]]
        assert shown == page.page.copyable.splitlines()
        await desk.press("c")
        assert clipboard(written) == [page.page.copyable]
        assert BOX_COPIED.text in desk.text()


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
