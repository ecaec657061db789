"""Where one cell after another is acted out: an account of its own for each, at the same address and with one clock.

Each account here begins with the same keys, so that boto3's clients can be the same ones.
"""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Self

from mfa_enroll.practice.account import PracticeAccount
from tests.support.bench import Bench, MovableClock, set_up
from tests.support.faults import Faults
from tests.support.watched import WatchedServer


class Stage:
    """A server that serves one account after another while its context lasts."""

    def __init__(self) -> None:
        self._clock = MovableClock()
        self._server = WatchedServer(PracticeAccount(clock=self._clock))
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._open.enter_context(self._server)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @contextmanager
    def bench(self, **account: Any) -> Iterator[Bench]:
        """A new account at the same address; the arguments are those of ``PracticeAccount``."""
        always_the_same = random.Random(7).randbytes  # noqa: S311 - made-up keys, the same in each account
        practice = PracticeAccount(clock=self._clock, random_bytes=always_the_same, **account)
        faults, server = Faults(), self._server
        server.serve(practice, faults)
        with set_up(practice, server, faults, self._clock) as here:
            try:
                yield here
            finally:
                # Each silence keeps one of the server's connections.
                server.end_waits()
