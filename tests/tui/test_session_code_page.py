"""The code that starts a session."""

import asyncio
from dataclasses import replace

import pytest

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.dialogue import Dialogue, Pause
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.flows.questions import Remark, SessionAsk, Tone
from mfa_enroll.tui.app import Story
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.tui.widgets.codebox import CodeBox
from tests.tui.desk import tell
from tests.tui.gallery import (
    IDENTITY,
    MANAGE,
    OTHER,
    OWN,
    PAGES,
    RENEWAL,
    TOKEN,
    WAITING,
    Answers,
    NotedPhone,
    session_ask,
)


def revealed(answers: Answers) -> list[str]:
    """The codes that were given."""
    return [each.reveal() for each in answers.given if isinstance(each, Secret)]


@pytest.mark.parametrize("pasted", ["123 456", "123456\n", "Your code: 123 456."])
async def test_a_code_is_pasted_as_apps_copy_it(pasted: str) -> None:
    """Six digits are an answer, whatever is around them."""
    answers = Answers([])
    async with tell(answers.story(PAGES["session"])) as desk:
        await desk.page(SessionCodePage)
        await desk.paste(pasted)
        await desk.ending()
    assert revealed(answers) == ["123456"]


async def test_the_sixth_digit_is_the_answer() -> None:
    """Without Enter; fewer are handed over by Enter, for the flow to speak of."""
    answers = Answers([])
    async with tell(answers.story(PAGES["session"], PAGES["session"])) as desk:
        await desk.page(SessionCodePage)
        await desk.press(*"271828")
        await desk.page(SessionCodePage)
        await desk.press("1", "enter")
        await desk.ending()
    assert revealed(answers) == ["271828", "1"]


@pytest.mark.parametrize(
    ("device", "said"),
    [
        (OWN, "your authenticator app shows for AWS:alice@111122223333."),
        (OTHER, "your authenticator app shows for the device alice-laptop."),
        (TOKEN, "your hardware token GAHT12345678 shows."),
    ],
)
async def test_it_is_said_whose_code(device: MfaDevice, said: str) -> None:
    """The entry in the app by the name it has there, a token by what is printed on it."""
    ask = session_ask(device=device)
    async with tell(Answers([]).story(lambda dialogue: dialogue.session_code(ask))) as desk:
        await desk.page(SessionCodePage)
        assert f"Type the code that {said}" in desk.text()


async def test_it_is_said_for_how_long_and_what_is_written() -> None:
    """The profile, whether it is renewed, and that there is none: its lines were agreed to on the page before."""
    answers = Answers([])
    printed = session_ask(plan=None, seconds=5400)
    story = answers.story(
        PAGES["session"], PAGES["renewal"], lambda dialogue: dialogue.session_code(printed), PAGES["sign in"]
    )
    async with tell(story, (100, 30)) as desk:
        await desk.page(SessionCodePage)
        assert "The session lasts 12 hours." in desk.text()
        assert "It is kept in profile mine-mfa." in desk.text()
        await desk.press("escape")
        await desk.until(lambda: "Renews" in desk.text())
        assert "Renews the session in profile work-mfa (~/.aws/credentials, ~/.aws/config)." in desk.text()
        assert "aws_session_token" not in desk.text()
        await desk.press("escape")
        await desk.until(lambda: "It is kept in no file." in desk.text())
        assert "The session lasts 1 hour 30 minutes." in desk.text()
        await desk.press("escape")
        await desk.until(lambda: "Sign in with a code first" in desk.text())
        assert "kept in memory only" in desk.text()
        assert "lasts" not in desk.text()


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_next_code_is_counted_down_to(size: tuple[int, int]) -> None:
    """Until it is there; where any code will do nothing is said of it."""
    now = 1_800_000_000.0
    ask = replace(WAITING, server_time=lambda: now)
    story = Answers([]).story(lambda dialogue: dialogue.session_code(ask), PAGES["sign in"])
    async with tell(story, size) as desk:
        await desk.page(SessionCodePage)
        assert "A code works once. The next one comes in 12 s." in desk.text()
        assert "! AWS did not take this code." in desk.text()
        now += 5
        await desk.until(lambda: "The next one comes in 7 s." in desk.text())
        now += 8
        await desk.until(lambda: "The next one is there now." in desk.text())
        await desk.press("escape")
        await desk.until(lambda: "Sign in" in desk.text())
        assert "The next one" not in desk.text()


