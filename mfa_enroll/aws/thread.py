"""Blocking calls for asyncio, in daemon threads: one that hangs holds up neither a task nor the program."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(function: Callable[[], T]) -> T:
    """Run ``function`` in a thread of its own and return or raise what it does.

    A cancelled caller stops waiting at once. The thread goes on, and what it comes to is dropped.
    ``asyncio.to_thread`` would not do: its threads are joined before the interpreter exits.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(setter: Callable[[], None]) -> None:
        if not future.done():
            setter()

    def run() -> None:
        try:
            setter = partial(future.set_result, function())
        except BaseException as error:  # noqa: BLE001 - nothing is swallowed: it is raised where the result is awaited
            setter = partial(future.set_exception, error)
        # The loop may have been closed while the call was under way.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, setter)

    threading.Thread(target=run, name="aws call", daemon=True).start()
    return await future
