"""Text from outside, made fit to be shown."""


def clean(text: str) -> str:
    """``text`` fit for a terminal: control, format and other invisible characters become U+FFFD."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "•": "*", "–": "-", "—": "-", "×": "x", "→": "->", "✓": "+"}
)


def writable(text: str, encoding: str) -> str:
    """The text as it can be written in an encoding: with plain signs for those that it lacks, and else with "?"."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    return text
