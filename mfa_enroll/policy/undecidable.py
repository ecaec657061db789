"""Deciding with doubts: what is certain counts, and a doubt counts only where it would change the answer."""

from collections.abc import Callable, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")


class Undecidable(Exception):
    """The policies say something whose effect on this request is not known here, and it matters."""


def some(items: Iterable[_Item], holds: Callable[[_Item], bool]) -> bool:
    """Whether ``holds`` is true of at least one item.

    Raises:
        Undecidable: for the first doubtful item, where none is certain to hold.
    """
    doubt: Undecidable | None = None
    for item in items:
        try:
            if holds(item):
                return True
        except Undecidable as undecidable:
            doubt = doubt or undecidable
    if doubt is not None:
        raise doubt
    return False


def every(items: Iterable[_Item], holds: Callable[[_Item], bool]) -> bool:
    """Whether ``holds`` is true of all items.

    Raises:
        Undecidable: for the first doubtful item, where none is certain not to hold.
    """
    return not some(items, lambda item: not holds(item))
