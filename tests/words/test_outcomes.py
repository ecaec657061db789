"""What holds for the last words of every outcome."""

from itertools import product

import pytest

from mfa_enroll.domain.device import MfaDevice, OldDevice
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.flows.outcome import Deletion, MfaDisabled, NotEnabled, Outcome, SessionStarted, UnfinishedDeleted
from mfa_enroll.words.outcomes import after_practice, last_words
from mfa_enroll.words.page import Exact
from mfa_enroll.words.troubles import trouble_page
from tests.words import examples as example

OUTCOMES = [pytest.param(outcome, id=title) for title, outcome in example.OUTCOMES.items()]
FLAGS = list(product([None, *OldDevice], [False, True], [False, True]))


def _told(outcome: Outcome) -> str:
    return "\n".join(last_words(outcome))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_is_left_behind_is_named_once(outcome: Outcome) -> None:
    """A device that stays, or may stay, in AWS is named as such; where there is none, none is."""
    left = [text for text in last_words(outcome) if "left in AWS" in text or "stays in AWS" in text]
    assert [text.rpartition(": ")[2] for text in left] == [outcome.left_behind] * bool(outcome.left_behind)


@pytest.mark.parametrize("because", [example.WRONG, example.DENIED], ids=["own", "administrator"])
def test_a_problem_is_told_once(because: Incident) -> None:
    """What AWS answered, and the reference, stand there a single time."""
    told = _told(NotEnabled(because=because))
    assert told.count(because.trouble.answer) == 1
    assert told.count(because.trouble.reference) == 1


@pytest.mark.parametrize(("replaced", "others", "unclear"), FLAGS)
def test_what_is_off_is_said_only_where_it_is(*, replaced: OldDevice | None, others: bool, unclear: bool) -> None:
    """MFA is off where the one device was replaced and no other is on; after codes without an answer nobody knows."""
    told = _told(NotEnabled(replaced=replaced, others=others, unclear=unclear))
    assert ("MFA is off" in told) == (replaced is not None and not others and not unclear)
    assert ("MFA stays on" in told) == (others and not unclear)
    assert ("not known yet" in told) == unclear
    assert ("not turned on" in told) == (not replaced and not unclear)


@pytest.mark.parametrize(("replaced", "others", "found"), FLAGS)
def test_a_deletion_is_told_only_where_aws_made_it(*, replaced: OldDevice | None, others: bool, found: bool) -> None:
    """Of a device that AWS did not find nobody says that it was deleted."""
    told = _told(UnfinishedDeleted(serial=example.SERIAL, found=found, replaced=replaced, others=others))
    assert ("was deleted" in told) == found
    assert example.SERIAL in told
    assert ("MFA is off" in told) == (replaced is not None and not others)
    assert ("MFA stays on" in told) == others


@pytest.mark.parametrize("deletion", Deletion)
@pytest.mark.parametrize("others", [(), (example.LAPTOP,)], ids=["alone", "others"])
def test_a_device_that_was_turned_off(deletion: Deletion, others: tuple[MfaDevice, ...]) -> None:
    """It is off, and deleted only where AWS said so. What stays on is named."""
    told = _told(MfaDisabled(user=example.ALICE, others=others, deletion=deletion))
    assert ("was deleted" in told) == (deletion is Deletion.DONE)
    assert ("MFA is off" in told) == (not others)
    assert all(device.serial in told for device in others)


def test_what_is_to_be_copied_is_exact() -> None:
    """Commands, and what is missing in a file, stand there as they are; how the session is renewed comes last."""
    outcome = example.OUTCOMES["session started, keys in the environment"]
    assert isinstance(outcome, SessionStarted)
    assert outcome.plan
    told = last_words(outcome)
    exact = [text.strip() for text in told if isinstance(text, Exact)]
    assert "[profile work]" in exact
    assert f"mfa_serial = {example.SERIAL}" in exact
    assert exact.index("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN") < exact.index(
        "export AWS_PROFILE=work-mfa"
    )
    assert exact[-1] == told[-1].strip() == "mfa-enroll session --profile work"


def test_nothing_is_said_to_be_on_after_practice() -> None:
    """None of it outlasts the practice, but for a problem: its page says that it is printed again."""
    assert not any("MFA is" in text for text in after_practice(example.OUTCOMES["MFA enabled"]))
    problem = example.OUTCOMES["MFA enabled, left at a problem"]
    assert problem.because
    assert trouble_page(problem.because.trouble).heading in after_practice(problem)
