"""The report of ``mfa-enroll policy check``: each event, what is in its way, and what to change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mfa_enroll.domain.text import clean
from mfa_enroll.policy.causes import Cause, Obstacle, Part
from mfa_enroll.policy.check import Check
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Decision, Source
from mfa_enroll.policy.events import Credentials, Event
from mfa_enroll.policy.findings import Finding
from mfa_enroll.policy.outlook import Answer, Outcome, Outlook
from mfa_enroll.words.lists import counted, listed
from mfa_enroll.words.page import Exact
from mfa_enroll.words.policy_changes import TITLES, Names, changes, statement_name
from mfa_enroll.words.policy_findings import finding_parts

_ANSWERS = {Answer.YES: "yes", Answer.NO: "no", Answer.DEPENDS: "depends", Answer.UNKNOWN: "undecided"}

_UNWANTED = {**_ANSWERS, Answer.YES: "not blocked", Answer.NO: "blocked"}

_CREDENTIALS = {
    Credentials.ACCESS_KEY: "with the access key alone",
    Credentials.MFA_SESSION: "in a session with MFA",
}

_NOTHING_ALLOWS = {
    Source.IDENTITY: "Nothing allows {calls} {credentials}.",
    Source.BOUNDARY: "The permissions boundary does not allow {calls} {credentials}.",
    Source.SERVICE_CONTROL: "The service control policies do not allow {calls} {credentials}.",
}

_WITHOUT_DELETION = {
    Event.START_AGAIN: "The abandoned device itself can be turned on, if its entry is still in the authenticator app.",
    Event.TURN_OFF: "MFA can be turned off all the same. The device then stays in AWS, and its entry in the "
    "authenticator app can turn it on again.",
}
_EXPORT = "Where the authenticator app can export its entries, the entry itself can move to the new phone instead."

_OTHERS_MAY_ALLOW = "Nothing here forbids it, and nothing here allows it: that is for other policies."
_NOT_FORCED = "These policies do not force MFA: what any policy allows works with the access key alone."

_OLD_SESSION = "A session is good for it for a time. After that:"
_THROUGH_A_ROLE = "Only by taking on a role: sts:AssumeRole is not refused, the other calls that were tried are."
_ONE_PLACE = (
    "The service control policies are taken as attached in one place. In AWS, those of each level (the root, each "
    "organizational unit, the account) have to allow a call by themselves."
)


def report(check: Check, names: Names, findings: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    """The report, paragraph by paragraph. What is exact stands there as it is, the rest is to be wrapped.

    Args:
        check: What the check found.
        names: What each policy is called.
        findings: What the linter found, by the names of the policies; under no name, what holds for each of them.
    """
    yield f"User {check.user.arn}"
    yield f"Policies: {listed([clean(name) for name in dict.fromkeys(names.values())])}"
    if sum(source is Source.SERVICE_CONTROL for source, _ in names) > 1:
        yield _ONE_PLACE
    yield ""
    for outlook in check.outlooks:
        yield f"  {_answer(outlook):<12}{TITLES[outlook.event]}"
    for outlook in check.outlooks:
        details = [*_details(outlook, names, check)]
        if details:
            yield from ("", f"{TITLES[outlook.event]}: {_answer(outlook)}", *details)
    if check.together:
        yield from ("", "All of this together", *changes(check.together, names, check.user))
    for file, found in findings.items():
        if found:
            yield from found_in(file, found)
    yield from ("", _summary(check))


def _summary(check: Check) -> str:
    wanted = [outlook for outlook in check.outlooks if outlook.event.is_wanted]
    missing = sum(outlook.answer is Answer.NO for outlook in wanted)
    open_ones = sum(outlook.answer in {Answer.DEPENDS, Answer.UNKNOWN} for outlook in wanted)
    is_forced = all(outlook.event.is_wanted or outlook.answer is not Answer.YES for outlook in check.outlooks)
    not_forced = "" if is_forced else " MFA is not forced."
    if not missing and not open_ones:
        return f"Users can do all that they have to.{not_forced}"
    said = []
    if missing:
        said.append(counted(missing, "{n} is not possible", "{n} are not possible"))
    if open_ones:
        said.append(counted(open_ones, "{n} is not decided", "{n} are not decided"))
    return f"Of the {len(wanted)} things that users have to do, {listed(said)}.{not_forced}"


def _answer(outlook: Outlook) -> str:
    return (_ANSWERS if outlook.event.is_wanted else _UNWANTED)[outlook.answer]


def _details(outlook: Outlook, names: Names, check: Check) -> Iterator[str]:
    event = outlook.event
    first = outlook.outcomes[0]
    if event is Event.WORK_WITH_MFA and outlook.answer is Answer.YES and not (first.allowed or first.through_role):
        yield f"  {_OTHERS_MAY_ALLOW}"
    if not event.is_wanted and outlook.answer is Answer.YES:
        yield f"  {_NOT_FORCED}"
    for outcome in outlook.outcomes:
        yield from _outcome(outcome, names, event)
    if outlook.old_session:
        yield f"  {_OLD_SESSION}"
        yield from (f"  {line}" for line in _refusals_of_work(outlook.old_session, names))
    if event.is_wanted and outlook.answer is Answer.NO:
        if outlook.without_deletion is Answer.YES:
            yield f"  {_WITHOUT_DELETION[event]}"
        if event is Event.NEW_PHONE:
            yield f"  {_EXPORT}"
    change = check.changes.get(event)
    if change:
        yield from changes(change, names, check.user)


def _outcome(outcome: Outcome, names: Names, event: Event) -> Iterator[str]:
    if outcome.assumptions:
        answer = (_ANSWERS if event.is_wanted else _UNWANTED)[outcome.answer]
        yield f"  If {listed([_assumed(condition, holds) for condition, holds in outcome.assumptions])}: {answer}"
        yield from (f"  {line}" for line in _reasons(outcome, names, event))
    else:
        yield from _reasons(outcome, names, event)


def _reasons(outcome: Outcome, names: Names, event: Event) -> Iterator[str]:
    if outcome.allowed:
        yield f"  Allowed by {listed(outcome.allowed)}."
    if outcome.doubt:
        yield f"  Not decided: {clean(outcome.doubt)}."
    if outcome.through_role:
        yield f"  {_THROUGH_A_ROLE}"
    if event.is_work:
        yield from _refusals_of_work(outcome.obstacles, names)
    else:
        yield from _denials(outcome.obstacles, names)
        yield from _nothing_allows(outcome.obstacles, names)


def _refusals_of_work(obstacles: Iterable[Obstacle], names: Names) -> Iterator[str]:
    yield from (_denies(cause, "it", names) for cause in _distinct(obstacles))
    yield from _nothing_allows(obstacles, names, calls="the calls that were tried")


def _assumed(condition: Condition, holds: bool) -> str:  # noqa: FBT001 - the two halves of an assumption
    return f"{_condition(condition)} is {'' if holds else 'not '}met"


def _condition(condition: Condition) -> str:
    values = " or ".join(clean(value) or '""' for value in condition.values)
    return f"{clean(condition.operator)} {clean(condition.key)} {values}"


def _of(cause: Cause, names: Names) -> str:
    return statement_name(cause.statement.name, cause.source, cause.index, names)


def _denies(cause: Cause, what: str, names: Names) -> str:
    met = listed([f"{_condition(condition)} is met" for condition in cause.conditions])
    return f"  {_of(cause, names)} denies {what}{f', because {met}' if met else ''}."


def _distinct(obstacles: Iterable[Obstacle]) -> list[Cause]:
    denied = (each for each in obstacles if each.verdict.decision is Decision.EXPLICITLY_DENIED)
    found = {(cause.source, cause.index, cause.statement.name): cause for each in denied for cause in each.causes}
    return list(found.values())


def _denials(obstacles: Iterable[Obstacle], names: Names) -> Iterator[str]:
    groups: dict[tuple[str, Credentials], tuple[Cause, list[str]]] = {}
    for obstacle in obstacles:
        if obstacle.verdict.decision is Decision.EXPLICITLY_DENIED:
            for cause in obstacle.causes:
                place = (_of(cause, names), obstacle.step.credentials)
                groups.setdefault(place, (cause, []))[1].append(obstacle.step.action)
    for (_, credentials), (cause, actions) in groups.items():
        yield _denies(cause, f"{listed(list(dict.fromkeys(actions)))} {_CREDENTIALS[credentials]}", names)


def _nothing_allows(obstacles: Iterable[Obstacle], names: Names, calls: str = "") -> Iterator[str]:
    groups: dict[tuple[Source, Credentials], list[Obstacle]] = {}
    for obstacle in obstacles:
        if obstacle.verdict.decision is Decision.IMPLICITLY_DENIED:
            groups.setdefault((obstacle.verdict.source, obstacle.step.credentials), []).append(obstacle)
    for (source, credentials), missing in groups.items():
        named = calls or listed(list(dict.fromkeys(each.step.action for each in missing)))
        yield "  " + _NOTHING_ALLOWS[source].format(calls=named, credentials=_CREDENTIALS[credentials])
        yield from _near_misses(missing, names)


def _near_misses(missing: Iterable[Obstacle], names: Names) -> Iterator[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for obstacle in missing:
        for cause in obstacle.causes:
            unmet = listed([f"{_condition(condition)} is met" for condition in cause.conditions])
            other = cause.part is Part.OTHER_RESOURCE
            but = f", but not on {obstacle.step.resource}" if other else f" only if {unmet}"
            groups.setdefault((_of(cause, names), but), []).append(obstacle.step.action)
    for (statement, but), actions in groups.items():
        yield f"  {statement} allows {listed(list(dict.fromkeys(actions)))}{but}."


def found_in(file: str, findings: Iterable[Finding]) -> Iterator[str]:
    """What was found in a document, or in each of several: then there is no file."""
    yield from ("", f"Found in {clean(file) or 'each of the policies attached to the user'}")
    for finding in findings:
        heading, *parts = finding_parts(finding)
        yield f"  {heading}"
        yield from (part if isinstance(part, Exact) else f"    {part}" for part in parts)
