"""The words about a typed code."""

import re

import pytest

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import FAR_SEARCH, SEARCH, STEP, Reading, Verdict
from mfa_enroll.flows import remarks
from mfa_enroll.flows.questions import Remark, Tone
from mfa_enroll.flows.remarks import length_of_time, remark_on, remark_on_clock

ALICE = IamUser("aws", "123456789012", "alice")
LONG = IamUser("aws", "123456789012", "x" * 64)
DRIFTS = [0.0, 45.0, -3599.0, 3599.0, -7199.0, SEARCH * STEP, -FAR_SEARCH * STEP]
CLOCKS = [remark for drift in DRIFTS if (remark := remark_on_clock(drift))]
NAMED = [remarks.REFUSED, remarks.REFUSED_UNSEEN, remarks.ANSWER_LOST, remarks.STILL_THERE, *CLOCKS]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (0.4, "0 seconds"),
        (1, "1 second"),
        (45, "45 seconds"),
        (59.6, "1 minute"),
        (61, "1 minute 1 second"),
        (210, "3 minutes 30 seconds"),
        (-210, "3 minutes 30 seconds"),
        (3599, "59 minutes 59 seconds"),
        (3599.6, "1 hour"),
        (3661, "1 hour 1 minute"),
        (5 * 3600 - 14, "5 hours"),
        (7199, "2 hours"),
        (SEARCH * STEP, "8 hours 20 minutes"),
        (86400, "24 hours"),
    ],
)
def test_a_length_of_time_is_said_in_words(seconds: float, words: str) -> None:
    """To the second below an hour and to the minute above, without parts that are nought."""
    assert length_of_time(seconds) == words


def every_remark() -> list[Remark]:
    """All remarks, with every reading at drifts that make them long."""
    verdicts = [Verdict(reading, drift, 1.0, (Secret("123456"),) * 2) for reading in Reading for drift in DRIFTS]
    return NAMED + [remark for verdict in verdicts if (remark := remark_on(verdict, LONG)) is not None]


@pytest.mark.parametrize("remark", every_remark(), ids=lambda remark: remark.text[:40])
def test_a_remark_fits_under_the_question_and_holds_no_code(remark: Remark) -> None:
    """A remark is a sentence or three of 200 characters at most, and holds nothing that looks like a code."""
    assert 0 < len(remark.text) <= 200
    assert not re.search(r"(?<!\d)\d{6}(?!\d)", remark.text)
    assert remark.text.endswith(".")
    assert remark.text == remark.text.strip()


def test_what_went_well_needs_no_words() -> None:
    """A first code and a pair of a phone whose clock is right are not remarked on."""
    assert remark_on(Verdict(Reading.FIRST), ALICE) is None
    assert remark_on(Verdict(Reading.PAIR), ALICE) is None


@pytest.mark.parametrize("reading", [Reading.FIRST, Reading.SKIPPED, Reading.CLOCK_TOO_FAR])
@pytest.mark.parametrize(("drift", "way"), [(210.0, "3 minutes 30 seconds ahead"), (-60.0, "1 minute behind")])
def test_a_wrong_clock_is_a_warning_that_says_how_far_and_which_way(reading: Reading, drift: float, way: str) -> None:
    """Whatever else is said of the code, the clock is spoken of, as a warning."""
    remark = remark_on(Verdict(reading, drift), ALICE)
    assert remark is not None
    assert remark.tone is Tone.WARNING
    assert way in remark.text


@pytest.mark.parametrize("reading", [each for each in Reading if each not in {Reading.FIRST, Reading.PAIR}])
def test_every_other_reading_has_words(reading: Reading) -> None:
    """What needs something of the person is said."""
    assert remark_on(Verdict(reading), ALICE) is not None


def test_the_entry_to_read_is_named() -> None:
    """A code of another entry is answered with the name that the right one has in the app."""
    remark = remark_on(Verdict(Reading.UNKNOWN), ALICE)
    assert remark is not None
    assert "AWS:alice@123456789012" in remark.text


def test_a_clock_that_is_right_is_not_spoken_of_in_the_end() -> None:
    """Only a phone whose clock is off gets a last remark on it."""
    assert remark_on_clock(0.0) is None
