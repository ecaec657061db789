"""The page with the picture and the codes, and its keys."""

import random
import re
from dataclasses import replace

import pytest
from textual.app import App
from textual.theme import BUILTIN_THEMES
from textual.widgets import Footer

from mfa_enroll.domain.qr import Drawing, Style
from mfa_enroll.flows.asks import CodeAsk
from mfa_enroll.flows.exceptions import GoBack
from mfa_enroll.flows.remarks import ClockTooFar, CodeKept, CodeUnknown, Note, Remark
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.qr import QrCode
from mfa_enroll.tui.widgets.title import TitleBar
from mfa_enroll.tui.widgets.typedkey import TypedKey
from mfa_enroll.words import codes as words
from mfa_enroll.words.labels import PRACTICE as BADGE
from mfa_enroll.words.remarks import said
from tests.support.painter import BLACK, WHITE, paint_app, read_codes
from tests.support.sampled import one_in
from tests.tui.desk import Desk
from tests.tui.gallery import (
    RESYNC,
    SCAN,
    SECOND_CODE,
    SEED,
    SESSION,
    USER,
    WAITING,
    Ask,
    NotedPhone,
    asking,
    revealed,
)

SIZES = [(60, 20), (80, 24), (100, 30), (200, 60)]
WALKED = [*SIZES, (75, 22), (74, 22), (50, 21), (60, 19)]
FEW = 5
"""Keys that a footer holds at most."""

assert SCAN.uri
URI = SCAN.uri.reveal()
KEY = SEED.reveal()
CODE = "271828"


def box(desk: Desk) -> CodeBox:
    """The field for codes."""
    return desk.app.screen.query_one(CodeBox)


def drawn(desk: Desk) -> Style:
    """In which style the picture is drawn."""
    fitted = desk.app.screen.query_one(QrCode)._fit
    assert isinstance(fitted, Drawing)
    return fitted.style


def inked(desk: Desk) -> bool:
    """Whether anything of a picture in half blocks is on the screen; scroll bars end in single blocks, too."""
    return any(re.search("[█▀▄]{3}", line) for line in desk.lines())


async def test_what_is_too_long_for_a_code_is_handed_over_whole() -> None:
    """Of something longer than a code no six digits are taken: the flow speaks of it."""
    async with asking(*[SCAN] * 2) as (desk, answers):
        for pasted in ("1234567", "12 34 56 78"):
            await desk.paste(pasted)
            await desk.until(lambda: not box(desk).value)
        await desk.outcome()
    assert revealed(answers) == ["1234567", "12345678"]


@pytest.mark.parametrize("ask", [SCAN, SESSION])
async def test_too_few_digits_stay_and_it_is_said_how_many_are_missing(ask: Ask) -> None:
    """Enter hands nothing over; the digits that are missing make the code, and nothing is said any more."""
    async with asking(ask) as (desk, answers):
        await desk.press("enter")
        for typed, missing in (("271", 3), ("82", 1)):
            await desk.press(*typed, "enter")
            assert words.missing(missing).text in desk.text()
        assert box(desk).value == CODE[:5]
        await desk.press(CODE[5])
        await desk.outcome()
    assert revealed(answers) == [CODE]


@pytest.mark.parametrize("ask", one_in(3, [SCAN, SESSION, WAITING]))
async def test_what_is_no_digit_is_answered_until_one_is_typed(ask: Ask) -> None:
    """In the place of what was said with the question, which is there again then; what was typed stays.

    A blank or a hyphen, as apps show between the digits, is passed over.
    """
    async with asking(ask) as (desk, answers):
        before = desk.text()
        await desk.press("minus")
        assert desk.text() == before
        for stray in ("x", "é", "²", "①"):
            await desk.press("2", stray)
            assert desk.text().count(words.DIGITS_ONLY.text) == 1
            await desk.press("backspace")
            assert desk.text() == before
        await desk.press(*CODE[:2])
        await desk.paste("nothing")
        assert words.DIGITS_ONLY.text in desk.text()
        assert box(desk).value == CODE[:2]
        await desk.press(*CODE[2:])
        await desk.outcome()
    assert revealed(answers) == [CODE]


