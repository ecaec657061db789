"""The practice server: whatever is sent to it, it goes on, says nothing aloud, and is there for this machine alone."""

import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.secret import Secret
from tests.fuzz.hostile import TEXT, examples
from tests.support.bench import Bench, bench
from tests.support.waiting import PATIENCE, until

_LARGEST_BODY = 64 * 1024
_KEPT_ALIVE = 1
"""Connections that an ordinary client keeps open for its next call."""


@pytest.fixture(scope="module")
def here() -> Iterator[Bench]:
    """One server for all that is sent."""
    with bench() as there:
        yield there


@pytest.fixture(scope="module")
def account(here: Bench) -> AwsAccount:
    """An ordinary client."""
    return here.account(read=PATIENCE)


@pytest.fixture(autouse=True)
async def _goes_on(here: Bench, account: AwsAccount, capfd: pytest.CaptureFixture[str]) -> AsyncIterator[None]:
    """Whatever a test did: the threads end, nothing was printed, no device is there, and people can enroll."""
    yield
    until(lambda: len(_serving(here)) <= _KEPT_ALIVE)
    assert not here.practice.devices
    user = here.practice.user
    device = await account.create_device(user)
    phone, now = pyotp.TOTP(device.seed.reveal()), int(here.clock())
    await account.enable_device(user, Secret(phone.at(now)), Secret(phone.at(now + 30)))
    assert here.is_enrolled
    here.practice.devices.clear()
    assert capfd.readouterr() == ("", "")


def _serving(here: Bench) -> list[threading.Thread]:
    """The threads that serve a connection of this server."""
    assert here.server._listener is not None
    return list(here.server._listener._open)


def _address(here: Bench) -> tuple[str, int]:
    host, port = here.server.url.removeprefix("http://").split(":")
    return host, int(port)


def _answer(here: Bench, sent: bytes) -> bytes:
    """Send the bytes, say that no more come, and read what comes back until the server closes."""
    answer = b""
    with socket.create_connection(_address(here), PATIENCE) as connection:
        # The server may answer and close before it has got it all.
        with contextlib.suppress(OSError):
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionError):
            while more := connection.recv(65_536):
                answer += more
    return answer


def _request(*lines: str, body: str = "", start: str = "POST / HTTP/1.1") -> bytes:
    return ("\r\n".join((start, "Host: x", *lines)) + f"\r\n\r\n{body}").encode("utf-8", "replace")


_SIZES = ("-1", "+3", "3, 3", "0x3", "٣", "1e3", "", str(_LARGEST_BODY + 1), "9" * 20, "9" * 5_000)
MALFORMED = {
    **{f"a length of {size[:20]!r}": (_request(f"Content-Length: {size}"), b"4") for size in _SIZES},
    "two lengths": (_request("Content-Length: 3", "Content-Length: 30"), b"400"),
    "chunks": (_request("Transfer-Encoding: chunked", body="3\r\nabc\r\n0\r\n\r\n"), b""),
    "chunks and a length": (_request("Transfer-Encoding: chunked", "Content-Length: 3"), b"411"),
    "a body beyond all bounds": (_request("Content-Length: 5000000", body="a" * 5_000_000), b""),
    "no colon": (_request("no colon here"), b"403"),
    "an endless request line": (_request(start=f"GET /{'a' * 70_000} HTTP/1.1"), b"414"),
    "an endless header": (_request(f"X: {'a' * 70_000}"), b"431"),
    "headers without end": (_request(*["X: y"] * 500), b"431"),
    "another method": (_request(start="BREW / HTTP/1.1"), b"501"),
    "another path": (_request(start="GET /../../etc/passwd HTTP/1.1"), b"404"),
    "an escape as path": (_request(start="GET /\x1b[31337m HTTP/1.1"), b"404"),
    "wrong percent signs": (_request(start="GET /?Action=%ff%fe%zz HTTP/1.1"), b"400"),
    "a thousand parameters": (_request(start=f"GET /?{'a=b&' * 1_000} HTTP/1.1"), b"400"),
    "a body that is no text": (_request("Content-Length: 4", body="") + b"\xff\x00\xfe\x1b", b"400"),
    "another version": (_request(start="GET / HTTP/9.9"), b""),
    "old HTTP": (b"GET /\r\n", b""),
    "a TLS greeting": (bytes.fromhex("1603010200010001fc0303") + b"\x00" * 500, b""),
    "nothing": (b"", b""),
    "nonsense": (b"nonsense\r\n\r\n", b""),
    "a body that is cut": (_request("Content-Length: 300", body="abc"), b""),
    "XML, deep": (_request("Content-Length: 60000", body="<a>" * 20_000), b"4"),
}
"""What is sent, and how the status of the answer begins.

Nothing is expected where the server may be heard to hang up only: it does not read to the end what it refuses.
"""


