"""What becomes of each event under a user's policies: possible, not possible, or on what that depends."""

import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.context import request_context
from mfa_enroll.policy.decision import Decision, Policy, Request, Source, Verdict, decide
from mfa_enroll.policy.events import Credentials, Event, Step, steps, steps_without_deletion
from mfa_enroll.policy.statement import Scope, Statement
from mfa_enroll.policy.undecidable import UNKNOWN, Depends, Undecidable

if TYPE_CHECKING:
    from mfa_enroll.policy.patterns import Value

_MOST_CONDITIONS = 6
"""Unknown conditions that are tried both ways together: with more, nobody reads what it depends on."""

_MAY_BE_THERE = re.compile(
    r"aws:(?:principal|resource)tag/.+|iam:resourcetag/.+|aws:(?:principal|resource|vpce)org(?:id|paths)"
    r"|aws:sourcevpc|aws:sourcevpce|aws:sourcevpcarn|aws:vpcsourceip|aws:vpceaccount|aws:referer"
)
"""Keys, in lower case, that a user's request may carry with any value, beside those that it always carries."""

_VARIABLE = re.compile(r"\$\{\s*([^},]+)")


class Answer(enum.Enum):
    """Whether an event is possible. The values are names for other programs."""

    YES = "yes"
    NO = "no"
    DEPENDS = "depends"
    UNKNOWN = "unknown"
    """The policies say something whose meaning is not known here."""


