"""What words are put into: pages with their parts, and remarks. Each voice shows them in its own way."""

import enum
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Exact(str):
    """Text to be copied as it stands: a command, a policy statement. It is never wrapped."""

    __slots__ = ()


class Label(NamedTuple):
    """The heading of what follows on a page."""

    text: str


class Steps(NamedTuple):
    """Sentences to be followed in order; a voice numbers them from 1."""

    steps: tuple[str, ...]


class Table(NamedTuple):
    """Names with what belongs to each: "You are", "alice"."""

    rows: tuple[tuple[str, str], ...]


class Listed(NamedTuple):
    """Things of one kind, each with what is to be known of it on lines of its own below."""

    items: tuple[tuple[str, ...], ...]


class Aside(NamedTuple):
    """Small print: for a support ticket, for example."""

    text: str


Part = str | Exact | Label | Steps | Table | Listed | Aside
"""A part of a page. A bare string is a paragraph."""


class Tone(enum.Enum):
    """How a remark is meant."""

    GOOD = enum.auto()
    NOTE = enum.auto()
    WARNING = enum.auto()


class Said(NamedTuple):
    """A remark in words: a sentence or two."""

    tone: Tone
    text: str


class Way(NamedTuple, Generic[T]):
    """One way to go on: what it answers, what it is called, and perhaps a line on what it means."""

    value: T
    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """A page with ways to go on.

    Attributes:
        heading: A few words, no full stop.
        parts: What the page says, from top to bottom.
        ways: The answers of the question, in its order.
        help: What the help page says about it, in a sentence or two.
        remark: What there is to say about what was just done, if anything.
        copyable: The text that is to be copied as it stands, if there is one.
        done: Whether the heading tells of something achieved.
        compact: Whether the ways are many and short, so that a meaning may stand beside its name.
    """

    heading: str
    parts: tuple[Part, ...] = ()
    ways: tuple[Way[T], ...] = ()
    help: str = ""
    remark: Said | None = None
    copyable: str = ""
    done: bool = False
    compact: bool = False
