"""The check of a user's policies: every event, with what to change where it is not as it should be."""

from dataclasses import dataclass

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.changes import Change, change, change_for_all
from mfa_enroll.policy.events import Event
from mfa_enroll.policy.outlook import Answer, Outlook, outlook


@dataclass(frozen=True, slots=True)
class Check:
    """What was found.

    Attributes:
        user: Whose policies they are.
        outlooks: One for each event.
        changes: What to change for an event, where something has to be.
        together: What to change for all events at once, where there is more than one to change for.
    """

    user: IamUser
    outlooks: tuple[Outlook, ...]
    changes: dict[Event, Change]
    together: Change | None

    @property
    def answer(self) -> Answer:
        """Whether all events are possible that users are meant to be able to do."""
        answers = [outlook.answer for outlook in self.outlooks if outlook.event.is_wanted]
        order = (Answer.NO, Answer.UNKNOWN, Answer.DEPENDS)
        return next((answer for answer in order if answer in answers), Answer.YES)


def check(policies: Policies, user: IamUser) -> Check:
    """Check a user's policies."""
    return Check(
        user,
        outlooks=tuple(outlook(policies, event, user) for event in Event),
        changes={event: found for event in Event if (found := change(policies, event, user))},
        together=change_for_all(policies, user),
    )
