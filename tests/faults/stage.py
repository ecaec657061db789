"""Where one cell after another is acted out: an account of its own for each, at the same address and with one clock.

Each account here begins with the same keys, so that boto3's clients can be the same ones.
"""

import random
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.exchange import Exchange
from mfa_enroll.practice.faults import Faults
from mfa_enroll.practice.server import PracticeServer
from tests.support.bench import Bench, MovableClock


class Stage:
    """A server that serves one account after another while its context lasts."""

    def __init__(self) -> None:
        self._clock = MovableClock()
        self._server = PracticeServer(PracticeAccount(clock=self._clock))
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
        faults, server, over = Faults(), self._server, threading.Event()
        server._exchange = Exchange(practice, faults, over)
        assert server._listener is not None
        server._listener.reply_to = server._exchange.reply_to
        with tempfile.TemporaryDirectory() as files:
            here = Bench(practice, server, faults, self._clock, Path(files))
            for device in sorted(practice.enabled_devices(), key=lambda device: device.serial == here.serial):
                here.scan(device)
            try:
                yield here
            finally:
                # Ends silences, each of which keeps one of the server's connections.
                over.set()
