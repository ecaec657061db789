"""The keys of the page with the picture and the codes."""

import pytest

from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.practice.faults import Delay
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.typedkey import TypedKey
from tests.support.bench import bench
from tests.tui.desk import next_code, scan, shown_code, sit_down


@pytest.mark.parametrize(
    ("pasted", "said"),
    [("1234567", "A code has six digits"), ("12 34 56 78", "A code has six digits")],
)
async def test_too_many_pasted_digits_are_not_cut_to_a_code(pasted: str, said: str) -> None:
    """Of something longer than a code no six digits are taken; it is said that a code has six."""
    with bench() as here:
        async with sit_down(here) as desk:
            page = await desk.codes_page()
            await desk.paste(pasted)
            await desk.remark(said)
            assert page.query_one(CodeBox).value == ""


async def test_enter_speaks_of_too_few_digits_and_passes_over_none() -> None:
    """Three digits and Enter are answered; Enter alone is not."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("enter")
            assert "six digits" not in desk.text()
            await desk.press("1", "2", "3", "enter")
            await desk.remark("A code has six digits")


async def test_letters_are_the_pages_keys() -> None:
    """With the cursor in the field, k shows the key; no letter, space or digit of another script is text."""
    with bench() as here:
        async with sit_down(here) as desk:
            page = await desk.codes_page()
            await desk.press("1", "k", "x", "٣", "²", "minus", "2")
            assert page.query_one(CodeBox).value == "12"
            assert page.query_one(TypedKey).is_on_screen


async def test_a_wrong_digit_is_taken_back_with_backspace() -> None:
    """A typing mistake is mended in the field."""
    with bench() as here:
        async with sit_down(here) as desk:
            page = await desk.codes_page()
            await desk.press("1", "2", "backspace", "3")
            assert page.query_one(CodeBox).value == "13"


async def test_typing_leads_from_the_picture_to_the_codes_without_losing_a_digit() -> None:
    """At 60×20 the code may be typed in front of the picture."""
    with bench() as here:
        async with sit_down(here, (60, 20)) as desk:
            page = await desk.codes_page()
            scan(desk, here)
            code = shown_code(here).reveal()
            await desk.press(*code[:3])
            await desk.until(lambda: page.query_one(CodeBox).value == code[:3])
            assert desk.qr_codes() == []
            await desk.press(*code[3:])
            await desk.kept(1)


@pytest.mark.parametrize("key", ["s", "tab"])
async def test_picture_and_codes_by_turns(key: str) -> None:
    """At 60×20 one key leads to the codes and back, and Enter to the codes alone."""
    with bench() as here:
        async with sit_down(here, (60, 20)) as desk:
            page = await desk.codes_page()
            for _ in range(2):
                assert len(desk.qr_codes()) == 1
                await desk.press(key)
                assert desk.qr_codes() == []
                assert page.query_one(CodeBox).has_focus
                await desk.press(key)
            await desk.press("enter")
            assert desk.qr_codes() == []
            await desk.press("enter")
            assert desk.qr_codes() == []


async def test_the_key_is_shown_whole_and_hidden_again() -> None:
    """Grouped for the eye, it is the device's seed to the letter."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            seed = here.practice.devices[here.serial].seed.reveal()
            assert seed[:4] not in "".join(desk.lines())
            await desk.press("k")
            panel = "".join(line[44:].replace(" ", "") for line in desk.lines())
            assert seed in panel
            await desk.press("k")
            assert seed[:4] not in "".join(desk.lines())


async def test_the_picture_leads_to_the_key_whether_or_not_it_was_shown_before() -> None:
    """“k, type the key instead” says the hint beside the picture, and k does just that each time."""
    with bench() as here:
        async with sit_down(here, (60, 20)) as desk:
            page = await desk.codes_page()
            for _ in range(2):
                await desk.press("k")
                assert page.query_one(TypedKey).is_on_screen
                await desk.press("s")
                assert len(desk.qr_codes()) == 1


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_first_step_says_how_the_entry_gets_into_the_app(size: tuple[int, int]) -> None:
    """By the picture where that is in sight, by the key where it is shown, with the name that an app asks for."""
    with bench() as here:
        async with sit_down(here, size) as desk:
            page = await desk.codes_page()
            beside = not page.has_class("-picture") or page.has_class("-beside")
            if not beside:
                await desk.press("enter")
            scanning = "scan this code" if beside else "s shows the code"
            for _ in range(2):
                assert f"an account: {scanning}." in desk.text()
                await desk.press("k")
                assert "an account with this key." in desk.text()
                assert scanning not in desk.text()
                assert f"Name it {entry_label(here.practice.user)} and type this time-based key:" in desk.text()
                await desk.press("k")
            assert "Name it" not in desk.text()


async def test_the_practice_phone_scans_and_shows_codes_that_count() -> None:
    """Without a phone at hand: p, type what it shows, twice."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            assert "No entries yet" not in desk.text()
            await desk.press("p")
            code = shown_code(here).reveal()
            assert f"{code[:3]} {code[3:]}" in desk.text()
            assert desk.qr_codes() == []
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.press("p")
            assert len(desk.qr_codes()) == 1
            await desk.enter_code(next_code(here))
            await desk.page(EnabledPage)


async def test_there_is_no_practice_phone_outside_practice() -> None:
    """With a real account p is no key."""
    with bench() as here:
        async with sit_down(here, practice=False) as desk:
            await desk.codes_page()
            assert "phone" not in desk.actions()
            await desk.press("p")
            assert len(desk.qr_codes()) == 1


async def test_while_aws_is_asked_nothing_is_typed_and_it_is_said_what_is_going_on() -> None:
    """The field is closed from the second code to the answer, and a line says that the device is being turned on."""
    with bench() as here:
        here.faults.add("iam:EnableMFADevice", fault=Delay(1.5))
        async with sit_down(here) as desk:
            page = await desk.codes_page()
            scan(desk, here)
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.enter_code(next_code(here))
            await desk.remark("Turning the device on …")
            await desk.press("1")
            assert page.query_one(CodeBox).value == ""
            await desk.press("q")
            assert "Leaving as soon as AWS has answered." in desk.text()
            await desk.ending()
        assert here.is_enrolled
