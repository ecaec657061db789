"""What is said about a typed code."""

import pytest

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.totp import CodeReading, Reading
from mfa_enroll.flows.remarks import ClockTooFar, CodeKept, CodeUnknown, Note, remark_on

ALICE = IamUser("aws", "123456789012", "alice")


@pytest.mark.parametrize("drift", [0.0, 210.0, -60.0])
def test_what_needs_something_of_the_person_is_remarked_on(drift: float) -> None:
    """What went well is not; a phone's clock that is off is, whatever else is said of the code."""
    expected = {
        Reading.NOT_SIX_DIGITS: Note.NOT_SIX_DIGITS,
        Reading.UNKNOWN: CodeUnknown(ALICE),
        Reading.FIRST: CodeKept(skipped=False, drift=drift) if drift else None,
        Reading.SAME_AGAIN: Note.SAME_CODE_AGAIN,
        Reading.SKIPPED: CodeKept(skipped=True, drift=drift),
        Reading.CLOCK_TOO_FAR: ClockTooFar(drift),
        Reading.PAIR: None,
    }
    assert {reading: remark_on(CodeReading(reading, drift), ALICE) for reading in Reading} == expected
