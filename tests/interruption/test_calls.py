"""Whichever call is in flight when it is interrupted, the terminal is left as it was, and the next run finishes."""

import enum
from pathlib import Path

import pytest

from mfa_enroll.practice.faults import Delay
from tests.interruption.cells import cells
from tests.interruption.finishing import finish
from tests.interruption.flights import FLIGHTS
from tests.interruption.visit import Interruption, visit

FOR_GOOD = 120.0
"""Seconds of a delay that no test waits out."""

A_MOMENT = 0.8
"""Seconds in which the wish to leave is heard. One that comes later is heard on the next page, and ends alike."""


class Moment(enum.Enum):
    """What cuts a call off, and whether AWS has done by then what it was asked for.

    Where leaving waits for AWS to answer, AWS does it in the end.
    """

    KEY = Interruption.KEY, False
    INT = Interruption.INT, False
    TERM_BEFORE = Interruption.TERM, False
    TERM_AFTER = Interruption.TERM, True
    HUP_BEFORE = Interruption.HUP, False
    HUP_AFTER = Interruption.HUP, True
    KILL_BEFORE = Interruption.KILL, False
    KILL_AFTER = Interruption.KILL, True
    CLOSED_BEFORE = Interruption.CLOSED, False
    CLOSED_AFTER = Interruption.CLOSED, True


@pytest.mark.exhaustive
@pytest.mark.parametrize(("flight", "moment"), cells(FLIGHTS, list(Moment), every=10))
async def test_interrupted_during_a_call(
    home: Path, monkeypatch: pytest.MonkeyPatch, flight: str, moment: Moment
) -> None:
    """The screen comes down, the exit code says why, the last words are true, and the next run finishes."""
    call = FLIGHTS[flight]
    how, done = moment.value
    waits = how.asks and call.call.is_change
    with visit(home, *call.arguments, account=call.account, until=how) as at:
        hold = Delay(A_MOMENT if waits else FOR_GOOD, applied_at_once=done)
        call.reach(at)
        at.here.faults.add(call.call, nth=at.here.calls.count(call.call) + 1, fault=hold)
        call.send(at)
        at.window.wait_until(lambda: not at.here.faults.pending(), f"{call.call}")
        if done:
            at.window.wait_until(lambda: call.holds(at.here), "AWS to have done it")
        how.strike(at.window)
        at.leave(how, call.left, asked=call.asked)
        assert waits or call.effect is None or call.holds(at.here) is done
        await finish(at.here, home, monkeypatch)
