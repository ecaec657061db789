"""What someone with MFA on comes for, from the home page to its end, on the practice account."""

import pytest

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import Remark, Task, Tone
from mfa_enroll.practice.faults import Delay
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.home import HomePage
from mfa_enroll.tui.screens.leaving import LeavingPage
from mfa_enroll.tui.screens.name import NamePage
from mfa_enroll.tui.screens.password import PasswordPage
from mfa_enroll.tui.screens.question import QuestionPage
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.screens.session_code import SessionCodePage
from tests.support.bench import Bench, bench
from tests.tui.desk import Desk, next_code, scan, shown_code, sit_down
from tests.tui.tour import choose

A_WHILE = 600
"""Seconds after which a device is not new any more."""


def on_phone(here: Bench) -> None:
    """Have had the device for a while, and its entry on the phone."""
    here.phone.scan(here.practice.provisioning_uri())
    here.clock.advance(A_WHILE)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_session_is_kept_under_the_name_that_was_agreed_to(size: tuple[int, int]) -> None:
    """Enter, Enter, a code: its keys are in the file, and it is listed the next time, to be renewed without a name."""
    with bench(enrolled=True) as here:
        on_phone(here)
        async with sit_down(here, size) as desk:
            await choose(desk, Task.SESSION)
            page = await desk.page(NamePage)
            name = page._field.value
            await desk.press("enter")
            await desk.page(SessionCodePage)
            await desk.enter_code(shown_code(here))
            assert (await desk.ending()).kind is EndingKind.SESSION
        (kept,) = here.profiles.kept()
        assert kept.profile == name
        async with sit_down(here, (100, 40)) as desk:
            await desk.page(HomePage)
            assert f"profile {name}, until" in desk.text()
            await choose(desk, Task.SESSION)
            await desk.page(SessionCodePage)
            assert f"Renews the session in profile {name}" in desk.text()


async def test_a_refused_code_is_followed_by_another_on_the_same_page() -> None:
    """The next one is counted down to, and does."""
    with bench(enrolled=True) as here:
        on_phone(here)
        async with sit_down(here) as desk:
            await choose(desk, Task.SESSION)
            await desk.page(NamePage)
            await desk.press("enter")
            page = await desk.page(SessionCodePage)
            await desk.enter_code(Secret("000000"))
            await desk.remark("A code works once. The next one")
            assert await desk.page(SessionCodePage) is page
            await desk.enter_code(next_code(here))
            assert (await desk.ending()).kind is EndingKind.SESSION


async def test_escape_leads_back_step_by_step() -> None:
    """From the code to the name, from the name home; nothing was asked of AWS meanwhile."""
    with bench(enrolled=True) as here:
        async with sit_down(here) as desk:
            await choose(desk, Task.SESSION)
            await desk.page(NamePage)
            asked = len(here.calls)
            await desk.press("enter")
            await desk.page(SessionCodePage)
            await desk.press("escape")
            await desk.page(NamePage)
            await desk.press("escape")
            await desk.page(HomePage)
            assert len(here.calls) == asked


async def replace_up_to_the_picture(desk: Desk, here: Bench) -> None:
    """The way to a new phone, with a code of the old one."""
    await choose(desk, Task.REPLACE)
    await desk.page(QuestionPage)
    await desk.press("1", "enter")
    await desk.page(SessionCodePage)
    await desk.enter_code(shown_code(here))
    await desk.page(QuestionPage)
    await desk.press("2", "enter")
    await desk.page(CodesPage)


async def test_the_move_to_a_new_phone() -> None:
    """A code of the old phone, a new picture, two of its codes: the device is on with another seed."""
    with bench(enrolled=True) as here:
        on_phone(here)
        old = here.practice.devices[here.serial].seed.reveal()
        async with sit_down(here) as desk:
            await replace_up_to_the_picture(desk, here)
            scan(desk, here)
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.enter_code(next_code(here))
            await desk.page(EnabledPage)
            assert here.is_enrolled
            assert here.practice.devices[here.serial].seed.reveal() != old
            await desk.press("q")
            assert (await desk.ending()).kind is EndingKind.ENABLED


