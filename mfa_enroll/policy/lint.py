"""Faults, risks and things to know in a policy document, found before anyone is stuck because of them.

The document need not be one that AWS takes, or that :meth:`Policy.parse` reads.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy import lint_resources
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.context import request_context
from mfa_enroll.policy.decision import Decision, Policy, PolicyError, Request, Verdict, decide
from mfa_enroll.policy.findings import Change, Finding, Fix, Kind
from mfa_enroll.policy.names import is_unknown, names, nearest
from mfa_enroll.policy.operators import unclear
from mfa_enroll.policy.raw import RawStatement, read_statements
from mfa_enroll.policy.remedies import policy_for
from mfa_enroll.policy.statement import Statement
from mfa_enroll.policy.undecidable import Undecidable

_MFA_PRESENT = "aws:multifactorauthpresent"
_MFA_AGE = "aws:multifactorauthage"
_TURNING_ON = (Call.LIST, Call.CREATE, Call.ENABLE)


def lint(document: str | Mapping[str, object], user: IamUser, *, others: Sequence[Policy] = ()) -> tuple[Finding, ...]:
    """What there is to say of a document that is attached to the user, the gravest first.

    Args:
        document: JSON, or what JSON has been read into.
        user: Who it is attached to: the partition and the path matter.
        others: The user's other policies. What they allow is not missed in this one.
    """
    policy, reason = _parse(document)
    loaded = _load(document)
    subject = _Subject(loaded, read_statements(loaded), policy, tuple(others), user)
    refused = [Finding(Kind.REFUSED, (), (reason,))] if reason else []
    found = _joined([*refused, *(finding for check in _CHECKS for finding in check(subject))])
    order = list(Kind)
    return tuple(sorted(found, key=lambda it: order.index(it.kind)))


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is looked at. ``policy`` is None where the document cannot be read strictly."""

    document: Mapping[str, object]
    statements: tuple[RawStatement, ...]
    policy: Policy | None
    others: tuple[Policy, ...]
    user: IamUser

    @property
    def allows(self) -> tuple[RawStatement, ...]:
        return tuple(it for it in self.statements if it.allows)

    @property
    def denies(self) -> tuple[RawStatement, ...]:
        return tuple(it for it in self.statements if it.denies)


def _parse(document: str | Mapping[str, object]) -> tuple[Policy | None, str]:
    try:
        return Policy.parse(document), ""
    except PolicyError as error:
        return None, str(error)


def _load(document: str | Mapping[str, object]) -> Mapping[str, object]:
    if not isinstance(document, str):
        return document
    try:
        loaded = json.loads(document)
    except (ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, Mapping) else {}


