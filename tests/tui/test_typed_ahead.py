"""Keys that were meant for the page before: they do nothing on the one that has come."""

import pytest
from textual import events
from textual.widgets import Input

from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.flows.questions import Enabled, Plan
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.name import NamePage
from mfa_enroll.tui.screens.password import PasswordPage
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.codebox import CodeBox
from tests.support.bench import bench
from tests.support.sampled import one_in
from tests.tui.desk import Desk, next_code, scan, shown_code, sit_down, tell
from tests.tui.gallery import CHOICES, HOME, NAME, PASSWORD, SESSION, asking, put, revealed, story

CODE = "271828"
LONG = 60.0
"""Seconds that a page has been in sight for too short a time in tests that do not let time pass by themselves."""


@pytest.mark.parametrize("page", one_in(2, CHOICES))
async def test_what_is_pressed_with_a_code_does_not_choose_on_the_page_that_comes(page: str) -> None:
    """Sent in one go with the sixth digit, no key marks, copies, leaves or chooses; Enter pressed again does."""
    answers: list[object] = []
    async with tell(story(SESSION, CHOICES[page], answers=answers)) as desk:
        await desk.page(SessionCodePage)
        desk.send(*CODE, "enter", "2", "enter", "c", "1", "enter")
        await desk.page(ChoicePage)
        assert revealed(answers) == [CODE]
        assert [each.highlighted for each in desk.app.screen.query(Choice)] == [0]
        await desk.press("enter")
        await desk.outcome()
    assert answers[1:] == [CHOICES[page].answers[0]]


async def test_enter_out_of_habit_does_not_pass_over_the_news_that_mfa_is_on() -> None:
    """With an account behind it: both codes, Enter with the sixth digit, and the page stays until it was seen."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            scan(desk, here)
            desk.send(*shown_code(here).reveal(), "enter")
            await desk.kept(1)
            desk.send(*next_code(here).reveal(), "enter", "enter")
            await desk.asked(Enabled)
            await desk.settle()
            assert here.calls.count("sts:GetSessionToken") == 0
            assert isinstance(desk.question, Enabled)


async def test_a_page_is_not_chosen_on_in_its_first_moments() -> None:
    """Neither by Enter, nor a digit, nor a click; then by each. Ctrl+C and help are heard from the start."""
    answers: list[object] = []
    async with tell(story(HOME, HOME, answers=answers), moment=LONG) as desk:
        await desk.asked(type(HOME))
        await desk.press("2", "enter")
        await _click(desk)
        assert answers == []
        assert desk.app.screen.query_one(Choice).highlighted == 0
        AskingPage.MOMENT = 0.0
        await _click(desk)
        AskingPage.MOMENT = LONG
        await desk.until(lambda: answers)
        await desk.asked(type(HOME))
        await desk.press("?")
        await desk.page(HelpPage)
        await desk.press("ctrl+c")
        await desk.outcome()
    assert answers[0] == HOME.answers[0]


async def test_enter_behind_a_digit_that_came_too_soon_does_not_choose_the_first_way() -> None:
    """A digit and Enter typed over the end of the first moments do nothing, together; then both do what they say."""
    async with asking(HOME) as (desk, _):
        page = desk.app.screen
        assert isinstance(page, AskingPage)
        page.MOMENT = 0.5

        def counts(key: str, at: float) -> bool:
            event = events.Key(key, key if key.isdecimal() else None)
            event.time = page._seen_at + at
            return not page.is_typed_ahead(event)

        assert not counts("2", 0.45)
        assert not counts("enter", 0.55)
        assert counts("2", 0.6)
        assert counts("enter", 1.0)


async def _click(desk: Desk) -> None:
    """Click on the first way as a terminal does: pressed, let go."""
    x, y = desk.app.screen.query_one(Choice).region.offset
    for kind in (events.MouseDown, events.MouseUp):
        desk.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))  # noqa: FBT003
    await desk.settle()


async def test_a_key_that_is_held_down_does_not_run_through_pages() -> None:
    """What is pressed in a row with the key that has chosen is for nobody."""
    answers: list[object] = []
    async with tell(story(HOME, HOME, HOME, answers=answers)) as desk:
        await desk.asked(type(HOME))
        desk.send(*["enter"] * 5)
        await desk.until(lambda: answers)
        await desk.asked(type(HOME))
        assert len(answers) == 1


async def test_the_first_page_takes_no_key_that_was_typed_to_the_shell() -> None:
    """Enter pressed while the program starts does not agree to the plan."""
    with bench() as here:
        async with sit_down(here) as desk:
            desk.send("enter", "enter")
            await desk.asked(Plan)
            await desk.settle()
            assert not here.practice.devices


async def test_what_is_typed_into_a_field_is_kept_from_the_start() -> None:
    """A code or a password typed at once is taken whole, with Enter behind it; Enter alone does not agree to a name."""
    answers: list[object] = []
    async with tell(story(HOME, SESSION, HOME, PASSWORD, HOME, NAME, answers=answers), moment=LONG) as desk:
        await desk.asked(type(HOME))
        for page, typed in ((SessionCodePage, [*CODE]), (PasswordPage, ["enter", *"Old", "enter", *"New"])):
            await _pass(desk.app.screen)
            await desk.page(page)
            await desk.press(*typed)
            if page is PasswordPage:
                assert [field.value for field in desk.app.screen.query(Input)] == ["Old", "New", ""]
                await desk.press("escape", "escape")
            await desk.asked(type(HOME))
        await _pass(desk.app.screen)
        await desk.page(NamePage)
        await desk.press("x", "enter")
        assert desk.app.screen.query_one(Input).value == f"{NAME.suggestion}x"
        assert isinstance(desk.app.screen, NamePage)
    assert revealed(answers) == [CODE]


async def test_enter_sent_in_one_go_with_a_password_belongs_to_it() -> None:
    """Even where the field has not yet taken in what was typed before Enter."""
    async with tell(story(PASSWORD, answers=[]), moment=LONG) as desk:
        await desk.page(PasswordPage)
        desk.send(*"Old", "enter")
        await desk.settle()
        current, new, _ = desk.app.screen.query(Input)
        assert current.value == "Old"
        assert new.has_focus


async def _pass(page: object) -> None:
    assert isinstance(page, AskingPage)
    page.answer(HOME.answers[0])


async def test_digits_are_not_lost_while_a_page_is_drawn_anew() -> None:
    """Half a code stays in the field while the window changes and what is below it is said."""
    async with asking(SESSION) as (desk, answers):
        page = desk.app.screen
        assert isinstance(page, SessionCodePage)
        for number, digit in enumerate(CODE):
            desk.send(digit)
            page.refresh(layout=True, recompose=False)
            desk.app.post_message(events.Resize.from_dimensions((80 - number, 24), None))
            page.say("…")
        await desk.outcome()
    assert revealed(answers) == [CODE]


async def test_what_is_asked_next_on_the_same_page_has_its_own_first_moments() -> None:
    """The plan comes onto the first page, which has been there for a while."""

    async def told(dialogue: Dialogue) -> Outcome:
        await put(dialogue, CHOICES["plan"])
        return PasswordUnchanged()

    async with tell(told, moment=LONG) as desk:
        await desk.asked(Plan)
        await desk.press("enter", "1", "enter")
        assert isinstance(desk.question, Plan)
        assert not desk.app.screen.query(CodeBox)
