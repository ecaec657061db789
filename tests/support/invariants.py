"""What holds of every run, whatever happens in it."""

import re
from collections.abc import Iterable

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.flows.progress import Doing, Pause
from mfa_enroll.flows.questions import Problem, Question
from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide
from mfa_enroll.words import outcomes, pages, progress
from mfa_enroll.words import remarks as words_of_remarks
from tests.support.bench import Bench
from tests.support.hearing import Agreed, Sent
from tests.support.person import Person, remark_of
from tests.support.truth import Witness


def assert_ended_well(person: Person, outcome: Outcome) -> None:
    """The outcome is true, and the run did only what it was to do. What it said holds no secret."""
    assert person.witness is not None
    person.witness.holds(outcome)
    assert_only_what_was_asked(person.witness)
    assert_left_as_shown(person, outcome)
    assert_no_secret(person, outcome)
    assert_within_force_mfa(person.bench)


def assert_only_what_was_asked(witness: Witness) -> None:
    """No device is taken away or deleted but once for each time that the person agreed; no change repeats itself."""
    agreed_to = listed = None
    may = {Call.DEACTIVATE: 0, Call.DELETE: 0}
    last: dict[Call, int] = {}
    for place, event in enumerate(witness.log):
        if isinstance(event, Agreed):
            agreed_to = listed
            may = {call: left + 1 for call, left in may.items()}
        if not isinstance(event, Sent):
            continue
        if event.call is Call.LIST:
            listed = event.answer or listed
        if event.call in may and not event.asking:
            assert may[event.call] > 0, f"{event.call} without being asked for"
            may[event.call] -= not event.refused
        if event.call is Call.DEACTIVATE:
            assert listed == agreed_to, "another device is taken away than the one that they agreed to"
        if event.asking:
            assert event.failure is not None, "a device is deleted that was only asked about"
        elif event.call.is_change:
            assert len(event.received) <= 1 or witness.crowded, f"{event.call} was sent twice by itself"
            _assert_reason_to_repeat(witness.log[last.get(event.call, place) : place])
            last[event.call] = place


def _assert_reason_to_repeat(events: list[object]) -> None:
    """A change is made once more after a refusal and a pause, or when the person was asked: never by itself."""
    if events:
        before, *between = events
        assert isinstance(before, Sent)
        asked = any(not isinstance(event, Pause | Sent | Agreed | Doing) for event in between)
        paused = any(isinstance(event, Pause) for event in between)
        assert asked or (before.refused and paused), f"{before.call} was sent again by itself"


def assert_left_as_shown(person: Person, outcome: Outcome) -> None:
    """Whoever left from a page about a problem is told of it once more in the end."""
    last = person.asked[-1] if person.asked else None
    if isinstance(last, Problem) and (person.given is False or isinstance(person.given, Leave)):
        assert outcome.because is not None
        assert outcome.because.trouble == last.incident.trouble


def assert_no_secret(person: Person, outcome: Outcome) -> None:
    """No seed, code or key is in anything that is shown as text, or would be in a log of it."""
    facts = [outcome, person.identity, *person.asked, *person.pauses, *person.doings]
    text = "\n".join([*map(repr, facts), *map(str, facts), *_words(person, outcome)])
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)  # an address in memory may look like a code
    for secret in secrets_of(person.bench, person.typed):
        # Within a longer number, such as an account ID or a time, six digits are chance.
        value = rf"(?<!\d){re.escape(secret.reveal())}(?!\d)"
        assert len(secret.reveal()) < 6 or not re.search(value, text)


def _words(person: Person, outcome: Outcome) -> Iterable[str]:
    """All that the person reads, but for the pages with a field."""
    yield from outcomes.last_words(outcome)
    yield from map(repr, map(pages.page, person.questions(Question)))
    yield from (repr(words_of_remarks.said(remark)) for ask in person.asked if (remark := remark_of(ask)) is not None)
    yield from map(progress.doing, person.doings)
    yield from (progress.waiting(pause, round(pause.seconds)) for pause in person.pauses)


def secrets_of(here: Bench, typed: Iterable[Secret] = ()) -> Iterable[Secret]:
    """The secrets that there are in the account, and those that were typed."""
    yield from (device.seed for device in here.practice.devices.values())
    yield here.practice.secret_access_key
    for opened in here.practice._sessions.values():
        yield from (opened.key.secret, opened.token)
    yield from typed


def assert_within_force_mfa(here: Bench) -> None:
    """Every call that was answered on its merits is one that the force-MFA policy allows, or that needs none."""
    user = here.practice.user
    policy = Policy.parse(force_mfa())
    for received in here.server.requests:
        call = Call(received.call)
        if received.credentials and call.partition(":")[0] == "iam":
            assert received.resource == resource(call, user)
            if user.path == "/" and user.partition == "aws":  # the only users for whom it is made
                asked = Request(call, received.resource, caller_context(user.arn, mfa=received.mfa))
                assert decide([policy], asked).decision is Decision.ALLOWED


def resource(call: Call, user: IamUser) -> str:
    """What a call of the program's is authorized against."""
    if call in {Call.CREATE, Call.DELETE}:
        return user.device_serial
    return "*" if call is Call.PASSWORD_POLICY else user.arn
