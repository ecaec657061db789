"""What is in sight on every page, in windows as small as they come."""

from dataclasses import replace

import pytest
from textual.widgets import Input

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.totp import Reading, Verdict
from mfa_enroll.flows.questions import Remark
from mfa_enroll.flows.remarks import ANSWER_LOST, REFUSED, remark_on
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.screens.typing_page import TypingPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.codebox import CodeBox
from tests.support.bench import bench
from tests.tui.desk import Desk, sit_down
from tests.tui.tour import STATIONS

LONGEST = "Ab+=,.@-" * 8


@pytest.mark.parametrize(("station", "name"), [*((station, LONGEST) for station in STATIONS), ("picture", "alice")])
async def test_what_to_do_is_in_sight_on_every_page(station: str, name: str) -> None:
    """At 60×20 and 80×24 the choice or the field is whole in the window, or one key away from a picture alone.

    No line is wider than the window, and every page says that it is practice.
    """
    stop = STATIONS[station]
    with bench(user=name, **stop.account) as here:
        async with sit_down(here, (100, 30), account=here.account(stop.secret)) as desk:
            await stop.way(desk, here)
            for size in [(60, 20), (80, 24)]:
                await desk.resize(*size)
                assert [len(line) for line in desk.lines()] == [size[0]] * size[1]
                assert "PRACTICE" in desk.text()
                page = desk.app.screen
                if not isinstance(page, Page):
                    continue
                if "to_codes" in desk.actions():
                    assert "Enter to the codes" in desk.text() or "s Picture" in desk.text()
                    await desk.press("enter")
                focused = page.focused
                assert isinstance(focused, Choice | Input)
                assert desk.is_in_sight(type(focused))


@pytest.mark.parametrize("station", ["welcome", "eight devices", "path", "enabled", "name", "password"])
async def test_a_long_page_is_read_to_its_end_by_keyboard(station: str) -> None:
    """Page Down, which is offered where not all is in sight, leads to the last line, and Page Up back."""
    stop = STATIONS[station]
    with bench(**stop.account) as here:
        async with sit_down(here, (60, 60)) as desk:
            await stop.way(desk, here)
            assert "read_on" not in desk.actions()
            assert "PgDn" not in desk.text()
            whole = _words(desk)
            await desk.resize(60, 16)
            assert "PgDn More" in desk.text()
            first, seen = desk.lines(), _words(desk)
            is_typed = isinstance(desk.app.screen, TypingPage)
            for key in ("pagedown", "pagedown" if is_typed else "space") * 4:
                await desk.press(key)
                seen |= _words(desk)
            assert whole <= seen
            await desk.press(*["pageup"] * 8)
            assert desk.lines() == first


def _words(desk: Desk) -> set[str]:
    """All above the footer, in which one key makes way for another."""
    return set(" ".join(desk.lines()[:-1]).split())


USER = IamUser("aws", "111122223333", "alice")
REMARKS = [
    remark
    for remark in (
        REFUSED,
        ANSWER_LOST,
        remark_on(Verdict(Reading.UNKNOWN), USER),
        remark_on(Verdict(Reading.SAME_AGAIN), USER),
        remark_on(Verdict(Reading.CLOCK_TOO_FAR, drift=-11 * 3600 - 47 * 60), USER),
    )
    if remark
]


@pytest.mark.parametrize("size", [(60, 20), (75, 22), (80, 24)])
async def test_a_remark_and_the_key_take_turns(size: tuple[int, int]) -> None:
    """No word of what is wrong is cut off, nor a letter of the key: the one makes way for the other."""
    with bench() as here:
        async with sit_down(here, size) as desk:
            page = await desk.codes_page()
            seed = here.practice.devices[here.serial].seed.reveal()
            for remark in REMARKS:
                await desk.press("k")
                assert all(seed[at : at + 4] in desk.text() for at in range(0, len(seed), 4))
                await _say(desk, page, remark)
                assert seed[:4] not in desk.text()


@pytest.mark.parametrize("size", [(60, 20), (75, 22), (80, 24)])
async def test_the_longest_remark_is_in_sight_whole_at_the_second_code(size: tuple[int, int]) -> None:
    """A code in between was missed and the clock is off: both are said, under all three steps."""
    longest = remark_on(Verdict(Reading.SKIPPED, drift=3570.0), USER)
    assert longest
    with bench() as here:
        async with sit_down(here, size) as desk:
            await STATIONS["first code"].way(desk, here)
            page = desk.app.screen
            assert isinstance(page, CodesPage)
            if "to_codes" in desk.actions():
                await desk.press("enter")
            await _say(desk, page, longest)


async def _say(desk: Desk, page: CodesPage, remark: Remark) -> None:
    page.ask(replace(page._ask, remark=remark))
    await desk.settle()
    assert remark.text in desk.text()
    assert desk.is_in_sight(CodeBox)
