"""A machine without AWS settings of its own, and servers to call."""

import os
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import CallFailed
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.faults import Faults
from mfa_enroll.practice.server import PracticeServer

SHORT = Timeouts(connect=2, read=2)
"""Seconds; long enough for loopback on a busy machine."""


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty home directory, and an environment without a word about AWS or proxies."""
    for name in os.environ:
        if name.upper().startswith(("AWS_", "BOTO")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return tmp_path


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
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        for answer in self._answers:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with ExitStack() as stack:
                request = stack.enter_context(connection.makefile("rb"))
                (self._kept if b"keep-alive" in answer else stack).callback(connection.close)
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


class Scripts(Protocol):
    """Starts a scripted server."""

    def __call__(self, *answers: bytes) -> Scripted:
        """Start it; it ends with the test."""


@pytest.fixture
def scripted() -> Iterator[Scripts]:
    """Servers that answer what no proper one would."""
    with ExitStack() as stack:

        def start(*answers: bytes) -> Scripted:
            server = Scripted(answers)
            stack.callback(server.close)
            return server

        yield start


@pytest.fixture
def account_at() -> Callable[[str], AwsAccount]:
    """An account whose calls go to the given address, with a key that needs not be known there."""

    def make(url: str) -> AwsAccount:
        options = Options(endpoint_url=url, access_key_id="AKIDEXAMPLE", secret_access_key=Secret("wJalr"))
        return AwsAccount(options, SHORT)

    return make


class Practice:
    """A practice account over HTTP, and the program's own way to it."""

    def __init__(self, practice: PracticeAccount, server: PracticeServer, faults: Faults) -> None:
        self.practice = practice
        self.server = server
        self.faults = faults

    @property
    def calls(self) -> list[str]:
        """The names of the calls that arrived, in order."""
        return [request.call for request in self.server.requests]

    def account(self, secret: str | None = None) -> AwsAccount:
        """The account with the practice key, or with another secret for it."""
        return AwsAccount(
            Options(
                endpoint_url=self.server.url,
                access_key_id=self.practice.access_key_id,
                secret_access_key=Secret(secret) if secret else self.practice.secret_access_key,
            ),
            SHORT,
        )


class Practices(Protocol):
    """Starts a practice account."""

    def __call__(self, practice: PracticeAccount | None = None) -> Practice:
        """Serve it until the test ends."""


@pytest.fixture
def serve() -> Iterator[Practices]:
    """Practice accounts over HTTP."""
    with ExitStack() as stack:

        def start(practice: PracticeAccount | None = None) -> Practice:
            account, faults = practice or PracticeAccount(), Faults()
            server = stack.enter_context(PracticeServer(account, faults=faults))
            return Practice(account, server, faults)

        yield start


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


@pytest.fixture
def practice(serve: Practices, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """A practice account at which the environment's endpoint points."""
    served = serve()
    monkeypatch.setenv("AWS_ENDPOINT_URL", served.server.url)
    return served


def key_of(practice: Practice, section: str = "default") -> str:
    """A section of the credentials file with the practice account's access key."""
    account = practice.practice
    return (
        f"[{section}]\naws_access_key_id = {account.access_key_id}\n"
        f"aws_secret_access_key = {account.secret_access_key.reveal()}\n"
    )


async def failure_of(call: Awaitable[object]) -> CallFailed:
    """How a call fails, having made sure that nothing of botocore's error is carried along."""
    with pytest.raises(CallFailed) as caught:
        await call
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value


def http(body: str, status: str = "200 OK") -> bytes:
    """An answer for a scripted server, which closes the connection after it."""
    data = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\nContent-Length: {len(data)}\r\nConnection: close\r\n\r\n"
    return head.encode() + data
