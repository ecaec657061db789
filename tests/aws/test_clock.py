"""The server's time."""

import pytest

from mfa_enroll.aws.clock import ServerClock

DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
AT = 1_700_000_000.0


class Wall:
    """A wall clock that is set by hand, in seconds since 1970; and the server's time by it."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.server = ServerClock(lambda: self.now)


def test_before_the_first_answer() -> None:
    """Before there is an answer, local time has to do."""
    server = Wall(1000.25).server
    assert server.time() == 1000.25
    assert server.offset is None


@pytest.mark.parametrize("error", [0.0, -754.25, 890.0])
def test_offset(error: float) -> None:
    """As far off as AWS takes signatures, server time is the header's plus half its resolution, and it goes on.

    Each answer measures it anew.
    """
    wall = Wall(AT + error)
    wall.server.note(DATE)
    assert wall.server.time() == pytest.approx(AT + 0.5)
    assert wall.server.offset == pytest.approx(0.5 - error)
    wall.now += 3600
    assert wall.server.time() == pytest.approx(AT + 3600.5)
    wall.server.note("Tue, 14 Nov 2023 23:13:40 GMT")
    assert wall.server.time() == pytest.approx(AT + 3620.5)


@pytest.mark.parametrize("error", [-43_200.0, -902.0, 901.0, 90_000.0])
def test_a_date_that_is_not_awss(error: float) -> None:
    """By a clock that is further off nothing is signed that AWS takes: local time counts, and what was said is kept."""
    wall = Wall(AT + error)
    wall.server.note(DATE)
    assert wall.server.time() == AT + error
    assert wall.server.offset == pytest.approx(0.5 - error)


@pytest.mark.parametrize("date", ["", "yesterday", "Tue, 99 Nov 2023 22:13:20 GMT", "Tue, 14 Nov 2023", "\x00"])
def test_unreadable(date: str) -> None:
    """A header that cannot be read leaves what is known as it is; one without a zone is in UTC (RFC 9110)."""
    server = Wall(AT).server
    server.note("Tue, 14 Nov 2023 22:13:20 -0000")
    server.note(date)
    assert server.offset == 0.5
