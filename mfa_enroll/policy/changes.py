"""The smallest change to a user's policies that makes an event possible, tried out before it is offered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Decision, Source
from mfa_enroll.policy.edits import VERSION, Edit, Kind, applied
from mfa_enroll.policy.events import Credentials, Event, Step, steps, steps_without_deletion
from mfa_enroll.policy.outlook import Answer, Cause, Obstacle, Part, outcomes, outlook
from mfa_enroll.policy.remedies import own_device, own_user

_ROUNDS = 4
"""Behind a refusal there may be another: a deny, then no allow in a policy, a boundary, a service control policy."""

_MFA_KEY = "aws:MultiFactorAuthPresent"
_WITH_MFA = {"Bool": {_MFA_KEY: "true"}}
_WITHOUT_MFA = {"BoolIfExists": {_MFA_KEY: "false"}}


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that make an event possible, or all of them.

    Attributes:
        strict: The least; nobody may delete a device without MFA by it. Empty where no policy has to change; None
            where none is known.
        convenient: Where that differs, one by which users may also delete an abandoned device of their own.
    """

    strict: tuple[Edit, ...] | None
    convenient: tuple[Edit, ...] | None = None


def change(policies: Policies, event: Event, user: IamUser) -> Change | None:
    """What to change for an event; None where nothing has to be."""
    answer = outlook(policies, event, user).answer
    if event is Event.WORK_WITHOUT_MFA:
        return Change(_force_mfa(policies, user)) if answer is Answer.YES else None
    if answer is not Answer.NO:
        return None
    if event.is_work:
        return Change(_let_work(policies, user))
    return _for_events(policies, (event,), user)


def change_for_all(policies: Policies, user: IamUser) -> Change | None:
    """What to change for all events about the device and the password together; None where that is no more than one."""
    missing = [event for event in Event if not event.is_work and outlook(policies, event, user).answer is Answer.NO]
    return _for_events(policies, missing, user) if len(missing) > 1 else None


def _for_events(policies: Policies, events: Sequence[Event], user: IamUser) -> Change:
    needed = [step for event in events for step in steps(event, user)]
    if not any(step.action == Call.DELETE for step in needed):
        return Change(_mended(policies, needed, user))
    # An abandoned device is the administrator's to delete where nobody may without MFA.
    least = [
        step
        for event in events
        for step in (steps_without_deletion if event is Event.START_AGAIN else steps)(event, user)
    ]
    strict = _mended(policies, least, user)
    with_key = Step(Call.DELETE, user.device_serial, Credentials.ACCESS_KEY)
    convenient = _mended(policies, (*needed, with_key), user)
    return Change(strict, None if convenient == strict else convenient)


def _mended(policies: Policies, needed: Sequence[Step], user: IamUser) -> tuple[Edit, ...] | None:
    """Edits after which the steps are allowed; None where none are known."""
    version = _version(policies)
    if version and _is_mended(applied(policies, version), needed, user):
        return (version,)
    names = {statement.name for _, _, policy in policies.all() for statement in policy.statements}
    edits: list[Edit] = []
    for _ in range(_ROUNDS):
        if _is_mended(policies, needed, user):
            return _merged(edits, names)
        obstacles = [each for outcome in outcomes(policies, needed, user) for each in outcome.obstacles]
        new = _edits(obstacles, user, _guarded(needed))
        if not new:
            return None
        edits += new
        for edit in new:
            policies = applied(policies, edit)
    return _merged(edits, names) if _is_mended(policies, needed, user) else None


def _merged(edits: Iterable[Edit], taken: set[str]) -> tuple[Edit, ...]:
    """The edits with those to the same place made one, and with a Sid for each new statement that is not taken."""
    found: dict[tuple[object, ...], Edit] = {}
    for edit in edits:
        place = (edit.kind, edit.source, edit.index, edit.statement, edit.json.get("Sid"))
        there = found.get(place, edit)
        both = {name: _union(value, edit.json[name]) for name, value in there.json.items()}
        found[place] = replace(there, json=both)
    return tuple(_with_free_sid(edit, taken) for edit in found.values())


def _union(one: object, other: object) -> object:
    return list(dict.fromkeys((*one, *other))) if isinstance(one, list) and isinstance(other, list) else one


def _with_free_sid(edit: Edit, taken: set[str]) -> Edit:
    sid = edit.json.get("Sid")
    if sid not in taken:
        return edit
    free = next(f"{sid}{number}" for number in range(2, len(taken) + 3) if f"{sid}{number}" not in taken)
    return replace(edit, json={**edit.json, "Sid": free})


def _is_mended(policies: Policies, needed: Sequence[Step], user: IamUser) -> bool:
    return all(outcome.answer is Answer.YES for outcome in outcomes(policies, needed, user))


def _version(policies: Policies) -> Edit | None:
    for source, index, policy in policies.all():
        for statement in policy.statements:
            if not statement.variables and any("${" in entry for entry in statement.resources.entries):
                return Edit(Kind.SET_VERSION, source, {"Version": VERSION}, index)
    return None


def _guarded(needed: Iterable[Step]) -> set[str]:
    """Actions that need to be allowed with MFA alone, and better are."""
    with_key = {step.action for step in needed if step.credentials is Credentials.ACCESS_KEY}
    return {str(call) for call in (Call.DELETE, Call.DEACTIVATE)} - with_key