async def test_leaving_in_the_middle_of_a_move_is_asked_about_with_what_it_means() -> None:
    """The old device is gone by then, and that is said."""
    with bench(enrolled=True) as here:
        on_phone(here)
        async with sit_down(here) as desk:
            await replace_up_to_the_picture(desk, here)
            await desk.press("q")
            await desk.page(LeavingPage)
            assert "Your old device is gone." in desk.text()
            await desk.press("1", "enter")
            await desk.page(CodesPage)
            assert len(desk.qr_codes()) == 1


async def test_codes_that_are_not_accepted_are_put_right() -> None:
    """Two codes of a phone whose clock is off, and AWS takes the next one."""
    with bench(enrolled=True) as here:
        on_phone(here)
        here.phone.drift = -20 * STEP
        async with sit_down(here) as desk:
            await choose(desk, Task.RESYNC)
            await desk.page(CodesPage)
            assert "Open the AWS entry for your" in desk.text()
            assert not {"key", "copy", "switch"} & desk.actions()
            await desk.press("escape")
            await choose(desk, Task.RESYNC)
            await desk.page(CodesPage)
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.enter_code(next_code(here))
            home = await desk.page(HomePage)
            assert home._home.remark
            assert home._home.remark.text in desk.text()
            assert "iam:ResyncMFADevice" in here.calls


async def test_mfa_is_turned_off_after_a_warning() -> None:
    """One code, and there is no device any more."""
    with bench(enrolled=True) as here:
        on_phone(here)
        async with sit_down(here) as desk:
            await choose(desk, Task.REMOVE)
            await desk.page(QuestionPage)
            await desk.press("2", "enter")
            await desk.page(SessionCodePage)
            assert "Sign in with a code first" in desk.text()
            await desk.enter_code(shown_code(here))
            assert (await desk.ending()).kind is EndingKind.REMOVED
        assert not here.practice.devices


async def test_the_console_password_is_changed() -> None:
    """A wrong one is refused and typed again on the same page; the change is told at home."""
    with bench(enrolled=True, password=Secret("Spring-2026")) as here:
        async with sit_down(here) as desk:
            await choose(desk, Task.PASSWORD)
            page = await desk.page(PasswordPage)
            for current in ("Spring-2025", "Spring-2026"):
                assert await desk.page(PasswordPage) is page
                for password in (current, "Autumn-2026", "Autumn-2026"):
                    await desk.paste(password)
                    await desk.press("enter")
                if current == "Spring-2025":
                    await desk.until(lambda: isinstance(page._ask.remark, Remark))
            home = await desk.page(HomePage)
            assert home._home.remark
            assert home._home.remark.tone is Tone.GOOD
        assert here.calls.count("iam:ChangePassword") == 2


async def test_someone_just_enrolled_goes_on_to_a_session() -> None:
    """The code that comes after the two that turned MFA on starts it."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            scan(desk, here)
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.enter_code(next_code(here))
            await desk.page(EnabledPage)
            await desk.press("1", "enter")
            await desk.page(NamePage)
            await desk.press("enter")
            await desk.page(SessionCodePage)
            assert "A code works once. The next one" in desk.text()
            await desk.enter_code(next_code(here))
            ending = await desk.ending()
        assert ending.kind in {EndingKind.SESSION, EndingKind.ENABLED}
        assert len(here.profiles.kept()) == 1


async def test_a_slow_answer_is_waited_for_in_sight() -> None:
    """While the session is started, the page says so and takes no key; leaving comes after the answer."""
    with bench(enrolled=True) as here:
        on_phone(here)
        here.faults.add("sts:GetSessionToken", fault=Delay(1.5))
        async with sit_down(here, (60, 20)) as desk:
            await choose(desk, Task.SESSION)
            await desk.page(NamePage)
            await desk.press("enter")
            await desk.page(SessionCodePage)
            await desk.enter_code(shown_code(here))
            await desk.remark("Starting the session …")
            await desk.press("q")
            assert "Leaving as soon as AWS has answered." in desk.text()
            await desk.ending()
