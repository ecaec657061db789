"""Text beside a mark, at every width."""

import functools
from collections.abc import Callable

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


def hanging(mark: Content, text: Content, width: int) -> Content:
    """The text wrapped in so many columns, the mark included, with every further line under the first."""
    indent = mark.cell_length
    lines = text.wrap(max(1, width - indent))
    return Content("\n").join([mark + lines[0], *(Content(" " * indent) + line for line in lines[1:])])


class Fitted(Visual):
    """Text that depends on the columns there are for it. ``at``: the text for so many columns, wrapped already."""

    def __init__(self, at: Callable[[int], Content]) -> None:
        self._at = functools.cache(at)  # it is measured many times for each time that it is drawn

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw it."""
        return self._at(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """What it takes of a container."""
        return self._at(container_width).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Its lines in so many columns."""
        return self._at(width).get_height(rules, width)