class Part(enum.Enum):
    """What a statement has to do with a refusal. The values are names for other programs."""

    DENIES = "denies"
    OTHER_RESOURCE = "other-resource"
    """It allows the action on other resources."""
    CONDITION_NOT_MET = "condition-not-met"
    """It allows the action on the resource under conditions that are not met."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A statement that a refusal comes from: where it stands, and the conditions that made it apply, or kept it out."""

    source: Source
    index: int
    statement: Statement
    part: Part
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A call that is refused. Without causes, no statement names the action at all."""

    step: Step
    verdict: Verdict
    causes: tuple[Cause, ...]


Assumption = tuple[Condition, bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an event if the assumptions are true.

    Attributes:
        assumptions: Conditions, and whether they are met.
        answer: Whether it is possible then.
        allowed: Where it is, the names of the statements that allow it.
        obstacles: Where it is not, the calls that are refused.
        doubt: Where it is not known, what is not.
    """

    assumptions: tuple[Assumption, ...]
    answer: Answer
    allowed: tuple[str, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What becomes of an event.

    Attributes:
        event: The event.
        answer: Whether it is possible.
        outcomes: One; where it depends, one for each case that matters.
        without_deletion: What becomes of what remains of it without deleting the device; None where nothing does.
    """

    event: Event
    answer: Answer
    outcomes: tuple[Outcome, ...]
    without_deletion: Answer | None = None

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """The calls that are refused in the first case where any is."""
        return next((outcome.obstacles for outcome in self.outcomes if outcome.obstacles), ())


def outlook(policies: Policies, event: Event, user: IamUser) -> Outlook:
    """What becomes of an event for a user."""
    needed, spared = steps(event, user), steps_without_deletion(event, user)
    found = outcomes(policies, needed, user, work=event.is_work)
    without_deletion = _answer(outcomes(policies, spared, user)) if spared else None
    return Outlook(event, _answer(found), found, without_deletion)


def outcomes(policies: Policies, steps: Sequence[Step], user: IamUser, *, work: bool = False) -> tuple[Outcome, ...]:
    """What becomes of steps: in one case, or in each that matters. ``work``: one step that is let through will do."""
    return _Exploration(policies, user, work).outcomes(steps)


def _answer(outcomes: Sequence[Outcome]) -> Answer:
    answers = {outcome.answer for outcome in outcomes}
    if Answer.UNKNOWN in answers:
        return Answer.UNKNOWN
    return answers.pop() if len(answers) == 1 else Answer.DEPENDS


def request(policies: Policies, step: Step, user: IamUser, assumed: Mapping[Condition, bool]) -> Request:
    """A step as AWS is asked to authorize it. What cannot be known beforehand is UNKNOWN."""
    context: dict[str, Value] = {key.lower(): UNKNOWN for key in _named(policies) if _MAY_BE_THERE.fullmatch(key)}
    mfa = True if step.credentials is Credentials.MFA_SESSION else None
    known = request_context(user, mfa=mfa)
    context |= {key.lower(): value for key, value in known.items()}
    context["aws:resourceaccount"] = user.account
    if step.regional:
        context["aws:requestedregion"] = UNKNOWN
    return Request(step.action, step.resource, context, assumed)


def _named(policies: Policies) -> set[str]:
    """The keys that the policies name, in lower case: as condition keys and as variables."""
    keys = set()
    for _, _, policy in policies.all():
        for statement in policy.statements:
            texts = [*statement.resources.entries]
            for condition in statement.conditions:
                keys.add(condition.key.lower())
                texts += condition.values
            keys |= {key.strip().lower() for text in texts for key in _VARIABLE.findall(text)}
    return keys


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
        passed: list[Verdict] = []
        for step in dict.fromkeys(steps):
            asked = request(self.policies, step, self.user, assumed)
            try:
                verdict = self.policies.decide(asked)
            except Depends as depends:
                open_conditions.append(depends.condition)
            except Undecidable as undecidable:
                doubts.append(str(undecidable))
            else:
                if self._lets_through(verdict):
                    passed.append(verdict)
                else:
                    obstacles.append(Obstacle(step, verdict, tuple(_causes(self.policies, asked, verdict))))
        if obstacles and (not self.work or not (passed or open_conditions or doubts)):
            return (Outcome(assumptions, Answer.NO, obstacles=tuple(obstacles)),)
        possible = Outcome(assumptions, Answer.YES, tuple(dict.fromkeys(it for one in passed for it in one.statements)))
        if self.work and passed:
            return (possible,)
        if open_conditions and len(assumptions) < _MOST_CONDITIONS:
            return self._both_ways(steps, assumptions, open_conditions[0])
        if open_conditions or doubts:
            doubt = doubts[0] if doubts else f"it depends on more than {_MOST_CONDITIONS} conditions"
            return (Outcome(assumptions, Answer.UNKNOWN, doubt=doubt),)
        return (possible,)

    def _lets_through(self, verdict: Verdict) -> bool:
        # What the user's own policies do not allow of other services, others that are attached may.
        not_yet = verdict.decision is Decision.IMPLICITLY_DENIED and verdict.source is Source.IDENTITY
        return verdict.decision is Decision.ALLOWED or (self.work and not_yet)

    def _both_ways(
        self, steps: Sequence[Step], assumptions: tuple[Assumption, ...], condition: Condition
    ) -> tuple[Outcome, ...]:
        met, unmet = (self.outcomes(steps, (*assumptions, (condition, holds))) for holds in (True, False))
        if len(met) == len(unmet) == 1 and _tell_the_same(met[0], unmet[0]):
            return (replace(met[0], assumptions=assumptions),)
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


def _causes(policies: Policies, asked: Request, verdict: Verdict) -> Iterator[Cause]:
    for source, index, policy in policies.all():
        for statement in policy.statements:
            if verdict.decision is Decision.EXPLICITLY_DENIED and not statement.allows:
                if _alone(policy, statement, asked) is Decision.EXPLICITLY_DENIED:
                    yield Cause(source, index, statement, Part.DENIES, statement.conditions)
            elif verdict.decision is Decision.IMPLICITLY_DENIED and statement.allows and source is verdict.source:
                yield from _near_miss(source, index, policy, statement, asked)


def _near_miss(source: Source, index: int, policy: Policy, statement: Statement, asked: Request) -> Iterator[Cause]:
    """Why a statement that allows the action does not allow this request; nothing if it is about other actions."""
    anywhere = replace(statement, resources=Scope(("*",), inverted=False))
    if _alone(policy, replace(anywhere, conditions=()), asked) is not Decision.ALLOWED:
        return
    if _alone(policy, replace(statement, conditions=()), asked) is not Decision.ALLOWED:
        yield Cause(source, index, statement, Part.OTHER_RESOURCE)
        return
    unmet = (
        condition
        for condition in statement.conditions
        if _alone(policy, replace(anywhere, conditions=(condition,)), asked) is not Decision.ALLOWED
    )
    yield Cause(source, index, statement, Part.CONDITION_NOT_MET, tuple(unmet))


def _alone(policy: Policy, statement: Statement, asked: Request) -> Decision | None:
    """What the statement alone decides; None where that is not known."""
    try:
        return decide([replace(policy, statements=(statement,))], asked).decision
    except Undecidable:
        return None
