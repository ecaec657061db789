"""Which statements a refusal, or a permission, comes from."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Decision, Policy, Request, Source, Verdict, decide
from mfa_enroll.policy.events import Step
from mfa_enroll.policy.statement import Scope, Statement
from mfa_enroll.policy.undecidable import Undecidable


class Part(enum.Enum):
    """What a statement has to do with a decision. The values are names for other programs."""

    ALLOWS = "allows"
    DENIES = "denies"
    OTHER_RESOURCE = "other-resource"
    """It allows the action on other resources."""
    CONDITION_NOT_MET = "condition-not-met"
    """It allows the action on the resource under conditions that are not met."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A statement that a decision comes from, where it stands, and the conditions that made it apply or kept it out."""

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


def causes(policies: Policies, asked: Request, verdict: Verdict) -> Iterator[Cause]:
    """The statements that the decision about a request comes from."""
    for source, index, policy in policies.all():
        for statement in policy.statements:
            if verdict.decision is Decision.ALLOWED and statement.name in verdict.statements:
                if source is Source.IDENTITY and _alone(policy, statement, asked) is Decision.ALLOWED:
                    yield Cause(source, index, statement, Part.ALLOWS, statement.conditions)
            elif verdict.decision is Decision.EXPLICITLY_DENIED and not statement.allows:
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
