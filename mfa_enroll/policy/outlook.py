"""What becomes of each event under a user's policies: possible, not possible, or on what that depends."""

import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.asking import decide, request, settled
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.causes import Cause, Obstacle, Part, causes
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Decision, Source, Verdict
from mfa_enroll.policy.events import Event, Step, steps, steps_in_an_old_session, steps_without_deletion
from mfa_enroll.policy.undecidable import Depends, Undecidable

_MOST_CONDITIONS = 6
"""Unknown conditions that are tried both ways together: with more, nobody reads what it depends on."""


class Answer(enum.Enum):
    """Whether an event is possible. The values are names for other programs."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    UNKNOWN = "unknown"
    """The policies say something whose meaning is not known here."""


Assumption = tuple[Condition, bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an event if the assumptions are true.

    Attributes:
        assumptions: Conditions, and whether they are met.
        answer: Whether it is possible then.
        allowed: Where it is, the statements that allow it.
        obstacles: Where it is not, the calls that are refused; where a role is the one way, the other calls.
        doubt: Where it is not known, what is not.
        through_role: Whether taking on a role is the one way to work with other services.
    """

    assumptions: tuple[Assumption, ...]
    answer: Answer
    allowed: tuple[Cause, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    doubt: str = ""
    through_role: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of an event.

    Attributes:
        event: The event.
        answer: Whether it is possible.
        outcomes: One; where it depends, one for each case that matters.
        without_deletion: What becomes of what remains of it without deleting the device; None where nothing does.
        old_session: For work that is possible in a new session and refused in an old one, the calls refused then.
    """

    event: Event
    answer: Answer
    outcomes: tuple[Outcome, ...]
    without_deletion: Answer | None = None
    old_session: tuple[Obstacle, ...] = ()

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """The calls that are refused in the first case where any is."""
        return next((outcome.obstacles for outcome in self.outcomes if outcome.obstacles), ())


def outlook(policies: Policies, event: Event, user: IamUser) -> Outlook:
    """What becomes of an event for a user."""
    needed, spared = steps(event, user), steps_without_deletion(event, user)
    found = outcomes(policies, needed, user, work=event.is_work)
    without_deletion = _answer(outcomes(policies, spared, user)) if spared else None
    later = outcomes(policies, steps_in_an_old_session(event, user), user, work=True)
    new = _refused(later) - _refused(found)
    old_session = tuple(obstacle for obstacle in later[0].obstacles if obstacle.step.action in new)
    return Outlook(event, _answer(found), found, without_deletion, old_session)


def outcomes(policies: Policies, steps: Sequence[Step], user: IamUser, *, work: bool = False) -> tuple[Outcome, ...]:
    """What becomes of steps: in one case, or in each that matters. ``work``: one step that is let through will do."""
    return _Exploration(policies, user, work).outcomes(steps)


def _answer(outcomes: Sequence[Outcome]) -> Answer:
    answers = {outcome.answer for outcome in outcomes}
    if Answer.UNKNOWN in answers:
        return Answer.UNKNOWN
    is_one = len(answers) == len({outcome.through_role for outcome in outcomes}) == 1
    return answers.pop() if is_one else Answer.DEPENDS


def _refused(outcomes: Sequence[Outcome]) -> set[str]:
    """The actions that are refused in every case."""
    return set.intersection(*({obstacle.step.action for obstacle in each.obstacles} for each in outcomes))


@dataclass(frozen=True, slots=True)
class _Exploration:
    """Tries every unknown condition that matters both ways. ``work``: one call that is let through will do."""

    policies: Policies
    user: IamUser
    work: bool = False

    def outcomes(self, steps: Sequence[Step], assumptions: tuple[Assumption, ...] = ()) -> tuple[Outcome, ...]:
        """What becomes of the steps, with as few cases as tell it."""
        assumed = dict(_with_opposites(assumptions))
        obstacles, open_conditions, doubts = [], [], []
        passed: dict[Step, list[Cause]] = {}
        for step in dict.fromkeys(steps):
            asked = request(self.policies, step, self.user, assumed)
            policies = settled(self.policies, asked)
            try:
                verdict = decide(policies, asked)
            except Depends as depends:
                open_conditions.append(depends.condition)
            except Undecidable as undecidable:
                doubts.append(str(undecidable))
            else:
                found = causes(policies, asked, verdict)
                if self._lets_through(verdict):
                    passed[step] = [cause for cause in found if cause.part is Part.ALLOWS]
                else:
                    obstacles.append(Obstacle(step, verdict, tuple(found)))
        if obstacles and (not self.work or not (passed or open_conditions or doubts)):
            return (Outcome(assumptions, Answer.NO, obstacles=tuple(obstacles)),)
        allowed = {(it.source, it.index, it.statement.name): it for found in passed.values() for it in found}
        possible = Outcome(assumptions, Answer.YES, tuple(allowed.values()))
        if self.work and not all(step.takes_role for step in passed):
            return (possible,)
        if open_conditions and len(assumptions) < _MOST_CONDITIONS:
            return self._both_ways(steps, assumptions, open_conditions[0])
        if open_conditions or doubts:
            doubt = doubts[0] if doubts else f"it depends on more than {_MOST_CONDITIONS} conditions"
            return (Outcome(assumptions, Answer.UNKNOWN, doubt=doubt),)
        return (replace(possible, obstacles=tuple(obstacles), through_role=True) if obstacles else possible,)

    def _lets_through(self, verdict: Verdict) -> bool:
        # What the user's own policies do not allow of other services, others that are attached may.
        not_yet = verdict.decision is Decision.IMPLICITLY_DENIED and verdict.source is Source.IDENTITY
        return verdict.decision is Decision.ALLOWED or (self.work and not_yet)

    def _both_ways(
        self, steps: Sequence[Step], assumptions: tuple[Assumption, ...], condition: Condition
    ) -> tuple[Outcome, ...]:
        met, unmet = (self.outcomes(steps, (*assumptions, (condition, holds))) for holds in (True, False))
        if len(met) == len(unmet) == 1 and _tell_the_same(met[0], unmet[0]):
            either_way = {cause.statement for cause in unmet[0].allowed}
            allowed = tuple(cause for cause in met[0].allowed if cause.statement in either_way)
            return (replace(met[0], assumptions=assumptions, allowed=allowed or met[0].allowed),)
        return (*met, *unmet)


def _tell_the_same(one: Outcome, other: Outcome) -> bool:
    same_steps = [it.step for it in one.obstacles] == [it.step for it in other.obstacles]
    return one.answer is other.answer and same_steps and one.doubt == other.doubt


def _with_opposites(assumptions: Iterable[Assumption]) -> Iterator[Assumption]:
    """The assumptions, and that a condition and the one that negates it are never both met, nor both unmet."""
    for condition, holds in assumptions:
        yield condition, holds
        if not (":" in condition.operator or condition.operator.endswith("IfExists") or condition.operator == "Null"):
            for operator in _opposites(condition.operator):
                yield replace(condition, operator=operator), not holds


def _opposites(operator: str) -> tuple[str, ...]:
    if "Not" in operator:
        return (operator.replace("Not", ""),)
    kind = re.match("String|Arn|Numeric|Date", operator)
    return (f"{kind[0]}Not{operator[kind.end() :]}",) if kind else (f"Not{operator}",)