def _edits(obstacles: Iterable[Obstacle], user: IamUser, guarded: set[str]) -> list[Edit]:
    """What takes the refusals away, as far as they are seen: denies first, for behind them may be more."""
    denied: dict[tuple[Source, int, str], tuple[Cause, list[Step]]] = {}
    missing: dict[Source, list[Step]] = {}
    for obstacle in obstacles:
        if obstacle.verdict.decision is Decision.IMPLICITLY_DENIED:
            missing.setdefault(obstacle.verdict.source, []).append(obstacle.step)
        for cause in obstacle.causes if obstacle.verdict.decision is Decision.EXPLICITLY_DENIED else ():
            place = (cause.source, cause.index, cause.statement.name)
            denied.setdefault(place, (cause, []))[1].append(obstacle.step)
    exemptions = [_exemption(cause, refused, user) for cause, refused in denied.values()]
    if None in exemptions:
        return []
    found = [edit for edit in exemptions if edit]
    for source, refused in missing.items():
        found += [Edit(Kind.ADD_STATEMENT, source, new) for new in _allowing(source, refused, user, guarded)]
    return found


def _exemption(cause: Cause, refused: Sequence[Step], user: IamUser) -> Edit | None:
    """What exempts the calls from a Deny; None where its Action names them by wildcards among others."""
    actions = list(dict.fromkeys(str(step.action) for step in refused))
    scope = cause.statement.actions

    def edit(kind: Kind, element: str, entries: list[str]) -> Edit:
        return Edit(kind, cause.source, {element: entries}, cause.index, cause.statement.name)

    if scope.inverted:
        return edit(Kind.ADD_TO_NOT_ACTION, "NotAction", actions)
    if cause.statement.resources.inverted:
        return edit(Kind.ADD_TO_NOT_RESOURCE, "NotResource", _resources(refused, user))
    if scope.entries == ("*",):
        return edit(Kind.REPLACE_ACTION, "NotAction", actions)
    named = {entry.lower() for entry in scope.entries}
    if {action.lower() for action in actions} < named:
        return edit(Kind.REMOVE_FROM_ACTION, "Action", actions)
    return None


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
            **({"Condition": _WITH_MFA} if calls[0].action in guarded and not everywhere else {}),
        }


def _resources(calls: Iterable[Step], user: IamUser) -> list[str]:
    """The resources of calls, for every user alike."""
    own = {user.device_serial: [own_device(user)], user.arn: own_user(user)}
    return list(dict.fromkeys(entry for step in calls for entry in own.get(step.resource, [step.resource])))


def _let_work(policies: Policies, user: IamUser) -> tuple[Edit, ...] | None:
    """Limit to requests without MFA what denies everything. A Deny with conditions of its own is left alone."""
    edits: dict[tuple[Source, int, str], Edit] = {}
    for obstacle in outlook(policies, Event.WORK_WITH_MFA, user).obstacles:
        for cause in obstacle.causes:
            if cause.part is not Part.DENIES or cause.conditions:
                return None
            name = cause.statement.name
            new = Edit(Kind.REPLACE_CONDITION, cause.source, {"Condition": _WITHOUT_MFA}, cause.index, name)
            edits[cause.source, cause.index, name] = new
    after = policies
    for edit in edits.values():
        after = applied(after, edit)
    helps = outlook(after, Event.WORK_WITH_MFA, user).answer is not Answer.NO
    return tuple(edits.values()) if edits and helps else None


def _force_mfa(policies: Policies, user: IamUser) -> tuple[Edit, ...] | None:
    """Let a Deny that an access key escapes apply to it; where there is none, add one."""
    for edit in (*_tightened(policies), _deny_without_mfa(user)):
        if outlook(applied(policies, edit), Event.WORK_WITHOUT_MFA, user).answer is Answer.NO:
            return (edit,)
    return None


def _tightened(policies: Policies) -> Iterator[Edit]:
    """``Bool`` is not met by an access key, which has no aws:MultiFactorAuthPresent; ``BoolIfExists`` is."""
    for source, index, policy in policies.all():
        for statement in policy.statements:
            if any(_lets_keys_escape(condition) for condition in statement.conditions) and not statement.allows:
                condition = {"Condition": _with_if_exists(statement.conditions)}
                yield Edit(Kind.REPLACE_CONDITION, source, condition, index, statement.name)


def _lets_keys_escape(condition: Condition) -> bool:
    return condition.operator == "Bool" and condition.key.lower() == _MFA_KEY.lower()


def _with_if_exists(conditions: Iterable[Condition]) -> dict[str, object]:
    found: dict[str, dict[str, object]] = {}
    for condition in conditions:
        operator = "BoolIfExists" if _lets_keys_escape(condition) else condition.operator
        values = list(condition.values)
        found.setdefault(operator, {})[condition.key] = values[0] if len(values) == 1 else values
    return dict(found)


def _deny_without_mfa(user: IamUser) -> Edit:
    calls = (step.action for event in Event if not event.is_work for step in steps(event, user))
    with_key = dict.fromkeys(str(action) for action in calls if action not in {Call.DELETE, Call.DEACTIVATE})
    statement = {
        "Sid": "DenyMostWithoutMFA",
        "Effect": "Deny",
        "NotAction": list(with_key),
        "Resource": "*",
        "Condition": _WITHOUT_MFA,
    }
    return Edit(Kind.ADD_STATEMENT, Source.IDENTITY, statement)
