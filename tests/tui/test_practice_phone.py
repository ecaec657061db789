"""The practice phone beside a page."""

import pytest
from textual.widgets import Input

from tests.support.bench import bench
from tests.support.sampled import one_in
from tests.tui.desk import next_code, shown_code, sit_down
from tests.tui.gallery import PASSWORD, RESYNC, SESSION, Ask, NotedPhone, asking

CODE = NotedPhone().entries()[0].code.reveal()


@pytest.mark.parametrize(("ask", "key"), [(SESSION, "p"), (PASSWORD, "f2")])
async def test_it_is_at_hand_where_something_is_typed(ask: Ask, key: str) -> None:
    """A key shows its code and notes, with the fields in sight, and puts it away again."""
    async with asking(ask, phone=NotedPhone()) as (desk, _):
        for size in [(80, 24), (60, 20)]:
            await desk.resize(*size)
            before = desk.lines()
            await desk.press(key)
            assert f"{CODE[:3]} {CODE[3:]}" in desk.text()
            assert NotedPhone.notes[0] in desk.text()
            assert desk.is_in_sight(Input)
            await desk.press(key)
            assert desk.lines() == before


@pytest.mark.parametrize("ask", [SESSION, RESYNC])
async def test_there_is_none_outside_practice(ask: Ask) -> None:
    """Its keys are none there."""
    async with asking(ask) as (desk, _):
        before = desk.lines()
        await desk.press("p", "f2")
        assert desk.lines() == before
        assert "phone" not in desk.actions()


async def test_it_scans_and_shows_codes_that_count() -> None:
    """Without a phone at hand: p, type what it shows, twice."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("p")
            code = shown_code(here).reveal()
            assert f"{code[:3]} {code[3:]}" in desk.text()
            assert desk.qr_codes() == []
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            await desk.press("p")
            assert len(desk.qr_codes()) == 1
            await desk.enter_code(next_code(here))
            await desk.until(lambda: here.is_enrolled)


@pytest.mark.parametrize("ask", one_in(2, [SESSION, PASSWORD]))
async def test_there_is_nothing_more_to_read_where_it_has_taken_the_place_of_the_words(ask: Ask) -> None:
    """A window that is made narrow and low while it is out does not offer to read on, nor does one made so before."""
    async with asking(ask, phone=NotedPhone()) as (desk, _):
        await desk.press("f2")
        await desk.resize(60, 20)
        shown = [binding.action for binding in await desk.footer()]
        assert "read_on" not in shown
        await desk.press("f2")
        await desk.press("f2")
        assert [binding.action for binding in await desk.footer()] == shown
