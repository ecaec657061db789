"""A room full of people who turn MFA on at the same time, in one account."""

from mfa_enroll.domain.failure import Call
from tests.load.attending import attend_together
from tests.load.room import room
from tests.support.throttling import Limit, Throttling

PEOPLE = 20
CALLS = 5
"""Who are you, the list, create, enable, the list."""


async def test_a_room_of_twenty() -> None:
    """Though AWS turns many calls away, all end enrolled, and nobody meets a page or leaves an unfinished device."""
    throttling = Throttling(lambda call: Limit(rate=10, burst=4) if Call(call).is_change else Limit(rate=20, burst=40))
    with room(PEOPLE, throttling) as here:
        attended = await attend_together(here.seats)
        assert all(each.enrolled for each in attended)
        assert not any(each.problems for each in attended)
        assert here.enrolled == PEOPLE
        assert here.orphans == 0
        assert throttling.turned_away[Call.CREATE] > 0
        assert sum(here.calls) == CALLS * PEOPLE + throttling.turned_away.total()
