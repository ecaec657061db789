"""What the page of a trouble consists of, and how each kind gets one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from mfa_enroll.domain.keys import Origin
from mfa_enroll.domain.trouble import KeyTrouble, Trouble
from mfa_enroll.words.commands import of_profile
from mfa_enroll.words.sources import key_in_use, where

SEND = "Send the text below to your administrator. It is printed again when you leave."
WHEN_DONE = "When your administrator has done what it asks, run mfa-enroll again."


@dataclass(frozen=True, slots=True)
class TroublePage:
    """What the page of a trouble says.

    Attributes:
        heading: A few words, no full stop.
        happened: One or two sentences.
        steps: What to do next, in order, each a sentence or two.
        hand_over: What the administrator needs, exact and complete, to be copied as it stands: what AWS answered, and
            a policy statement or a command. Empty where nobody else is needed.
    """

    heading: str
    happened: str
    steps: tuple[str, ...]
    hand_over: str = ""


@singledispatch
def trouble_page(trouble: Trouble) -> TroublePage:
    """The page of a trouble. Each kind has one of its own, in the module of its subject."""
    raise NotImplementedError(trouble.reference)


Make = Callable[[Trouble], TroublePage]
Pages = Mapping[type[Trouble], Make]
Advice = str | Mapping[Origin, tuple[str, ...]]
"""A step, or the steps that depend on how keys were set."""


def says(heading: str, happened: str, *advice: Advice, hand_over: Callable[[Any], str] | None = None) -> Make:
    """How a page is made whose sentences are always the same, but for the facts that they name.

    ``{user.name}`` in them is a fact of the trouble. Of its keys they know ``{where}`` these come from, the sentence
    ``{key_in_use}``, and ``{of_profile}``: the option that names their profile to an aws command. What comes from
    outside is put in as a fact, and never before.
    """

    def make(trouble: Trouble) -> TroublePage:
        facts, origin = dict(vars(trouble)), Origin.ELSEWHERE
        if isinstance(trouble, KeyTrouble):
            keys, origin = trouble.keys, trouble.keys.origin
            facts |= {"where": where(keys), "key_in_use": key_in_use(keys), "of_profile": of_profile(keys.profile)}
        steps = (step for each in advice for step in ((each,) if isinstance(each, str) else each[origin]))
        return TroublePage(
            heading,
            happened.format_map(facts),
            tuple(step.format_map(facts) for step in steps),
            hand_over(trouble) if hand_over else "",
        )

    return make


def add_pages(pages: Pages) -> None:
    """Let ``trouble_page`` know these pages, too."""
    for kind, make in pages.items():
        trouble_page.register(kind, make)
