"""What holds of every run, whatever else happens to the account at the same time."""

from dataclasses import dataclass

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.dialogue import Pause
from mfa_enroll.flows.endings import Ending, EndingKind
from tests.stateful.standing import AGREED, Run, Sent
from tests.support.bench import Bench
from tests.support.story import assert_no_secret, assert_outcome_told, assert_true_of, assert_within_force_mfa, names


@dataclass(frozen=True, slots=True)
class Moment:
    """The account's devices, by serial number: those that are there, and those of them that are on."""

    there: dict[str, Secret]
    on: dict[str, Secret]

    @classmethod
    def now(cls, here: Bench) -> "Moment":
        """As it is."""
        devices = here.practice.devices.values()
        return cls(
            {device.serial: device.seed for device in devices},
            {device.serial: device.seed for device in devices if device.enabled_at is not None},
        )


def assert_only_what_was_asked(run: Run) -> None:
    """No device is taken away or deleted but once for each time that the person agreed; no change repeats itself."""
    _assert_the_same_is_taken_away(run)
    for call in (Call.DEACTIVATE, Call.DELETE):
        agreed = done = 0
        for event in run.stand.log:
            agreed += event is AGREED
            if isinstance(event, Sent) and event.call is call:
                assert done < agreed, f"{call} without being asked for"
                done += not event.refused
    last: dict[Call, int] = {}
    for place, event in enumerate(run.stand.log):
        if isinstance(event, Sent) and event.call.is_change:
            assert len(event.received) <= 1, f"{event.call} was sent twice by itself"
            if event.call in last:
                _assert_reason_to_repeat(run.stand.log[last[event.call] : place])
            last[event.call] = place


def _assert_the_same_is_taken_away(run: Run) -> None:
    """A device is taken away only where AWS has listed it last as it did when the person agreed."""
    agreed_to = listed = None
    for event in run.stand.log:
        if event is AGREED:
            agreed_to = listed
        elif isinstance(event, Sent) and event.call is Call.LIST and event.answer is not None:
            listed = event.answer
        elif isinstance(event, Sent) and event.call is Call.DEACTIVATE:
            assert listed == agreed_to, "another device is taken away than the one that they agreed to"


def _assert_reason_to_repeat(events: list[object]) -> None:
    before, *between = events
    assert isinstance(before, Sent)
    asked = any(not isinstance(event, Pause | Sent) and event is not AGREED for event in between)
    paused = any(isinstance(event, Pause) for event in between)
    assert asked or (before.refused and paused), f"{before.call} was sent again by itself"


def assert_change_is_someones(before: Moment, after: Moment, sent: Sent | None) -> None:
    """A device that is off, or gone, is so by a call that AWS carried out."""
    done = sent.call if sent and any(not received.error for received in sent.received) else None
    if any(after.on.get(serial) is not seed for serial, seed in before.on.items()):
        assert done is Call.DEACTIVATE
    if any(after.there.get(serial) is not seed for serial, seed in before.there.items()):
        assert done is Call.DELETE


def assert_next_steps(run: Run) -> None:
    """Each page names what to do next."""
    for problem in run.person.questions(Problem):
        assert problem.title
        assert problem.happened
        assert problem.steps


def assert_ended_well(here: Bench, run: Run, ending: Ending, moments: list[Moment]) -> None:
    """The last words are true, name what is left behind, and say what comes next where it ended with a page.

    Where others changed the account meanwhile, they are what was true at a moment of the run.
    """
    made = [received for sent in run.sent for received in sent.received]
    words = ending.last_words
    if run.disturbed:
        assert any(_is_true(here, ending, moment) for moment in moments), f"never true: {words}"
        created = any(received.call == Call.CREATE and received.status and not received.error for received in made)
        assert not (here.has_unfinished and created) or names(here.serial, words), f"not named: {words}"
    else:
        assert_true_of(ending, here.serial, there=moments[-1].there, on=moments[-1].on)
        assert_outcome_told(here, ending, made, was_on=run.was_on)
    if ending.kind is EndingKind.PROBLEM:
        assert any(paragraph.startswith("1. ") for paragraph in ending.paragraphs), words
    assert_no_secret(here, run.person, ending)
    assert_within_force_mfa(here)


def _is_true(here: Bench, ending: Ending, moment: Moment) -> bool:
    try:
        assert_true_of(ending, here.serial, there=moment.there, on=moment.on)
    except AssertionError:
        return False
    return True
