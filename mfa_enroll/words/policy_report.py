"""The report of ``mfa-enroll policy check``: all events in a table, why each is as it is, and what to change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mfa_enroll.domain.text import clean
from mfa_enroll.policy.check import Check
from mfa_enroll.policy.decision import Source
from mfa_enroll.policy.events import Event
from mfa_enroll.policy.findings import Finding
from mfa_enroll.policy.offers import Offers
from mfa_enroll.policy.outlook import Answer, Outcome, Outlook
from mfa_enroll.words.lists import counted, listed
from mfa_enroll.words.page import Exact
from mfa_enroll.words.policy_changes import Names, number_of, numbers
from mfa_enroll.words.policy_findings import finding_parts
from mfa_enroll.words.policy_offers import for_event, paragraphs
from mfa_enroll.words.policy_reasons import is_met, reasons, refusals

_TITLES = {
    Event.ENROLL: "Turn on MFA",
    Event.START_AGAIN: "Start again after an abandoned attempt",
    Event.FIRST_PASSWORD: "Change the password before MFA is on",
    Event.NEW_PHONE: "Move to a new phone",
    Event.TURN_OFF: "Turn MFA off and delete the device",
    Event.RESYNC: "Resync, when codes are not accepted",
    Event.WORK_WITH_MFA: "Get work done with MFA",
    Event.WORK_WITHOUT_MFA: "Do anything else without MFA",
}

_ANSWERS = {Answer.YES: "yes", Answer.NO: "no", Answer.DEPENDS: "depends", Answer.UNKNOWN: "undecided"}

_UNWANTED = {**_ANSWERS, Answer.YES: "not blocked", Answer.NO: "blocked"}

_IN_PART = {Event.START_AGAIN: "finishing it: yes", Event.TURN_OFF: "turning it off alone: yes"}
_WITHOUT_DELETION = {
    Event.START_AGAIN: "The abandoned device itself can be turned on, if its entry is still in the authenticator app.",
    Event.TURN_OFF: "Turning MFA off alone is possible. The device then stays in AWS, and its entry in the "
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
_AS_IT_SHOULD_BE = "As it should be"


def report(check: Check, names: Names, findings: Mapping[str, Sequence[Finding]]) -> Iterator[str]:
    """The report, paragraph by paragraph. What is exact stands there as it is, the rest is to be wrapped.

    Args:
        check: What the check found.
        names: What each policy is called.
        findings: What the linter found, by the names of the policies; under no name, what holds for each of them.
    """
    offers = Offers(check)
    yield f"User {check.user.arn}"
    yield f"Policies: {listed([clean(name) for name in dict.fromkeys(names.values())])}"
    if sum(source is Source.SERVICE_CONTROL for source, _ in names) > 1:
        yield _ONE_PLACE
    yield ""
    yield from map(_row, check.outlooks)
    yield from ("", _summary(check))
    details = {outlook: tuple(_details(outlook, names, check, offers)) for outlook in check.outlooks}
    for outlooks, told in _alike(details, sound=False):
        yield ""
        yield from (f"{number_of(it.event)}. {_TITLES[it.event]}: {_answer(it)}" for it in outlooks)
        yield from (part if isinstance(part, Exact) else f"  {part}" for part in told)
    if any(map(_is_sound, check.outlooks)):
        yield from ("", _AS_IT_SHOULD_BE)
    for outlooks, told in _alike(details, sound=True):
        yield f"  {numbers([it.event for it in outlooks])}: {' '.join(told)}"
    yield from paragraphs(offers, names)
    for file, found in findings.items():
        if found:
            yield from found_in(file, found)


def _row(outlook: Outlook) -> str:
    remark = next(_remarks(outlook), "")
    title = _TITLES[outlook.event] + (f" ({remark})" if remark else "")
    return f"  {number_of(outlook.event)}  {_answer(outlook):<13}{title}"


def _remarks(outlook: Outlook) -> Iterator[str]:
    first = outlook.outcomes[0]
    if outlook.answer is Answer.NO and outlook.without_deletion is Answer.YES:
        yield _IN_PART[outlook.event]
    if outlook.event is Event.WORK_WITH_MFA and outlook.answer is Answer.YES:
        if first.through_role:
            yield "only by taking on a role"
        elif outlook.old_session:
            yield "for a time"
        elif not first.allowed:
            yield "where other policies allow it"


def _is_sound(outlook: Outlook) -> bool:
    """Whether it is plainly as it should be."""
    is_plain = not outlook.old_session and not any(it.through_role for it in outlook.outcomes)
    return is_plain and outlook.answer is (Answer.YES if outlook.event.is_wanted else Answer.NO)


def _alike(
    details: Mapping[Outlook, tuple[str, ...]], *, sound: bool
) -> Iterator[tuple[list[Outlook], tuple[str, ...]]]:
    """The events of one sort that have the same told of them, together."""
    groups: dict[tuple[str, ...], list[Outlook]] = {}
    for outlook, told in details.items():
        if _is_sound(outlook) is sound:
            groups.setdefault(told, []).append(outlook)
    for told, outlooks in groups.items():
        yield outlooks, told


def _summary(check: Check) -> str:
    answers = [(it.answer, it.event.is_wanted) for it in check.outlooks]
    counts = (
        (sum(map(_is_good, check.outlooks)), "{n} is as it should be", "{n} are as they should be"),
        (answers.count((Answer.NO, True)), "{n} is not possible", "{n} are not possible"),
        (answers.count((Answer.YES, False)), "{n} is not blocked", "{n} are not blocked"),
        (
            sum(answer is Answer.DEPENDS for answer, _ in answers),
            "{n} depends on the request",
            "{n} depend on the request",
        ),
        (sum(answer is Answer.UNKNOWN for answer, _ in answers), "{n} is not decided", "{n} are not decided"),
    )
    said = [counted(n, one, many) for n, one, many in counts if n]
    return f"All {said[0]}." if len(said) == 1 else f"Of these {len(answers)}, {listed(said)}."


def _is_good(outlook: Outlook) -> bool:
    return outlook.answer is (Answer.YES if outlook.event.is_wanted else Answer.NO)


def _answer(outlook: Outlook) -> str:
    return (_ANSWERS if outlook.event.is_wanted else _UNWANTED)[outlook.answer]


def _details(outlook: Outlook, names: Names, check: Check, offers: Offers) -> Iterator[str]:
    event = outlook.event
    first = outlook.outcomes[0]
    if event is Event.WORK_WITH_MFA and outlook.answer is Answer.YES and not (first.allowed or first.through_role):
        yield _OTHERS_MAY_ALLOW
    if not event.is_wanted and outlook.answer is Answer.YES:
        yield _NOT_FORCED
    for outcome in outlook.outcomes:
        yield from _outcome(outcome, names, event)
    if outlook.old_session:
        yield _OLD_SESSION
        yield from (f"  {line}" for line in refusals(outlook.old_session, names, (), work=True))
    if event.is_wanted and outlook.answer is Answer.NO:
        if outlook.without_deletion is Answer.YES:
            yield _WITHOUT_DELETION[event]
        if event is Event.NEW_PHONE:
            yield _EXPORT
    change = check.changes.get(event)
    if change:
        refused = {each.step.action for outcome in outlook.outcomes for each in outcome.obstacles}
        yield from for_event(offers, event, change, refused)


def _outcome(outcome: Outcome, names: Names, event: Event) -> Iterator[str]:
    if outcome.assumptions:
        answer = (_ANSWERS if event.is_wanted else _UNWANTED)[outcome.answer]
        yield f"If {listed([is_met(condition, holds=holds) for condition, holds in outcome.assumptions])}: {answer}"
    indent = "  " if outcome.assumptions else ""
    if outcome.through_role:
        yield f"{indent}{_THROUGH_A_ROLE}"
    given = [condition for condition, _ in outcome.assumptions]
    yield from (f"{indent}{reason}" for reason in reasons(outcome, names, given, work=event.is_work))


def found_in(file: str, findings: Iterable[Finding]) -> Iterator[str]:
    """What was found in a document, or in each of several: then there is no file."""
    yield from ("", f"Found in {clean(file) or 'each of the policies attached to the user'}")
    for finding in findings:
        heading, *parts = finding_parts(finding)
        yield f"  {heading}"
        yield from (part if isinstance(part, Exact) else f"    {part}" for part in parts)
