"""Text that somebody out there would like to see on the terminal, and a sound way to tell that it is not.

Every escape sequence in it carries :data:`MARK` as a parameter or as text. Nothing else that is written does, so an
escape that got through whole is known by the mark, and one that got through in part is not one that Textual writes.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from typing import TypeVar

import hypothesis.strategies as st
from hypothesis import settings

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import Trouble
from mfa_enroll.words.troubles import trouble_page

MARK = "31337"

ESCAPES = (
    f"\x1b[{MARK}m", f"\x1b[{MARK};1H", f"\x1b[?{MARK}h", f"\x1b]0;{MARK}\x07", f"\x1b]52;c;{MARK}\x1b\\",
    f"\x1b]8;;http://{MARK}\x1b\\", f"\x1bP{MARK}\x1b\\", f"\x9b{MARK}m", f"\x9d52;c;{MARK}\x9c",
    "\x1b", "\x1bc", "\x9b", "\x00", "\x07", "\x08\x08\x08", "\x0e", "\x7f", "\x85", "\r", "\n\n", "\t",
    "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff", "\U000e0041",
)  # fmt: skip
"""Sequences of ECMA-48 in seven and eight bits, lone controls, and what hides or turns round text in Unicode."""

MARKUP = ("[red]", "[/]", "[/red]", "[b", "[@click=app.quit]x[/]", "$text", "[link=http://x]", ":warning:", "[[", "\\[")
"""What Rich and Textual would read as markup, whole and broken."""

SIGNS = (
    *("'", '"', "`", "$(id)", "${aws:username}", "&#x9b;", "]]>", "<x/>", "\\", "%s", "{0}"),
    *(";", "#", "*", "?", "é", "東"),
)
"""What shells, JSON, XML, formats and policies take for something of their own."""

PIECES = st.sampled_from((*ESCAPES, *MARKUP, *SIGNS))
TEXT = st.lists(PIECES | st.text(max_size=8), max_size=6).map("".join)
"""Short text, hostile or harmless."""

HUGE = st.builds(lambda piece, many: (piece * many)[:200_000], PIECES, st.sampled_from([300, 5_000, 100_000]))
"""More of it than anybody can have meant."""

T = TypeVar("T")


def examples(count: int) -> Callable[[T], T]:
    """How many examples a test tries; a search tries twenty times as many."""
    searching = not settings().derandomize
    return settings(max_examples=count * 20 if searching else count)


LONGEST = 30_000
"""Characters of a page that can be drawn without delay: far more than any page has."""


def strings(value: object) -> Iterable[str]:
    """All text in a domain value but what is secret."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Secret):
        return
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)


def assert_page(trouble: Trouble) -> None:
    """A trouble has a page that says what happened and what to do next, and is fit for a terminal."""
    page = trouble_page(trouble)
    assert page.heading
    assert page.happened
    assert page.steps
    assert_fit(page)


def assert_fit(value: object) -> None:
    """Nothing in the value would do anything to a terminal but print, and it is not more than a terminal can show."""
    found = list(strings(value))
    for text in found:
        assert text.replace("\n", "").isprintable(), text
    assert sum(map(len, found)) <= LONGEST


_WRITTEN = re.compile(
    r"\x1b\[[0-9;]*[Hm]"  # places and colours
    r"|\x1b\[\?[0-9;]+[hl]"  # modes, of which "begin synchronized update" comes with every frame
    r"|\x1b\]22;[a-z-]*\x07"  # the mouse pointer's shape
    r"|\r?\n"
)
"""What Textual writes of its own accord between the words of a page."""


def assert_tame(written: str) -> None:
    """What was written to a terminal holds no control sequence but the app's own."""
    bare = _WRITTEN.sub("", written)
    assert bare.isprintable(), re.findall(r".{0,20}[^\x20-\x7e].{0,20}", bare)[:3]
    sequences = "".join(_WRITTEN.findall(written))
    assert MARK not in sequences