async def test_letters_are_the_pages_keys() -> None:
    """With the cursor in the field, k shows the key. A wrong digit is taken back with Backspace."""
    async with asking(SCAN) as (desk, _):
        await desk.press("1", "k", "minus", "3", "backspace", "2")
        assert box(desk).value == "12"
        assert desk.is_in_sight(TypedKey)


@pytest.mark.parametrize("size", one_in(2, [(60, 20), (80, 24)]))
async def test_escape_takes_the_digits_away_before_it_leads_back(size: tuple[int, int]) -> None:
    """The footer says which of both it does. From a picture that is to be scanned nothing leads back."""
    async with asking(RESYNC, SCAN, size=size) as (desk, answers):
        await desk.press(*CODE[:5])
        assert "Esc Clear" in desk.text()
        await desk.press("escape")
        assert box(desk).value == ""
        assert "Esc Back" in desk.text()
        await desk.press("escape")
        await desk.until(lambda: answers)
        await desk.page(CodesPage)
        await desk.press(*CODE[:5], "escape", "escape", "escape")
        assert box(desk).value == ""
        assert [type(answer) for answer in answers] == [GoBack]


async def test_typing_leads_from_the_picture_to_the_codes_without_losing_a_digit() -> None:
    """At 60×20 the code may be typed in front of the picture, or pasted as apps copy it."""
    async with asking(SCAN, SECOND_CODE, size=(60, 20)) as (desk, answers):
        await desk.paste(f"{CODE[:3]} {CODE[3:]}\n")
        await desk.page(CodesPage)
        await desk.press("s", *CODE[:3])
        assert box(desk).value == CODE[:3]
        assert desk.qr_codes() == []
        await desk.press(*CODE[3:])
        await desk.outcome()
    assert revealed(answers) == [CODE, CODE]


async def test_picture_and_codes_by_turns() -> None:
    """At 60×20 one key leads to the codes and back, and Enter to the codes alone."""
    async with asking(SCAN, size=(60, 20)) as (desk, _):
        for key in ("s", "tab", "s"):
            assert desk.qr_codes() == [URI]
            await desk.press(key)
            assert desk.qr_codes() == []
            assert box(desk).has_focus
            await desk.press(key)
        for _ in range(2):
            await desk.press("enter")
            assert desk.qr_codes() == []


async def test_what_is_said_goes_before_the_picture() -> None:
    """Where the window has room for one of them, the page begins with it, and comes back from the picture to it."""
    async with asking(replace(SCAN, remark=REMARKS[0]), size=(60, 20)) as (desk, _):
        assert said(REMARKS[0]).text in desk.text()
        for key in ("s", "b"):
            await desk.press(key)
            assert said(REMARKS[0]).text not in desk.text()
            await _say(desk, REMARKS[1])


@pytest.mark.parametrize("size", one_in(2, [(60, 20), (80, 24)]))
async def test_the_key_is_shown_whole_and_hidden_again(size: tuple[int, int]) -> None:
    """Grouped for the eye it is the device's seed to the letter, with the name that an app asks for.

    The first step says how the entry gets into the app: by the picture where that is in sight, by the key where it is
    shown. The picture leads to the key whether or not it was shown before.
    """
    scans = {scan: words.first_step(SCAN.need, scan) for scan in words.Scan}
    async with asking(SCAN, size=size) as (desk, _):
        alone = "to_codes" in desk.actions()
        for _ in range(2):
            if alone:
                await desk.press("s")
            assert scans[words.Scan.AWAY if alone else words.Scan.HERE] in desk.text()
            assert KEY[:4] not in desk.text()
            await desk.press(*["s"] * alone, "k")
            assert scans[words.Scan.TYPED] in desk.text()
            assert words.how_to_type(USER) in desk.text()
            assert desk.is_in_sight(TypedKey)
            left = desk.app.screen.query_one(TypedKey).region.x
            assert KEY in "".join(line[left:].replace(" ", "") for line in desk.lines())
            await desk.press("k")
            if alone:
                await desk.press("s")
                assert desk.qr_codes() == [URI]


