"""How every story is told: a problem is a page from which it can start anew, and leaving ends it in words."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from mfa_enroll.domain.failure import Call, CallFailed
from mfa_enroll.domain.problem import Problem, Stopped
from mfa_enroll.flows.dialogue import Dialogue, Leave, LeftUnanswered
from mfa_enroll.flows.endings import Ending

_BEFORE_IT_IS_KNOWN = frozenset({Call.WHO_AM_I, Call.LIST, Call.CREATE})
"""The calls that a story begins with. The list does not show a device that is not on; making another one tells."""


class Ended(Exception):
    """The story ends in the middle, with these words."""

    def __init__(self, ending: Ending) -> None:
        super().__init__()
        self.ending = ending


class StartOver(Exception):
    """What the story began with does not hold any more: it starts anew."""


async def told(dialogue: Dialogue, story: Callable[[], Awaitable[Ending]], left: Callable[[Leave], Ending]) -> Ending:
    """Tell a story once. A problem that can be tried again starts it anew.

    Args:
        dialogue: Whom to tell it.
        story: Tells it from the start.
        left: The words for someone who left before its end.
    """
    shown = None
    while True:
        try:
            try:
                return await story()
            except StartOver:
                continue
            except Stopped as stop:
                shown = _still_naming(shown, stop)
                await show(dialogue, shown)
        except Ended as ended:
            return ended.ending
        except Leave as leave:
            unanswered = isinstance(leave, LeftUnanswered)
            if shown and not leave.because and not leave.left_behind and (unanswered or shown.left_behind):
                # Nothing is known that was not on the last page.
                return left(Leave(shown, shown.left_behind))
            return left(leave)


def _still_naming(shown: Problem | None, stop: Stopped) -> Problem:
    """The page, with the device that the one before named, where AWS has not told since what became of it."""
    problem = stop.problem
    if shown and not problem.left_behind and isinstance(stop, CallFailed) and stop.call in _BEFORE_IT_IS_KNOWN:
        return replace(problem, left_behind=shown.left_behind)
    return problem


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