def _joined(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those with the same kind and fix as one."""
    joined: dict[str, Finding] = {}
    for it in findings:
        key = json.dumps([it.kind.value, None if it.fix is None else it.as_json()["fix"]])
        before = joined.get(key, Finding(it.kind, (), ()))
        statements = dict.fromkeys((*before.statements, *it.statements))
        where = dict.fromkeys((*before.where, *it.where))
        joined[key] = Finding(it.kind, tuple(statements), tuple(where), it.fix)
    return list(joined.values())


def _id(subject: _Subject) -> Iterator[Finding]:
    if "Id" in subject.document:
        yield Finding(Kind.ID, (), (str(subject.document["Id"]),), Fix(Change.REMOVE, ["Id"]))


def _variables_as_text(subject: _Subject) -> Iterator[Finding]:
    """Without Version 2012-10-17 "variables are treated as literal strings" (IAM User Guide, "Version")."""
    if subject.document.get("Version") == "2012-10-17":
        return
    for statement in subject.statements:
        where = tuple(text for text in _with_variables(statement) if "${" in text)
        if where:
            yield Finding(Kind.VARIABLES_AS_TEXT, (statement.name,), where, Fix(Change.SET, {"Version": "2012-10-17"}))


def _with_variables(statement: RawStatement) -> Iterator[str]:
    yield from statement.resources
    for condition in statement.conditions:
        yield from condition.values


_ESCAPED = re.compile(r"\$\$\{|&\{|\$\{!")
_VARIABLE = re.compile(r"\$\{(?:[*?$]|[\w-]+:(?!:)[^{}]*)\}")
_TO_FILL_IN = re.compile(r"\$\{[^}]*\}?|\{\{|<[A-Za-z][\w .:-]*>")
_NAMED_ACCOUNT = re.compile(r"arn:[^:]*:(?:iam|sts)::(?!aws:|cloudfront:)[^:]*[A-Za-z][^:]*:")


def _placeholders(subject: _Subject) -> Iterator[Finding]:
    for statement in subject.statements:
        for text in (*statement.entries("Action", "NotAction"), *_with_variables(statement)):
            escaped = _ESCAPED.search(text)
            rest = _VARIABLE.sub("", text)
            if escaped:
                fix = Fix(Change.REPLACE, {escaped[0]: "${"})
                yield Finding(Kind.PLACEHOLDER, (statement.name,), (text,), fix)
            elif _TO_FILL_IN.search(rest) or _NAMED_ACCOUNT.match(rest):
                yield Finding(Kind.PLACEHOLDER, (statement.name,), (text,))


def _unknown_actions(subject: _Subject) -> Iterator[Finding]:
    for statement in subject.statements:
        for entry in filter(is_unknown, statement.entries("Action", "NotAction")):
            right = nearest(entry)
            fix = Fix(Change.REPLACE, {entry: right}) if right else None
            yield Finding(Kind.UNKNOWN_ACTION, (statement.name,), (entry,), fix)


def _unclear_values(subject: _Subject) -> Iterator[Finding]:
    for statement in subject.statements:
        for operator, key, values in statement.conditions:
            for value in unclear(Condition(operator, key, values)):
                yield Finding(Kind.UNCLEAR_VALUE, (statement.name,), (f"{operator} {key} {value}",))


def _access_keys_escape(subject: _Subject) -> Iterator[Finding]:
    """An access key has no aws:MultiFactorAuthPresent (IAM User Guide, "AWS global condition context keys")."""
    if any(_is_wide(statement) and _applies_to_access_keys(statement) for statement in subject.denies):
        return
    for statement in subject.denies:
        for operator, key, values in statement.conditions:
            if operator == "Bool" and key.lower() == _MFA_PRESENT and "false" in _lower(values):
                fix = Fix(Change.REPLACE, {"Bool": "BoolIfExists"})
                yield Finding(Kind.BOOL_IN_DENY, (statement.name,), (f"{operator} {key}",), fix)


def _is_wide(statement: RawStatement) -> bool:
    return "*" in statement.entries("Resource") and (
        "NotAction" in statement.element or "*" in statement.entries("Action")
    )


def _applies_to_access_keys(statement: RawStatement) -> bool:
    return any(
        (operator == "BoolIfExists" and key.lower() == _MFA_PRESENT and "false" in _lower(values))
        or (operator == "Null" and key.lower() in {_MFA_PRESENT, _MFA_AGE} and "true" in _lower(values))
        for operator, key, values in statement.conditions
    )


def _access_keys_let_in(subject: _Subject) -> Iterator[Finding]:
    for statement in subject.allows:
        for operator, key, values in statement.conditions:
            if operator == "BoolIfExists" and key.lower() == _MFA_PRESENT and "true" in _lower(values):
                fix = Fix(Change.REPLACE, {"BoolIfExists": "Bool"})
                yield Finding(Kind.IF_EXISTS_IN_ALLOW, (statement.name,), (f"{operator} {key}",), fix)


def _lower(values: Sequence[str]) -> set[str]:
    return {value.lower() for value in values}


def _nothing_allowed(subject: _Subject) -> Iterator[Finding]:
    if any(it.names_action(call) for it in subject.allows for call in _TURNING_ON):
        return
    others = [statement for policy in subject.others for statement in policy.statements if statement.allows]
    if any(_names_action(statement, call) for statement in others for call in _TURNING_ON):
        return
    statements = policy_for(subject.user, Call.ENABLE)["Statement"]
    yield Finding(Kind.NOTHING_ALLOWED, (), tuple(map(str, _TURNING_ON)), Fix(Change.ADD_STATEMENTS, statements))


def _names_action(statement: Statement, call: Call) -> bool:
    return any(names(entry, call) for entry in statement.actions.entries) is not statement.actions.inverted


def _without_mfa(subject: _Subject) -> Iterator[Finding]:
    """AWS advises against both (IAM User Guide, the examples about managing one's own MFA device)."""
    if subject.policy is None:
        return
    own = {statement.name for statement in subject.policy.statements}
    for call, kind, sid in (
        (Call.DEACTIVATE, Kind.DEACTIVATE_WITHOUT_MFA, "DenyTurningOffWithoutMFA"),
        (Call.DELETE, Kind.DELETE_WITHOUT_MFA, "DenyDeletingWithoutMFA"),
    ):
        verdict = _verdict((subject.policy, *subject.others), call, subject.user)
        responsible = tuple(name for name in (verdict.statements if verdict else ()) if name in own)
        if responsible:
            deny = {
                "Sid": sid,
                "Effect": "Deny",
                "Action": str(call),
                "Resource": "*",
                "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
            }
            yield Finding(kind, responsible, (str(call),), Fix(Change.ADD_STATEMENTS, [deny]))


def _verdict(policies: Sequence[Policy], call: Call, user: IamUser) -> Verdict | None:
    """What allows the call to someone with the access key alone; None if nothing does for certain."""
    resource = user.device_serial if call in lint_resources.DEVICE_CALLS else user.arn
    try:
        verdict = decide(policies, Request(call, resource, request_context(user, mfa=None)))
    except Undecidable:
        return None
    return verdict if verdict.decision is Decision.ALLOWED else None


def _resources(subject: _Subject) -> Iterator[Finding]:
    yield from lint_resources.entries(subject.statements, subject.user)
    for finding in lint_resources.types(subject.allows, subject.user):
        missed = [call for call in map(Call, finding.where) if _verdict(subject.others, call, subject.user) is None]
        if missed:
            yield finding


_CHECKS = (
    _placeholders,
    _variables_as_text,
    _resources,
    _unknown_actions,
    _unclear_values,
    _nothing_allowed,
    _access_keys_escape,
    _access_keys_let_in,
    _without_mfa,
    _id,
)
