"""Every way out of an enrollment, and back."""

from dataclasses import replace

import pytest

from mfa_enroll.flows.outcome import MfaEnabled, NotEnabled, UnfinishedDeleted
from mfa_enroll.flows.questions import Enabled, LeaveChoice, Leaving, Plan
from mfa_enroll.flows.remarks import Note
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.words import progress
from mfa_enroll.words.codes import next_code as next_code_in
from mfa_enroll.words.remarks import said
from tests.support.bench import bench
from tests.support.faults import Delay
from tests.support.sampled import one_in
from tests.tui.desk import next_code, scan, shown_code, sit_down
from tests.tui.gallery import LEAVING, SCAN, SECOND_CODE, asking

LEAVE = ["q", "ctrl+c", "ctrl+q"]
NOT_SIX_DIGITS = said(Note.NOT_SIX_DIGITS).text


@pytest.mark.parametrize("key", one_in(2, LEAVE))
async def test_leaving_is_asked_about_once_there_is_a_device(key: str) -> None:
    """From the first page one key ends; later, staying goes back to the same picture, with the code that was typed.

    From the help page, the question is the same.
    """
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.asked(Plan)
            await desk.press(key)
            assert isinstance(await desk.outcome(), NotEnabled)
        assert not here.practice.devices
        async with sit_down(here) as desk:
            await desk.codes_page()
            codes = desk.qr_codes()
            scan(desk, here)
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.press("?")
            await desk.page(HelpPage)
            await desk.press(key)
            await desk.choose(Leaving, LeaveChoice.STAY)
            await desk.kept(1)
            assert desk.qr_codes() == codes
            await desk.enter_code(next_code(here))
            await desk.asked(Enabled)
            await desk.press(key)
            assert isinstance(await desk.outcome(), MfaEnabled)


@pytest.mark.parametrize(
    ("answer", "is_left"),
    [(LeaveChoice.DELETE, False), (LeaveChoice.KEEP, True), ("q", True), ("ctrl+c", True)],
)
async def test_what_becomes_of_the_device_is_the_persons_choice(answer: LeaveChoice | str, *, is_left: bool) -> None:
    """It is deleted or kept as asked; leaving once more keeps it; the outcome says which."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("q")
            await desk.asked(Leaving)
            if isinstance(answer, LeaveChoice):
                await desk.choose(Leaving, answer)
            else:
                await desk.press(answer)
            outcome = await desk.outcome()
        assert (here.serial in here.practice.devices) is is_left
        assert isinstance(outcome, NotEnabled if is_left else UnfinishedDeleted)


async def test_who_leaves_does_not_wait_for_a_slow_listing() -> None:
    """While AWS is only asked, leaving is at once."""
    with bench() as here:
        here.faults.add("iam:ListMFADevices", fault=Delay(60))
        async with sit_down(here) as desk:
            await desk.until(lambda: "sts:GetCallerIdentity" in here.calls)
            await desk.press("q")
            assert isinstance(await desk.outcome(), NotEnabled)


async def test_who_leaves_while_the_device_is_made_is_asked_about_it() -> None:
    """The answer is waited for, and that is said, from the help page too; no picture was shown then."""
    with bench() as here:
        here.faults.add("iam:CreateVirtualMFADevice", fault=Delay(60, applied_at_once=True))
        async with sit_down(here, account=here.account(read=60)) as desk:
            await desk.choose(Plan, None)
            await desk.press("?", "q")
            await desk.says(progress.LEAVING)
            await desk.until(lambda: here.serial in here.practice.devices)
            here.server.end_waits()
            await desk.choose(Leaving, LeaveChoice.STAY)
            await desk.page(CodesPage)
            assert len(desk.qr_codes()) == 1


@pytest.mark.parametrize("back", ["escape", "enter"])
async def test_who_stays_finds_everything_as_it_was(back: str) -> None:
    """What was said of the last code is still said, with the code kept before it and the time to the next one.

    It goes with the next code, as it would have done.
    """
    told = replace(SECOND_CODE, remark=Note.NOT_SIX_DIGITS)
    again = replace(SECOND_CODE, next_at=None)
    async with asking(SECOND_CODE, told, LEAVING, again, replace(SCAN, kept=2)) as (desk, _):
        page = desk.app.screen
        await desk.paste("1234567")
        await desk.page(CodesPage)
        before = desk.text()
        assert NOT_SIX_DIGITS in before
        assert next_code_in(12) in before
        await desk.paste("12345678")
        await desk.asked(Leaving)
        await desk.press(back)
        assert await desk.page(CodesPage) is page
        assert desk.text() == before
        await desk.paste("12345678")
        await desk.page(CodesPage)
        assert NOT_SIX_DIGITS not in desk.text()
