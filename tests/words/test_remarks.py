"""What holds for all remarks."""

import re

import pytest

from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.profile import LONGEST_NAME, NameProblem, NameRefusal
from mfa_enroll.domain.totp import FAR_SEARCH, SEARCH, STEP
from mfa_enroll.flows.remarks import ClockOff, ClockTooFar, CodeKept, CodeUnknown, Remark
from mfa_enroll.words.fields import name_refused
from mfa_enroll.words.page import Tone
from mfa_enroll.words.remarks import said
from tests.words import examples as example

LONG = IamUser("aws", "123456789012", "x" * 64)
DRIFTS = [45.0, -3599.0, 3599.0, -7199.0, SEARCH * STEP, -FAR_SEARCH * STEP]
CLOCKS = [
    *(CodeKept(skipped, drift) for skipped in (False, True) for drift in DRIFTS),
    *(kind(drift) for kind in (ClockTooFar, ClockOff) for drift in DRIFTS),
]


@pytest.mark.parametrize("remark", [*example.REMARKS, *CLOCKS, CodeUnknown(LONG)], ids=str)
def test_a_remark_fits_under_the_question_and_holds_no_code(remark: Remark) -> None:
    """A remark is a sentence or three of 200 characters at most, and holds nothing that looks like a code."""
    text = said(remark).text
    assert 0 < len(text) <= 200
    assert not re.search(r"(?<!\d)\d{6}(?!\d)", text)
    assert text.endswith(".")
    assert text == text.strip()


@pytest.mark.parametrize(("drift", "way"), [(210.0, "3 minutes 30 seconds ahead"), (-60.0, "1 minute behind")])
def test_a_wrong_clock_is_a_warning_that_says_how_far_and_which_way(drift: float, way: str) -> None:
    """Whatever else is said of the code, the clock is spoken of, as a warning."""
    for remark in (
        CodeKept(skipped=False, drift=drift),
        CodeKept(skipped=True, drift=drift),
        ClockTooFar(drift),
        ClockOff(drift),
    ):
        assert said(remark).tone is Tone.WARNING
        assert way in said(remark).text


def test_the_entry_to_read_is_named() -> None:
    """A code of another entry is answered with the name that the right one has in the app."""
    assert entry_label(example.ALICE) in said(CodeUnknown(example.ALICE)).text


@pytest.mark.parametrize("problem", NameProblem)
def test_what_is_in_a_file_is_shown_as_text(problem: NameProblem) -> None:
    """A refused name says why in a sentence or two, without anything that would act on the terminal."""
    told = name_refused(NameRefusal(problem, "wo\x1brk", "ho\x1bme"))
    assert told.isprintable()
    assert told.endswith(".")
    assert (str(LONGEST_NAME) in told) == (problem is NameProblem.TOO_LONG)
