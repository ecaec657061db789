"""Where the picture is, in windows of every size."""

import itertools
from dataclasses import replace

import pytest

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.qr import Drawing, Modules, TooSmall, encode, fit
from mfa_enroll.tui.layout import FRAME, PANEL, STRIP, Layout, has_strip, layout
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.qr import QrCode
from mfa_enroll.words.codes import no_room
from tests.support.sampled import one_in
from tests.tui.desk import Desk
from tests.tui.gallery import SCAN, SEED, USER, asking

NAMES = ["alice", "a" * 64]
SIZES = [(80, 24), (60, 20), (60, 19), (56, 20), (38, 22), (30, 30), (20, 10), (75, 22), (74, 22), (200, 60), (120, 20)]


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


@pytest.mark.parametrize("name", NAMES)
def test_the_first_layout_that_fits_is_chosen_or_the_one_that_lacks_least(name: str) -> None:
    """At every size: beside before framed before alone. A window that grows by what is missing shows the picture."""
    modules = encode(provisioning_uri(replace(USER, name=name), SEED))
    for columns, rows in itertools.product(range(1, 121), range(1, 41)):
        chosen = layout(modules, columns, rows)
        fits = {where: fit(modules, *area(modules, where, columns, rows)) for where in Layout}
        missing = {where: lacking(each) for where, each in fits.items() if isinstance(each, TooSmall)}
        if len(missing) < len(fits):
            assert chosen is next(where for where in Layout if where not in missing)
            continue
        assert sum(missing[chosen]) == min(map(sum, missing.values()))
        grown = columns + missing[chosen][0], rows + missing[chosen][1]
        assert isinstance(fit(modules, *area(modules, layout(modules, *grown), *grown)), Drawing)


def lacking(fitted: TooSmall) -> tuple[int, int]:
    """Columns and rows that a window would have to grow by."""
    return fitted.columns_missing, fitted.rows_missing


def test_without_a_picture_there_is_nothing_to_share() -> None:
    """The codes of a leftover have the window for themselves, however small it is."""
    assert layout(None, 20, 5) is Layout.BESIDE


@pytest.mark.parametrize("name", one_in(len(NAMES), NAMES))
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
            columns, rows = lacking(lacks)
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
