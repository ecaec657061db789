"""Every page as text, for the eye to compare."""

import re
import time
from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.tui.desk import same_bench, sit_down
from tests.tui.tour import STATIONS

SIZES = [(60, 20), (80, 24), (100, 30)]


@pytest.fixture(autouse=True)
def _universal_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="dates on screen are local, and cannot be made UTC here")
@pytest.mark.parametrize("station", STATIONS)
async def test_every_page_is_as_it_was(station: str, snapshot: SnapshotAssertion) -> None:
    """The words and where they are, at three sizes. Request ids, which are never the same, are masked."""
    stop = STATIONS[station]
    with same_bench(**stop.account) as here:
        async with sit_down(here, account=here.account(stop.secret)) as desk:
            await stop.way(desk, here)
            for width, height in SIZES:
                await desk.resize(width, height)
                lines = [f"│{re.sub(REQUEST_ID, 'x' * 36, line)}│" for line in desk.lines()]
                assert "\n".join(lines) == snapshot(name=f"{width}×{height}")


REQUEST_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
