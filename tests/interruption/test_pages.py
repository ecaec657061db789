"""At whichever page it is interrupted, the terminal is left as it was found, and the next run finishes."""

from pathlib import Path

import pytest

from tests.interruption.cells import cells
from tests.interruption.finishing import finish
from tests.interruption.places import PLACES
from tests.interruption.visit import Interruption, visit


@pytest.mark.wide
@pytest.mark.parametrize(("place", "how"), cells(PLACES, list(Interruption), every=12))
async def test_interrupted_at_a_page(home: Path, place: str, how: Interruption) -> None:
    """The screen comes down, the exit code says why, the last words are true, and the next run finishes."""
    page = PLACES[place]
    with visit(home, *page.arguments, account=page.account, until=how) as at:
        page.reach(at)
        how.strike(at.window)
        at.leave(how, page.left, asked=page.asked)
        await finish(at.here, home)
