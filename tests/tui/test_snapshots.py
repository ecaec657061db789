"""How pages are laid out, for the eye to compare. What the ways' pages say is compared where the words are tested."""

import pytest
from syrupy.assertion import SnapshotAssertion

from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.words.page import Aside, Exact, Label, Listed, Page, Said, Steps, Table, Tone, Way
from tests.tui.desk import Desk
from tests.tui.gallery import FIELDS, HOME, NotedPhone, asking

SIZES = [(60, 20), (80, 24), (100, 30)]
TALL = (60, 50)

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


@pytest.mark.parametrize("page", [EVERYTHING, COMPACT], ids=["everything", "compact"])
async def test_a_page_with_ways(page: Page[int], snapshot: SnapshotAssertion) -> None:
    """Each kind of a part, what was done just now, and the ways."""
    async with asking(HOME) as (desk, _):
        desk.app.push_screen(shown := ChoicePage(page))
        await desk.until(lambda: desk.app.screen is shown)
        for size in (*SIZES, TALL):
            await _compare(desk, size, snapshot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}×{size[1]}")
@pytest.mark.parametrize(
    ("page", "keys"),
    [
        ("picture", ""),
        ("picture", "k"),
        ("picture", "p"),
        ("second code", ""),
        ("resume", ""),
        ("name", ""),
        ("next code", ""),
        ("next code", "p"),
        ("password", ""),
        ("session", "?"),
    ],
)
async def test_a_page_with_a_field(page: str, keys: str, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    """Fields, pictures, the practice phone and the help page."""
    async with asking(FIELDS[page], phone=NotedPhone()) as (desk, _):
        await desk.resize(*size)
        await desk.press(*keys)
        await _compare(desk, size, snapshot)


async def _compare(desk: Desk, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    await desk.resize(*size)
    assert "\n".join(f"│{line}│" for line in desk.lines()) == snapshot(name=f"{size[0]}×{size[1]}")