@pytest.mark.parametrize(("sent", "status"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_refused(here: Bench, sent: bytes, status: bytes) -> None:
    """A request that is none is refused by its status or by closing, and changes nothing."""
    answer = _answer(here, sent)
    if status:
        assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"Traceback" not in answer


_HEADERS = st.sampled_from(
    (
        *("Authorization", "X-Amz-Date", "X-Amz-Security-Token", "Content-Length", "Transfer-Encoding"),
        *("Expect", "Connection", "\x00"),
    )
)
_VALUES = st.sampled_from(
    (
        *("5", "chunked", "100-continue", "close", "00000000T000000Z", "20270101T000000Z"),
        "AWS4-HMAC-SHA256 Credential=A/20270101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=a",
    )
)
_NAMES = ["Action", "Version", "UserName", "SerialNumber", "AuthenticationCode1", "Tags.member.1.Key", "x"]
_FIELDS = st.lists(
    st.tuples(st.sampled_from(_NAMES), TEXT | st.sampled_from(("ListMFADevices", "EnableMFADevice", "2010-05-08"))),
    max_size=5,
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
_LINES = st.lists(st.builds("{}: {}".format, _HEADERS | TEXT, TEXT | _VALUES), max_size=4)
_STARTS = (
    st.sampled_from(("POST / HTTP/1.1", "GET / HTTP/1.1", "GET /"))
    | st.builds("GET /?{} HTTP/1.1".format, _FIELDS)
    | TEXT
)
_REQUESTS = st.builds(lambda start, lines, body: _request(*lines, start=start, body=body), _STARTS, _LINES, _FIELDS)


def test_anything_may_be_sent(here: Bench) -> None:
    """Any bytes, any pieces of requests and several in a row are answered or hung up on."""

    @examples(100)
    @given(st.binary(max_size=100) | st.lists(_REQUESTS, min_size=1, max_size=4).map(b"".join))
    def sent(data: bytes) -> None:
        assert b"Traceback" not in _answer(here, data)

    sent()


def test_many_at_once(here: Bench) -> None:
    """Hundreds of connections, in order and malformed, each get their answer."""
    sent = [data for data, _ in MALFORMED.values() if len(data) < 100_000] * 10
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda data: _answer(here, data), sent))
    expected = [status for data, status in MALFORMED.values() if len(data) < 100_000] * 10
    assert all(
        answer.startswith(b"HTTP/1.1 " + status) for answer, status in zip(answers, expected, strict=True) if status
    )


def test_requests_that_never_end_hold_up_nobody(here: Bench) -> None:
    """While dozens of clients send a byte now and then, others are answered."""
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(_address(here), PATIENCE)) for _ in range(64)]
        for byte in b"POST / HTTP/1.1\r\n":
            for connection in slow:
                connection.sendall(bytes([byte]))
        assert _answer(here, _request()).startswith(b"HTTP/1.1 403")
        for connection in slow:
            connection.sendall(b"Content-Length: 9\r\n\r\n")
        assert _answer(here, _request()).startswith(b"HTTP/1.1 403")


def test_more_connections_than_anybody_needs_are_hung_up_on(here: Bench) -> None:
    """Of very many idle connections some are closed at once; when they are gone, it is as before."""
    with contextlib.ExitStack() as stack:
        idle = [stack.enter_context(socket.create_connection(_address(here), PATIENCE)) for _ in range(130)]
        assert idle[-1].recv(1) == b""
        assert len(_serving(here)) <= 110


def test_it_is_there_for_this_machine_alone(here: Bench) -> None:
    """It listens at 127.0.0.1, and at no other address of this machine."""
    host, port = _address(here)
    assert here.server._listener is not None
    assert here.server._listener.socket.getsockname() == (host, port) == ("127.0.0.1", port)
    for other in _other_addresses():
        with pytest.raises(OSError, match=r"refused|unreachable|assign|not supported"):
            socket.create_connection((other, port), 2).close()


def _other_addresses() -> Iterator[str]:
    """Addresses of this machine that are not 127.0.0.1: another one of loopback's, and the one that leads outside."""
    yield "127.0.0.2"
    yield "::1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward, contextlib.suppress(OSError):
        outward.connect(("192.0.2.1", 9))  # sends nothing
        if not outward.getsockname()[0].startswith("127."):
            yield outward.getsockname()[0]