def asking_again(*, pause: Pause | None, go_on: asyncio.Event) -> tuple[Story, list[str]]:
    """A story that waits for AWS after a code, and then for another code; and what it was given."""
    given: list[str] = []

    async def story(dialogue: Dialogue) -> Ending:
        dialogue.met(IDENTITY)
        given.append((await dialogue.session_code(RENEWAL)).reveal())
        if pause is not None:
            await dialogue.wait(pause)
        dialogue.doing("Starting the session …")
        await go_on.wait()
        refused = Remark(Tone.WARNING, "AWS did not take this code.")
        given.append((await dialogue.session_code(replace(RENEWAL, remark=refused))).reveal())
        return Ending(EndingKind.LEFT, ())

    return story, given


async def test_the_next_question_is_put_on_the_same_page() -> None:
    """While AWS is asked nothing is typed; then the cursor is in the field again, and the refusal beside it."""
    go_on = asyncio.Event()
    story, given = asking_again(pause=None, go_on=go_on)
    async with tell(story) as desk:
        page = await desk.page(SessionCodePage)
        await desk.press(*"111111")
        await desk.remark("Starting the session …")
        await desk.press("2", "escape")
        assert page.query_one(CodeBox).value == ""
        go_on.set()
        await desk.remark("! AWS did not take this code.")
        assert await desk.page(SessionCodePage) is page
        await desk.press("3", "3")
        assert page.query_one(CodeBox).has_focus
        await desk.press(*"3333")
        await desk.ending()
    assert given == ["111111", "333333"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_wait_before_the_first_try_is_counted_down(size: tuple[int, int]) -> None:
    """It is no repetition, and is not called one; the countdown is in sight in the smallest window."""
    go_on = asyncio.Event()
    pause = Pause(3, "AWS is still making the new device known for sessions.")
    story, _ = asking_again(pause=pause, go_on=go_on)
    async with tell(story, size) as desk:
        await desk.page(SessionCodePage)
        await desk.press(*"111111")
        await desk.remark("AWS is still making the new device known for sessions. Going on in 2 s.")
        assert "Trying again" not in desk.text()
        assert "of 0" not in desk.text()
        await desk.remark("Starting the session …")


@pytest.mark.parametrize("other", [MANAGE, session_ask(device=TOKEN), RENEWAL])
async def test_a_question_about_something_else_is_another_page(other: SessionAsk) -> None:
    """It is not said of one device what holds of another."""
    answers = Answers([])
    async with tell(answers.story(PAGES["session"], lambda dialogue: dialogue.session_code(other))) as desk:
        page = await desk.page(SessionCodePage)
        await desk.press(*"111111")
        await desk.until(lambda: desk.app.screen is not page)
        await desk.page(SessionCodePage)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_practice_phone_is_at_hand(size: tuple[int, int]) -> None:
    """On p it shows code and notes, with the field for the code in sight; p puts it away again."""
    async with tell(Answers([]).story(PAGES["session"]), size, NotedPhone()) as desk:
        await desk.page(SessionCodePage)
        before = desk.lines()
        await desk.press("p")
        assert "271 828" in desk.text()
        assert NotedPhone.notes[0] in desk.text()
        assert desk.is_in_sight(CodeBox)
        await desk.press("p")
        assert desk.lines() == before


async def test_there_is_no_phone_outside_practice() -> None:
    """P is no key there."""
    async with tell(Answers([]).story(PAGES["session"])) as desk:
        await desk.page(SessionCodePage)
        before = desk.lines()
        await desk.press("p", "f2")
        assert desk.lines() == before
        assert "phone" not in desk.actions()
