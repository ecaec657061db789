"""Why an event is possible or not, as ``mfa-enroll policy check`` tells it: the statements that decide, and how."""

from collections.abc import Collection, Iterable, Iterator

from mfa_enroll.domain.text import clean
from mfa_enroll.policy.causes import Cause, Obstacle, Part
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Decision, Source
from mfa_enroll.policy.events import Credentials
from mfa_enroll.policy.outlook import Outcome
from mfa_enroll.words.lists import listed
from mfa_enroll.words.policy_changes import Names, statement_name

_CREDENTIALS = {
    Credentials.ACCESS_KEY: "with the access key alone",
    Credentials.MFA_SESSION: "in a session with MFA",
}

_NOTHING_ALLOWS = {
    Source.IDENTITY: "Nothing allows {calls}.",
    Source.BOUNDARY: "The permissions boundary does not allow {calls}.",
    Source.SERVICE_CONTROL: "The service control policies do not allow {calls}.",
}

_TRIED = "the calls that were tried"


def reasons(outcome: Outcome, names: Names, given: Collection[Condition], *, work: bool) -> Iterator[str]:
    """What allows an event, or what is in its way, sentence by sentence.

    Args:
        outcome: What becomes of it.
        names: What each policy is called.
        given: Conditions of which it has been said that they are met, or not.
        work: Whether it is about other services.
    """
    yield from _allowed(outcome.allowed, names, given)
    if outcome.doubt:
        yield f"Not decided: {clean(outcome.doubt)}."
    yield from refusals(outcome.obstacles, names, given, work=work)


def refusals(obstacles: Iterable[Obstacle], names: Names, given: Collection[Condition], *, work: bool) -> Iterator[str]:
    """What refuses calls: the statements that deny them, then where nothing allows them, with what nearly does."""
    denied: dict[tuple[Source, int, str], tuple[Cause, list[Obstacle]]] = {}
    missing: dict[Source, list[Obstacle]] = {}
    for obstacle in obstacles:
        if obstacle.verdict.decision is Decision.IMPLICITLY_DENIED:
            missing.setdefault(obstacle.verdict.source, []).append(obstacle)
        for cause in obstacle.causes if obstacle.verdict.decision is Decision.EXPLICITLY_DENIED else ():
            place = (cause.source, cause.index, cause.statement.name)
            denied.setdefault(place, (cause, []))[1].append(obstacle)
    for cause, refused in denied.values():
        yield f"{_of(cause, names)} denies {'it' if work else _calls(refused)}{_because(cause, given)}."
    for source, refused in missing.items():
        calls = f"{_TRIED} {_CREDENTIALS[refused[0].step.credentials]}" if work else _calls(refused)
        yield _NOTHING_ALLOWS[source].format(calls=calls)
        yield from _near_misses(refused, names)


def is_met(condition: Condition, *, holds: bool = True) -> str:
    """That a condition is met, or is not."""
    values = " or ".join(clean(value) or '""' for value in condition.values)
    return f"{clean(condition.operator)} {clean(condition.key)} {values} is {'' if holds else 'not '}met"


def _allowed(causes: Iterable[Cause], names: Names, given: Collection[Condition]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for cause in causes:
        groups.setdefault(_because(cause, given), []).append(_of(cause, names))
    for because, statements in groups.items():
        yield f"{listed(statements)} {'allows' if len(statements) == 1 else 'allow'} it{because}."


def _of(cause: Cause, names: Names) -> str:
    return statement_name(cause.statement.name, cause.source, cause.index, names)


def _because(cause: Cause, given: Collection[Condition]) -> str:
    met = listed([is_met(condition) for condition in cause.conditions if condition not in given])
    return f", because {met}" if met else ""


def _calls(obstacles: Iterable[Obstacle]) -> str:
    """The calls by what they are signed with."""
    groups: dict[Credentials, list[str]] = {}
    for obstacle in obstacles:
        groups.setdefault(obstacle.step.credentials, []).append(obstacle.step.action)
    return ", and ".join(
        f"{listed(list(dict.fromkeys(actions)))} {_CREDENTIALS[credentials]}" for credentials, actions in groups.items()
    )


def _near_misses(missing: Iterable[Obstacle], names: Names) -> Iterator[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for obstacle in missing:
        for cause in obstacle.causes:
            unmet = listed([is_met(condition) for condition in cause.conditions])
            other = cause.part is Part.OTHER_RESOURCE
            but = f", but not on {obstacle.step.resource}" if other else f" only if {unmet}"
            groups.setdefault((_of(cause, names), but), []).append(obstacle.step.action)
    for (statement, but), actions in groups.items():
        yield f"{statement} allows {listed(list(dict.fromkeys(actions)))}{but}."
