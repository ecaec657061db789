"""How picture, words and the field for codes share a window."""

import enum

from mfa_enroll.domain.qr import Drawing, Modules, TooSmall, fit

PANEL = 36
"""Columns that the words and the field for codes need."""

STRIP = 18
"""Columns beside a picture that are enough for a hint."""

FRAME = 2
"""Rows of the title bar and the footer."""


class Layout(enum.Enum):
    """Where the picture is. The values name the style classes."""

    BESIDE = "-beside"
    """Beside the codes."""
    FRAMED = "-framed"
    """By turns with the codes, between title bar and footer."""
    ALONE = "-alone"
    """By turns with the codes, in the whole height of the window, with a hint at its side."""


def layout(modules: Modules | None, columns: int, rows: int) -> Layout:
    """The layout for a window of so many cells. Without a picture there is nothing to share.

    Where the picture fits in none, words take its place in the layout for which the window is the least too small:
    what is missing there is all that is missing.
    """
    if modules is None or isinstance(fit(modules, columns - PANEL, rows - FRAME), Drawing):
        return Layout.BESIDE
    framed = _missing(fit(modules, columns, rows - FRAME))
    alone = _missing(fit(modules, columns - STRIP, rows))
    return Layout.FRAMED if framed <= alone else Layout.ALONE


def _missing(fitted: Drawing | TooSmall) -> int:
    return fitted.columns_missing + fitted.rows_missing if isinstance(fitted, TooSmall) else 0
