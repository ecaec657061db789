"""Servers to call, the shared AWS files, and the program's way to both."""

import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.connection import Connection, connect
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Failure
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import CallFailed, Trouble
from mfa_enroll.practice.account import PracticeAccount
from tests.support.faults import Faults
from tests.support.watched import WatchedServer

_HANDSHAKE = b"\x16"
"""What TLS begins with (RFC 8446, 5.1). It is answered at once: there is no request in it to wait for."""

SHORT = Timeouts(connect=2, read=2)
"""Seconds; long enough for loopback on a busy machine."""


@pytest.fixture
def alice() -> IamUser:
    """The user of the practice account."""
    return IamUser("aws", "111122223333", "alice")


class Scripted:
    """Answers each connection's first request with the next of its scripted answers, raw bytes, and closes it.

    A connection that is answered with ``Connection: keep-alive`` stays open, and nothing more is heard from it.
    """

    def __init__(self, answers: tuple[bytes, ...]) -> None:
        self.bodies: list[bytes] = []
        self._answers = answers
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._kept = ExitStack()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def account(self, scheme: str = "http") -> AwsAccount:
        """An account whose calls go here."""
        return account_at(f"{scheme}://127.0.0.1:{self._socket.getsockname()[1]}")

    def _serve(self) -> None:
        for answer in self._answers:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with ExitStack() as stack:
                request = stack.enter_context(connection.makefile("rb"))
                (self._kept if b"keep-alive" in answer else stack).callback(connection.close)
                if connection.recv(1, socket.MSG_PEEK) == _HANDSHAKE:
                    connection.sendall(answer)
                    continue
                length = 0
                while (line := request.readline().strip()) != b"":
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                self.bodies.append(request.read(length))
                connection.sendall(answer)

    def close(self) -> None:
        """Stop listening and hang up."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)
        self._kept.close()


Scripts = Callable[..., Scripted]


@pytest.fixture
def scripted() -> Iterator[Scripts]:
    """Servers that answer what no proper one would, until the test ends."""
    with ExitStack() as stack:

        def start(*answers: bytes) -> Scripted:
            server = Scripted(answers)
            stack.callback(server.close)
            return server

        yield start


def account_at(url: str) -> AwsAccount:
    """An account whose calls go to the given address, with a key that needs not be known there."""
    return AwsAccount(Options(endpoint_url=url, access_key_id="AKIDEXAMPLE", secret_access_key=Secret("wJalr")), SHORT)


class Practice:
    """A practice account over HTTP, and the program's own way to it."""

    def __init__(self, practice: PracticeAccount, server: WatchedServer, faults: Faults) -> None:
        self.practice = practice
        self.server = server
        self.faults = faults

    @property
    def calls(self) -> list[str]:
        """The names of the calls that arrived, in order."""
        return [request.call for request in self.server.requests]

    def account(self, timeouts: Timeouts = SHORT, **options: Any) -> AwsAccount:
        """The account with the practice key, or with another one."""
        given = Options(
            endpoint_url=self.server.url,
            access_key_id=self.practice.access_key_id,
            secret_access_key=self.practice.secret_access_key,
        )
        return AwsAccount(replace(given, **options), timeouts)

    def section(self, profile: str = "default") -> str:
        """A section of the credentials file with the account's access key."""
        secret = self.practice.secret_access_key.reveal()
        return f"[{profile}]\naws_access_key_id = {self.practice.access_key_id}\naws_secret_access_key = {secret}\n"


Practices = Callable[..., Practice]


@pytest.fixture
def serve() -> Iterator[Practices]:
    """Practice accounts over HTTP, until the test ends; the arguments are those of ``PracticeAccount``."""
    with ExitStack() as stack:

        def start(**account: Any) -> Practice:
            practice, faults = PracticeAccount(**account), Faults()
            return Practice(practice, stack.enter_context(WatchedServer(practice, faults=faults)), faults)

        yield start


@pytest.fixture
def practice(serve: Practices, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """A practice account at which the environment's endpoint points."""
    served = serve()
    monkeypatch.setenv("AWS_ENDPOINT_URL", served.server.url)
    return served


Files = Callable[[str, str], None]


@pytest.fixture
def files(home: Path) -> Files:
    """Writes the shared config and credentials files."""

    def write(config: str, credentials: str) -> None:
        folder = home / ".aws"
        folder.mkdir(exist_ok=True)
        (folder / "config").write_text(config)
        (folder / "credentials").write_text(credentials)

    return write


def connected(**options: Any) -> Connection:
    """The connection that comes of the files and the environment. Nothing is sent."""
    return connect(Options(**options), SHORT, ServerClock())


def hindrance(**options: Any) -> Trouble:
    """Why no connection comes of them."""
    with pytest.raises(CallFailed) as caught:
        connected(**options)
    return _of(caught.value, Failure.STOPPED)


async def failed(call: Awaitable[object], failure: Failure | None = None) -> Trouble:
    """How a call fails, having made sure that nothing of botocore's error is carried along."""
    with pytest.raises(CallFailed) as caught:
        await call
    return _of(caught.value, failure)


def _of(error: CallFailed, failure: Failure | None) -> Trouble:
    assert error.__cause__ is None
    assert error.__context__ is None
    assert failure in {None, error.failure}
    return error.trouble


def http(body: str, status: str = "200 OK") -> bytes:
    """An answer for a scripted server, which closes the connection after it."""
    data = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\nContent-Length: {len(data)}\r\nConnection: close\r\n\r\n"
    return head.encode() + data
