"""The keys for a picture that is not read, or that not everybody may see."""

import random
import re
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.qr import Drawing, Style
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.codes_words import WHAT_HELPS
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.qr import QrCode
from mfa_enroll.tui.widgets.title import TitleBar
from tests.support.bench import Bench, bench
from tests.tui.desk import Desk, sit_down
from tests.tui.tour import STATIONS

if TYPE_CHECKING:
    from textual.widget import Widget

SIZES = [(60, 20), (80, 24), (100, 30), (200, 60)]
WALKED = [*SIZES, (75, 22), (74, 22), (50, 21), (60, 19)]
FEW = 5
"""Keys that a footer holds at most."""


def uri(here: Bench) -> str:
    """What the picture says."""
    return provisioning_uri(here.practice.user, here.practice.devices[here.serial].seed).reveal()


def drawn(page: CodesPage) -> Style:
    """In which style the picture is drawn."""
    fitted = page.query_one(QrCode)._fit
    assert isinstance(fitted, Drawing)
    return fitted.style


def inked(desk: Desk) -> bool:
    """Whether anything of a picture in half blocks is on the screen; scroll bars end in single blocks, too."""
    return any(re.search("[█▀▄]{3}", line) for line in desk.lines())


def footer_keys(desk: Desk) -> list[FooterKey]:
    """The keys that the footer shows; all of them within the window."""
    page = desk.app.screen
    if not page.query_one(Footer).is_on_screen:
        return []
    keys = list(page.query(FooterKey))
    for key in keys:
        assert page.region.contains_region(key.region)
        assert key.description in desk.lines()[-1]
    return keys


@pytest.mark.parametrize("practice", [True, False])
@pytest.mark.parametrize("size", SIZES)
async def test_each_drawing_is_read_and_the_first_comes_back(size: tuple[int, int], *, practice: bool) -> None:
    """`d` leads through every drawing that fits, each read to the letter, and says in sight what else helps."""
    with bench() as here:
        async with sit_down(here, size, practice=practice) as desk:
            page = await desk.codes_page()
            first = drawn(page)
            expected = list(Style) if size == (200, 60) else [Style.HALF, Style.INK, Style.INVERTED]
            seen = [first]
            while len(seen) <= len(expected):
                await desk.press("d")
                seen.append(drawn(page))
                assert desk.qr_codes() == [uri(here)]
                assert f"Now drawn as {seen[-1].value}." in desk.text()
                assert WHAT_HELPS in desk.text()
                assert ("PRACTICE" in desk.text()) is practice
                assert desk.is_in_sight(CodeBox) or "Enter to the codes" in desk.text()
            assert seen == [*expected, first]


async def test_full_cells_come_back_in_a_window_that_has_grown() -> None:
    """Who went round all drawings in a small window gets the best one that fits a larger one."""
    with bench() as here:
        async with sit_down(here) as desk:
            page = await desk.codes_page()
            await desk.press("d", "d", "d")
            await desk.resize(200, 60)
            assert drawn(page) is Style.FULL


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("back", "practice"), [("b", True), ("escape", False), ("enter", True), ("1", False)])
async def test_the_picture_can_have_the_whole_window(size: tuple[int, int], back: str, *, practice: bool) -> None:
    """`b` leaves nothing but the picture, as large as the window; `b`, Esc, Enter or a digit bring the rest back."""
    with bench() as here:
        async with sit_down(here, size, practice=practice) as desk:
            page = await desk.codes_page()
            before = desk.lines()
            await desk.press("b")
            assert desk.qr_codes() == [uri(here)]
            assert page.query_one(QrCode).size == size
            assert desk.text() == ""
            for hidden in (TitleBar, Footer, CodeBox):
                assert not page.query_one(hidden).is_on_screen
            await desk.press("d")
            assert desk.qr_codes() == [uri(here)]
            assert desk.text() == ""
            await desk.press(back)
            if back in {"b", "escape"}:
                assert page.query_one(TitleBar).is_on_screen is (before[0].strip()[:4] == "mfa-")
                assert desk.qr_codes() == [uri(here)]
            else:
                assert desk.is_in_sight(CodeBox)
                assert page.query_one(CodeBox).has_focus
                assert page.query_one(CodeBox).value == back * (back == "1")


