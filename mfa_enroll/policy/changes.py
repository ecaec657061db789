"""The smallest change to a user's policies that makes an event possible, tried out before it is offered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.causes import Part
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Decision, Source
from mfa_enroll.policy.edits import MFA_KEY, WITHOUT_MFA, Edit, Kind, applied, condition_as_json
from mfa_enroll.policy.events import Credentials, Event, Step, steps, steps_without_deletion
from mfa_enroll.policy.mending import edits_against, is_mended, mended, merged, names_in, with_free_sid
from mfa_enroll.policy.outlook import Answer, outlook

_GUARDED: set[str] = {Call.DELETE, Call.DEACTIVATE}
"""What AWS advises not to let anyone do without MFA. (IAM User Guide, the examples about one's own MFA device.)"""


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that make an event possible, or all of them.

    Attributes:
        strict: The least. Empty where no policy has to change; None where none is known.
        convenient: Where that differs, one by which users may also delete an abandoned device of their own.
        lost: Events that are possible now, and are not any more after the strict change.
        lets_delete: Whether users can delete a device without MFA after the strict change, and cannot now: where what
            hinders a deletion with MFA is all that hinders one without.
    """

    strict: tuple[Edit, ...] | None
    convenient: tuple[Edit, ...] | None = None
    lost: tuple[Event, ...] = ()
    lets_delete: bool = False


def change(policies: Policies, event: Event, user: IamUser) -> Change | None:
    """What to change for an event; None where nothing has to be."""
    answer = outlook(policies, event, user).answer
    if event is Event.WORK_WITHOUT_MFA:
        return _force_mfa(policies, user) if answer is Answer.YES else None
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
    # An abandoned device is the administrator's to delete where nobody may without MFA.
    least = [
        step
        for event in events
        for step in (steps_without_deletion if event is Event.START_AGAIN else steps)(event, user)
    ]
    strict = mended(policies, least, user)
    with_key = Step(Call.DELETE, user.device_serial, Credentials.ACCESS_KEY)
    after = _after(policies, strict or ())
    if not is_mended(policies, [with_key], user) and is_mended(after, [with_key], user):
        return Change(strict, lets_delete=True)
    if not any(step.action == Call.DELETE for step in needed):
        return Change(strict)
    convenient = mended(policies, (*needed, with_key), user)
    return Change(strict, None if convenient == strict else convenient)


def _let_work(policies: Policies, user: IamUser) -> tuple[Edit, ...] | None:
    """Limit to requests without MFA what denies everything. A Deny with conditions of its own is left alone."""
    edits: dict[tuple[Source, int, str], Edit] = {}
    for obstacle in outlook(policies, Event.WORK_WITH_MFA, user).obstacles:
        for cause in obstacle.causes:
            if cause.part is not Part.DENIES or cause.conditions:
                return None
            name = cause.statement.name
            new = Edit(Kind.REPLACE_CONDITION, cause.source, {"Condition": WITHOUT_MFA}, cause.index, name)
            edits[cause.source, cause.index, name] = new
    helps = outlook(_after(policies, edits.values()), Event.WORK_WITH_MFA, user).answer is not Answer.NO
    return tuple(edits.values()) if edits and helps else None


def _force_mfa(policies: Policies, user: IamUser) -> Change:
    """Let a Deny that an access key escapes apply to it; where there is none, add one.

    What users can do now is exempted; taking a device away without MFA only by the convenient change.
    """
    for edit in (*_tightened(policies), with_free_sid(_deny_without_mfa(user), names_in(policies))):
        forced = applied(policies, edit)
        if _forces_mfa(forced, user):
            lost = _lost(policies, forced, user)
            strict, convenient = (
                merged((edit, *_exempting(edit, forced, lost, user, but=but))) for but in (_GUARDED, set())
            )
            return Change(
                strict,
                convenient if convenient != strict and _forces_mfa(_after(policies, convenient), user) else None,
                _lost(policies, _after(policies, strict), user),
            )
    return Change(None)


def _exempting(edit: Edit, forced: Policies, lost: Iterable[Event], user: IamUser, *, but: set[str]) -> list[Edit]:
    """What exempts the calls of the lost events from the statement that an edit makes or changes."""
    name = edit.statement or edit.json["Sid"]
    refused = [
        replace(each, causes=tuple(cause for cause in each.causes if cause.statement.name == name))
        for event in lost
        for outcome in outlook(forced, event, user).outcomes
        for each in outcome.obstacles
        if each.verdict.decision is Decision.EXPLICITLY_DENIED and each.step.action not in but
    ]
    return edits_against(refused, user, guarded=set())


def _forces_mfa(policies: Policies, user: IamUser) -> bool:
    return outlook(policies, Event.WORK_WITHOUT_MFA, user).answer is Answer.NO


def _after(policies: Policies, edits: Iterable[Edit]) -> Policies:
    for edit in edits:
        policies = applied(policies, edit)
    return policies


def _lost(before: Policies, after: Policies, user: IamUser) -> tuple[Event, ...]:
    """The events that users are meant to be able to do and that are less possible after a change."""

    def answers(policies: Policies) -> list[Answer]:
        return [outlook(policies, event, user).answer for event in wanted]

    wanted = [event for event in Event if event.is_wanted]
    pairs = zip(wanted, answers(before), answers(after), strict=True)
    return tuple(event for event, one, other in pairs if one is not other and one is not Answer.NO)


def _tightened(policies: Policies) -> Iterator[Edit]:
    """``Bool`` is not met by an access key, which has no aws:MultiFactorAuthPresent; ``BoolIfExists`` is."""
    for source, index, policy in policies.all():
        for statement in policy.statements:
            if any(_lets_keys_escape(condition) for condition in statement.conditions) and not statement.allows:
                condition = {"Condition": condition_as_json(map(_with_if_exists, statement.conditions))}
                yield Edit(Kind.REPLACE_CONDITION, source, condition, index, statement.name)


def _lets_keys_escape(condition: Condition) -> bool:
    is_about_mfa = condition.operator == "Bool" and condition.key.lower() == MFA_KEY.lower()
    return is_about_mfa and {value.lower() for value in condition.values} == {"false"}


def _with_if_exists(condition: Condition) -> Condition:
    return replace(condition, operator="BoolIfExists") if _lets_keys_escape(condition) else condition


def _deny_without_mfa(user: IamUser) -> Edit:
    calls = (step.action for event in Event if not event.is_work for step in steps(event, user))
    with_key = dict.fromkeys(str(action) for action in calls if action not in _GUARDED)
    statement = {
        "Sid": "DenyMostWithoutMFA",
        "Effect": "Deny",
        "NotAction": list(with_key),
        "Resource": "*",
        "Condition": WITHOUT_MFA,
    }
    return Edit(Kind.ADD_STATEMENT, Source.IDENTITY, statement)
