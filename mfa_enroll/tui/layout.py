"""How picture, words and the field for codes share a window."""

import enum

from mfa_enroll.domain.qr import Drawing, Modules, fit

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
    """By turns with the codes, between title bar and footer. Also where no picture fits, and words take its place."""
    ALONE = "-alone"
    """By turns with the codes, in the whole height of the window, with a hint at its side."""


def layout(modules: Modules | None, columns: int, rows: int) -> Layout:
    """The layout for a window of so many cells. Without a picture there is nothing to share."""
    if modules is None or isinstance(fit(modules, columns - PANEL, rows - FRAME), Drawing):
        return Layout.BESIDE
    if isinstance(fit(modules, columns, rows - FRAME), Drawing):
        return Layout.FRAMED
    if isinstance(fit(modules, columns - STRIP, rows), Drawing):
        return Layout.ALONE
    return Layout.FRAMED
