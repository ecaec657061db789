"""Every text can be read: in every theme, and in the colours that a terminal has."""

import pytest
from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual.color import Color as Mixture

from mfa_enroll.tui.legible import ENOUGH, Legible, contrast
from tests.terminals.emulators import DARK, SOLARIZED
from tests.tui.desk import Desk
from tests.tui.gallery import PAGES, PLAN, NotedPhone, asking

RGB = tuple[int, int, int]

VGA = "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
PALETTES: dict[str, list[RGB]] = {
    name: [(code[0], code[1], code[2]) for code in map(bytes.fromhex, colours)]
    for name, colours in {
        "vga": VGA.split(),
        "xterm": [colour[1:] for colour in DARK.palette],
        "solarized": [colour[1:] for colour in SOLARIZED.palette],
    }.items()
}

SYSTEMS = ["truecolor", "256", "standard"]
THEMES = ["textual-dark", "textual-light", "solarized-dark", "solarized-light", "dracula", "gruvbox"]


def shown(colour: Color, system: ColorSystem, palette: list[RGB], *, bold: bool = False) -> RGB:
    """A colour as a terminal shows it, which may make bold ink of the first eight colours bright."""
    seen = colour.downgrade(system)
    if system is ColorSystem.STANDARD:
        assert seen.number is not None
        return palette[seen.number + 8 * (bold and seen.number < 8)]
    return seen.get_truecolor(DEFAULT_TERMINAL_THEME)


def unreadable(desk: Desk, system: ColorSystem) -> set[tuple[str, str]]:
    """Texts on the screen that do not stand out from their ground in some palette, and their styles."""
    found = set()
    for strip in desk.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if not any(each.isalnum() or each in "•_·?!✓…" for each in text):
                continue
            assert style is not None
            assert style.color is not None
            assert style.bgcolor is not None
            for palette in PALETTES.values():
                ground = shown(style.bgcolor, system, palette)
                inks = {shown(style.color, system, palette, bold=bold) for bold in {False, bool(style.bold)}}
                if min(contrast(ink, ground) for ink in inks) < ENOUGH:
                    found.add((text.strip(), str(style)))
    return found


async def look(desk: Desk, system: str, theme: str) -> set[tuple[str, str]]:
    """What cannot be read on this page in these colours."""
    desk.app._legible = Legible(system)
    desk.app.theme = "nord"  # so that all is painted anew
    desk.app.theme = theme
    await desk.settle()
    return unreadable(desk, COLOR_SYSTEMS[system])


@pytest.mark.parametrize(
    ("page", "system", "theme"),
    [
        ("plan", "standard", "textual-dark"),
        ("home", "standard", "textual-light"),
        ("handed over", "256", "textual-light"),
        ("picture", "256", "textual-dark"),
        ("password", "truecolor", "textual-light"),
        ("name", "256", "solarized-light"),
        ("next code", "truecolor", "solarized-dark"),
    ],
)
async def test_every_text_stands_out_from_its_ground(page: str, system: str, theme: str) -> None:
    """By 4.5 to 1 at least, what is typed and what is chosen included."""
    async with asking(PAGES[page], phone=NotedPhone()) as (desk, _):
        assert await look(desk, system, theme) == set()
        await desk.press("1")
        assert unreadable(desk, COLOR_SYSTEMS[system]) == set()


@pytest.mark.wide
@pytest.mark.parametrize("page", PAGES)
async def test_every_text_stands_out_in_all_colours(page: str) -> None:
    """In each theme, with each number of colours."""
    async with asking(PAGES[page], phone=NotedPhone()) as (desk, _):
        for system in SYSTEMS:
            for theme in THEMES:
                assert await look(desk, system, theme) == set(), (system, theme)


@pytest.mark.parametrize("system", ["256", "standard"])
async def test_without_the_filter_there_is_something_to_find(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above can fail."""
    async with asking(PLAN, phone=NotedPhone()) as (desk, _):
        monkeypatch.setattr(desk.app, "get_line_filters", list)
        desk.app.theme = "solarized-light"
        await desk.settle()
        assert unreadable(desk, COLOR_SYSTEMS[system])


@pytest.mark.parametrize("system", ["256", "standard"])
async def test_the_picture_is_left_as_it_is(system: str) -> None:
    """A camera reads it in few colours too."""
    async with asking(PAGES["picture"]) as (desk, _):
        before = desk.qr_codes()
        assert await look(desk, system, "textual-light") == set()
        assert desk.qr_codes() == before != []


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("ground", [(level, 120, 212) for level in range(0, 256, 51)])
def test_any_ground_has_an_ink(system: str, ground: RGB) -> None:
    """Whatever a theme does: text in the colour of its own ground can be read."""
    same = Color.from_rgb(*ground)
    ((_, style, _),) = Legible(system).apply([Segment("text", Style(color=same, bgcolor=same))], Mixture(*ground))
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    for palette in PALETTES.values():
        colours = COLOR_SYSTEMS[system]
        assert contrast(shown(style.color, colours, palette), shown(style.bgcolor, colours, palette)) >= ENOUGH
