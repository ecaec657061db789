"""The QR code: a provisioning URI as modules, and the drawing of them that fits the cells of a terminal.

The terms (module, quiet zone, level) are those of ISO/IEC 18004. A terminal cell is taken to be twice as high
as it is wide.
"""

import enum
from dataclasses import dataclass, field

from mfa_enroll.domain.secret import Secret

Cell = tuple[bool, bool]
"""Whether the upper and the lower half of a terminal cell are light."""

_QUIET_ZONES = (4, 2, 1)
"""In modules, best first. The standard asks for four; cameras get by with one, and not with none."""

_SHORTEST_RUN = 12
"""From how many characters on a run of digits or capitals is worth a segment of its own.

It is the length of an account ID, which so becomes a numeric segment beside the alphanumeric one of the seed.
This keeps plain user names of up to 12 characters in 37 modules to a side, where bytes alone need 41.
"""

_INK = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


class Style(enum.Enum):
    """How modules become cells."""

    FULL = enum.auto()
    """A module is two cells side by side, painted with background colours: no font can spoil it."""
    HALF = enum.auto()
    """A module is half a cell: a quarter of the area. Cells are painted with background colours where both halves are
    alike, and hold a ``▄`` where they differ: of fonts and line spacings this leaves the fewest gaps."""
    INK = enum.auto()
    """Half blocks of the glyphs ``█▀▄`` alone, light as ink: on a dark terminal it scans with all colours gone."""
    INVERTED = enum.auto()
    """Half blocks of glyphs alone, dark as ink: right where a light terminal takes all colours away."""


@dataclass(frozen=True, slots=True, eq=False)
class Modules:
    """A QR code without its quiet zone: square rows of modules, True where dark.

    Who reads the modules reads the seed, so they do not print. As with a ``Secret``, there is no equality.
    """

    rows: tuple[tuple[bool, ...], ...] = field(repr=False)

    @property
    def size(self) -> int:
        """Modules to a side."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Modules drawn in one style, with a quiet zone of so many modules around them."""

    modules: Modules = field(repr=False)
    style: Style
    quiet_zone: int

    @property
    def columns(self) -> int:
        """Width in cells."""
        return 2 * self._side if self.style is Style.FULL else self._side

    @property
    def rows(self) -> int:
        """Height in cells."""
        return self._side if self.style is Style.FULL else (self._side + 1) // 2

    def row(self, y: int) -> tuple[Cell, ...]:
        """The cells of row ``y``, counted from 0 at the top; as many as there are columns."""
        if self.style is Style.FULL:
            return tuple((light, light) for light in self._light(y) for _ in range(2))
        return tuple(zip(self._light(2 * y), self._light(2 * y + 1), strict=True))

    def ink(self, y: int) -> str:
        """Row ``y`` of half blocks as glyphs alone, light as ink (dark as ink in the inverted style)."""
        ink_is_light = self.style is not Style.INVERTED
        return "".join(_INK[upper is ink_is_light, lower is ink_is_light] for upper, lower in self.row(y))

    @property
    def _side(self) -> int:
        return self.modules.size + 2 * self.quiet_zone

    def _light(self, y: int) -> tuple[bool, ...]:
        """Which modules of row ``y`` are light, the quiet zone included.

        QR codes have odd sides, so half blocks leave half a row over at the bottom. It is light, one with the
        quiet zone above it, also where colours are inverted or gone; dark it would be a line of its own
        between the code and the ground of a light theme.
        """
        y -= self.quiet_zone
        if not 0 <= y < self.modules.size:
            return (True,) * self._side
        margin = (True,) * self.quiet_zone
        return margin + tuple(not dark for dark in self.modules.rows[y]) + margin


@dataclass(frozen=True, slots=True)
class TooSmall:
    """Not even the smallest drawing fits: the cells it needs, and how many of them are missing."""

    columns_needed: int
    rows_needed: int
    columns_missing: int
    rows_missing: int


def encode(uri: Secret) -> Modules:
    """The URI as the smallest QR code that holds it.

    Error correction is level L. A lit screen has neither dirt nor creases to correct, and with a seed as long
    as AWS's no user name leaves room for level M in a code of the same size.
    """
    from qrcode import ERROR_CORRECT_L, QRCode  # noqa: PLC0415 - it loads Pillow where there is one: 20 to 40 ms

    code = QRCode(error_correction=ERROR_CORRECT_L)
    code.add_data(uri.reveal(), optimize=_SHORTEST_RUN)
    code.make()
    return Modules(tuple(tuple(map(bool, row)) for row in code.modules))


def fit(
    modules: Modules, columns: int, rows: int, prefer: Style = Style.FULL, *, full_only: bool = False
) -> Drawing | TooSmall:
    """The best drawing of the whole code in an area of so many cells.

    Full cells come before half blocks, and a larger quiet zone before a smaller one. Half blocks are the
    smaller of the two in both directions: preferring them settles the style, and preferring full cells never
    makes a code disappear that could have been drawn. ``full_only`` is for terminals where a half block is two columns
    wide: there, only full cells keep their shape.
    """
    styles = [Style.FULL] if full_only else [Style.FULL, Style.HALF] if prefer is Style.FULL else [prefer]
    drawings = [Drawing(modules, style, quiet_zone) for style in styles for quiet_zone in _QUIET_ZONES]
    for drawing in drawings:
        if drawing.columns <= columns and drawing.rows <= rows:
            return drawing
    smallest = drawings[-1]
    return TooSmall(smallest.columns, smallest.rows, max(0, smallest.columns - columns), max(0, smallest.rows - rows))
