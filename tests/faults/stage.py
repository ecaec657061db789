"""Where one cell after another is acted out: an account of its own for each, at the same address and with one clock.

Making boto3's clients takes longer than all else in a run. They know nothing of a run but the address and the keys,
and each account here begins with the same ones.
"""

import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from mfa_enroll.aws import connection
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.connection import Connection
from mfa_enroll.aws.options import Options, Timeouts
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
        faults, server = Faults(), self._server
        server._exchange = Exchange(practice, faults, server._closing)
        assert server._listener is not None
        server._listener.reply_to = server._exchange.reply_to
        with tempfile.TemporaryDirectory() as files:
            here = Bench(practice, server, faults, self._clock, Path(files))
            for device in sorted(practice.enabled_devices(), key=lambda device: device.serial == here.serial):
                here.scan(device)
            yield here


class _Relay(ServerClock):
    """Passes dates on to the clock of the run that is on stage."""

    to: ServerClock

    def note(self, date: str) -> None:
        """Pass it on."""
        self.to.note(date)


class Connections:
    """Connections by what they are made from, in place of making them anew for each run."""

    def __init__(self) -> None:
        self._connect = connection._connect
        self._made: dict[tuple[object, ...], tuple[Connection, _Relay]] = {}

    def connect(self, options: Options, timeouts: Timeouts, clock: ServerClock) -> Connection:
        """What ``connect`` of ``aws/connection.py`` would make."""
        keys = options.session_keys
        secrets = [options.secret_access_key, *([keys.secret_access_key, keys.session_token] if keys else [])]
        alike = (options.endpoint_url, timeouts, *(secret.reveal() for secret in secrets if secret))
        if alike not in self._made:
            relay = _Relay()
            self._made[alike] = self._connect(options, timeouts, relay), relay
        made, relay = self._made[alike]
        relay.to = clock
        return replace(made, options=options, clock=clock)
