"""Blocking calls for asyncio, in daemon threads: one that hangs holds up neither a task nor the program."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

T = TypeVar("T")

THREAD = "aws call"
"""The name of each thread."""


class Waiting:
    """Whether the caller of a thread still waits for what it does. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_over = False
        self._cut: Callable[[], None] | None = None

    def end(self) -> None:
        """The caller goes. What is being sent right now is sent first; then its connection is cut off."""
        with self._lock:
            self._is_over = True
            if self._cut is not None:
                self._cut()

    @contextlib.contextmanager
    def sending(self, cut: Callable[[], None]) -> Iterator[None]:
        """Send something over a connection that ``cut`` cuts off. That may come from another thread.

        Raises:
            asyncio.CancelledError: The caller is gone, and nothing is to be sent.
        """
        with self._lock:
            if self._is_over:
                raise asyncio.CancelledError
            self._cut = cut
            yield


_of_thread = threading.local()


def waiting() -> Waiting:
    """Whether the caller of this thread waits; in a thread that was not started here, somebody always does."""
    here: Waiting = getattr(_of_thread, "waiting", None) or Waiting()
    return here


async def in_daemon_thread(function: Callable[[], T]) -> T:
    """Run ``function`` in a thread of its own and return or raise what it does.

    A cancelled caller stops waiting at once. The thread goes on, but sends nothing more, and what it comes to is
    dropped. ``asyncio.to_thread`` would not do: its threads are joined before the interpreter exits.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    here = Waiting()

    def settle(setter: Callable[[], None]) -> None:
        if not future.done():
            setter()

    def run() -> None:
        _of_thread.waiting = here
        try:
            setter = partial(future.set_result, function())
        except BaseException as error:  # noqa: BLE001 - nothing is swallowed: it is raised where the result is awaited
            setter = partial(future.set_exception, error)
        # The loop may have been closed while the call was under way.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, setter)

    threading.Thread(target=run, name=THREAD, daemon=True).start()
    try:
        return await future
    except asyncio.CancelledError:
        here.end()
        raise
