"""How a flow makes a call: visibly, patiently, and with regard to someone who wants to leave."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from mfa_enroll.domain.failure import CallFailed, Failure
from mfa_enroll.flows.dialogue import Dialogue, Leave, Pause

PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds waited before a call is made again, while AWS is busy or has not caught up with a change."""

_WHY = {
    Failure.BUSY: "AWS is busy with another request.",
    Failure.MISSING: "AWS has not caught up with the new device yet.",
    Failure.EXISTS: "AWS has not caught up with the deletion yet.",
}

T = TypeVar("T")


async def read(
    dialogue: Dialogue,
    words: str,
    call: Callable[[], Coroutine[Any, Any, T]],
    *,
    passing: frozenset[Failure] = frozenset(),
) -> T:
    """Make a call that changes nothing. Who wants to leave need not wait for its answer.

    Args:
        dialogue: Where to say what is being done.
        words: What is being done.
        call: Makes the call.
        passing: Failures beside ``BUSY`` that are expected to pass in a moment here.

    Raises:
        Leave: The person left before the answer came.
        CallFailed: The call did not succeed.
    """

    async def once() -> T:
        dialogue.doing(words)
        answer = asyncio.ensure_future(call())
        leaving = asyncio.ensure_future(dialogue.leave_requested())
        try:
            await asyncio.wait({answer, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done():
                raise Leave
            return answer.result()
        finally:
            answer.cancel()
            leaving.cancel()
            await asyncio.gather(answer, leaving, return_exceptions=True)

    return await _patiently(dialogue, once, passing | {Failure.BUSY})


async def change(
    dialogue: Dialogue,
    words: str,
    call: Callable[[], Coroutine[Any, Any, T]],
    *,
    passing: frozenset[Failure] = frozenset(),
) -> T:
    """Make a call that changes something. It is never cut off: leaving waits until its outcome is known.

    Args:
        dialogue: Where to say what is being done.
        words: What is being done.
        call: Makes the call. It is called again only after a failure that says nothing was done.
        passing: Failures beside ``BUSY`` that are expected to pass in a moment here.

    Raises:
        CallFailed: The call did not succeed, or what should pass did not pass.
        Leave: The person left during a pause.
    """

    async def once() -> T:
        dialogue.doing(words)
        return await call()

    return await _patiently(dialogue, once, passing | {Failure.BUSY})


async def _patiently(dialogue: Dialogue, call: Callable[[], Awaitable[T]], passing: frozenset[Failure]) -> T:
    for attempt, seconds in enumerate(PAUSES, start=1):
        try:
            return await call()
        except CallFailed as failed:
            if failed.failure not in passing:
                raise
            pause = Pause(seconds, _WHY[failed.failure], attempt, len(PAUSES))
        await dialogue.wait(pause)
    return await call()
