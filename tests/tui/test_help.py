"""The help page, over every other."""

import pytest

from mfa_enroll.practice.faults import Delay
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.leaving import LeavingPage
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.screens.typing_page import TypingPage
from mfa_enroll.tui.screens.welcome import WelcomePage
from mfa_enroll.tui.widgets.choice import Choice
from tests.support.bench import bench
from tests.tui.desk import next_code, same_bench, scan, shown_code, sit_down
from tests.tui.tour import STATIONS


@pytest.mark.parametrize("station", [name for name in STATIONS if name != "help"])
async def test_help_opens_over_every_page_and_closes(station: str) -> None:
    """Question mark or F1 opens it, the same keys, Escape or Enter close it, and the page below is as before.

    On a page where a question mark is typed, F1 alone opens it.
    """
    stop = STATIONS[station]
    with same_bench(**stop.account) as here:
        async with sit_down(here, account=here.account(stop.secret)) as desk:
            await stop.way(desk, here)
            page, before = desk.app.screen, desk.lines()
            assert isinstance(page, Page)
            for opening, closing in [
                ("?", "escape"),
                ("f1", "?"),
                ("?", "enter"),
            ]:
                await desk.press("f1" if isinstance(page, TypingPage) else opening)
                await desk.page(HelpPage)
                assert page.help[:20] in desk.text()
                assert desk.qr_codes() == []
                await desk.press(closing)
                await desk.until(lambda: desk.app.screen is page)
                assert desk.lines() == before


async def test_help_names_each_key_once() -> None:
    """The keys of the page below are listed with what they do, and none twice."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("k", "?")
            await desk.page(HelpPage)
            listed = [line.split()[0] for line in desk.lines() if line.startswith("    ") and line.strip()]
            assert sorted(listed) == ["?", "b", "c", "d", "k", "p", "q"]


async def test_the_story_goes_on_while_help_is_open() -> None:
    """Help stays while the page below is filled in, and gives way to a page that comes next."""
    with bench() as here:
        here.faults.add("iam:ListMFADevices", fault=Delay(0.5))
        here.faults.add("iam:EnableMFADevice", fault=Delay(0.5))
        async with sit_down(here) as desk:
            await desk.press("?")
            await desk.page(HelpPage)
            welcome = desk.app.screen_stack[0]
            await desk.until(lambda: bool(welcome.query(Choice)))
            assert isinstance(desk.app.screen, HelpPage)
            await desk.press("escape")
            await desk.page(WelcomePage)
            assert "alice · 111122223333" in desk.lines()[0]
            await desk.codes_page()
            scan(desk, here)
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.enter_code(next_code(here))
            await desk.press("?")
            await desk.page(EnabledPage)
            assert here.is_enrolled


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_leaving_works_from_help(key: str) -> None:
    """Who leaves from the help page is asked about the device like from the page below."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("?")
            await desk.page(HelpPage)
            await desk.press(key)
            await desk.page(LeavingPage)
            await desk.press("?")
            await desk.page(HelpPage)
            await desk.press("escape")
            await desk.page(LeavingPage)
            await desk.press("1", "enter")
            await desk.page(CodesPage)
            assert len(desk.qr_codes()) == 1


async def test_who_leaves_from_help_while_a_call_is_under_way_is_told_when() -> None:
    """Help makes way for the page that says so, and the answer is waited for."""
    with bench() as here:
        here.faults.add("iam:CreateVirtualMFADevice", fault=Delay(1.5))
        async with sit_down(here) as desk:
            await desk.page(WelcomePage)
            await desk.press("enter")
            await desk.remark("Creating the MFA device")
            await desk.press("?")
            await desk.page(HelpPage)
            await desk.press("q")
            assert "Leaving as soon as AWS has answered." in desk.text()
            await desk.page(LeavingPage)
            assert here.serial in here.practice.devices
