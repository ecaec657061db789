import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
import urllib3
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.faults import (
    BreakOff,
    Delay,
    DropAfter,
    DropBefore,
    Fault,
    Faults,
    NoConnection,
    Refuse,
    Silence,
    Truncate,
    Unavailable,
)
from mfa_enroll.practice.server import PracticeServer

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

CREATE = "iam:CreateVirtualMFADevice"


def script(call: str, fault: Fault, *, nth: int = 1) -> Faults:
    """A script of one fault."""
    faults = Faults()
    faults.add(call, nth=nth, fault=fault)
    return faults


def create(practice: "Practice") -> Any:
    """Create the user's device."""
    return practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("Throttling", 400),
        ("NoSuchEntity", 404),
        ("ConcurrentModification", 409),
        ("EntityTemporarilyUnmodifiable", 409),
        ("AccessDenied", 403),
        ("LimitExceeded", 409),
        ("InvalidInput", 400),
        ("InvalidUserType", 400),
        ("OptInRequired", 403),
        ("ServiceFailure", 500),
        ("ServiceUnavailable", 503),
    ],
)
def test_a_refusal_is_not_applied(serve: "Serve", code: str, status: int) -> None:
    """The scripted request is refused with the code and its status, does nothing, and the next one is ordinary."""
    practice = serve(faults=script(CREATE, Refuse(code)))
    refusal = practice.refused(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName="alice")

    assert (refusal.code, refusal.status) == (code, status)
    assert refusal.type == ("Receiver" if status >= 500 else "Sender")
    assert practice.account.devices == {}
    create(practice)
    assert [(request.status, request.error) for request in practice.server.requests] == [(status, code), (200, "")]


def test_a_refusal_in_other_words(serve: "Serve") -> None:
    """A refusal can have a message of its own, such as the long ones that AWS has now."""
    practice = serve(faults=script(CREATE, Refuse("AccessDenied", "long [words] https://example.com/why")))
    refusal = practice.refused(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName="alice")

    assert refusal.message == "long [words] https://example.com/why"


def test_a_connection_dropped_before(serve: "Serve") -> None:
    """The connection closes without an answer, and nothing was done."""
    practice = serve(faults=script(CREATE, DropBefore()))
    with pytest.raises(ConnectionClosedError):
        create(practice)

    assert practice.account.devices == {}
    assert [request.status for request in practice.server.requests] == [0]


def test_a_lost_answer(serve: "Serve") -> None:
    """The connection closes without an answer, and yet it was done."""
    practice = serve(faults=script(CREATE, DropAfter()))
    with pytest.raises(ConnectionClosedError):
        create(practice)

    assert list(practice.account.devices) == [practice.serial]
    assert [(request.status, request.error) for request in practice.server.requests] == [(0, "")]


@pytest.mark.parametrize(("html", "error"), [(False, ResponseParserError), (True, ClientError)])
def test_a_load_balancer_says_503(serve: "Serve", *, html: bool, error: type[Exception]) -> None:
    """A 503 that is not AWS's own reaches the client as one that it cannot read, and nothing was done."""
    practice = serve(faults=script(CREATE, Unavailable(html=html)))
    with pytest.raises(error, match="503"):
        create(practice)

    assert practice.account.devices == {}
    assert practice.server.requests[-1].status == 503


def test_xml_that_ends_in_the_middle(serve: "Serve") -> None:
    """An answer cut short cannot be read, and yet it was done."""
    practice = serve(faults=script(CREATE, Truncate()))
    with pytest.raises(ResponseParserError):
        create(practice)

    assert list(practice.account.devices) == [practice.serial]


def test_an_answer_that_breaks_off(serve: "Serve") -> None:
    """A connection that closes in the middle of an answer, and yet it was done."""
    practice = serve(faults=script(CREATE, BreakOff()))
    with pytest.raises((ConnectionClosedError, ResponseParserError)):
        create(practice)

    assert list(practice.account.devices) == [practice.serial]


@pytest.mark.parametrize("applied_at_once", [False, True])
def test_an_answer_that_takes_a_while(serve: "Serve", *, applied_at_once: bool) -> None:
    """A client that gives up waiting does not know: the call is applied at the end of the wait, or at once."""
    practice = serve(faults=script(CREATE, Delay(0.6, applied_at_once=applied_at_once)))
    impatient = practice.client("iam", practice.keys(), read_timeout=0.2)
    with pytest.raises(ReadTimeoutError):
        impatient.create_virtual_mfa_device(VirtualMFADeviceName="alice")

    assert bool(practice.account.devices) is applied_at_once
    deadline = time.monotonic() + 5
    while not practice.server.requests and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(practice.account.devices) == [practice.serial]


@pytest.mark.parametrize("applied", [False, True])
def test_no_answer_ever(serve: "Serve", *, applied: bool) -> None:
    """The call is applied or not, and noted either way as long as the client still waits."""
    practice = serve(faults=script(CREATE, Silence(applied=applied)))
    impatient = practice.client("iam", practice.keys(), read_timeout=0.3)
    with pytest.raises(ReadTimeoutError):
        impatient.create_virtual_mfa_device(VirtualMFADeviceName="alice")

    assert bool(practice.account.devices) is applied
    assert [(request.call, request.status) for request in practice.server.requests] == [(CREATE, 0)]