@pytest.mark.parametrize(("ask", "missing"), [(SCAN, {"reveal"}), (RESYNC, {"key", "copy", "switch"})])
async def test_only_what_there_is_is_offered(ask: CodeAsk, missing: set[str]) -> None:
    """Nothing to reveal that was not hidden, and no picture or key of an old device."""
    async with asking(ask) as (desk, _):
        before = desk.lines()
        assert not missing & desk.actions()
        await desk.press("r")
        assert desk.lines() == before


REMARKS: list[Remark] = [
    Note.PAIR_REFUSED,
    Note.PAIR_ANSWER_LOST,
    CodeUnknown(USER),
    Note.SAME_CODE_AGAIN,
    ClockTooFar(-11 * 3600 - 47 * 60),
]


TIGHT = [(60, 20), (75, 22)]


async def test_a_remark_and_the_key_take_turns() -> None:
    """No word of what is wrong is cut off, nor a letter of the key: the one makes way for the other."""
    async with asking(SCAN, phone=NotedPhone()) as (desk, _):
        for size in TIGHT:
            await desk.resize(*size)
            for remark in REMARKS:
                await desk.press("k")
                assert all(KEY[at : at + 4] in desk.text() for at in range(0, len(KEY), 4))
                await _say(desk, remark)
                assert KEY[:4] not in desk.text()


async def test_the_longest_remark_is_in_sight_whole_at_the_second_code() -> None:
    """A code in between was missed and the clock is off: both are said, under all three steps."""
    async with asking(SECOND_CODE, phone=NotedPhone()) as (desk, _):
        for size in TIGHT:
            await desk.resize(*size)
            await _say(desk, CodeKept(skipped=True, drift=3570.0))
            assert f"3 {words.THIRD_STEP}" in desk.text()


async def _say(desk: Desk, remark: Remark) -> None:
    page = await desk.page(CodesPage)
    page.ask(replace(page.asked, remark=remark))
    await desk.settle()
    assert said(remark).text in desk.text()
    assert desk.is_in_sight(CodeBox)


@pytest.mark.parametrize("phone", one_in(2, [None, NotedPhone()]), ids=["no practice", "practice"])
async def test_each_drawing_is_read_and_the_first_comes_back(phone: NotedPhone | None) -> None:
    """`d` leads through every drawing that fits, each read to the letter, and says in sight what else helps.

    Who went round all of them gets the best one that fits a larger window.
    """
    async with asking(SCAN, phone=phone) as (desk, _):
        for size in SIZES:
            await desk.resize(*size)
            seen = [drawn(desk)]
            expected = list(Style) if size == (200, 60) else [Style.HALF, Style.INK, Style.INVERTED]
            while len(seen) <= len(expected):
                await desk.press("d")
                seen.append(drawn(desk))
                assert desk.qr_codes() == [URI]
                assert words.drawn(seen[-1]).text in desk.text()
                assert (BADGE in desk.text()) is (phone is not None)
                assert desk.is_in_sight(CodeBox) or "to_codes" in desk.actions()
            assert seen == [*expected, expected[0]]


@pytest.mark.parametrize(
    ("size", "phone"),
    one_in(3, [((60, 20), NotedPhone()), ((74, 22), None), ((80, 24), NotedPhone())], several=True),
)
async def test_the_picture_can_have_the_whole_window(size: tuple[int, int], phone: NotedPhone | None) -> None:
    """`b` leaves nothing but the picture, as large as the window; `b`, Esc, Enter, k or a digit bring the rest back.

    What cannot be seen is not copied, nor is the phone taken out.
    """
    async with asking(SCAN, size=size, phone=phone) as (desk, _):
        page = desk.app.screen
        titled = page.query_one(TitleBar).is_on_screen
        for back in ("b", "escape", "enter", "k", "1"):
            await desk.press("b")
            assert page.query_one(QrCode).size == size
            for _ in range(2):
                assert desk.qr_codes() == [URI]
                assert desk.text() == ""
                await desk.press("d", "p", "c")
            for hidden in (TitleBar, Footer, CodeBox):
                assert not page.query_one(hidden).is_on_screen
            await desk.press(back)
            if back in {"b", "escape"}:
                assert page.query_one(TitleBar).is_on_screen is titled
                assert desk.qr_codes() == [URI]
            else:
                assert desk.is_in_sight(CodeBox)
                assert box(desk).has_focus
                assert box(desk).value == back * (back == "1")
                await desk.press(*["s"] * ("switch" in desk.actions()))


