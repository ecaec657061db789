"""The way from an access key to an enabled device, by keyboard alone."""

import re

import pytest

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.practice.faults import Refuse
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.home import HomePage
from mfa_enroll.tui.screens.leftover import LeftoverPage
from mfa_enroll.tui.screens.problem import ProblemPage
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.screens.welcome import WelcomePage
from tests.support.bench import bench
from tests.tui.desk import next_code, scan, shown_code, sit_down


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (200, 60)])
async def test_from_an_access_key_to_an_enabled_device(size: tuple[int, int]) -> None:
    """Enter, scan, two codes, Done: in every window the picture holds the device's own URI, and the device is on."""
    with bench() as here:
        async with sit_down(here, size) as desk:
            await desk.codes_page()
            seed = here.practice.devices[here.serial].seed
            assert desk.qr_codes() == [provisioning_uri(here.practice.user, seed).reveal()]
            scan(desk, here)
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            assert "✓ Type the code it shows." in desk.text()
            await desk.enter_code(next_code(here))
            await desk.page(EnabledPage)
            assert here.is_enrolled
            assert here.serial in desk.text()
            await desk.press("3", "enter")
            ending = await desk.ending()
        assert ending.kind is EndingKind.ENABLED
        assert desk.app.return_code == 0


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_codes_are_pasted_as_apps_copy_them(size: tuple[int, int]) -> None:
    """A pasted "123 456" is a code, also in front of the picture, and so is one with words around it."""
    with bench() as here:
        async with sit_down(here, size) as desk:
            await desk.codes_page()
            scan(desk, here)
            code = shown_code(here).reveal()
            await desk.paste(f"{code[:3]} {code[3:]}\n")
            await desk.kept(1)
            await desk.paste(f"Your code: {next_code(here).reveal()}.")
            await desk.page(EnabledPage)


async def test_the_leftover_is_taken_up_with_the_codes_of_its_entry() -> None:
    """Who scanned it in an earlier attempt types two codes, and nothing is deleted or made."""
    with bench(leftover=True) as here:
        here.phone.scan(here.practice.provisioning_uri())
        async with sit_down(here) as desk:
            await desk.page(WelcomePage)
            await desk.press("enter")
            await desk.page(LeftoverPage)
            await desk.press("1", "enter")
            await desk.page(CodesPage)
            assert desk.qr_codes() == []
            assert not {"key", "copy", "switch"} & desk.actions()
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.enter_code(next_code(here))
            await desk.page(EnabledPage)
        assert here.is_enrolled
        assert "iam:DeleteVirtualMFADevice" not in here.calls


async def test_the_leftover_is_replaced_after_second_thoughts() -> None:
    """Escape leads from the codes back to the choice, and starting afresh shows the new device's code."""
    with bench(leftover=True) as here:
        old = here.practice.devices[here.serial].seed
        async with sit_down(here) as desk:
            await desk.page(WelcomePage)
            await desk.press("enter")
            await desk.page(LeftoverPage)
            await desk.press("1", "enter")
            await desk.page(CodesPage)
            await desk.press("escape")
            await desk.page(LeftoverPage)
            await desk.press("down", "enter")
            await desk.page(CodesPage)
            seed = here.practice.devices[here.serial].seed
            assert seed is not old
            assert desk.qr_codes() == [provisioning_uri(here.practice.user, seed).reveal()]
            assert "back" not in desk.actions()
            await desk.press("escape")
            await desk.page(CodesPage)


@pytest.mark.parametrize("way", ["number", "arrows", "mouse"])
async def test_a_choice_is_made_by_number_arrows_or_mouse(way: str) -> None:
    """The second entry is chosen by its number and Enter, by arrow and Enter, or by a click on it."""
    with bench(leftover=True) as here:
        async with sit_down(here) as desk:
            await desk.page(WelcomePage)
            await desk.press("enter")
            await desk.page(LeftoverPage)
            match way:
                case "number":
                    await desk.press("2", "enter")
                case "arrows":
                    await desk.press("down", "enter")
                case _:
                    lines = desk.lines()
                    y = next(y for y, line in enumerate(lines) if "Start afresh" in line)
                    await desk.pilot.click(offset=(lines[y].index("Start"), y))
            await desk.page(CodesPage)
            assert len(desk.qr_codes()) == 1
        assert "iam:DeleteVirtualMFADevice" in here.calls


async def test_a_wrong_secret_is_a_page_from_which_to_try_again() -> None:
    """The page says what is wrong; trying again asks AWS again; leaving ends with the problem as the last words."""
    with bench() as here:
        async with sit_down(here, account=here.account(Secret("x" * 40))) as desk:
            await desk.page(ProblemPage)
            assert "secret access key" in desk.text()
            asked = len(here.calls)
            await desk.press("1", "enter")
            await desk.until(lambda: len(here.calls) > asked)
            await desk.page(ProblemPage)
            await desk.press("2", "enter")
            ending = await desk.ending()
        assert ending.kind is EndingKind.PROBLEM
        assert "iam:CreateVirtualMFADevice" not in here.calls


async def test_trying_again_says_anew_who_is_calling_and_where_the_calls_go() -> None:
    """The first page after a problem is as complete as at the start."""
    with bench() as here:
        here.faults.add("iam:ListMFADevices", fault=Refuse("AccessDenied"))
        async with sit_down(here, practice=False) as desk:
            await desk.page(ProblemPage)
            await desk.press("1", "enter")
            await desk.page(WelcomePage)
            assert re.search(r"You are +alice Account +111122223333", desk.text())
            assert f"Calls go to {here.server.url}" in desk.text()


@pytest.mark.parametrize("practice", [False, True])
async def test_an_address_that_is_not_awss_is_shown(*, practice: bool) -> None:
    """An environment variable can send the calls elsewhere; only in practice, where that is so, it is not said."""
    with bench() as here:
        async with sit_down(here, practice=practice) as desk:
            await desk.page(WelcomePage)
            assert (here.server.url in desk.text()) is not practice


@pytest.mark.parametrize("account", [{"enrolled": True}, {"others": 1}, {"others": 8}])
async def test_a_device_that_is_on_is_reported_and_nothing_changed(account: dict[str, int]) -> None:
    """Every device is named, Done ends, and no call but the listing was made."""
    with bench(**account) as here:
        async with sit_down(here, (100, 40)) as desk:
            home = await desk.page(HomePage)
            for device in here.practice.enabled_devices():
                assert device.name in desk.text()
            await desk.press(str(len(home._home.tasks)), "enter")
            ending = await desk.ending()
        assert ending.kind is EndingKind.ALREADY_ON
        assert here.calls == ["sts:GetCallerIdentity", "iam:ListMFADevices"]
