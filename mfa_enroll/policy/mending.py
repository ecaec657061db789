"""Edits after which calls are allowed that are refused, as few and as small as are known here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.causes import Cause, Obstacle
from mfa_enroll.policy.decision import Decision, Source
from mfa_enroll.policy.edits import VERSION, WITH_MFA, WITHOUT_MFA, Edit, Kind, applied, condition_as_json
from mfa_enroll.policy.events import Credentials, Step
from mfa_enroll.policy.names import covers
from mfa_enroll.policy.outlook import Answer, outcomes
from mfa_enroll.policy.remedies import own_device, own_user
from mfa_enroll.policy.statement import Statement

_ROUNDS = 4
"""Behind a refusal there may be another: a deny, then no allow in a policy, a boundary, a service control policy."""


def mended(policies: Policies, needed: Sequence[Step], user: IamUser) -> tuple[Edit, ...] | None:
    """Edits after which the steps are allowed; None where none are known."""
    names = names_in(policies)
    edits: list[Edit] = []
    for correction in _corrections(policies, user):
        corrected = applied(policies, correction)
        if _refused(corrected, needed, user) < _refused(policies, needed, user):
            edits.append(correction)
            policies = corrected
    for _ in range(_ROUNDS):
        if is_mended(policies, needed, user):
            return merged(edits)
        new = edits_against(_obstacles(policies, needed, user), user, _guarded(needed))
        if not new:
            return None
        for edit in (with_free_sid(edit, names) for edit in new):
            edits.append(edit)
            policies = applied(policies, edit)
    return merged(edits) if is_mended(policies, needed, user) else None


def merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits with those to the same place made one: what is added to an element that an edit brings goes into it."""
    found: dict[tuple[object, ...], Edit] = {}
    for edit in edits:
        place = _place(edit)
        if edit.kind is Kind.ADD_TO_NOT_ACTION:
            place = next((it for it, earlier in found.items() if _brings_not_action_of(earlier, edit)), place)
        there = found.get(place, edit)
        both = {name: _union(value, edit.json.get(name)) for name, value in there.json.items()}
        found[place] = replace(
            there, json={**both, **{name: edit.json[name] for name in edit.json.keys() - both.keys()}}
        )
    return tuple(found.values())


def _place(edit: Edit) -> tuple[object, ...]:
    return (edit.kind, edit.source, edit.index, edit.statement, edit.json.get("Sid"))


def _brings_not_action_of(earlier: Edit, edit: Edit) -> bool:
    if earlier.kind is Kind.ADD_STATEMENT:
        return earlier.source is edit.source and earlier.json["Sid"] == edit.statement
    return _place(earlier) == _place(replace(edit, kind=Kind.REPLACE_ACTION))


def names_in(policies: Policies) -> set[str]:
    """The names of all statements."""
    return {statement.name for _, _, policy in policies.all() for statement in policy.statements}


def _union(one: object, other: object) -> object:
    return list(dict.fromkeys((*one, *other))) if isinstance(one, list) and isinstance(other, list) else one


def with_free_sid(edit: Edit, taken: set[str]) -> Edit:
    """The edit, with another Sid for a new statement if one of the statements there has it."""
    sid = edit.json.get("Sid")
    if sid not in taken:
        return edit
    free = next(f"{sid}{number}" for number in range(2, len(taken) + 3) if f"{sid}{number}" not in taken)
    return replace(edit, json={**edit.json, "Sid": free})


def is_mended(policies: Policies, needed: Sequence[Step], user: IamUser) -> bool:
    """Whether the steps are allowed in every case."""
    return all(outcome.answer is Answer.YES for outcome in outcomes(policies, needed, user))


def _obstacles(policies: Policies, needed: Sequence[Step], user: IamUser) -> list[Obstacle]:
    return [each for outcome in outcomes(policies, needed, user) for each in outcome.obstacles]


def _refused(policies: Policies, needed: Sequence[Step], user: IamUser) -> int:
    return len({obstacle.step for obstacle in _obstacles(policies, needed, user)})


def _corrections(policies: Policies, user: IamUser) -> Iterator[Edit]:
    """What may be wrong with whole documents: variables that are text, and resources in another partition."""
    for source, index, policy in policies.all():
        entries = [(it, entry) for it in policy.statements for entry in it.resources.entries]
        if any("${" in entry and not statement.variables for statement, entry in entries):
            yield Edit(Kind.SET_VERSION, source, {"Version": VERSION}, index)
        for other in dict.fromkeys(entry.split(":")[1] for _, entry in entries if entry.startswith("arn:aws")):
            if not covers(other, user.partition):
                yield Edit(Kind.SET_PARTITION, source, {f"arn:{other}:": f"arn:{user.partition}:"}, index)


