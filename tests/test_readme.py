"""The README, held against the program."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_problems_are_quoted_as_they_are_shown() -> None:
    """What the README says you see is, word for word, in the program."""
    section = (ROOT / "README.md").read_text().partition("## When something goes wrong")[2].partition("\n## ")[0]
    quoted = re.findall(r"^\| (?!You see|-)(.+?) \|", section, re.MULTILINE)
    assert quoted
    sources = "\n".join(file.read_text() for file in (ROOT / "mfa_enroll").rglob("*.py"))
    for words in quoted:
        # An ellipsis stands for what differs from time to time.
        for part in words.split("…"):
            assert part.strip() in sources, words
