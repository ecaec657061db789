"""How every story is told: a problem is a page from which it can start anew, and leaving ends it in words."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from mfa_enroll.domain.failure import CallFailed
from mfa_enroll.domain.problem import Problem, Stopped
from mfa_enroll.flows import endings
from mfa_enroll.flows.dialogue import Dialogue, Leave, LeftUnanswered
from mfa_enroll.flows.endings import Ending


class Ended(Exception):
    """The story ends in the middle, with these words."""

    def __init__(self, ending: Ending) -> None:
        super().__init__()
        self.ending = ending


class StartOver(Exception):
    """What the story began with does not hold any more: it starts anew."""


async def told(
    dialogue: Dialogue,
    story: Callable[[], Awaitable[Ending]],
    left: Callable[[Leave], Ending],
    *,
    is_on: Callable[[], bool] = lambda: False,
) -> Ending:
    """Tell a story once. A problem that can be tried again starts it anew.

    A device that a page has named as left behind is named in the end, too, unless AWS has listed it as on since. The
    list does not show one that is not on.

    Args:
        dialogue: Whom to tell it.
        story: Tells it from the start.
        left: The words for someone who left before its end.
        is_on: Whether AWS has listed the user's own device as on, when the story was last started.
    """
    shown, serial = None, ""
    while True:
        try:
            try:
                return await story()
            except StartOver:
                continue
            except Stopped as stop:
                serial = stop.problem.left_behind or ("" if is_on() else serial)
                shown = replace(stop.problem, left_behind=serial)
                await show(dialogue, shown)
        except Ended as ended:
            return ended.ending if is_on() else endings.naming(serial, ended.ending)
        except Leave as leave:
            if leave.left_behind or not shown:
                return left(leave)
            serial = "" if is_on() else serial
            if not leave.because and (serial or isinstance(leave, LeftUnanswered)):
                # Nothing is known that was not on the last page.
                return left(Leave(shown, serial))
            leave.left_behind = serial
            return left(leave)


async def show(dialogue: Dialogue, problem: Problem) -> None:
    """Show a page; return where the person wants to try again.

    Raises:
        Leave: They do not.
    """
    try:
        again = await dialogue.problem(problem)
    except Leave:
        again = False
    if not again:
        raise Leave(problem, left_behind=problem.left_behind)


@contextmanager
def left_behind(serial: str) -> Iterator[None]:
    """Name a device that is, or may be, still in AWS wherever the story ends or stops meanwhile."""
    try:
        yield
    except Leave as leave:
        raise Leave(leave.because, left_behind=serial) from None
    except CallFailed as failed:
        raise CallFailed(failed.call, failed.failure, replace(failed.problem, left_behind=serial)) from None
