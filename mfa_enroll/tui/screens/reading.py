"""A screen that is read and typed on in windows of every size."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.visual import visualize
from textual.widget import Widget
from textual.widgets import Input, OptionList

from mfa_enroll.tui.bindings import bind
from mfa_enroll.words import keys

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.widgets.option_list import Option

_SCROLLS = "#body, #panel"
"""What scrolls where the window is small; a page has one or the other."""

_READABLE = 3
"""Rows that are to be left to the body. Where what is above and below it leaves less, the screen scrolls as one."""

_AS_ONE = "-as-one"


class ReadingScreen(Screen[None]):
    """Reads on where not all is in sight, and brings back into sight what is typed or marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("pagedown,space", "read_on", keys.MORE, display="PgDn"),
        Binding("pageup", "read_back", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._marked: Option | None = None

    def on_mount(self) -> None:
        """Offer to read on as soon as not all is in sight."""
        for scrolling in (self, *self.query(_SCROLLS)):
            self.watch(scrolling, "show_vertical_scrollbar", self.refresh_bindings)
        self.screen_layout_refresh_signal.subscribe(self, self._share_rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is more to read only where something scrolls; what is not displayed keeps the bar that it had.

        Nothing does yet where a footer asks for a page that is about to be composed.
        """
        del parameters
        if action not in {"read_on", "read_back"}:
            return True
        scrolling = [self] if self.has_class(_AS_ONE) else self.query(_SCROLLS)
        return any(each.display and each.show_vertical_scrollbar for each in scrolling)

    def action_read_on(self) -> None:
        """Scroll on by what is in sight."""
        self._scrolling.scroll_relative(y=self._rows_in_sight, animate=False, immediate=True)

    def action_read_back(self) -> None:
        """Scroll it back."""
        self._scrolling.scroll_relative(y=-self._rows_in_sight, animate=False, immediate=True)

    @property
    def _scrolling(self) -> Widget:
        return self if self.has_class(_AS_ONE) else self.query_one(_SCROLLS)

    @property
    def _rows_in_sight(self) -> int:
        return self._room if self.has_class(_AS_ONE) else self._scrolling.scrollable_content_region.height

    @property
    def _room(self) -> int:
        """Rows between the title bar and the footer."""
        bars = [each for each in self.children if each.display and each.styles.dock in {"top", "bottom"}]
        return self.size.height - sum(each.outer_size.height for each in bars)

    def _share_rows(self, _: Screen[object]) -> None:
        """Scroll as one, or only the body, by what the rest leaves to it."""
        body = self.query("#body")
        rest = [each for each in self.children if each.display and each.styles.dock == "none" and each not in body]
        taken = sum(each.outer_size.height + each.styles.margin.height for each in rest)
        as_one = any(each.display for each in body) and self._room - taken < _READABLE
        if as_one is not self.has_class(_AS_ONE):
            self.set_class(as_one, _AS_ONE)
            self._fit_again()

    @on(events.Resize)
    def _fit_again(self) -> None:
        self.refresh_bindings()
        if isinstance(self.focused, Input):
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    @on(Input.Changed)
    def _show_typed(self, event: Input.Changed) -> None:
        """Wherever the person has read on to."""
        event.input.scroll_visible(animate=False)

    @on(OptionList.OptionHighlighted)
    def _show_marked(self, event: OptionList.OptionHighlighted) -> None:
        """Likewise; but the first way is marked from the start, and a page is read from its top."""
        marked_before, self._marked = self._marked, event.option
        if marked_before is not None and self.has_class(_AS_ONE):
            ways, width = event.option_list, event.option_list.size.width
            rules = cast("RulesMap", ways.styles)
            rows = [visualize(ways, way.prompt).get_height(rules, width) for way in ways.options]
            top = ways.virtual_region.offset + Offset(0, sum(rows[: event.option_index]))
            entry = Region(top.x, top.y, width, rows[event.option_index])
            self.scroll_to_region(entry, spacing=ways.dock_gutter, animate=False)
