"""The way from an access key to an enabled device, and what someone with MFA on comes for, by keyboard alone."""

import pytest

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.domain.troubles.credentials import SecretKeyWrong
from mfa_enroll.flows.outcome import MfaDisabled, MfaEnabled, MfaWasOn, SessionStarted
from mfa_enroll.flows.questions import (
    Enabled,
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    NewPhone,
    NoWayBack,
    Plan,
    Problem,
    Task,
    TurnOff,
)
from mfa_enroll.flows.remarks import Note
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.name import NamePage
from mfa_enroll.tui.screens.password import PasswordPage
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.words import progress
from mfa_enroll.words.page import Table
from mfa_enroll.words.pages import page as page_of
from tests.support.bench import Bench, bench
from tests.support.faults import Delay, Refuse
from tests.support.sampled import one_in
from tests.tui.desk import Desk, next_code, scan, shown_code, sit_down

A_WHILE = 600
"""Seconds after which a device is not new any more."""


async def both_codes(desk: Desk, here: Bench) -> None:
    """Type two codes in a row."""
    await desk.enter_code(shown_code(here))
    await desk.kept(1)
    await desk.enter_code(next_code(here))


async def to_a_session_code(desk: Desk) -> SessionCodePage:
    """From home to the code for a session, under the name that is suggested."""
    await desk.choose(Home, Task.SESSION)
    await desk.page(NamePage)
    await desk.press("enter")
    return await desk.page(SessionCodePage)


@pytest.mark.parametrize(("size", "then"), one_in(2, [((60, 20), Task.DONE), ((80, 24), Task.SESSION)], several=True))
async def test_from_an_access_key_to_an_enabled_device(size: tuple[int, int], then: Task) -> None:
    """Enter, scan, two codes: in every window the picture holds the device's own URI, and the device is on.

    That is all, or one more code starts a session; it is the one that comes after the two.
    """
    with bench() as here:
        async with sit_down(here, size) as desk:
            await desk.codes_page()
            seed = here.practice.devices[here.serial].seed
            assert desk.qr_codes() == [provisioning_uri(here.practice.user, seed).reveal()]
            scan(desk, here)
            await both_codes(desk, here)
            await desk.choose(Enabled, then)
            assert here.is_enrolled
            if then is Task.SESSION:
                await desk.page(NamePage)
                await desk.press("enter")
                assert (await desk.page(SessionCodePage)).asked.next_at
                await desk.enter_code(next_code(here))
            assert isinstance(await desk.outcome(), SessionStarted if then is Task.SESSION else MfaEnabled)
        assert desk.app.return_code == 0


async def test_the_leftover_is_taken_up_after_second_thoughts() -> None:
    """Who scanned it in an earlier attempt types two codes, and nothing is deleted or made. Escape leads back."""
    with bench(leftover=True) as here:
        here.phone.scan(here.practice.provisioning_uri())
        async with sit_down(here) as desk:
            await desk.choose(Plan, None)
            for _ in range(2):
                await desk.choose(Leftover, LeftoverChoice.SCANNED)
                await desk.page(CodesPage)
                assert desk.qr_codes() == []
                await desk.press("escape")
            await desk.choose(Leftover, LeftoverChoice.SCANNED)
            await both_codes(desk, here)
            await desk.asked(Enabled)
        assert here.is_enrolled
        assert "iam:DeleteVirtualMFADevice" not in here.calls


async def test_the_leftover_is_replaced_after_second_thoughts() -> None:
    """Starting afresh shows the new device's code."""
    with bench(leftover=True) as here:
        old = here.practice.devices[here.serial].seed
        async with sit_down(here) as desk:
            await desk.choose(Plan, None)
            await desk.choose(Leftover, LeftoverChoice.FRESH)
            await desk.page(CodesPage)
            seed = here.practice.devices[here.serial].seed
            assert seed is not old
            assert desk.qr_codes() == [provisioning_uri(here.practice.user, seed).reveal()]


async def test_a_problem_is_a_page_from_which_to_try_again() -> None:
    """Trying again asks AWS again, and says anew who is calling; leaving ends with the problem."""
    with bench() as here:
        here.fail("iam:ListMFADevices", Refuse("AccessDenied"), times=2)
        async with sit_down(here) as desk:
            await desk.choose(Problem, answer=True)
            await desk.choose(Problem, answer=True)
            page = page_of(await desk.asked(Plan))
            rows = [row for part in page.parts if isinstance(part, Table) for row in part.rows]
            assert rows
            assert all(f"{name} {value}" in desk.text() for name, value in rows)
        async with sit_down(here, account=here.account(Secret("x" * 40))) as desk:
            problem = await desk.asked(Problem)
            assert isinstance(problem.incident.trouble, SecretKeyWrong)
            await desk.choose(Problem, answer=False)
            assert (await desk.outcome()).because == problem.incident
        assert "iam:CreateVirtualMFADevice" not in here.calls


@pytest.mark.parametrize("account", [{"enrolled": True}, {"others": 8}])
async def test_a_device_that_is_on_is_reported_and_nothing_changed(account: dict[str, int]) -> None:
    """Every device is named, Done ends, and no call but the listing was made."""
    with bench(**account) as here:
        async with sit_down(here, (100, 40)) as desk:
            await desk.asked(Home)
            for device in here.practice.enabled_devices():
                assert device.name in desk.text()
            await desk.choose(Home, Task.DONE)
            assert isinstance(await desk.outcome(), MfaWasOn)
        assert here.calls == ["sts:GetCallerIdentity", "iam:ListMFADevices"]


