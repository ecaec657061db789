"""The server's time."""

from dataclasses import dataclass

import pytest

from mfa_enroll.aws.clock import ServerClock

DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
AT = 1_700_000_000.0


@dataclass
class Wall:
    """A wall clock that is set by hand."""

    now: float

    def __call__(self) -> float:
        """The time in seconds since 1970."""
        return self.now


def test_before_the_first_answer() -> None:
    """Before there is an answer, local time has to do."""
    clock = ServerClock(Wall(1000.25))
    assert clock.time() == 1000.25
    assert clock.offset is None


@pytest.mark.parametrize("error", [0.0, -754.25, 890.0])
def test_offset(error: float) -> None:
    """As far off as AWS takes signatures, server time is the header's plus half its resolution, and it goes on."""
    wall = Wall(AT + error)
    clock = ServerClock(wall)
    clock.note(DATE)
    assert clock.time() == pytest.approx(AT + 0.5)
    assert clock.offset == pytest.approx(0.5 - error)
    wall.now += 3600
    assert clock.time() == pytest.approx(AT + 3600.5)


@pytest.mark.parametrize("error", [-43_200.0, -902.0, 901.0, 90_000.0])
def test_a_date_that_is_not_awss(error: float) -> None:
    """By a clock that is further off nothing is signed that AWS takes: local time counts, and what was said is kept."""
    wall = Wall(AT + error)
    clock = ServerClock(wall)
    clock.note(DATE)
    assert clock.time() == AT + error
    assert clock.offset == pytest.approx(0.5 - error)


def test_last_answer_counts() -> None:
    """Each answer measures anew."""
    wall = Wall(AT)
    clock = ServerClock(wall)
    clock.note(DATE)
    wall.now += 10
    clock.note("Tue, 14 Nov 2023 22:13:40 GMT")
    assert clock.time() == pytest.approx(AT + 20.5)


@pytest.mark.parametrize("date", ["", "yesterday", "Tue, 99 Nov 2023 22:13:20 GMT", "Tue, 14 Nov 2023", "\x00"])
def test_unreadable(date: str) -> None:
    """A header that cannot be read leaves what is known as it is."""
    clock = ServerClock(Wall(AT))
    clock.note(DATE)
    clock.note(date)
    assert clock.offset == 0.5


def test_zone() -> None:
    """A header without a zone is in UTC, as RFC 9110 has it."""
    clock = ServerClock(Wall(AT))
    clock.note("Tue, 14 Nov 2023 22:13:20 -0000")
    assert clock.offset == 0.5