async def test_a_hidden_picture_is_shown_only_on_its_key() -> None:
    """With `--hide-qr` not a block of the picture is there before `r`, nor after it was pressed again."""
    async with asking(SCAN, phone=NotedPhone(), hide_qr=True) as (desk, _):
        for size in (*SIZES, SIZES[0]):
            await desk.resize(*size)
            for _ in range(2):
                assert words.CURTAIN[0] in desk.text()
                assert desk.qr_codes() == []
                assert not inked(desk)
                await desk.press("d", "b")
            await desk.press("r")
            assert desk.qr_codes() == [URI]
            await desk.press("r")
            assert not inked(desk)


THEMES = [name for name in BUILTIN_THEMES if name.startswith("textual-") or "ansi" in name]


@pytest.mark.parametrize("no_color", one_in(2, [False, True]))
async def test_the_picture_scans_and_the_words_are_there_on_every_theme(
    *, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the codes and alone, in dark terminals and, unless their colours are all gone, light ones too."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    for theme in THEMES:
        # As TEXTUAL_THEME does it, before the app is made: what then becomes of colours is settled as it is made.
        monkeypatch.setattr(App.theme, "_default", theme)
        async with asking(SCAN) as (desk, _):
            assert desk.app.theme == theme
            await desk.press("1", "2", "3")
            assert "123" in desk.text()
            assert words.SECOND_STEP in desk.text()
            for size in [(80, 24), (60, 20)]:
                await desk.resize(*size)
                assert desk.qr_codes() == [URI]
                if not (no_color and desk.app.native_ansi_color):
                    assert read_codes(paint_app(desk.app, ink=BLACK, ground=WHITE)) == [URI]


def _marks(nth: int) -> tuple[pytest.MarkDecorator, ...]:
    """Which walks are taken every time, which with the wide matrices, and which seldom."""
    return (pytest.mark.exhaustive,) if nth < len(SIZES) else () if nth == len(SIZES) else (pytest.mark.wide,)


@pytest.mark.parametrize(
    ("size", "practice", "hide_qr"),
    [pytest.param(size, nth % 2 == 0, nth % 4 < 2, marks=_marks(nth)) for nth, size in enumerate(WALKED)],
)
async def test_no_keys_in_any_order_spoil_the_picture(size: tuple[int, int], *, practice: bool, hide_qr: bool) -> None:
    """Whatever is pressed, the picture is whole or away, the footer short, and the field in sight or one key away."""
    keys = random.Random(f"{size}{practice}{hide_qr}")  # noqa: S311 - the same walk each time
    steps = 24
    phone = NotedPhone() if practice else None
    async with asking(*[SCAN] * steps, size=size, phone=phone, hide_qr=hide_qr) as (desk, _):
        page = desk.app.screen
        for _ in range(steps):
            await desk.press(keys.choice(["d", "r", "b", "k", "c", "p", "s", "enter", "escape", "1", "backspace"]))
            picture = page.query_one(QrCode)
            whole = picture.is_on_screen and isinstance(picture._fit, Drawing)
            assert desk.qr_codes() == ([URI] if whole else [])
            assert inked(desk) is (whole and drawn(desk) is not Style.FULL)
            assert not (whole and hide_qr and page.has_class("-hidden"))
            assert len(await desk.footer()) <= FEW
            assert "to_codes" in desk.actions() or box(desk).has_focus
            if len(box(desk).value) > len("1111"):
                await desk.press(*["backspace"] * 4)
