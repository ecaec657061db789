"""How pages are laid out, for the eye to compare. What the ways' pages say is compared where the words are tested."""

import pytest
from syrupy.assertion import SnapshotAssertion

from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.words.page import Aside, Exact, Label, Listed, Page, Said, Steps, Table, Tone, Way
from tests.tui.desk import Desk
from tests.tui.gallery import FIELDS, HOME, NotedPhone, asking

SMALL, USUAL, TALL = (60, 20), (80, 24), (60, 50)

EVERYTHING: Page[int] = Page(
    heading="A heading",
    parts=(
        "A paragraph that is a sentence or two, as long as it takes to be wrapped in the widest of the windows here.",
        "Another one.",
        Label("A label:"),
        Steps(("A step", "Another step, which is too long for one line and hangs beside its number in each window")),
        Label("What is a single step:"),
        Steps(("It bears no number.",)),
        Table((("A name", "a value"), ("A longer name", "another value"))),
        Label("What is listed:"),
        Listed((("a thing", "what is to be known of it"), ("another thing",))),
        Label("What is to be copied:"),
        Exact("command --option\nanother command"),
        Aside("Small print"),
        Aside("More of it"),
    ),
    ways=(Way(1, "A way", "What it means."), Way(2, "Another way")),
    remark=Said(Tone.WARNING, "A remark."),
)
COMPACT: Page[int] = Page(
    heading="Something is done",
    parts=("A paragraph.",),
    ways=tuple(Way(number, f"Way number {number}", "and its meaning beside it") for number in range(1, 9)),
    remark=Said(Tone.GOOD, "A remark."),
    done=True,
    compact=True,
)


@pytest.mark.parametrize(
    ("page", "sizes"), [(EVERYTHING, [USUAL, TALL]), (COMPACT, [SMALL, USUAL])], ids=["everything", "compact"]
)
async def test_a_page_with_ways(page: Page[int], sizes: list[tuple[int, int]], snapshot: SnapshotAssertion) -> None:
    """Each kind of a part, what was done just now, and the ways."""
    async with asking(HOME) as (desk, _):
        desk.app.push_screen(shown := ChoicePage(page))
        await desk.until(lambda: desk.app.screen is shown)
        await _compare(desk, sizes, snapshot)


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        ("picture", ""),
        ("picture", "k"),
        ("picture", "sp"),
        ("second code", ""),
        ("resume", ""),
        ("name", ""),
        ("next code", ""),
        ("next code", "p"),
        ("password", ""),
        ("session", "?"),
    ],
)
async def test_a_page_with_a_field(page: str, keys: str, snapshot: SnapshotAssertion) -> None:
    """Fields, pictures, the practice phone and the help page."""
    async with asking(FIELDS[page], phone=NotedPhone()) as (desk, _):
        await _compare(desk, [USUAL, SMALL], snapshot, keys)


async def _compare(desk: Desk, sizes: list[tuple[int, int]], snapshot: SnapshotAssertion, keys: str = "") -> None:
    """Compare what is there in each of these windows once the keys are pressed. Pressed again, they undo it."""
    for width, height in sizes:
        await desk.resize(width, height)
        await desk.press(*keys)
        assert "\n".join(f"│{line}│" for line in desk.lines()) == snapshot(name=f"{width}×{height}")
        await desk.press(*keys)
