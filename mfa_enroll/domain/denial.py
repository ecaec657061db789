"""What AWS says of the policies that made it deny a call: which kind of policy it was, and how."""

import enum
from dataclasses import dataclass


class DeniedBy(enum.Enum):
    """What came to a denial, as far as AWS's message says."""

    NOTHING_ALLOWS = enum.auto()
    """No policy of the user's allows the call."""
    STATEMENT = enum.auto()
    """A statement in a policy of the user's denies it."""
    BOUNDARY = enum.auto()
    """The user's permissions boundary."""
    SERVICE_CONTROL = enum.auto()
    """A service control policy of the organization."""
    OTHER_POLICY = enum.auto()
    """A policy of another kind: of the session, of a network endpoint, of the organization for resources."""
    UNSAID = enum.auto()


@dataclass(frozen=True, slots=True)
class Denial:
    """What AWS said of a denial.

    Attributes:
        by: What came to it.
        quotation: AWS's own sentence, cleaned and not longer than is sane; empty where there is none to quote.
    """

    by: DeniedBy = DeniedBy.UNSAID
    quotation: str = ""


NOTHING_SAID = Denial()
