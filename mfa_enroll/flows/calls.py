"""How a flow makes a call: visibly, patiently, and with regard to someone who wants to leave."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.flows.dialogue import Dialogue, Leave, Pause

PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds waited before a call is made again, while AWS has not caught up with a change."""

BUSY_PAUSES = (*PAUSES, 16.0, 16.0)
"""The most seconds waited while AWS is busy. Each is cut by up to half, at random: in a room full of people whom AWS
turned away together, all would otherwise come back together. (AWS Architecture Blog, "Exponential Backoff and Jitter".)
"""

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
    call: Call,
    words: str,
    send: Callable[[], Coroutine[Any, Any, T]],
    *,
    passing: frozenset[Failure] = frozenset(),
) -> T:
    """Make a call that changes something. Leaving waits until its outcome is known, unless all has to end right now.

    It is not made where the person asked to leave before, in the middle of another one perhaps.

    Args:
        dialogue: Where to say what is being done.
        call: Which call it is.
        words: What is being done.
        send: Makes the call. It is called again only after a failure that says nothing was done.
        passing: Failures beside ``BUSY`` that are expected to pass in a moment here.

    Raises:
        CallFailed: The call did not succeed, or what should pass did not pass.
        Leave: The person left before the call was made, or in a pause before it was made again.
    """

    async def once() -> T:
        dialogue.doing(words)
        ending, leaving = (asyncio.ensure_future(wish()) for wish in (dialogue.given_up, dialogue.leave_requested))
        tasks: list[asyncio.Future[Any]] = [ending, leaving]
        try:
            await asyncio.wait(tasks, timeout=0)
            if leaving.done():
                raise Leave
            leaving.cancel()
            if not ending.done():
                answer = asyncio.ensure_future(send())
                tasks.append(answer)
                await asyncio.wait({ending, answer}, return_when=asyncio.FIRST_COMPLETED)
                if answer.done():
                    return answer.result()
            raise CallFailed(call, Failure.UNCLEAR, _cut_off(call, words))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    return await _patiently(dialogue, once, passing | {Failure.BUSY})


async def _patiently(dialogue: Dialogue, call: Callable[[], Awaitable[T]], passing: frozenset[Failure]) -> T:
    attempt = 0
    while True:
        attempt += 1
        try:
            return await call()
        except CallFailed as failed:
            attempts = len(BUSY_PAUSES if failed.failure is Failure.BUSY else PAUSES)
            if failed.failure not in passing or attempt > attempts:
                raise
            pause = Pause(_seconds(failed.failure, attempt), _WHY[failed.failure], attempt, attempts)
        await dialogue.wait(pause)


def _seconds(failure: Failure, attempt: int) -> float:
    if failure is not Failure.BUSY:
        return PAUSES[attempt - 1]
    return BUSY_PAUSES[attempt - 1] * random.uniform(0.5, 1.0)  # noqa: S311 - it spreads calls and guards nothing


def _cut_off(call: Call, words: str) -> Problem:
    step = "The next run asks AWS what is there, and goes on from that."
    if call is Call.CHANGE_PASSWORD:
        step = "Sign in to the AWS console with the new password. If it is not taken, the old one still holds."
    return Problem(
        title="This had to end before AWS answered",
        happened=f"This may have been done by now, or not: {words.removesuffix(' …')}.",
        steps=(step,),
        who=Who.YOU,
    )
