"""The picture by itself."""

import asyncio
import base64
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.qr import Drawing, Style, TooSmall, encode, fit
from mfa_enroll.domain.secret import Secret
from mfa_enroll.tui.widgets.qr import QrCode
from tests.support.painter import BLACK, WHITE, paint_app, read_codes
from tests.support.sampled import one_in
from tests.tui.desk import PATIENCE, dumped

SEED = base64.b32encode(random.Random(2).randbytes(40)).decode()  # noqa: S311 - nobody's seed
NAMES = ["a", "alice", "a" * 20, "a" * 64, "+=,@" * 16]
SIZES = [(39, 20), (41, 21), (43, 22), (51, 26), (60, 30), (80, 24), (82, 41), (90, 45), (120, 40), (200, 60)]


def uri(name: str = "alice") -> Secret:
    """The URI for a user of this name, always with the same seed."""
    return provisioning_uri(IamUser("aws", "123456789012", name), Secret(SEED))


class QrApp(App[None]):
    """Nothing but the code, and a record of what it says of itself."""

    def __init__(self, qr_code: QrCode, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.qr_code = qr_code
        self.fits: list[Drawing | TooSmall | None] = []

    def compose(self) -> ComposeResult:
        """The code on its own."""
        yield self.qr_code

    def on_qr_code_fitted(self, event: QrCode.Fitted) -> None:
        """Keep what was fitted."""
        assert event.control is self.qr_code
        self.fits.append(event.fit)

    def codes(self) -> list[str]:
        """What a camera reads off the screen."""
        return read_codes(paint_app(self))

    def text(self) -> str:
        """The words on the screen, in one line."""
        strips = self.screen._compositor.render_strips()
        return " ".join(" ".join(strip.text for strip in strips).split())


@asynccontextmanager
async def drawn(
    qr_code: QrCode, size: tuple[int, int], *, ansi_color: bool | None = None
) -> AsyncIterator[tuple[QrApp, Pilot[None]]]:
    """An app with the code in a window of this size, and the window in hand."""
    app = QrApp(qr_code, ansi_color=ansi_color)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def see(pilot: Pilot[None], seen: Callable[[], object], expected: object) -> None:
    """Wait until this is what is seen."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while seen() != expected:
                await pilot.pause(0.01)
    assert (pilot.app.theme, seen()) == (pilot.app.theme, expected)


def lack(too_small: TooSmall) -> str:
    """What is missing."""
    return f"{too_small.columns_missing} more columns and {too_small.rows_missing} more rows"


@pytest.mark.parametrize("name", NAMES)
async def test_the_whole_code_or_none_of_it_is_on_screen(name: str) -> None:
    """Wherever a drawing fits, the exact URI is read off the screen; elsewhere not a block of it is there."""
    modules = encode(uri(name))
    async with drawn(QrCode(modules), SIZES[0]) as (app, pilot):
        for size in SIZES:
            await pilot.resize_terminal(*size)
            fitted = fit(modules, *size)
            await see(pilot, lambda: app.fits[-1], fitted)
            assert app.codes() == [uri(name).reveal()] * isinstance(fitted, Drawing)
            assert isinstance(fitted, Drawing) or not set("█▀▄") & set(app.text())


@pytest.mark.parametrize("ansi_color", one_in(3, [None, True, False]))
@pytest.mark.parametrize("no_color", one_in(2, [False, True]))
async def test_no_theme_takes_the_code_away(
    *, ansi_color: bool | None, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In either style the code scans on every theme, and in a dark terminal with all colour gone too."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    async with drawn(QrCode(encode(uri())), (120, 50), ansi_color=ansi_color) as (app, pilot):
        for size in [(120, 50), (41, 21)]:
            await pilot.resize_terminal(*size)
            for theme in BUILTIN_THEMES:
                app.theme = theme
                app.qr_code.colours = not (no_color and app.native_ansi_color)
                await pilot.pause()
                await see(pilot, app.codes, [uri().reveal()])
                if app.qr_code.colours:
                    assert read_codes(paint_app(app, ink=BLACK, ground=WHITE)) == [uri().reveal()]


async def test_a_light_terminal_without_colours_reads_the_inverted_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all colour gone, dark ink is right on a light ground and light ink on a dark one, and never both."""
    monkeypatch.setenv("NO_COLOR", "1")
    qr_code = QrCode(encode(uri()), colours=False)
    async with drawn(qr_code, (60, 30), ansi_color=True) as (app, pilot):
        app.theme = "ansi-light"
        await pilot.pause()
        for style, dark, light in [(Style.INK, [uri().reveal()], []), (Style.INVERTED, [], [uri().reveal()])]:
            assert isinstance(app.qr_code._fit, Drawing)
            assert app.qr_code._fit.style is style
            assert app.codes() == dark
            assert read_codes(paint_app(app, ink=BLACK, ground=WHITE)) == light
            app.qr_code.draw_otherwise()
            await pilot.pause()


@pytest.mark.parametrize(
    ("size", "colours", "styles"),
    [
        ((120, 50), True, list(Style)),
        ((120, 50), False, [Style.INK, Style.INVERTED]),
        ((60, 30), True, [Style.HALF, Style.INK, Style.INVERTED]),
        ((38, 20), True, []),
    ],
)
async def test_other_drawings_come_in_turn(size: tuple[int, int], styles: list[Style], *, colours: bool) -> None:
    """Each that fits and reaches the terminal, then the first again; none where there is no drawing at all."""
    async with drawn(QrCode(encode(uri()), colours=colours), size) as (app, pilot):
        expected: list[Style | None] = [*styles[1:], *styles[:1], *styles[1:]]
        for style in expected or [None]:
            assert app.qr_code.draw_otherwise() is style
            await pilot.pause()
            assert app.codes() == ([uri().reveal()] if style else [])


async def test_what_is_missing_is_said_in_its_place() -> None:
    """It is exact: growing the window by just that much makes the picture appear.

    With no room for the words either, as many as fit are shown.
    """
    async with drawn(QrCode(encode(uri()), no_room=lack), (36, 18)) as (app, pilot):
        for size, columns, rows in [((36, 18), 3, 2), ((38, 20), 1, 0), ((39, 19), 0, 1)]:
            await pilot.resize_terminal(*size)
            await see(pilot, app.text, f"{columns} more columns and {rows} more rows")
            assert app.codes() == []
        await pilot.resize_terminal(39, 20)
        await see(pilot, app.codes, [uri().reveal()])
        for tiny in [(1, 1), (3, 40), (30, 2)]:
            await pilot.resize_terminal(*tiny)
            await see(pilot, app.codes, [])
            assert app.text()


async def test_each_change_of_the_drawing_is_announced_once() -> None:
    """The screen around hears of a new drawing, a lack of room and a cleared code, and of nothing else."""
    modules = encode(uri())
    async with drawn(QrCode(modules), (120, 50)) as (app, pilot):
        for size in [(119, 49), (100, 30), (99, 30), (30, 30), (100, 50)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
        app.qr_code.prefer = Style.HALF
        await pilot.pause()
        app.qr_code.set_modules(None)
        await pilot.pause()
    assert app.fits == [
        Drawing(modules, Style.FULL, 4),
        Drawing(modules, Style.HALF, 4),
        TooSmall(39, 20, 9, 0),
        Drawing(modules, Style.FULL, 4),
        Drawing(modules, Style.HALF, 4),
        None,
    ]


@pytest.mark.parametrize("late", [False, True])
async def test_an_area_of_no_cells_is_announced_too(*, late: bool) -> None:
    """A widget that is squeezed out of sight still tells the screen what it lacks."""
    modules = encode(uri())
    app = QrApp(QrCode(None if late else modules))
    app.qr_code.styles.height = 0
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.qr_code.set_modules(modules)
        await pilot.pause()
        (too_small,) = app.fits
        assert isinstance(too_small, TooSmall)
        assert (too_small.columns_needed, too_small.rows_missing) == (39, 20)


async def test_a_replaced_code_is_the_only_one_shown() -> None:
    """A new device has a new seed: of the old code nothing stays."""
    async with drawn(QrCode(encode(uri("bob"))), (60, 30)) as (app, pilot):
        app.qr_code.set_modules(encode(uri("eve")))
        await pilot.pause()
        assert app.codes() == [uri("eve").reveal()]
        app.qr_code.set_modules(None)
        await pilot.pause()
        assert app.text() == ""


async def test_padding_never_clips_the_code() -> None:
    """Where only the padding changes, no size does, and the drawing is fitted all the same."""
    async with drawn(QrCode(encode(uri()), no_room=lack), (41, 22)) as (app, pilot):
        app.qr_code.styles.padding = 1
        await pilot.pause()
        assert app.codes() == [uri().reveal()]
        app.qr_code.styles.padding = 2
        await pilot.pause()
        assert app.text() == "2 more columns and 2 more rows"


@pytest.mark.parametrize(("size", "left", "top"), [((61, 31), 8, 4), ((60, 30), 7, 3)])
async def test_the_code_is_centred_on_the_ground_of_the_theme(size: tuple[int, int], left: int, top: int) -> None:
    """What lies outside the quiet zone belongs to the theme, and the quiet zone is light to its edge."""
    async with drawn(QrCode(encode(uri())), size) as (app, _):
        image = paint_app(app)
        assert image.getbbox() == (0, 0, 8 * size[0], 16 * size[1])
        light = image.convert("L").point(lambda value: 255 * (value == 255))
        assert light.getbbox() == (8 * left, 16 * top, 8 * (left + 45), 16 * (top + 23))


async def test_nothing_that_dumps_widgets_shows_the_code() -> None:
    """Reprs, the tree, messages and selected text end up in logs and clipboards, where a seed must not be.

    A drag with the mouse across the picture selects nothing.
    """
    modules = encode(uri())
    async with drawn(QrCode(modules), (60, 30)) as (app, pilot):
        await pilot.mouse_down(offset=(10, 10))
        await pilot.hover(offset=(30, 20))
        await pilot.mouse_up(offset=(30, 20))
        assert not app.screen.selections
        app.qr_code.text_select_all()
        app.screen.text_select_all()
        dump = dumped(app, app.qr_code, modules, QrCode.Fitted(app.qr_code, app.fits[0]))
        dump += app.screen.get_selected_text() or ""
    assert "QrCode" in dump
    assert SEED not in dump
    assert not set("█▀▄") & set(dump)
    assert "True, " not in dump
