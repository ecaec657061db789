"""What a camera sees: the cells of a screen painted to an image, and the QR codes read from it."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyte
import zxingcpp
from PIL import Image, ImageDraw
from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual.app import App

RGB = tuple[int, int, int]
Cell = tuple[str, RGB, RGB]
"""A character with its ink and its ground. Empty text is the second half of a wide character."""

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
WIDTH, HEIGHT = 8, 16
"""Of a cell, in pixels."""

_BLOCKS = {
    "█": (0, 0, WIDTH, HEIGHT),
    "▀": (0, 0, WIDTH, HEIGHT // 2),
    "▄": (0, HEIGHT // 2, WIDTH, HEIGHT),
    "▌": (0, 0, WIDTH // 2, HEIGHT),
    "▐": (WIDTH // 2, 0, WIDTH, HEIGHT),
}

# pyte names the colours that a terminal's palette decides; these are xterm's.
_PALETTE = {
    "black": (0, 0, 0),
    "red": (205, 0, 0),
    "green": (0, 205, 0),
    "brown": (205, 205, 0),
    "blue": (0, 0, 238),
    "magenta": (205, 0, 205),
    "cyan": (0, 205, 205),
    "white": (229, 229, 229),
    "brightblack": (127, 127, 127),
    "brightred": (255, 0, 0),
    "brightgreen": (0, 255, 0),
    "brightbrown": (255, 255, 0),
    "brightblue": (92, 92, 255),
    "bfightmagenta": (255, 0, 255),
    "brightcyan": (0, 255, 255),
    "brightwhite": (255, 255, 255),
}


def paint(rows: Iterable[Iterable[Cell]], ground: RGB = BLACK) -> Image.Image:
    """Cells as pixels, with the exact geometry of block glyphs and any old font for the rest."""
    cells = [list(row) for row in rows]
    image = Image.new("RGB", (WIDTH * max(map(len, cells)), HEIGHT * len(cells)), ground)
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(cells):
        for x, (character, ink, background) in enumerate(row):
            left, top = x * WIDTH, y * HEIGHT
            _fill(draw, (left, top, left + WIDTH, top + HEIGHT), background)
            if block := _BLOCKS.get(character):
                _fill(draw, (left + block[0], top + block[1], left + block[2], top + block[3]), ink)
            elif character.strip():
                draw.text((left, top), character, ink)
    return image


def paint_app(app: App[Any], ink: RGB = WHITE, ground: RGB = BLACK) -> Image.Image:
    """The screen of a running app, all filters applied, in a terminal whose own colours are these two."""

    def cells() -> Iterator[Iterator[Cell]]:
        for strip in app.screen._compositor.render_strips():
            yield (cell for text, style, _ in strip for cell in _segment(text, style or Style.null()))

    def _segment(text: str, style: Style) -> Iterator[Cell]:
        colours = _rich(style.color, ink), _rich(style.bgcolor, ground)
        front, back = reversed(colours) if style.reverse else colours
        for character in text:
            yield character, front, back
            if cell_len(character) > 1:
                yield "", front, back

    return paint(cells(), ground)


def paint_pyte(screen: pyte.Screen, ink: RGB = WHITE, ground: RGB = BLACK) -> Image.Image:
    """The screen of a terminal emulator whose own colours are these two."""

    def cell(char: pyte.screens.Char) -> Cell:
        colours = _pyte(char.fg, ink), _pyte(char.bg, ground)
        front, back = reversed(colours) if char.reverse else colours
        return char.data, front, back

    return paint(((cell(screen.buffer[y][x]) for x in range(screen.columns)) for y in range(screen.lines)), ground)


def read_codes(image: Image.Image) -> list[str]:
    """The texts of the QR codes in the image, read without trying it inverted: not every camera app does."""
    only_qr = zxingcpp.barcode_formats_from_str("QRCode")
    return [code.text for code in zxingcpp.read_barcodes(image, formats=only_qr, try_invert=False)]


def _fill(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], colour: RGB) -> None:
    left, top, right, bottom = box
    draw.rectangle((left, top, right - 1, bottom - 1), fill=colour)


def _rich(colour: Color | None, default: RGB) -> RGB:
    if colour is None or colour.is_default:
        return default
    red, green, blue = colour.get_truecolor()
    return red, green, blue


def _pyte(colour: str, default: RGB) -> RGB:
    if colour == "default":
        return default
    if colour in _PALETTE:
        return _PALETTE[colour]
    red, green, blue = bytes.fromhex(colour)
    return red, green, blue
