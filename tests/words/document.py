"""A page as text, to be read in a document."""

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from mfa_enroll.words.page import Aside, Exact, Label, Listed, Page, Part, Said, Steps, Table, Tone, Way

_MARKS = {Tone.GOOD: "✓ ", Tone.NOTE: "", Tone.WARNING: "! "}


def headed(title: str, lines: Iterable[str]) -> str:
    """A section of the document. ``title`` says what it is an example of."""
    return "\n".join([f"──── {title} ────", *lines, ""])


def document(pages: Iterable[Page[Any]], width: int) -> str:
    """The pages one after the other."""
    return "\n".join("\n".join(["─" * width, *page(each, width), ""]) for each in pages)


def prose(text: str, width: int, mark: str = "") -> list[str]:
    """A paragraph in so many columns behind a mark, its further lines under the first."""
    indent = " " * len(mark)
    return wrap(
        text, width, initial_indent=mark, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [""]


def paragraphs(texts: Iterable[str | Exact], width: int) -> Iterator[str]:
    """Last words: what is exact as it stands, and the rest wrapped."""
    for text in texts:
        yield from text.split("\n") if isinstance(text, Exact) else prose(text, width)


def remark(said: Said, width: int) -> list[str]:
    """A remark behind its mark."""
    return prose(said.text, width, _MARKS[said.tone])


def page(page: Page[Any], width: int, *, in_brief: bool = False) -> Iterator[str]:
    """All that a page says; ``in_brief`` without the ways and the help."""
    yield f"{'✓ ' if page.done else ''}{page.heading}"
    for part in page.parts:
        yield ""
        yield from _part(part, width)
    if page.remark:
        yield ""
        yield from remark(page.remark, width)
    if in_brief:
        return
    if page.ways:
        yield ""
    for number, way in enumerate(page.ways, start=1):
        yield from _way(number, way, width, compact=page.compact)
    if page.help:
        yield ""
        yield from prose(page.help, width, "? ")


def _way(number: int, way: Way[Any], width: int, *, compact: bool) -> Iterator[str]:
    if compact:
        yield f"[{number}] {way.name.ljust(32)}{way.meaning}".rstrip()
        return
    yield from prose(way.name, width, f"[{number}] ")
    if way.meaning:
        yield from prose(way.meaning, width, "    ")


def _part(part: Part, width: int) -> Iterator[str]:
    match part:
        case Label(text) | Aside(text):
            yield from prose(text, width, "· " if isinstance(part, Aside) else "")
        case Steps(steps):
            yield from (line for n, step in enumerate(steps, start=1) for line in prose(step, width, f"{n}. "))
        case Table(rows):
            column = max(len(name) for name, _ in rows) + 2
            yield from (line for name, value in rows for line in prose(value, width, name.ljust(column)))
        case Listed(items):
            yield from (f"{'    ' if n else '  '}{line}" for item in items for n, line in enumerate(item))
        case Exact():
            yield from part.split("\n")
        case str():
            yield from prose(part, width)