async def test_the_key_is_a_key_away_from_the_picture_that_has_the_whole_window() -> None:
    """`p` and `c` do not work unseen; `k` brings the key into sight."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("b", "p", "c")
            assert desk.text() == ""
            await desk.press("k")
            assert here.practice.devices[here.serial].seed.reveal()[:4] in desk.text()


@pytest.mark.parametrize("practice", [True, False])
async def test_a_hidden_picture_is_shown_only_on_its_key(*, practice: bool) -> None:
    """With `--hide-qr` not a block of the picture is there before `r`, nor after it was pressed again."""
    with bench() as here:
        async with sit_down(here, practice=practice, hide_qr=True) as desk:
            await desk.codes_page()
            for size in SIZES:
                for other in SIZES:
                    await desk.resize(*other)
                    assert "The QR code is hidden." in desk.text()
                    assert "press r" in desk.text()
                    assert desk.qr_codes() == []
                    assert not inked(desk)
                    await desk.press("d", "b")
                    assert "The QR code is hidden." in desk.text()
                    assert not inked(desk)
                await desk.resize(*size)
                await desk.press("r")
                assert desk.qr_codes() == [uri(here)]
                await desk.press("r")


async def test_there_is_nothing_to_reveal_unless_asked_to_hide() -> None:
    """Without `--hide-qr` r is no key."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("r")
            assert desk.qr_codes() == [uri(here)]
            assert "reveal" not in desk.actions()


async def test_help_lists_the_keys_of_the_picture() -> None:
    """`d`, `b` and `r` are explained where they work."""
    with bench() as here:
        async with sit_down(here, hide_qr=True) as desk:
            await desk.codes_page()
            await desk.press("r", "?")
            await desk.page(HelpPage)
            assert "d Draw the picture in another way" in desk.text()
            assert "b Show the picture and nothing else; Esc comes back" in desk.text()
            assert "r Show or hide the picture" in desk.text()


@pytest.mark.parametrize("station", STATIONS)
async def test_a_footer_is_taken_in_at_a_glance(station: str) -> None:
    """No page shows more than five keys, cut off or without a word on what they do."""
    stop = STATIONS[station]
    with bench(**stop.account) as here:
        async with sit_down(here, account=here.account(stop.secret)) as desk:
            await stop.way(desk, here)
            for size in SIZES:
                await desk.resize(*size)
                assert len(footer_keys(desk)) <= FEW
                assert all(each.tooltip for each in desk.app.screen.active_bindings.values() if each.binding.show)


@pytest.mark.parametrize(
    ("size", "practice", "hide_qr"),
    [
        pytest.param(size, nth % 2 == 0, nth % 4 < 2, marks=pytest.mark.exhaustive if nth < len(SIZES) else ())
        for nth, size in enumerate(WALKED)
    ],
)
async def test_no_keys_in_any_order_spoil_the_picture(size: tuple[int, int], *, practice: bool, hide_qr: bool) -> None:
    """Whatever is pressed, the picture is whole or away, the footer short, and the field in sight or one key away."""
    keys = random.Random(f"{size}{practice}{hide_qr}")  # noqa: S311 - the same walk each time
    with bench() as here:
        async with sit_down(here, size, practice=practice, hide_qr=hide_qr) as desk:
            page = await desk.codes_page()
            for _ in range(24):
                await desk.press(keys.choice(["d", "r", "b", "k", "c", "p", "s", "enter", "escape", "1", "backspace"]))
                picture: Widget = page.query_one(QrCode)
                whole = picture.is_on_screen and "Make this window" not in desk.text()
                assert desk.qr_codes() == ([uri(here)] if whole else [])
                assert inked(desk) is (whole and drawn(page) is not Style.FULL)
                assert not (whole and hide_qr and page.has_class("-hidden"))
                assert len(footer_keys(desk)) <= FEW
                assert all(each.tooltip for each in page.active_bindings.values() if each.binding.show)
                assert "to_codes" in desk.actions() or page.query_one(CodeBox).has_focus
                if page.query_one(CodeBox).value > "1111":
                    await desk.press(*["backspace"] * 4)
