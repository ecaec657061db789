"""Edits to policies, as data: what is added to a document, or put in the place of something in it."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Policy, Source
from mfa_enroll.policy.statement import Scope, Statement

VERSION = "2012-10-17"
"""The Version that knows policy variables."""

MFA_KEY = "aws:MultiFactorAuthPresent"
WITH_MFA = {"Bool": {MFA_KEY: "true"}}
WITHOUT_MFA = {"BoolIfExists": {MFA_KEY: "false"}}


class Kind(enum.Enum):
    """What is done to a policy. The values are names for other programs."""

    ADD_STATEMENT = "add-statement"
    SET_VERSION = "set-version"
    SET_PARTITION = "set-partition"
    """In the resources of a policy, one beginning of an ARN takes the place of another."""
    ADD_TO_NOT_ACTION = "add-to-not-action"
    ADD_TO_NOT_RESOURCE = "add-to-not-resource"
    REPLACE_ACTION = "replace-action"
    """A NotAction takes the place of the Action."""
    REMOVE_FROM_ACTION = "remove-from-action"
    REPLACE_CONDITION = "replace-condition"
    REMOVE_STATEMENT = "remove-statement"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit.

    Attributes:
        kind: What is done.
        source: In which kind of policy.
        json: The statement to add, or the element with what is added, removed or put in its place; empty where a
            statement is removed.
        index: Which policy of its kind; None where any will do.
        statement: The statement, by its name; empty for a new one, and for the Version.
    """

    kind: Kind
    source: Source
    json: Mapping[str, object]
    index: int | None = None
    statement: str = ""


def applied(policies: Policies, edit: Edit) -> Policies:
    """The policies after an edit."""
    if edit.kind is Kind.ADD_STATEMENT:
        return _with_statement(policies, edit)
    index = edit.index or 0
    policy = policies.of(edit.source)[index]
    if edit.kind is Kind.SET_VERSION:
        edited = tuple(replace(statement, variables=True) for statement in policy.statements)
        return policies.exchanging(edit.source, index, replace(policy, statements=edited, version=VERSION))
    if edit.kind is Kind.SET_PARTITION:
        edited = tuple(_with_partition(statement, edit) for statement in policy.statements)
        return policies.exchanging(edit.source, index, replace(policy, statements=edited))
    removes = edit.kind is Kind.REMOVE_STATEMENT
    edited = tuple(
        _edited(statement, edit) if statement.name == edit.statement else statement
        for statement in policy.statements
        if not (removes and statement.name == edit.statement)
    )
    return policies.exchanging(edit.source, index, replace(policy, statements=edited))


def condition_as_json(conditions: Iterable[Condition]) -> dict[str, dict[str, object]]:
    """The Condition element of conditions."""
    found: dict[str, dict[str, object]] = {}
    for condition in conditions:
        values = list(condition.values)
        found.setdefault(condition.operator, {})[condition.key] = values[0] if len(values) == 1 else values
    return found


def _with_statement(policies: Policies, edit: Edit) -> Policies:
    new = Policy.parse({"Version": VERSION, "Statement": edit.json})
    there = policies.of(edit.source)
    if edit.source is Source.IDENTITY or not there:
        return policies.exchanging(edit.source, len(there), new)
    last = replace(there[-1], statements=(*there[-1].statements, *new.statements))
    return policies.exchanging(edit.source, len(there) - 1, last)


def _with_partition(statement: Statement, edit: Edit) -> Statement:
    entries = statement.resources.entries
    for old, new in edit.json.items():
        entries = tuple(f"{new}{entry.removeprefix(old)}" if entry.startswith(old) else entry for entry in entries)
    return replace(statement, resources=replace(statement.resources, entries=entries))


def _edited(statement: Statement, edit: Edit) -> Statement:
    entries = tuple(str(entry) for element in edit.json.values() if isinstance(element, list) for entry in element)
    actions, resources = statement.actions, statement.resources
    match edit.kind:
        case Kind.ADD_TO_NOT_ACTION:
            return replace(statement, actions=Scope((*actions.entries, *entries), inverted=True))
        case Kind.ADD_TO_NOT_RESOURCE:
            return replace(statement, resources=Scope((*resources.entries, *entries), inverted=True))
        case Kind.REPLACE_ACTION:
            return replace(statement, actions=Scope(entries, inverted=True))
        case Kind.REMOVE_FROM_ACTION:
            gone = {entry.lower() for entry in entries}
            left = tuple(entry for entry in actions.entries if entry.lower() not in gone)
            return replace(statement, actions=Scope(left, inverted=False))
        case _:
            parsed = Policy.parse({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", **edit.json}})
            return replace(statement, conditions=parsed.statements[0].conditions)
