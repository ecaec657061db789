"""A step as AWS is asked to authorize it, with what cannot be known of it beforehand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy import patterns
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.context import request_context
from mfa_enroll.policy.decision import Request, Verdict
from mfa_enroll.policy.events import Credentials, Step
from mfa_enroll.policy.statement import Statement
from mfa_enroll.policy.undecidable import UNKNOWN, Depends, Undecidable, UnknownKey

if TYPE_CHECKING:
    from mfa_enroll.policy.patterns import Value

_MAY_BE_THERE = re.compile(
    r"aws:(?:principal|resource)tag/.+|iam:resourcetag/.+|aws:(?:principal|resource|vpce)org(?:id|paths)"
    r"|aws:sourcevpc|aws:sourcevpce|aws:sourcevpcarn|aws:vpcsourceip|aws:vpceaccount|aws:referer"
)
"""Keys, in lower case, that a user's request may carry with any value, beside those that it always carries."""

_OF_THE_RESOURCE = re.compile(r"(?:aws|iam):resourcetag/.+")
_VARIABLE = re.compile(r"\$\{\s*([^},]+)")


def request(policies: Policies, step: Step, user: IamUser, assumed: Mapping[Condition, bool]) -> Request:
    """A step as AWS is asked to authorize it. What cannot be known beforehand is UNKNOWN, unless assumptions tell it.

    A device has no tags: none when it is to be created, and this program creates it without.
    """
    mfa = True if step.credentials is Credentials.MFA_SESSION else None
    context = {key.lower(): value for key, value in request_context(user, mfa=mfa, session_age=step.age).items()}
    context["aws:resourceaccount"] = user.account
    if step.regional:
        context["aws:requestedregion"] = UNKNOWN
    conditions = [*_conditions(policies)]
    there = {condition: _asks_for_it(condition) for condition in conditions if condition.key.lower() in context}
    for key in _named(policies, conditions) - context.keys():
        on_device = step.resource == user.device_serial and _OF_THE_RESOURCE.fullmatch(key)
        if _MAY_BE_THERE.fullmatch(key) and not on_device:
            context[key] = UNKNOWN
    certain = {condition: met for condition, met in there.items() if met is not None}
    return Request(step.action, step.resource, _with_assumed(context, assumed), {**assumed, **certain})


def _asks_for_it(condition: Condition) -> bool | None:
    """Whether a Null condition is met by a key that is there; None for other conditions."""
    wanted = {value.lower() for value in condition.values}
    return "false" in wanted if condition.operator == "Null" and wanted <= {"true", "false"} else None


def _with_assumed(context: "dict[str, Value]", assumed: Mapping[Condition, bool]) -> "dict[str, Value]":
    """The keys, with the values of those that the assumptions say are equal to one text, or not there."""
    for condition, met in assumed.items():
        key = condition.key.lower()
        if context.get(key) is UNKNOWN and len(condition.values) == 1 and "${" not in condition.values[0]:
            if condition.operator == "StringEquals" and met:
                context[key] = condition.values[0]
            elif _asks_for_it(condition) is not None and _asks_for_it(condition) is not met:
                del context[key]
    return context


def _conditions(policies: Policies) -> Iterator[Condition]:
    for _, _, policy in policies.all():
        for statement in policy.statements:
            yield from statement.conditions


def _named(policies: Policies, conditions: list[Condition]) -> set[str]:
    """The keys that the policies name, in lower case: as condition keys and as variables."""
    texts = [text for condition in conditions for text in condition.values]
    for _, _, policy in policies.all():
        texts += [entry for statement in policy.statements for entry in statement.resources.entries]
    variables = {key.strip().lower() for text in texts for key in _VARIABLE.findall(text)}
    return variables | {condition.key.lower() for condition in conditions}


def settled(policies: Policies, asked: Request) -> Policies:
    """The policies without the Resource entries that cannot be about the resource, by what is assumed of variables."""
    for source, index, policy in policies.all():
        statements = tuple(_settled(statement, asked) for statement in policy.statements)
        if statements != policy.statements:
            policies = policies.exchanging(source, index, replace(policy, statements=statements))
    return policies


def decide(policies: Policies, asked: Request) -> Verdict:
    """What settled policies decide.

    Raises:
        Depends: where that hangs on a condition, or on the value of a variable in a Resource: then the condition is
            that the variable has the one value with which the entry is about the resource.
        Undecidable: where it hangs on something else.
    """
    try:
        return policies.decide(asked)
    except UnknownKey as doubt:
        for _, _, policy in policies.all():
            for statement in policy.statements:
                for entry in statement.resources.entries if statement.name == doubt.statement else ():
                    question = _question(statement, entry, asked)
                    if question:
                        raise Depends(question) from None
        raise


def _settled(statement: Statement, asked: Request) -> Statement:
    def may_fit(entry: str) -> bool:
        question = _question(statement, entry, asked)
        return question is None or (bool(question.values) and asked.assumed.get(question, True))

    entries = statement.resources.entries
    kept = tuple(entry for entry in entries if may_fit(entry))
    return statement if kept == entries else replace(statement, resources=replace(statement.resources, entries=kept))


def _question(statement: Statement, entry: str, asked: Request) -> Condition | None:
    """With which value of an unknown variable an entry is about the resource; no values where it is with none.

    None where the entry has no such variable, or where that cannot be told: with wildcards beside it, for one.
    """
    unknown = [key for key in _VARIABLE.findall(entry) if asked.context.get(key.lower()) is UNKNOWN]
    if not unknown or not statement.variables:
        return None
    part, resource = (arn.split(":", patterns.COLONS_BEFORE_RESOURCE)[-1] for arn in (entry, asked.resource))
    before, variable, after = part.partition(f"${{{unknown[0]}}}")
    try:
        around = [patterns.resolve(text, asked.context, variables=True) for text in (before, after)]
        if not variable or not all(piece is not None and all(isinstance(it, str) for it in piece) for piece in around):
            return None
        head, tail = (patterns.plain(piece or ()) for piece in around)
        value = resource[len(head) : len(resource) - len(tail)]
        context = {**asked.context, unknown[0].lower(): value}
        fits = value and patterns.matches_resource(entry, asked.resource, context, variables=True)
    except Undecidable:
        return None
    return Condition("StringEquals", unknown[0], (value,) if fits else ())
