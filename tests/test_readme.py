"""The README, held against the program."""

import re
from pathlib import Path

import mfa_enroll.words.troubles  # noqa: F401 - it loads every kind of trouble
from mfa_enroll.domain.trouble import Trouble

ROOT = Path(__file__).parents[1]


def _references(kind: type[Trouble]) -> list[str]:
    """Those of the kinds below one, or its own where there are none."""
    below = [each for each in kind.__subclasses__() if each.__module__.startswith("mfa_enroll.")]
    return [reference for each in below for reference in _references(each)] if below else [kind.reference]


def test_every_problem_is_in_the_table_by_its_reference() -> None:
    """The table holds the reference of every kind of trouble, once, and no other."""
    section = (ROOT / "README.md").read_text().partition("## When something goes wrong")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `(.+?)` \| .+ \|$", section, re.MULTILINE)
    assert sorted(named) == sorted(_references(Trouble))
