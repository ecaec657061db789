"""Lengths and points of time, and lists."""

from datetime import UTC, datetime

import pytest

from mfa_enroll.domain.totp import SEARCH, STEP
from mfa_enroll.words.lists import counted, listed
from mfa_enroll.words.times import length_of_time, moment


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59.6, "1 minute"),
        (61, "1 minute 1 second"),
        (210, "3 minutes 30 seconds"),
        (-210, "3 minutes 30 seconds"),
        (3599, "59 minutes 59 seconds"),
        (3599.6, "1 hour"),
        (3661, "1 hour 1 minute"),
        (7199, "2 hours"),
        (SEARCH * STEP, "8 hours 20 minutes"),
        (86400, "24 hours"),
    ],
)
def test_a_length_of_time_is_said_in_words(seconds: float, words: str) -> None:
    """To the second below an hour and to the minute above, without parts that are nought."""
    assert length_of_time(seconds) == words


@pytest.mark.parametrize("when", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_any_moment_is_said(when: datetime) -> None:
    """At the ends of the calendar, where there may be no local time, a moment is said all the same."""
    assert f"{when:%Y}" in moment(when)


def test_things_in_a_row() -> None:
    """Commas, and an "and" before the last."""
    assert [listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_one_and_many() -> None:
    """One thing has a wording of its own."""
    assert [counted(n, "{n} hour", "{n} hours") for n in (0, 1, 2)] == ["0 hours", "1 hour", "2 hours"]
