"""How picture, words and the field for codes share a window."""

import enum

from mfa_enroll.domain.qr import Drawing, Modules, TooSmall, fit

PANEL = 36
"""Columns that the words and the field for codes need."""

STRIP = 18
"""Columns beside a picture that are enough for a hint."""

FRAME = 2
"""Rows of the title bar and the footer."""

_TALL = 1_000
"""Rows that are no limit."""


class Layout(enum.Enum):
    """Where the picture is. The values name the style classes."""

    BESIDE = "-beside"
    """Beside the codes."""
    FRAMED = "-framed"
    """By turns with the codes, between title bar and footer."""
    ALONE = "-alone"
    """By turns with the codes, in the whole height of the window."""


def layout(modules: Modules | None, columns: int, rows: int, *, full_only: bool = False) -> Layout:
    """The layout for a window of so many cells. Without a picture there is nothing to share.

    Where the picture fits in none, words take its place in the layout for which the window is the least too small:
    what is missing there is all that is missing.
    """
    if modules is None or isinstance(fit(modules, columns - PANEL, rows - FRAME, full_only=full_only), Drawing):
        return Layout.BESIDE
    columns -= STRIP * has_strip(modules, columns, full_only=full_only)
    framed = _missing(fit(modules, columns, rows - FRAME, full_only=full_only))
    alone = _missing(fit(modules, columns, rows, full_only=full_only))
    return Layout.FRAMED if framed <= alone else Layout.ALONE


def has_strip(modules: Modules | None, columns: int, *, full_only: bool = False) -> bool:
    """Whether a window of so many columns leaves room for a hint at the side of a picture that has it to itself."""
    return modules is not None and isinstance(fit(modules, columns - STRIP, _TALL, full_only=full_only), Drawing)


def _missing(fitted: Drawing | TooSmall) -> int:
    return fitted.columns_missing + fitted.rows_missing if isinstance(fitted, TooSmall) else 0
