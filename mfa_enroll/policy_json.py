"""The report of ``mfa-enroll policy check`` for other programs."""

from collections.abc import Iterable, Mapping

from mfa_enroll.policy.causes import Cause, Obstacle
from mfa_enroll.policy.changes import Change
from mfa_enroll.policy.check import Check
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Source
from mfa_enroll.policy.edits import Edit
from mfa_enroll.policy.findings import Finding
from mfa_enroll.policy.outlook import Outcome, Outlook
from mfa_enroll.policy_decide import DECISIONS

_KINDS = {Source.IDENTITY: "identity", Source.BOUNDARY: "boundary", Source.SERVICE_CONTROL: "service-control"}

_Names = Mapping[tuple[Source, int], str]


def check_as_json(check: Check, names: _Names, findings: Mapping[str, Iterable[Finding]]) -> dict[str, object]:
    """All that was found, under names that stay."""
    return {
        "user": check.user.arn,
        "answer": check.answer.value,
        "policies": [{"kind": _KINDS[source], "file": file} for (source, _), file in names.items()],
        "events": {
            outlook.event.value: {
                **_outlook(outlook, names),
                "change": _change(check.changes.get(outlook.event), names),
            }
            for outlook in check.outlooks
        },
        "change": _change(check.together, names),
        "findings": [
            {"file": file or None, **finding.as_json()} for file, found in findings.items() for finding in found
        ],
    }


def _outlook(outlook: Outlook, names: _Names) -> dict[str, object]:
    return {
        "answer": outlook.answer.value,
        "wanted": outlook.event.is_wanted,
        "without_deletion": None if outlook.without_deletion is None else outlook.without_deletion.value,
        "refused_in_old_session": [_obstacle(obstacle, names) for obstacle in outlook.old_session],
        "outcomes": [_outcome(outcome, names) for outcome in outlook.outcomes],
    }


def _outcome(outcome: Outcome, names: _Names) -> dict[str, object]:
    return {
        "assuming": [{**_condition(condition), "met": met} for condition, met in outcome.assumptions],
        "answer": outcome.answer.value,
        "allowed_by": list(dict.fromkeys(cause.statement.name for cause in outcome.allowed)),
        "allowed": [_cause(cause, names) for cause in outcome.allowed],
        "through_role": outcome.through_role,
        "refused": [_obstacle(obstacle, names) for obstacle in outcome.obstacles],
        "doubt": outcome.doubt or None,
    }


def _obstacle(obstacle: Obstacle, names: _Names) -> dict[str, object]:
    return {
        "action": obstacle.step.action,
        "resource": obstacle.step.resource,
        "credentials": obstacle.step.credentials.value,
        "decision": DECISIONS[obstacle.verdict.decision],
        "policy": _KINDS[obstacle.verdict.source],
        "statements": [_cause(cause, names) for cause in obstacle.causes],
    }


def _cause(cause: Cause, names: _Names) -> dict[str, object]:
    return {
        "file": names[cause.source, cause.index],
        "statement": cause.statement.name,
        "part": cause.part.value,
        "conditions": [_condition(condition) for condition in cause.conditions],
    }


def _condition(condition: Condition) -> dict[str, object]:
    return {"operator": condition.operator, "key": condition.key, "values": list(condition.values)}


def _change(change: Change | None, names: _Names) -> dict[str, object] | None:
    if change is None:
        return None
    return {
        "strict": _edits(change.strict, names),
        "convenient": _edits(change.convenient, names),
        "lost": [event.value for event in change.lost],
        "lets_delete": change.lets_delete,
    }


def _edits(edits: Iterable[Edit] | None, names: _Names) -> list[dict[str, object]] | None:
    if edits is None:
        return None
    return [
        {
            "kind": edit.kind.value,
            "policy": _KINDS[edit.source],
            "file": None if edit.index is None else names[edit.source, edit.index],
            "statement": edit.statement or None,
            "json": dict(edit.json),
        }
        for edit in edits
    ]
