"""The code that starts a session."""

import asyncio
from dataclasses import replace

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.asks import SessionAsk
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.flows.progress import Doing, Pause, Waiting
from mfa_enroll.flows.remarks import Note
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.words import progress
from mfa_enroll.words.fields import next_session_code, session_page
from mfa_enroll.words.remarks import said
from tests.support.sampled import one_in
from tests.tui.desk import tell
from tests.tui.gallery import MANAGE, RENEWAL, SESSION, TOKEN, WAITING, asking, revealed
from tests.words.examples import LAPTOP

CODE = "271828"
REFUSED = said(Note.CODE_REFUSED).text


async def test_a_code_is_pasted_as_apps_copy_it_or_typed() -> None:
    """Six digits are an answer, whatever is around them."""
    async with asking(*[SESSION] * 4) as (desk, answers):
        for pasted in ("271 828", "271828\n", "Your code: 271 828."):
            await desk.paste(pasted)
            await desk.page(SessionCodePage)
        await desk.press(*CODE)
        await desk.outcome()
    assert revealed(answers) == [CODE] * 4


OTHERS = [
    RENEWAL,
    replace(SESSION, device=LAPTOP),
    replace(SESSION, device=TOKEN),
    replace(SESSION, plan=None),
    replace(SESSION, seconds=5400),
    MANAGE,
]


@pytest.mark.parametrize("other", one_in(2, OTHERS))
async def test_a_question_about_something_else_is_another_page(other: SessionAsk) -> None:
    """It says what its own session is for, whose code starts it, how long it lasts and what is written."""
    async with asking(SESSION, other) as (desk, _):
        page = await desk.page(SessionCodePage)
        await desk.press(*CODE)
        await desk.until(lambda: desk.app.screen is not page)
        await desk.page(SessionCodePage)
        for part in session_page(other).parts:
            assert str(part) in desk.text()


async def test_the_next_code_is_counted_down_to() -> None:
    """Until it is there; where any code will do nothing is said of it."""
    assert WAITING.next_at
    now = WAITING.next_at - 12
    async with asking(replace(WAITING, server_time=lambda: now), MANAGE, size=(60, 20)) as (desk, _):
        assert next_session_code(12) in desk.text()
        assert f"! {REFUSED}" in desk.text()
        now += 5
        await desk.says(next_session_code(7))
        now += 8
        await desk.says(next_session_code(0))
        await desk.press("escape")
        await desk.says(session_page(MANAGE).heading)
        assert next_session_code(0) not in desk.text()


async def test_the_next_question_is_put_on_the_same_page() -> None:
    """While AWS is asked nothing is typed; then the cursor is in the field again, and the refusal beside it.

    A wait before that is counted down, in sight in the smallest window.
    """
    go_on = asyncio.Event()
    given: list[str] = []
    pause = Pause(2, Waiting.DEVICE_NOT_KNOWN_FOR_SESSIONS)
    doing = Doing(Call.START_SESSION)

    async def story(dialogue: Dialogue) -> Outcome:
        given.append((await dialogue.session_code(RENEWAL)).reveal())
        await dialogue.wait(pause)
        dialogue.doing(doing)
        await go_on.wait()
        given.append((await dialogue.session_code(replace(RENEWAL, remark=Note.CODE_REFUSED))).reveal())
        return PasswordUnchanged()

    async with tell(story, (60, 20)) as desk:
        page = await desk.page(SessionCodePage)
        await desk.press(*CODE)
        await desk.says(progress.waiting(pause, 1))
        await desk.says(progress.doing(doing))
        await desk.press("2", "escape")
        assert page.query_one(CodeBox).value == ""
        go_on.set()
        await desk.says(f"! {REFUSED}")
        assert await desk.page(SessionCodePage) is page
        await desk.press("3", "3")
        assert page.query_one(CodeBox).has_focus
        await desk.press(*"3333")
        await desk.outcome()
    assert given == [CODE, "333333"]
