"""Text that can be read: no theme, and no rounding to the colours that a terminal has, takes its contrast away."""

import re
from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.color_triplet import ColorTriplet
from rich.console import COLOR_SYSTEMS
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual.color import Color as Mixture
from textual.filter import LineFilter

ENOUGH = 4.5
"""The contrast of text that WCAG 2.1 asks for (success criterion 1.4.3)."""

_EVEN = 0.179
"""The relative luminance from which black stands out more than white: either has a contrast of 4.58 with it."""

_STEPS = (0.25, 0.5, 0.75, 1.0)
"""How far ink is moved towards black or white, by turns, until its contrast is enough."""

_BLACK, _WHITE, _BRIGHT_WHITE = (Color.from_ansi(number) for number in (0, 7, 15))
"""Of the sixteen colours, those that stand apart in every palette: what others are, their owner decides."""

_TO_BE_READ = re.compile(r"[^\s\u2500-\u259f]")
"""All but blanks and the glyphs of frames and blocks."""


class Legible(LineFilter):
    """Gives every text enough contrast with its ground, in the colours that are in fact shown.

    Of sixteen colours, only black and white are used: an ink of any other colour has a palette in which it is not read,
    Solarized's for one. Glyphs that are no text, as in frames and pictures, are left as dark or light as they are.

    Args:
        system: What colours there are, in Rich's word; None where it does not know.
    """

    def __init__(self, system: str | None) -> None:
        super().__init__()
        self._system = COLOR_SYSTEMS[system or "truecolor"]

    def apply(self, segments: list[Segment], background: Mixture) -> list[Segment]:
        """Alter the styles that need it."""
        del background  # every style here has its own
        return [
            Segment(text, _legible(style, self._system, is_text=_is_text(text)) if style else style, control)
            for text, style, control in segments
        ]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.1)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_text(text: str) -> bool:
    """Whether there is anything to be read."""
    return _TO_BE_READ.search(text) is not None


@lru_cache(1024)
def _legible(style: Style, system: ColorSystem, *, is_text: bool) -> Style:
    ink, ground = style.color, style.bgcolor
    if ink is None or ground is None or ink.triplet is None or ground.triplet is None:
        return style  # a colour of the terminal's own, of which nothing is known
    if system in {ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR}:
        return style + Style(color=_stood_out(ink.triplet, ground, system)) if is_text else style
    paper = _of_two(ground.triplet)
    if is_text:
        pen = _WHITE if paper is _BLACK else _BLACK
        return style + Style(color=pen, bgcolor=paper, bold=bool(style.bold) and pen is _WHITE)  # bold black is grey
    return style + Style(color=_of_two(ink.triplet), bgcolor=paper)


def _stood_out(ink: ColorTriplet, ground: Color, system: ColorSystem) -> Color:
    shown = _shown(ground, system)
    poles = [Mixture(0, 0, 0), Mixture(255, 255, 255)]
    if _luminance(ink) >= _luminance(shown):
        poles.reverse()
    tries = [Color.from_triplet(ink)]
    tries += [Mixture(*ink).blend(pole, step).rich_color for pole in poles for step in _STEPS]
    return next((each for each in tries if contrast(_shown(each, system), shown) >= ENOUGH), tries[0])


def _shown(colour: Color, system: ColorSystem) -> ColorTriplet:
    """A colour as a terminal shows it. The 240 of an 8-bit palette beside the sixteen are the same everywhere."""
    return colour.downgrade(system).get_truecolor(DEFAULT_TERMINAL_THEME)


def _of_two(colour: ColorTriplet) -> Color:
    if colour == (255, 255, 255):
        return _BRIGHT_WHITE
    return _WHITE if _luminance(colour) >= _EVEN else _BLACK
