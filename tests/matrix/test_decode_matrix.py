"""The picture as terminals get it: sizes, themes, colour systems, user names and grounds, read by two decoders.

The whole product would be 800 cells of five sizes, five themes, three colour systems and NO_COLOR, four user names
and two grounds. Theme and colour system decide the colours; size and name decide the geometry; the ground is painted
afterwards. So of names only one goes with each theme and colour system, in a Latin square: every pair of values
of any two of the five occurs, every theme in every colour system at every size on either ground, and every name
at every size, in 200 cells. TERM is not among them: it does nothing but choose the colour system.
"""

import re

import pytest
from PIL import Image

from mfa_enroll.domain.qr import TooSmall
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import NotEnabled, Outcome
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.widgets.qr import QrCode
from mfa_enroll.words.codes import no_room
from tests.matrix.wire import Terminal, codes_page, read_by_opencv
from tests.support.painter import BLACK, WHITE, paint_pyte, read_codes

SIZES = [(60, 20), (80, 24), (100, 30), (120, 45), (200, 60)]
THEMES = ["textual-dark", "textual-light", "ansi-dark", "solarized-dark", "solarized-light"]
COLOURS = ["standard", "256", "truecolor", "no colours"]
NAMES = ["a", "alice", "+=,@" * 5, "a" * 64]
GROUNDS = {"dark": (WHITE, BLACK), "light": (BLACK, WHITE)}

CELLS = [
    (theme, colours, NAMES[(row + column) % len(NAMES)])
    for row, theme in enumerate(THEMES)
    for column, colours in enumerate(COLOURS)
]
SENT = {"standard": set(), "256": {"5"}, "truecolor": {"2"}}
"""By colour system, the kinds of extended colours (ISO 8613-6: 5 indexed, 2 direct) that may be sent."""


async def a_story(_dialogue: Dialogue) -> Outcome:
    """Nothing happens."""
    return NotEnabled()


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("xterm", "standard"),
        ("xterm-256color", "256"),
        ("screen", "standard"),
        ("screen-256color", "256"),
        ("tmux", "standard"),
        ("tmux-256color", "256"),
        ("linux", "standard"),
        ("vt100", "standard"),
    ],
)
def test_a_terminals_name_chooses_the_colour_system_and_nothing_else(
    term: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kind of terminal is one of the three colour systems below; COLORTERM overrides its name."""
    monkeypatch.setenv("TERM", term)
    for colorterm, system in [("", expected), ("yes", expected), ("truecolor", "truecolor"), ("24bit", "truecolor")]:
        monkeypatch.setenv("COLORTERM", colorterm)
        app = EnrollApp(a_story)
        assert app.console.color_system == system
        assert not app.no_color


def painted(terminal: Terminal) -> dict[str, Image.Image]:
    """The terminal as it is, by its own ground."""
    return {name: paint_pyte(terminal.screen, *colours) for name, colours in GROUNDS.items()}


async def whole(terminal: Terminal, size: tuple[int, int]) -> None:
    """Give the window this size, or exactly the larger one that is asked for instead of the picture."""
    await terminal.resize(*size)
    fit = terminal.desk.app.screen.query_one(QrCode)._fit
    if isinstance(fit, TooSmall):
        for image in painted(terminal).values():
            assert read_codes(image) == []
            assert read_by_opencv(image) == []
        # Beside the steps it takes several lines.
        assert set(no_room(fit, practice=False).split()) <= set(terminal.text.split())
        await terminal.resize(size[0] + fit.columns_missing, size[1] + fit.rows_missing)


@pytest.mark.wide
@pytest.mark.parametrize(("theme", "colours", "name"), CELLS)
async def test_what_a_terminal_gets_is_read(
    theme: str, colours: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every cell zxing and OpenCV, neither trying it inverted, read the exact URI off the terminal.

    Where not even black and white reach the terminal, and it is a light one, they do after `d`.
    """
    system = colours
    if colours == "no colours":
        monkeypatch.setenv("NO_COLOR", "1")
        system = COLOURS[THEMES.index(theme) % 3]
    bare = colours == "no colours" and theme == "ansi-dark"
    async with codes_page(name, theme=theme, colours=system, patch=monkeypatch) as terminal:
        for size in SIZES:
            await whole(terminal, size)
            readers = (read_codes, read_by_opencv)
            read = {ground: [read(image) for read in readers] for ground, image in painted(terminal).items()}
            if bare:
                assert read["light"] == [[], []]
                await terminal.desk.press("d")
                read["light"] = [each(painted(terminal)["light"]) for each in readers]
                await terminal.desk.press("d")
            assert read == dict.fromkeys(GROUNDS, [[terminal.uri]] * 2)
        sent = set(re.findall(r"[\[;][34]8;([25]);", "".join(terminal.wire.written)))
        assert sent == (set() if bare else SENT[system])
