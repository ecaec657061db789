"""Where the picture is, in windows of every size."""

from dataclasses import replace

import pytest

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.qr import Drawing, Modules, TooSmall, encode, fit
from mfa_enroll.tui.layout import FRAME, PANEL, STRIP, Layout, has_strip, layout
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.qr import QrCode
from mfa_enroll.words.codes import no_room
from mfa_enroll.words.labels import PRACTICE
from tests.tui.desk import Desk
from tests.tui.gallery import SCAN, SEED, USER, NotedPhone, asking

NAMES = ["alice", "a" * 64]
SIZES = [
    (80, 24),
    (60, 20),
    (60, 19),
    (56, 20),
    (50, 19),
    (38, 22),
    (30, 30),
    (20, 10),
    (57, 20),
    (75, 22),
    (74, 22),
    (75, 21),
    (39, 22),
    (40, 25),
    (100, 30),
    (200, 60),
    (120, 20),
]


def code_of(name: str) -> Modules:
    """The code of a user with this name."""
    return encode(provisioning_uri(replace(USER, name=name), SEED))


def area(modules: Modules, where: Layout, columns: int, rows: int) -> tuple[int, int]:
    """What a layout leaves to the picture. The hint at its side is there where the picture needs no column of it."""
    strip = STRIP if has_strip(modules, columns) else 0
    return {
        Layout.BESIDE: (columns - PANEL, rows - FRAME),
        Layout.FRAMED: (columns - strip, rows - FRAME),
        Layout.ALONE: (columns - strip, rows),
    }[where]


def the_layout_on(desk: Desk) -> Layout:
    """The layout of the page that is there."""
    (now,) = [each for each in Layout if desk.app.screen.has_class(each.value)]
    return now


@pytest.mark.parametrize(
    ("size", "where"),
    [
        ((75, 22), Layout.BESIDE),
        ((74, 22), Layout.FRAMED),
        ((75, 21), Layout.ALONE),
        ((39, 22), Layout.FRAMED),
        ((57, 21), Layout.ALONE),
        ((57, 20), Layout.ALONE),
        ((56, 22), Layout.FRAMED),
        ((200, 20), Layout.ALONE),
    ],
)
def test_the_picture_is_beside_the_codes_or_framed_or_alone(size: tuple[int, int], where: Layout) -> None:
    """For a code of 37 modules to a side, which half blocks draw in 39 columns and 20 rows."""
    assert layout(code_of("alice"), *size) is where


@pytest.mark.parametrize("name", NAMES)
def test_wherever_a_layout_fits_the_picture_one_that_does_is_chosen(name: str) -> None:
    """At every size: beside before framed before alone."""
    modules = code_of(name)
    for columns in range(1, 121):
        for rows in range(1, 41):
            fitting = [w for w in Layout if isinstance(fit(modules, *area(modules, w, columns, rows)), Drawing)]
            if fitting:
                assert layout(modules, columns, rows) is fitting[0]


@pytest.mark.parametrize("name", NAMES)
def test_of_layouts_that_do_not_fit_the_one_that_lacks_least_is_chosen(name: str) -> None:
    """A window that grows by what its layout lacks shows the picture, and no layout would have asked for less."""
    modules = code_of(name)
    for columns in range(1, 80):
        for rows in range(1, 30):
            lacks = fit(modules, *area(modules, layout(modules, columns, rows), columns, rows))
            if isinstance(lacks, Drawing):
                continue
            grown = columns + lacks.columns_missing, rows + lacks.rows_missing
            assert isinstance(fit(modules, *area(modules, layout(modules, *grown), *grown)), Drawing)
            others = [fit(modules, *area(modules, other, columns, rows)) for other in Layout]
            assert lacks.columns_missing + lacks.rows_missing == min(
                other.columns_missing + other.rows_missing for other in others if not isinstance(other, Drawing)
            )


def test_without_a_picture_there_is_nothing_to_share() -> None:
    """The codes of a leftover have the window for themselves, however small it is."""
    assert layout(None, 20, 5) is Layout.BESIDE


@pytest.mark.parametrize("name", NAMES)
async def test_the_picture_is_whole_wherever_it_is(name: str) -> None:
    """While the window is drawn larger and smaller the exact URI is read, or it is said what is missing, and is so."""
    user = replace(USER, name=name)
    uri = provisioning_uri(user, SEED)
    async with asking(replace(SCAN, user=user, uri=uri)) as (desk, _):
        picture = desk.app.screen.query_one(QrCode)
        seen = set()
        for size in SIZES:
            await desk.resize(*size)
            where = the_layout_on(desk)
            seen.add(where)
            assert picture.size == area(encode(uri), where, *size)
            lacks = picture._fit
            if isinstance(lacks, Drawing):
                assert desk.qr_codes() == [uri.reveal()]
                continue
            assert isinstance(lacks, TooSmall)
            assert desk.qr_codes() == []
            assert no_room(lacks, practice=False)[:16] in desk.text()
            columns, rows = lacks.columns_missing, lacks.rows_missing
            if columns and rows:
                await desk.resize(size[0] + columns - 1, size[1] + rows)
                assert desk.qr_codes() == []
            await desk.resize(size[0] + columns, size[1] + rows)
            assert desk.qr_codes() == [uri.reveal()]
        assert seen == set(Layout)


async def test_the_codes_are_a_key_away_in_every_window() -> None:
    """What was typed stays typed while the window changes, and the field is in sight after at most one key."""
    async with asking(SCAN) as (desk, _):
        page = desk.app.screen
        box = page.query_one(CodeBox)
        await desk.press("1", "2", "3")
        for size in SIZES:
            if size[0] < 30:
                continue
            await desk.resize(*size)
            if the_layout_on(desk) is not Layout.BESIDE and page.has_class("-picture"):
                await desk.press("s")
            assert box.value == "123"
            assert desk.is_in_sight(CodeBox)
            assert "123" in desk.text()
            assert box.has_focus
        await desk.resize(80, 24)
        await desk.press("4")
        assert box.value == "1234"


async def test_practice_is_labelled_beside_the_picture_alone() -> None:
    """Where the title bar gives its row to the picture, the hint beside it says that this is practice."""
    async with asking(SCAN, size=(60, 20), phone=NotedPhone()) as (desk, _):
        assert the_layout_on(desk) is Layout.ALONE
        assert PRACTICE in desk.text()
