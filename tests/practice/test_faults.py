"""What a script lets go wrong on the way to the practice account, as an ordinary client meets it."""

import threading
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest
import urllib3
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from mfa_enroll.practice.account import PracticeAccount
from tests.support.faults import (
    BreakOff,
    Delay,
    DropAfter,
    DropBefore,
    Expire,
    Fault,
    Faults,
    Lag,
    NoConnection,
    OddDate,
    Refuse,
    Silence,
    Truncate,
    Unavailable,
    WrongDate,
)
from tests.support.waiting import until
from tests.support.watched import WatchedServer

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

CREATE, DELETE = "iam:CreateVirtualMFADevice", "iam:DeleteVirtualMFADevice"
ENABLE, LIST = "iam:EnableMFADevice", "iam:ListMFADevices"


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
        *dict.fromkeys(("Throttling", "InvalidInput", "InvalidUserType"), 400).items(),
        *dict.fromkeys(("AccessDenied", "OptInRequired"), 403).items(),
        *dict.fromkeys(("ConcurrentModification", "EntityTemporarilyUnmodifiable", "LimitExceeded"), 409).items(),
        *(("NoSuchEntity", 404), ("ServiceFailure", 500), ("ServiceUnavailable", 503)),
    ],
)
def test_a_refusal_is_not_applied(serve: "Serve", code: str, status: int) -> None:
    """The scripted request is refused with the code and its status, does nothing, and the next one is ordinary."""
    practice = serve(faults=script(CREATE, Refuse(code, "long [words] https://example.com/why")))
    refusal = practice.refused(create, practice=practice)

    assert (refusal.code, refusal.status, refusal.message) == (code, status, "long [words] https://example.com/why")
    assert refusal.type == ("Receiver" if status >= 500 else "Sender")
    assert practice.account.devices == {}
    create(practice)
    assert [(request.status, request.error) for request in practice.server.requests] == [(status, code), (200, "")]


UNREADABLE = (ConnectionClosedError, ResponseParserError)


@pytest.mark.parametrize(
    ("fault", "error", "status", "is_applied"),
    [
        (NoConnection(), ConnectionClosedError, 0, False),
        (DropBefore(), ConnectionClosedError, 0, False),
        (DropAfter(), ConnectionClosedError, 0, True),
        (Unavailable(), ResponseParserError, 503, False),
        *(
            (Unavailable(html=True, status=status, applied=applied), ClientError, status, applied)
            for status in (500, 502, 503, 504)
            for applied in (False, True)
        ),
        (Truncate(), ResponseParserError, 200, True),
        (BreakOff(), UNREADABLE, 200, True),
        (Silence(), ReadTimeoutError, 0, False),
        (Silence(applied=True), ReadTimeoutError, 0, True),
    ],
    ids=str,
)
def test_an_answer_that_is_none(
    serve: "Serve", fault: Fault, error: type[Exception], status: int, *, is_applied: bool
) -> None:
    """Whether a call was applied, the client cannot tell from what it meets; the record of requests can."""
    practice = serve(faults=script(CREATE, fault))
    impatient = practice.client("iam", practice.keys(), read_timeout=0.3 if isinstance(fault, Silence) else 20)
    with pytest.raises(error):
        impatient.create_virtual_mfa_device(VirtualMFADeviceName="alice")

    assert list(practice.account.devices) == [practice.serial] * is_applied
    assert [(request.call, request.status) for request in practice.server.requests] == [(CREATE, status)]


@pytest.mark.parametrize("applied_at_once", [False, True])
def test_an_answer_that_takes_a_while(serve: "Serve", *, applied_at_once: bool) -> None:
    """A client that gives up waiting does not know: the call is applied at the end of the wait, or at once."""
    practice = serve(faults=script(CREATE, Delay(0.6, applied_at_once=applied_at_once)))
    impatient = practice.client("iam", practice.keys(), read_timeout=0.2)
    with pytest.raises(ReadTimeoutError):
        impatient.create_virtual_mfa_device(VirtualMFADeviceName="alice")

    assert practice.account.devices or not applied_at_once
    until(lambda: practice.server.requests)
    assert list(practice.account.devices) == [practice.serial]


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


def test_closing_ends_a_wait() -> None:
    """Closing the server does not wait for a delay to end, and what waited is not applied any more."""
    faults = script("iam:", Delay(600))
    raised: list[BaseException] = []

    def ask(url: str) -> None:
        with urllib3.PoolManager() as pool:
            try:
                pool.request("POST", url, retries=False)
            except urllib3.exceptions.ProtocolError as error:
                raised.append(error)

    with WatchedServer(PracticeAccount(), faults=faults) as server:
        asking = threading.Thread(target=ask, args=(server.url,))
        asking.start()
        until(lambda: not faults.pending())
    asking.join(20)

    assert len(raised) == 1
    assert [request.status for request in server.requests] == [0]


