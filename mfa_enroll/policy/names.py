"""The names of the actions of IAM and STS.

``actions.txt`` has the calls that botocore's service models know, and the permissions without a call that the Service
Authorization Reference lists for both. A test holds it against the installed botocore and names the lines that differ.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from mfa_enroll.policy import patterns

_SERVICES = ("iam:", "sts:")


@cache
def actions() -> Mapping[str, str]:
    """All names, by themselves in lower case: policies match actions without case."""
    lines = files(__package__).joinpath("actions.txt").read_text(encoding="utf-8").split()
    return {line.lower(): line for line in lines}


def is_unknown(entry: str) -> bool:
    """Whether an Action entry is about IAM or STS and names none of their actions, wildcards included."""
    lower = entry.lower()
    known = lower in actions() or any(covers(lower, action) for action in actions())
    return lower.startswith(_SERVICES) and not known


def nearest(entry: str) -> str | None:
    """The action whose name is most like that of an unknown entry, if one is close to it."""
    close = get_close_matches(entry.lower(), actions(), n=1, cutoff=0.85)
    return actions()[close[0]] if close else None


def names(entry: str, action: str) -> bool:
    """Whether an Action entry, which may hold wildcards, names the action."""
    return covers(entry.lower(), action.lower())


def covers(text: str, value: str) -> bool:
    """Whether policy text with wildcards, and without variables, fits the whole value."""
    pattern = patterns.resolve(text, {}, variables=False)
    return pattern is not None and patterns.matches(pattern, value)