async def test_a_session_is_kept_under_the_name_that_was_agreed_to() -> None:
    """Enter, Enter, a code: its keys are in the file, and it is listed the next time, to be renewed without a name.

    Escape leads back step by step, from the code to the name, from the name home, and nothing is asked meanwhile.
    """
    with bench(enrolled=True) as here:
        here.clock.advance(A_WHILE)
        async with sit_down(here, (60, 20)) as desk:
            page = await to_a_session_code(desk)
            asked = len(here.calls)
            await desk.press("escape")
            await desk.page(NamePage)
            await desk.press("escape")
            page = await to_a_session_code(desk)
            assert len(here.calls) == asked
            assert page.asked.plan
            await desk.enter_code(shown_code(here))
            outcome = await desk.outcome()
            assert isinstance(outcome, SessionStarted)
            assert outcome.plan == page.asked.plan
        (kept,) = here.profiles.kept()
        assert kept.profile == page.asked.plan.name
        async with sit_down(here) as desk:
            (seen,) = (await desk.asked(Home)).sessions
            assert (seen.profile, seen.expires) == (kept.profile, kept.expires)
            await desk.choose(Home, Task.SESSION)
            page = await desk.page(SessionCodePage)
            assert page.asked.plan
            assert page.asked.plan.refreshes


async def test_the_move_to_a_new_phone() -> None:
    """A code of the old phone, a new picture, two of its codes: the device is on with another seed.

    Leaving in between is asked about with what it means: the old device is gone by then.
    """
    with bench(enrolled=True) as here:
        here.clock.advance(A_WHILE)
        old = here.practice.devices[here.serial].seed.reveal()
        async with sit_down(here) as desk:
            await desk.choose(Home, Task.REPLACE)
            await desk.choose(NewPhone, (await desk.asked(NewPhone)).own)
            await desk.page(SessionCodePage)
            await desk.enter_code(shown_code(here))
            await desk.choose(NoWayBack, answer=True)
            await desk.page(CodesPage)
            await desk.press("q")
            assert (await desk.asked(Leaving)).replaced
            await desk.choose(Leaving, LeaveChoice.STAY)
            await desk.page(CodesPage)
            scan(desk, here)
            await both_codes(desk, here)
            await desk.asked(Enabled)
            assert here.is_enrolled
            assert here.practice.devices[here.serial].seed.reveal() != old
            await desk.press("q")
            assert isinstance(await desk.outcome(), MfaEnabled)


async def test_the_password_is_changed_codes_are_put_right_and_mfa_is_turned_off() -> None:
    """From home and back, each told there: a wrong password is refused and typed again on the same page.

    Two codes of a phone whose clock is off, and AWS takes the next one; it turns the device off, after a warning.
    """
    with bench(enrolled=True, password=Secret("Spring-2026")) as here:
        here.clock.advance(A_WHILE)
        async with sit_down(here) as desk:
            await desk.choose(Home, Task.PASSWORD)
            page = await desk.page(PasswordPage)
            for current in ("Spring-2025", "Spring-2026"):
                assert await desk.page(PasswordPage) is page
                for password in (current, "Autumn-2026", "Autumn-2026"):
                    await desk.paste(password)
                    await desk.press("enter")
                if current == "Spring-2025":
                    await desk.until(lambda: page.asked.remark is Note.PASSWORD_REFUSED)
            assert (await desk.asked(Home)).remark is Note.PASSWORD_CHANGED
            assert here.calls.count("iam:ChangePassword") == 2
            here.phone.drift = -20 * STEP
            await desk.choose(Home, Task.RESYNC)
            await desk.page(CodesPage)
            await desk.press("escape")
            await desk.choose(Home, Task.RESYNC)
            await desk.page(CodesPage)
            await both_codes(desk, here)
            assert (await desk.asked(Home)).remark is Note.IN_STEP
            assert "iam:ResyncMFADevice" in here.calls
            await desk.choose(Home, Task.REMOVE)
            await desk.choose(TurnOff, answer=True)
            await desk.page(SessionCodePage)
            await desk.enter_code(next_code(here))
            assert isinstance(await desk.outcome(), MfaDisabled)
        assert not here.practice.devices


@pytest.mark.parametrize("size", one_in(2, [(60, 20), (80, 24)]))
async def test_a_slow_answer_is_waited_for_in_sight(size: tuple[int, int]) -> None:
    """While AWS is asked the page says so and takes no key; leaving is heard, and comes after the answer."""
    with bench() as here:
        here.faults.add("iam:EnableMFADevice", fault=Delay(60, applied_at_once=True))
        async with sit_down(here, size, account=here.account(read=60)) as desk:
            page = await desk.codes_page()
            scan(desk, here)
            await both_codes(desk, here)
            await desk.until(lambda: not page.is_waiting)
            said = desk.text()
            await desk.press("1")
            assert desk.app.screen is page
            await desk.press("q")
            assert progress.LEAVING in desk.text()
            assert progress.LEAVING not in said
            await desk.until(lambda: here.is_enrolled)
            here.server.end_waits()
            await desk.outcome()
        assert here.is_enrolled
