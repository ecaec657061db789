"""Text from outside, made fit to be shown."""


def clean(text: str) -> str:
    """``text`` fit for a terminal: control, format and other invisible characters become U+FFFD."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
