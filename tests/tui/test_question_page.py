"""A question in the flow's own words."""

import pytest

from mfa_enroll.flows.questions import Exact, Question, Way
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.question import QuestionPage
from tests.tui.desk import tell
from tests.tui.gallery import PAGES, QUESTION, Answers


@pytest.mark.parametrize("number", [1, 2])
async def test_it_is_answered_with_the_value_of_the_way(number: int) -> None:
    """Title, paragraphs, steps and ways are all there."""
    answers = Answers([])
    async with tell(answers.story(PAGES["question"])) as desk:
        await desk.page(QuestionPage)
        for said in (QUESTION.title, *QUESTION.paragraphs, *QUESTION.steps):
            assert said in desk.text()
        assert "1. You type one code." in desk.text()
        await desk.press(str(number), "enter")
        await desk.ending()
    assert answers.given == [QUESTION.ways[number - 1].value]


@pytest.mark.parametrize("value", [None, False, "", 0])
async def test_a_value_that_is_nothing_is_an_answer(value: object) -> None:
    """What the way stands for is the flow's business."""
    answers = Answers([])
    question = Question("?", (), (Way(value, "Go on"),))
    async with tell(answers.story(lambda dialogue: dialogue.choose(question))) as desk:
        await desk.page(QuestionPage)
        await desk.press("enter")
        await desk.ending()
    assert answers.given == [value]


async def test_what_is_to_be_copied_is_not_wrapped_into_words() -> None:
    """A command stands as it is, in a box of its own."""
    command = Exact("aws iam list-mfa-devices --user-name alice")
    question = Question("?", ("Before", command, "After"), (Way(None, "Go on"),))
    async with tell(Answers([]).story(lambda dialogue: dialogue.choose(question))) as desk:
        await desk.page(QuestionPage)
        assert command in [line.strip() for line in desk.lines()]


@pytest.mark.parametrize(
    ("question", "said"),
    [(QUESTION, QUESTION.help), (Question("?", (), (Way(None, "Go on"),)), "Choose one of the ways")],
)
async def test_it_may_bring_its_own_help(question: Question[object], said: str) -> None:
    """Without, the help page says how to answer."""
    async with tell(Answers([]).story(lambda dialogue: dialogue.choose(question))) as desk:
        await desk.page(QuestionPage)
        await desk.press("?")
        await desk.page(HelpPage)
        assert said in desk.text()
