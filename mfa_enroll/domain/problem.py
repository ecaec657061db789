"""A problem as a page for people: what happened, what to do next, and who can."""

import enum
from dataclasses import dataclass


class Who(enum.Enum):
    """Who can do what the page asks for, as the line above the steps says it."""

    YOU = "What you can do"
    ADMINISTRATOR = "What to do, with your administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One page.

    Attributes:
        title: A few words, no full stop.
        happened: One or two sentences.
        steps: What to do next, in order, each a sentence or two.
        who: Who can do it.
        hand_over: What the administrator needs, exact and complete, to be copied as it stands:
            a policy statement or a command. Empty where nobody else is needed.
        left_behind: Serial number of an unfinished device that is, or may be, still in AWS. Empty where there is none.
        answer: What AWS answered, for a support ticket: error code, call and request id. Empty where AWS was not asked.
        can_retry: Whether trying again from here can help.
        leads_back: Whether there is nothing to try, and the same leads back to where the person chose.
    """

    title: str
    happened: str
    steps: tuple[str, ...]
    who: Who
    hand_over: str = ""
    left_behind: str = ""
    answer: str = ""
    can_retry: bool = False
    leads_back: bool = False


class Stopped(Exception):
    """The story cannot go on, for the reason on the page."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title)
        self.problem = problem
