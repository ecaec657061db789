"""Whichever call is in flight when it is interrupted, the terminal is left as it was, and the next run finishes."""

import enum
from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.words import progress
from tests.interruption.cells import cells
from tests.interruption.finishing import finish
from tests.interruption.flights import FLIGHTS
from tests.interruption.visit import FOR_GOOD, Interruption, visit
from tests.support.faults import Delay


class Moment(enum.Enum):
    """What cuts a call off, and whether AWS has done by then what it was asked for."""

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
async def test_interrupted_during_a_call(home: Path, flight: str, moment: Moment) -> None:
    """The screen comes down, the exit code says why, the last words are true, and the next run finishes.

    Who asks to leave while something is changed waits for AWS to answer, and is told so.
    """
    way, (how, done) = FLIGHTS[flight], moment.value
    waits = how.asks and way.call.is_change
    with visit(home, *way.place.arguments, account=way.place.account, until=how) as at:
        way.place.reach(at)
        at.hold(way.call, applied=done or waits)
        if way.send:
            way.send(at)
        at.window.wait_until(at.is_held, f"{way.call} to be under way")
        if done:
            at.window.wait_until(lambda: way.holds(at.here), "AWS to have done it")
        if way.call.is_change and not waits:  # what it looks at then is not answered either
            at.here.faults.add(Call.LIST, nth=at.here.calls.count(Call.LIST) + 1, times=None, fault=Delay(FOR_GOOD))
        how.strike(at.window)
        if waits:
            at.see(progress.LEAVING.split()[0])  # beside a picture it takes two lines
            at.here.server.end_waits()
        at.leave(how, way.place.left, asked=way.place.asked, cut_off=None if waits else way.call)
        assert waits or way.effect is None or way.holds(at.here) is done
        await finish(at.here, home)
