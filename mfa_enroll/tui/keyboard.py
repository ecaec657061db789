"""Keys of keyboards that are set otherwise: Caps Lock, an input method left on, letters of another script.

A command is known by its place on the keyboard, as in other programs: who has a Cyrillic layout on presses the same
key for it.
"""

import unicodedata

from textual import events

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_LAYOUTS = (
    "йцукенгшщзфывапролдячсмить",  # Russian, Belarusian, Bulgarian (phonetic layouts type the Latin letters' places)
    "йцукенгшщзфівапролдячсмить",  # Ukrainian
    ";ςερτυθιοπασδφγηξκλζχψωβνμ",  # Greek; its q types a sign that is no command anywhere
    "/'קראטוןםפשדגכעיחלךזסבהנמצ",  # Hebrew
    "ضصثقفغعهخحشسيبلاتنمئءؤرلىة",  # Arabic
)
"""What the letters' keys of other layouts type, row by row."""

_PLACES = {
    ord(typed): latin for layout in _LAYOUTS for typed, latin in zip(layout, _LATIN, strict=True) if typed.isalpha()
}
_PLACES[ord("ل")] = "g"  # Arabic b types two letters, of which this is the first

_NAMES = {"?": "question_mark"}
"""Textual's names of the signs that are commands."""


def as_command(event: events.Key) -> None:
    """Read a key that types nothing as the command in its place: small Latin letters, ASCII digits, ``?``."""
    modifiers, plus, key = event.key.rpartition("+")
    typed = event.character if event.character and not plus else key
    if len(typed) != 1:
        return
    meant = _meant(typed)
    if meant != typed:
        event.key = f"{modifiers}{plus}{_NAMES.get(meant, meant)}"
        event.character = None if plus else meant


def _meant(typed: str) -> str:
    if unicodedata.east_asian_width(typed) == "F":
        typed = unicodedata.normalize("NFKC", typed)
    if typed.isdecimal():
        return str(int(typed))
    return typed.lower().translate(_PLACES) if typed.isalpha() else typed