def _guarded(needed: Iterable[Step]) -> set[str]:
    """Actions that need to be allowed with MFA alone, and better are."""
    with_key = {step.action for step in needed if step.credentials is Credentials.ACCESS_KEY}
    return {str(call) for call in (Call.DELETE, Call.DEACTIVATE)} - with_key


def edits_against(obstacles: Iterable[Obstacle], user: IamUser, guarded: set[str]) -> list[Edit]:
    """What takes the refusals away, as far as they are seen: denies first, for behind them may be more."""
    denied: dict[tuple[Source, int, str], tuple[Cause, list[Step]]] = {}
    missing: dict[Source, list[Step]] = {}
    for obstacle in obstacles:
        if obstacle.verdict.decision is Decision.IMPLICITLY_DENIED:
            missing.setdefault(obstacle.verdict.source, []).append(obstacle.step)
        for cause in obstacle.causes if obstacle.verdict.decision is Decision.EXPLICITLY_DENIED else ():
            place = (cause.source, cause.index, cause.statement.name)
            denied.setdefault(place, (cause, []))[1].append(obstacle.step)
    exemptions = [_exemption(cause, refused, user, guarded) for cause, refused in denied.values()]
    if None in exemptions:
        return []
    found = [edit for edit in exemptions if edit]
    for source, refused in missing.items():
        found += [Edit(Kind.ADD_STATEMENT, source, new) for new in _allowing(source, refused, user, guarded)]
    return found


def _exemption(cause: Cause, refused: Sequence[Step], user: IamUser, guarded: set[str]) -> Edit | None:
    """What exempts the calls from a Deny; None where its Action names them by wildcards among others."""
    actions = list(dict.fromkeys(str(step.action) for step in refused))
    scope = cause.statement.actions
    if scope.inverted:
        found = _Element(Kind.ADD_TO_NOT_ACTION, {"NotAction": actions})
    elif cause.statement.resources.inverted:
        found = _Element(Kind.ADD_TO_NOT_RESOURCE, {"NotResource": _resources(refused, user)})
    elif scope.entries == ("*",):
        found = _Element(Kind.REPLACE_ACTION, {"NotAction": actions})
    elif {entry.lower() for entry in scope.entries} <= {action.lower() for action in actions}:
        found = _end(cause.statement, actions, guarded)
    elif {action.lower() for action in actions} < {entry.lower() for entry in scope.entries}:
        found = _Element(Kind.REMOVE_FROM_ACTION, {"Action": actions})
    else:
        return None
    return Edit(found.kind, cause.source, found.json, cause.index, cause.statement.name)


class _Element(NamedTuple):
    """The part of an edit that is about an element of a statement."""

    kind: Kind
    json: dict[str, object]


def _end(deny: Statement, actions: Sequence[str], guarded: set[str]) -> _Element:
    """What takes the one purpose from a Deny of calls. Of the guarded ones it stays, for requests without MFA."""
    unguarded = [action for action in actions if action not in guarded]
    if len(unguarded) == len(actions):
        return _Element(Kind.REMOVE_STATEMENT, {})
    if unguarded:
        return _Element(Kind.REMOVE_FROM_ACTION, {"Action": unguarded})
    there = condition_as_json(deny.conditions)
    without_mfa = {operator: {**there.get(operator, {}), **keys} for operator, keys in WITHOUT_MFA.items()}
    return _Element(Kind.REPLACE_CONDITION, {"Condition": there | without_mfa})


def _allowing(source: Source, refused: Sequence[Step], user: IamUser, guarded: set[str]) -> Iterator[dict[str, object]]:
    """Statements that allow the calls, those about one thing in one; the guarded ones with MFA."""
    about = {Call.CHANGE_PASSWORD: "AllowOwnPassword"}
    parts: dict[str, list[Step]] = {}
    for step in refused:
        device = "AllowOwnMFADeviceWithMFA" if step.action in guarded else "AllowOwnMFADevice"
        parts.setdefault(about.get(Call(step.action), device), []).append(step)
    for sid, calls in parts.items():
        # AWS took conditions and resources in Allow statements of service control policies only in 2025.
        everywhere = source is Source.SERVICE_CONTROL
        yield {
            "Sid": sid,
            "Effect": "Allow",
            "Action": list(dict.fromkeys(str(step.action) for step in calls)),
            "Resource": ["*"] if everywhere else _resources(calls, user),
            **({"Condition": WITH_MFA} if calls[0].action in guarded and not everywhere else {}),
        }


def _resources(calls: Iterable[Step], user: IamUser) -> list[str]:
    """The resources of calls, for every user alike."""
    own = {user.device_serial: [own_device(user)], user.arn: own_user(user)}
    return list(dict.fromkeys(entry for step in calls for entry in own.get(step.resource, [step.resource])))