@pytest.mark.parametrize("status", [500, 502, 504])
@pytest.mark.parametrize("applied", [False, True])
def test_a_load_balancer_that_lost_patience(serve: "Serve", status: int, *, applied: bool) -> None:
    """Its own answer takes the place of AWS's, whether AWS was at work or not."""
    practice = serve(faults=script(CREATE, Unavailable(html=True, status=status, applied=applied)))
    with pytest.raises(ClientError, match=str(status)):
        create(practice)

    assert bool(practice.account.devices) is applied
    assert practice.server.requests[-1].status == status


def test_nothing_listens(serve: "Serve") -> None:
    """Whoever asks first is told when to close the server; afterwards it is there again, at the same address."""
    faults = script(CREATE, NoConnection(), nth=2)
    practice = serve(faults=faults)
    assert not faults.refuses(CREATE)
    create(practice)
    assert faults.refuses(CREATE)
    with practice.server.unplugged(), pytest.raises(EndpointConnectionError):
        create(practice)

    assert not faults.refuses(CREATE)
    assert practice.refused(create, practice=practice).code == "EntityAlreadyExists"
    assert [request.call for request in practice.server.requests] == [CREATE, CREATE]


def test_a_request_that_should_have_been_refused_is_dropped(serve: "Serve") -> None:
    """Where nobody asked, it is not applied at least."""
    practice = serve(faults=script(CREATE, NoConnection()))
    with pytest.raises(ConnectionClosedError):
        create(practice)

    assert practice.account.devices == {}


def test_closing_ends_a_wait() -> None:
    """Closing the server does not wait for a delay to end, and what waited is not applied any more."""
    account = PracticeAccount()
    faults = script("iam:", Delay(60))
    raised: list[BaseException] = []

    def ask(url: str) -> None:
        with urllib3.PoolManager() as pool:
            try:
                pool.request("POST", url, retries=False)
            except urllib3.exceptions.ProtocolError as error:
                raised.append(error)

    with PracticeServer(account, faults=faults) as server:
        asking = threading.Thread(target=ask, args=(server.url,))
        asking.start()
        time.sleep(0.3)
        begun = time.monotonic()
    asking.join(5)

    assert time.monotonic() - begun < 3
    assert len(raised) == 1


def test_the_nth_request_of_a_call(serve: "Serve") -> None:
    """Requests are counted by call: others in between do not matter."""
    practice = serve(faults=script("iam:ListMFADevices", Refuse("Throttling"), nth=2))
    practice.listed()
    practice.sts.get_caller_identity()

    assert practice.refused(practice.iam.list_mfa_devices, UserName="alice").code == "Throttling"
    assert practice.listed() == []


def test_a_refusal_has_one_of_awss_codes() -> None:
    """A code that AWS does not answer with is noticed when the fault is scripted, not when it is acted out."""
    with pytest.raises(ValueError, match="Trotteling"):
        Refuse("Trotteling")


def test_one_fault_a_request() -> None:
    """A request can have one fault."""
    faults = script(CREATE, DropAfter())
    with pytest.raises(ValueError, match="request 1 of iam:CreateVirtualMFADevice"):
        faults.add(CREATE, fault=DropBefore())


def test_a_fault_more_than_once() -> None:
    """It can happen to so many requests in a row, or to all from one on."""
    faults = Faults()
    faults.add(CREATE, nth=2, times=2, fault=DropAfter())
    faults.add(CREATE, nth=5, times=None, fault=DropBefore())

    assert [faults.next(CREATE) for _ in range(7)] == [
        *(None, DropAfter(), DropAfter(), None),
        *(DropBefore(), DropBefore(), DropBefore()),
    ]


@pytest.mark.parametrize(("nth", "times"), [(4, 2), (5, 1), (9, 1), (1, None), (6, None), (1, 2)])
def test_no_request_has_two(nth: int, times: int | None) -> None:
    """Whether it is one of several, or of all from one on."""
    faults = Faults()
    faults.add(CREATE, nth=2, times=2, fault=DropAfter())
    faults.add(CREATE, nth=5, times=None, fault=DropBefore())
    with pytest.raises(ValueError, match="has its fault already"):
        faults.add(CREATE, nth=nth, times=times, fault=Truncate())


def test_what_has_not_happened_yet() -> None:
    """A script says what it still waits for, and can be dropped."""
    faults = script(CREATE, DropAfter(), nth=2)
    faults.add("iam:ListMFADevices", times=None, fault=DropBefore())
    assert faults.pending() == ((CREATE, 2), ("iam:ListMFADevices", 1))
    faults.next("iam:ListMFADevices")
    faults.next(CREATE)
    assert faults.pending() == ((CREATE, 2),)
    faults.clear()
    assert faults.pending() == ()
    assert faults.next(CREATE) is None
