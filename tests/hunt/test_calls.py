"""Calls whose caller does not wait any more: they arrive nowhere."""

import asyncio
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.thread import THREAD
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import CallFailed
from tests.aws.test_account import MAKING
from tests.hunt.case import case
from tests.support.machine import Practices, alice, serve

__all__ = ["alice", "serve"]

PATIENT = Timeouts(connect=20, read=20, whole=20)
HASTY = Timeouts(connect=20, read=20, whole=0.3)


class Lookups:
    """The name service: each lookup waits for the end of the hold, and the first of some fail then."""

    def __init__(self) -> None:
        self.going_on = threading.Event()
        self.end_of_hold = threading.Event()
        self.failing = 0
        self.end_of_hold.set()
        self._answer = socket.getaddrinfo

    def hold(self, *, failing: int = 0) -> None:
        """Answer nothing from now on. ``failing``: how many lookups fail at once before."""
        self.failing = failing
        self.end_of_hold.clear()

    def __call__(self, *args: object, **named: object) -> object:
        """Look a name up."""
        if not self.end_of_hold.is_set() and self.failing:
            self.failing -= 1
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        self.going_on.set()
        assert self.end_of_hold.wait(20)
        return self._answer(*args, **named)  # type: ignore[arg-type]


@pytest.fixture
def lookups(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lookups]:
    """The name service, in place of the machine's own."""
    held = Lookups()
    monkeypatch.setattr(socket, "getaddrinfo", held)
    yield held
    held.end_of_hold.set()


def threads_end() -> None:
    """Wait for all calls to be over, whoever waits for them."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(20)
            assert not thread.is_alive()


CHANGES = [
    case("urllib3/urllib3#1334", f"{call.value}: its name lookup ends after every timeout", call, 0)
    for call in Call
    if call.is_change
]


@pytest.mark.parametrize(
    ("call", "failing"),
    [
        *CHANGES,
        case("psf/requests#4531", "a read, likewise", Call.LIST, 0),
        case("own", "a read that is tried again: the second lookup ends too late", Call.LIST, 1),
    ],
)
@pytest.mark.parametrize("timeouts", [HASTY, PATIENT], ids=["the time is up", "the caller left"])
async def test_a_call_whose_caller_is_gone_is_not_sent(
    serve: Practices, lookups: Lookups, call: Call, failing: int, timeouts: Timeouts
) -> None:
    """What waits for the name lookup when its caller goes arrives nowhere, and the next call arrives as ever."""
    practice = serve()
    patient = practice.account(PATIENT)
    await patient.who_am_i()
    account, user = practice.account(timeouts), practice.practice.user
    account._connection = patient._connection
    before = practice.calls
    lookups.going_on.clear()
    lookups.hold(failing=failing)
    asked = asyncio.ensure_future(MAKING[call](account, user))
    if timeouts is PATIENT:
        await asyncio.to_thread(lookups.going_on.wait, 20)
        asked.cancel()
    with suppress(asyncio.CancelledError):
        with pytest.raises(CallFailed) as caught:
            await asked
        assert caught.value.failure is (Failure.UNCLEAR if call.is_change else Failure.STOPPED)
    lookups.end_of_hold.set()
    await asyncio.to_thread(threads_end)
    assert practice.calls == before
    await patient.devices(user)
    assert practice.calls == [*before, Call.LIST]


def read_to_the_end(connection: socket.socket) -> None:
    """Read all that comes: a request's body may come after its head."""
    while connection.recv(65536):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="tells a reset apart from an end")
@pytest.mark.parametrize(
    "timeouts",
    [
        case("ross/requests-futures#99", "the caller left", PATIENT),
        case("own", "the time for the call is up", HASTY),
        case("own", "the time for the answer is up", Timeouts(connect=20, read=0.3, whole=20)),
    ],
)
async def test_what_the_network_still_holds_is_dropped(timeouts: Timeouts, alice: IamUser) -> None:
    """A connection on which nothing was answered is reset, so that the kernel sends nothing of it again.

    An ordinary end would have it sent until it arrives, minutes later perhaps.
    """
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        keys = Options(endpoint_url=url, access_key_id="AKIDEXAMPLE", secret_access_key=Secret("wJalr"))
        asked = asyncio.ensure_future(AwsAccount(keys, timeouts).deactivate_device(alice))
        connection, _ = await asyncio.to_thread(silent.accept)
        with connection:
            assert await asyncio.to_thread(connection.recv, 65536)
            if timeouts is PATIENT:
                asked.cancel()
            with suppress(asyncio.CancelledError):
                with pytest.raises(CallFailed) as caught:
                    await asked
                assert caught.value.failure is Failure.UNCLEAR
            with pytest.raises(ConnectionResetError):
                await asyncio.to_thread(read_to_the_end, connection)
