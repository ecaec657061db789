"""Deciding with doubts: what is certain counts, and a doubt counts only where it would change the answer."""

import enum
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from mfa_enroll.policy.conditions import Condition

_Item = TypeVar("_Item")


class Unknown(enum.Enum):
    """The one value UNKNOWN: a key that the request carries, or may carry, with a value that is not known here."""

    UNKNOWN = enum.auto()


UNKNOWN: Final = Unknown.UNKNOWN


class Undecidable(Exception):
    """The policies say something whose effect on this request is not known here, and it matters.

    Attributes:
        reason: What is not known.
        statement: The name of the statement that says it, or empty.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.statement = ""

    def __str__(self) -> str:
        return f"{self.statement}: {self.reason}" if self.statement else self.reason


class Depends(Undecidable):
    """The decision hangs on a condition whose outcome depends on a key with the value UNKNOWN."""

    def __init__(self, condition: Condition) -> None:
        super().__init__(f"{condition.operator} {condition.key} depends on what is not known of this request")
        self.condition = condition


class UnknownKey(Undecidable):
    """A policy variable stands for a key with the value UNKNOWN."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the value of {key} is not known here")
        self.key = key


def weightier(first: Undecidable | None, second: Undecidable) -> Undecidable:
    """Choose the doubt to speak of: one that an assumption about the request can settle, else the first."""
    return second if first is None or (isinstance(second, Depends) and not isinstance(first, Depends)) else first


def some(items: Iterable[_Item], holds: Callable[[_Item], bool]) -> bool:
    """Whether ``holds`` is true of at least one item.

    Raises:
        Undecidable: where none is certain to hold and one is doubtful. ``Depends`` where there is a choice.
    """
    doubt: Undecidable | None = None
    for item in items:
        try:
            if holds(item):
                return True
        except Undecidable as undecidable:
            doubt = weightier(doubt, undecidable)
    if doubt is not None:
        raise doubt
    return False


def every(items: Iterable[_Item], holds: Callable[[_Item], bool]) -> bool:
    """Whether ``holds`` is true of all items.

    Raises:
        Undecidable: where none is certain not to hold and one is doubtful. ``Depends`` where there is a choice.
    """
    return not some(items, lambda item: not holds(item))
