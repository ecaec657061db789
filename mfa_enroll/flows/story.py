"""How every story is told: a problem is a page from which it can start anew, and leaving ends it with an outcome."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from mfa_enroll.domain.trouble import CallFailed, Incident, Stopped
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import Ended, GoBack, Leave, LeftUnanswered, StartOver
from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.flows.questions import Problem


async def tell(
    dialogue: Dialogue,
    story: Callable[[], Awaitable[Outcome]],
    left: Callable[[Leave], Outcome],
    *,
    is_on: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Tell a story once. A problem that can be tried again starts it anew.

    A device that a page has named as left behind is named in the end, too, unless AWS has listed it as on since. The
    list does not show one that is not on.

    Args:
        dialogue: Whom to tell it.
        story: Tells it from the start.
        left: The outcome for someone who left before its end.
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
                serial = stop.incident.left_behind or ("" if is_on() else serial)
                shown = replace(stop.incident, left_behind=serial)
                await show(dialogue, shown)
        except Ended as ended:
            outcome = ended.outcome
            is_told = is_on() or outcome.tells_of_own or outcome.left_behind
            return outcome if is_told else replace(outcome, may_be_left=serial)
        except Leave as leave:
            if leave.left_behind or not shown:
                return left(leave)
            serial = "" if is_on() else serial
            if not leave.because and (serial or isinstance(leave, LeftUnanswered)):
                # Nothing is known that was not on the last page.
                return left(Leave(shown, serial))
            leave.left_behind = serial
            return left(leave)


async def show(dialogue: Dialogue, incident: Incident) -> None:
    """Show an incident; return where the person wants to try again, or what was before.

    Raises:
        Leave: They do not.
    """
    try:
        again = await dialogue.choose(Problem(incident))
    except GoBack:
        again = True
    except Leave:
        again = False
    if not again:
        raise Leave(incident, left_behind=incident.left_behind)


@contextmanager
def left_behind(serial: str) -> Iterator[None]:
    """Name a device that is, or may be, still in AWS wherever the story ends or stops meanwhile."""
    try:
        yield
    except Leave as leave:
        raise Leave(leave.because, left_behind=serial) from None
    except CallFailed as failed:
        raise CallFailed(failed.call, replace(failed.incident, left_behind=serial)) from None
