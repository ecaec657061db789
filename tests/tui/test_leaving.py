"""Every way out, and back."""

import pytest

from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.practice.faults import Delay
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.leaving import LeavingPage
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.screens.welcome import WelcomePage
from tests.support.bench import bench
from tests.tui.desk import next_code, same_bench, scan, shown_code, sit_down

LEAVE = ["q", "ctrl+c", "ctrl+q"]


@pytest.mark.parametrize("key", LEAVE)
async def test_leaving_is_asked_about_once_there_is_a_device(key: str) -> None:
    """Staying goes back to the same picture, with the code kept that was typed before."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            codes = desk.qr_codes()
            scan(desk, here)
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.press(key)
            await desk.page(LeavingPage)
            await desk.press("1", "enter")
            await desk.kept(1)
            assert desk.qr_codes() == codes
            await desk.enter_code(next_code(here))
            await desk.page(EnabledPage)
            await desk.press(key)
            assert (await desk.ending()).kind is EndingKind.ENABLED


@pytest.mark.parametrize("key", LEAVE)
async def test_before_there_is_a_device_leaving_is_not_asked_about(key: str) -> None:
    """From the first page one key ends, and nothing was made."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.page(WelcomePage)
            await desk.press(key)
            assert (await desk.ending()).kind is EndingKind.LEFT
        assert not here.practice.devices


@pytest.mark.parametrize(("answer", "is_left"), [("2 enter", False), ("3 enter", True), ("q", True), ("ctrl+c", True)])
async def test_what_becomes_of_the_device_is_the_persons_choice(answer: str, *, is_left: bool) -> None:
    """It is deleted or kept as asked; leaving once more keeps it; the last words say which."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("q")
            await desk.page(LeavingPage)
            await desk.press(*answer.split())
            ending = await desk.ending()
        assert ending.kind is EndingKind.LEFT
        assert (here.serial in here.practice.devices) is is_left
        assert ("was deleted" in str(ending.last_words)) is not is_left


async def test_who_leaves_does_not_wait_for_a_slow_listing() -> None:
    """While AWS is only asked, leaving is at once."""
    with bench() as here:
        here.faults.add("iam:ListMFADevices", fault=Delay(60))
        async with sit_down(here) as desk:
            await desk.remark("Looking for your MFA devices …")
            await desk.press("q")
            assert (await desk.ending()).kind is EndingKind.LEFT


async def test_who_leaves_while_the_device_is_made_is_asked_about_it() -> None:
    """A creation is waited for; then the question is what becomes of it, and no picture was shown."""
    with bench() as here:
        here.faults.add("iam:CreateVirtualMFADevice", fault=Delay(1))
        async with sit_down(here) as desk:
            await desk.page(WelcomePage)
            await desk.press("enter")
            await desk.remark("Creating the MFA device")
            await desk.press("q")
            await desk.page(LeavingPage)
            await desk.press("1", "enter")
            await desk.page(CodesPage)
            assert len(desk.qr_codes()) == 1


@pytest.mark.parametrize("back", ["escape", "enter"])
async def test_who_stays_finds_everything_as_it_was(back: str) -> None:
    """What was said of the last code is still said, with the code kept before it and the time to the next one."""
    with same_bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            scan(desk, here)
            first = shown_code(here)
            await desk.enter_code(first)
            await desk.kept(1)
            await desk.enter_code(first)
            await desk.remark("It comes in")
            before = desk.text()
            await desk.press("q")
            await desk.page(LeavingPage)
            await desk.press(back)
            await desk.kept(1)
            assert desk.text() == before
            await desk.enter_code(next_code(here))
            await desk.page(EnabledPage)


async def test_a_remark_goes_with_the_next_code() -> None:
    """It is kept for someone who stays, and no longer than it would have been."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            scan(desk, here)
            await desk.paste("1234567")
            await desk.remark("A code has six digits")
            await desk.press("q")
            await desk.page(LeavingPage)
            await desk.press("escape")
            await desk.page(CodesPage)
            assert "A code has six digits" in desk.text()
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            assert "A code has six digits" not in desk.text()
