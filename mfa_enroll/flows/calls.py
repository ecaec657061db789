"""How a flow makes a call: visibly, patiently, and with regard to someone who wants to leave."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeVar

from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.flows.dialogue import Dialogue, Listener
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.progress import Doing, Pause, Waiting
from mfa_enroll.flows.troubles import CutOff

PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds waited before a call is made again, while AWS has not caught up with a change."""

BUSY_PAUSES = (*PAUSES, 16.0, 16.0)
"""The most seconds waited while AWS is busy. Each is cut by up to half, at random: in a room full of people whom AWS
turned away together, all would otherwise come back together. (AWS Architecture Blog, "Exponential Backoff and Jitter".)
"""

Passing = Mapping[Failure, Waiting]
"""Failures that are expected to pass in a moment, and what is waited for then."""

_BUSY: Passing = {Failure.BUSY: Waiting.AWS_IS_BUSY}

T = TypeVar("T")


async def read(
    dialogue: Listener, doing: Doing, call: Callable[[], Coroutine[Any, Any, T]], *, passing: Passing | None = None
) -> T:
    """Make a call that changes nothing. Who wants to leave need not wait for its answer.

    It is not made where the person asked to leave before.

    Args:
        dialogue: Where to say what is being done.
        doing: What is being done.
        call: Makes the call.
        passing: Failures beside ``BUSY`` that are expected to pass in a moment here.

    Raises:
        Leave: The person left before the answer came.
        CallFailed: The call did not succeed.
    """

    async def once() -> T:
        dialogue.doing(doing)
        leaving = asyncio.ensure_future(dialogue.leave_requested())
        tasks: list[asyncio.Future[Any]] = [leaving]
        try:
            await asyncio.wait(tasks, timeout=0)
            if leaving.done():
                raise Leave
            answer = asyncio.ensure_future(call())
            tasks.append(answer)
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done():
                raise Leave
            return answer.result()
        finally:
            await _cancelled(tasks)

    return await _patiently(dialogue, once, {**_BUSY, **(passing or {})})


async def change(  # noqa: PLR0913 - each is one fact about the call
    dialogue: Dialogue,
    call: Call,
    user: IamUser,
    send: Callable[[], Coroutine[Any, Any, T]],
    *,
    passing: Passing | None = None,
    asking: bool = False,
) -> T:
    """Make a call that changes something. Leaving waits until its outcome is known, unless all has to end right now.

    It is not made where the person asked to leave before, in the middle of another one perhaps.

    Args:
        dialogue: Where to say what is being done.
        call: Which call it is.
        user: Whom it is about.
        send: Makes the call. It is called again only after a failure that says nothing was done.
        passing: Failures beside ``BUSY`` that are expected to pass in a moment here.
        asking: Whether AWS will not make this change now, and only its answer is of interest.

    Raises:
        CallFailed: The call did not succeed, or what should pass did not pass.
        Leave: The person left before the call was made, or in a pause before it was made again.
    """

    async def once() -> T:
        dialogue.doing(Doing(call, user, asking=asking))
        ending, leaving = (asyncio.ensure_future(wish()) for wish in (dialogue.given_up, dialogue.leave_requested))
        tasks: list[asyncio.Future[Any]] = [ending, leaving]
        try:
            await asyncio.wait(tasks, timeout=0)
            if leaving.done() or ending.done():
                raise Leave
            leaving.cancel()
            answer = asyncio.ensure_future(send())
            tasks.append(answer)
            await asyncio.wait({ending, answer}, return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return answer.result()
            raise CallFailed(call, CutOff(call=call, user=user))
        finally:
            await _cancelled(tasks)

    return await _patiently(dialogue, once, {**_BUSY, **(passing or {})})


async def _cancelled(tasks: list[asyncio.Future[Any]]) -> None:
    """Cancel what is still under way, and wait until it has ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _patiently(dialogue: Listener, call: Callable[[], Awaitable[T]], passing: Passing) -> T:
    attempt = 0
    while True:
        attempt += 1
        try:
            return await call()
        except CallFailed as failed:
            attempts = len(BUSY_PAUSES if failed.failure is Failure.BUSY else PAUSES)
            if failed.failure not in passing or attempt > attempts:
                raise
            pause = Pause(_seconds(failed.failure, attempt), passing[failed.failure], attempt, attempts)
        await dialogue.wait(pause)


def _seconds(failure: Failure, attempt: int) -> float:
    if failure is not Failure.BUSY:
        return PAUSES[attempt - 1]
    return BUSY_PAUSES[attempt - 1] * random.uniform(0.5, 1.0)  # noqa: S311 - it spreads calls and guards nothing
