"""The QR code on screen, drawn as large as the window allows or not at all."""

from collections.abc import Callable
from itertools import groupby
from textwrap import wrap
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from mfa_enroll.domain.qr import Drawing, Modules, Style, TooSmall, fit

_WHITE = "rgb(255,255,255)"
_BLACK = "rgb(0,0,0)"
# White on black everywhere, in quiet cells too: terminals with a minimum contrast recolour ink that is near
# its ground, and with every colour taken away, white ink is still light on a dark terminal.
_ON_BLACK = RichStyle(color=_WHITE, bgcolor=_BLACK)
_ON_WHITE = RichStyle(color=_BLACK, bgcolor=_WHITE)
_PAINTED = frozenset({Style.FULL, Style.HALF})
"""What consists of background colours, and is nothing without them."""


class QrCode(Widget, can_focus=False):
    """Draws the modules it is given, centred, in the largest drawing that fits its content area.

    The theme paints what lies outside the quiet zone and nothing within. Never clipped, scrolled or animated.

    Attributes:
        prefer: The style to draw in where it fits.
        colours: Whether background colours reach the terminal. Full cells and half blocks are painted with them,
            so without colours glyphs alone are drawn. Textual takes all colours away where ``App.no_color`` and
            ``App.native_ansi_color`` are both set; with the former alone, black and white stay.
        full_only: Whether only full cells keep their shape in this terminal.
        no_room: What is said where no drawing fits.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = "QrCode { width: 1fr; height: 1fr; }"

    prefer: reactive[Style] = reactive(Style.FULL)
    colours: reactive[bool] = reactive(default=True)
    _modules: reactive[Modules | None] = reactive[Modules | None](None)

    class Fitted(Message):
        """The drawing has changed. ``fit`` is None once the modules are cleared."""

        def __init__(self, qr_code: "QrCode", fit: Drawing | TooSmall | None) -> None:
            super().__init__()
            self.qr_code = qr_code
            self.fit = fit

        @property
        def control(self) -> "QrCode":
            """The widget that fitted its code."""
            return self.qr_code

    def __init__(
        self,
        modules: Modules | None = None,
        *,
        colours: bool = True,
        full_only: bool = False,
        no_room: Callable[[TooSmall], str] = lambda _: "",
    ) -> None:
        super().__init__()
        self._fit: Drawing | TooSmall | None = None
        self._full_only = full_only and colours  # full cells are nothing without colours
        self._no_room = no_room
        self._words: list[str] = []
        self._fitted_to: tuple[Modules | None, Style, tuple[int, int]] | None = None
        self.set_reactive(QrCode._modules, modules)
        self.set_reactive(QrCode.colours, colours)

    def set_modules(self, modules: Modules | None) -> None:
        """Show another code, or none: nothing of the old one is kept."""
        self._modules = modules

    def draw_otherwise(self) -> Style | None:
        """Draw in the next of the styles that fit, and return it; None where there is no drawing.

        After the last comes the best that fits again, in a window that has grown since then too.
        """
        if self._modules is None or not isinstance(self._fit, Drawing):
            return None
        fitting = [style for style in Style if self._drawn_in(self._modules, style)]
        style = fitting[(fitting.index(self._fit.style) + 1) % len(fitting)]
        self.prefer = Style.FULL if style is fitting[0] else style
        return style

    def _drawn_in(self, modules: Modules, style: Style) -> bool:
        drawing = fit(modules, *self.size, prefer=style, full_only=self._full_only)
        return isinstance(drawing, Drawing) and drawing.style is style and (self.colours or style not in _PAINTED)

    def on_resize(self) -> None:
        """Fit to the new size, painted or not."""
        self._refit()

    def _fit_after_layout(self) -> None:
        """Fit even to an area of no cells, which has no line to be painted."""
        self.call_after_refresh(self._refit)

    _watch__modules = _watch_prefer = _watch_colours = _fit_after_layout

    def render_line(self, y: int) -> Strip:
        """One row of cells: of the code, of the words in its place, or of the theme's ground."""
        self._refit()
        if isinstance(self._fit, Drawing):
            return self._code_line(self._fit, y)
        return self._words_line(y)

    def _refit(self) -> None:
        """Choose the drawing for what there is now. Asked before every line, so that none is ever clipped."""
        style = Style.INK if self.prefer in _PAINTED and not self.colours else self.prefer
        inputs = (self._modules, style, self.size)
        if inputs == self._fitted_to:
            return
        self._fitted_to = inputs
        before = self._fit
        self._fit = None
        if self._modules is not None:
            self._fit = fit(self._modules, *self.size, prefer=style, full_only=self._full_only)
        self._words = []
        if isinstance(self._fit, TooSmall) and self.size.width:
            self._words = wrap(self._no_room(self._fit), self.size.width)
        if self._fit != before:
            # A line is rendered on behalf of the screen, and a message bubbles up no further than its sender.
            self.post_message(self.Fitted(self, self._fit).set_sender(self))

    def _code_line(self, drawing: Drawing, y: int) -> Strip:
        y -= (self.size.height - drawing.rows) // 2
        if not 0 <= y < drawing.rows:
            return self._ground(self.size.width)
        left = (self.size.width - drawing.columns) // 2
        code = Strip(_painted(drawing, y), drawing.columns)
        return Strip.join([self._ground(left), code, self._ground(self.size.width - drawing.columns - left)])

    def _words_line(self, y: int) -> Strip:
        y -= max(0, self.size.height - len(self._words)) // 2
        if not 0 <= y < len(self._words):
            return self._ground(self.size.width)
        return Strip([Segment(self._words[y].center(self.size.width), self.visual_style.rich_style)])

    def _ground(self, width: int) -> Strip:
        return Strip.blank(width, self.visual_style.rich_style)


def _painted(drawing: Drawing, y: int) -> list[Segment]:
    if drawing.style not in _PAINTED:
        return [Segment(drawing.ink(y), _ON_WHITE if drawing.style is Style.INVERTED else _ON_BLACK)]
    return [
        Segment((" " if upper is lower else "▄") * sum(1 for _ in cells), _ON_WHITE if upper else _ON_BLACK)
        for (upper, lower), cells in groupby(drawing.row(y))
    ]
