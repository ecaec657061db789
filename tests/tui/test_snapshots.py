"""Every page as text, for the eye to compare."""

import re
import time
from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion

from mfa_enroll.tui.screens.page import Page
from tests.tui.desk import Desk, same_bench, sit_down, tell
from tests.tui.gallery import PAGES, Answers, NotedPhone
from tests.tui.tour import STATIONS

SIZES = [(60, 20), (80, 24), (100, 30)]


@pytest.fixture(autouse=True)
def _universal_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


needs_universal_time = pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="dates on screen are local, and cannot be made UTC here"
)


@needs_universal_time
@pytest.mark.parametrize("station", STATIONS)
async def test_every_page_is_as_it_was(station: str, snapshot: SnapshotAssertion) -> None:
    """The words and where they are, at three sizes. Request ids, which are never the same, are masked."""
    stop = STATIONS[station]
    with same_bench(**stop.account) as here:
        async with sit_down(here, account=here.account(stop.secret)) as desk:
            await stop.way(desk, here)
            await _compare(desk, snapshot)


@needs_universal_time
@pytest.mark.parametrize("page", PAGES)
async def test_every_kind_of_a_page_is_as_it_was(page: str, snapshot: SnapshotAssertion) -> None:
    """The same of pages as they are asked for by themselves, with all that they may have to say."""
    async with tell(Answers([]).story(PAGES[page]), phone=NotedPhone()) as desk:
        await desk.page(Page)
        await _compare(desk, snapshot)


async def _compare(desk: Desk, snapshot: SnapshotAssertion) -> None:
    for width, height in SIZES:
        await desk.resize(width, height)
        lines = [f"│{re.sub(REQUEST_ID, 'x' * 36, line)}│" for line in desk.lines()]
        assert "\n".join(lines) == snapshot(name=f"{width}×{height}")


REQUEST_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