def test_a_new_device_is_not_found_at_first(serve: "Serve") -> None:
    """Enable and Delete do not find it for some seconds of the account's time; its name is taken at once."""
    practice = serve(faults=script(CREATE, Lag(60)))
    create(practice)

    assert practice.refused(practice.iam.delete_virtual_mfa_device, SerialNumber=practice.serial).code == "NoSuchEntity"
    codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
    given = {"UserName": "alice", "SerialNumber": practice.serial, **codes}
    assert practice.refused(practice.iam.enable_mfa_device, **given).code == "NoSuchEntity"
    assert practice.refused(create, practice=practice).code == "EntityAlreadyExists"
    practice.clock.now += 61
    assert practice.refused(practice.iam.enable_mfa_device, **given).code == "InvalidAuthenticationCode"


def test_a_deleted_device_still_has_its_name_at_first(serve: "Serve") -> None:
    """Create says that it exists, and does not bring it back."""
    practice = serve(leftover=True, faults=script(DELETE, Lag(60)))
    practice.iam.delete_virtual_mfa_device(SerialNumber=practice.serial)

    assert practice.refused(create, practice=practice).code == "EntityAlreadyExists"
    assert practice.account.devices == {}
    practice.clock.now += 61
    create(practice)
    assert list(practice.account.devices) == [practice.serial]


def test_an_enabled_device_is_not_listed_at_first(serve: "Serve") -> None:
    """Only the listing is late: AWS's own rule about a device that is on holds at once."""
    practice = serve(leftover=True, faults=script(ENABLE, Lag(60)))
    given = {"UserName": "alice", "SerialNumber": practice.serial}
    practice.iam.enable_mfa_device(**given, **practice.pair())

    assert practice.listed() == []
    assert practice.refused(practice.iam.deactivate_mfa_device, **given).code == "AccessDenied"
    practice.clock.now += 61
    assert practice.listed() == [practice.serial]


def date_of(practice: "Practice") -> str | None:
    """The Date header of a listing."""
    answer = practice.iam.list_mfa_devices(UserName="alice")
    return answer["ResponseMetadata"]["HTTPHeaders"].get("date")


@pytest.mark.parametrize("ahead", [6 * 3600.0, -600.0])
def test_a_wrong_date(serve: "Serve", ahead: float) -> None:
    """The Date header is off in that answer, and right in the next."""
    practice = serve(faults=script(LIST, WrongDate(ahead)))
    wrong, right = (parsedate_to_datetime(date_of(practice) or "") for _ in range(2))

    assert (wrong - right).total_seconds() == ahead


@pytest.mark.parametrize("text", ["", "yesterday"])
def test_an_odd_date(serve: "Serve", text: str) -> None:
    """The Date header says anything, or is not there."""
    assert date_of(serve(faults=script(LIST, OddDate(text)))) == (text or None)


def test_sessions_end_in_the_middle(serve: "Serve") -> None:
    """A session that was good is expired from then on, and the access key still works."""
    practice = serve(enrolled=True, faults=script(LIST, Expire(), nth=2))
    inside = practice.client("iam", practice.session_keys(code=practice.code()))
    inside.list_mfa_devices(UserName="alice")

    for _ in range(2):
        assert practice.refused(inside.list_mfa_devices, UserName="alice").code == "ExpiredToken"
    assert practice.listed() == [practice.serial]


def test_the_nth_request_of_a_call(serve: "Serve") -> None:
    """Requests are counted by call: others in between do not matter."""
    practice = serve(faults=script(LIST, Refuse("Throttling"), nth=2))
    practice.listed()
    practice.sts.get_caller_identity()

    assert practice.refused(practice.iam.list_mfa_devices, UserName="alice").code == "Throttling"
    assert practice.listed() == []


def test_a_refusal_has_one_of_awss_codes() -> None:
    """A code that AWS does not answer with is noticed when the fault is scripted, not when it is acted out."""
    with pytest.raises(ValueError, match="Trotteling"):
        Refuse("Trotteling")


def several() -> Faults:
    """A script of two faults in a row, and of one for good from the fifth request on."""
    faults = Faults()
    faults.add(CREATE, nth=2, times=2, fault=DropAfter())
    faults.add(CREATE, nth=5, times=None, fault=DropBefore())
    return faults


def test_a_fault_more_than_once() -> None:
    """It can happen to so many requests in a row, or to all from one on."""
    lost, dropped = DropAfter(), DropBefore()
    faults = several()
    assert [faults.next(CREATE) for _ in range(7)] == [None, lost, lost, None, dropped, dropped, dropped]


@pytest.mark.parametrize(("nth", "times"), [(4, 2), (5, 1), (9, 1), (1, None), (6, None), (1, 2)])
def test_no_request_has_two(nth: int, times: int | None) -> None:
    """A request can have one fault, whether it is one of several, or of all from one on."""
    with pytest.raises(ValueError, match=rf"request [0-9] of {CREATE} has its fault already"):
        several().add(CREATE, nth=nth, times=times, fault=Truncate())


def test_what_has_not_happened_yet() -> None:
    """A script says what it still waits for, and can be dropped."""
    faults = script(CREATE, DropAfter(), nth=2)
    faults.add(LIST, times=None, fault=DropBefore())
    assert faults.pending() == ((CREATE, 2), (LIST, 1))
    faults.next(LIST)
    faults.next(CREATE)
    assert faults.pending() == ((CREATE, 2),)
    faults.clear()
    assert faults.pending() == ()
    assert faults.next(CREATE) is None
