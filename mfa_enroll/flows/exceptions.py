"""The turns that a story takes, as exceptions.

::

    Leave                  the person wants to go
      └─ LeftUnanswered    before AWS said who they are and what is on
    GoBack                 the person wants what was before a question once more
    Ended                  the story is over before its last line, with an outcome
    StartOver              what the story began with does not hold any more

    Stopped                a story cannot go on (in ``domain/trouble.py``)
      └─ CallFailed        a call to AWS did not succeed
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mfa_enroll.domain.trouble import Incident
    from mfa_enroll.flows.outcome import Outcome


class Leave(Exception):
    """The person wants to go.

    Attributes:
        because: The incident they were shown last, if that is why.
        left_behind: The serial number of an unfinished device that stays in AWS.
        unanswered: Whether they go before AWS had said who they are and what is on.
    """

    unanswered = False

    def __init__(self, because: "Incident | None" = None, left_behind: str = "") -> None:
        super().__init__()
        self.because = because
        self.left_behind = left_behind


class LeftUnanswered(Leave):
    """The person went before AWS had said who they are and what is on."""

    unanswered = True


class GoBack(Exception):
    """The person wants what was before this question once more: a choice, or the home page."""


class Ended(Exception):
    """The story is over, with this outcome."""

    def __init__(self, outcome: "Outcome") -> None:
        super().__init__()
        self.outcome = outcome


class StartOver(Exception):
    """What the story began with does not hold any more: it starts anew."""
