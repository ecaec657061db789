import email.utils
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import urllib3

from mfa_enroll.policy.decision import Decision
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.exchange import Received
from mfa_enroll.practice.wire import HttpRequest, Operation, read_form, write_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.practice.conftest import Practice


@contextmanager
def connection(practice: "Practice") -> Iterator[socket.socket]:
    """A bare connection to the server."""
    address = urlsplit(practice.server.url)
    with socket.create_connection((address.hostname, address.port), timeout=5) as sock:
        yield sock


def exchange(practice: "Practice", sent: bytes) -> bytes:
    """Send bytes as they are; everything that comes back until the server closes."""
    with connection(practice) as sock:
        sock.sendall(sent)
        sock.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := sock.recv(65536):
            received += chunk
        return received


def test_answers_carry_the_accounts_time(practice: "Practice") -> None:
    """The Date header is the account's clock, also of a refusal."""
    practice.clock.now = 1_900_000_000.0
    answer = practice.sts.get_caller_identity()["ResponseMetadata"]

    date = email.utils.parsedate_to_datetime(answer["HTTPHeaders"]["date"])
    assert date.timestamp() == 1_900_000_000
    with urllib3.PoolManager() as pool:
        refused = pool.request("POST", practice.server.url)
    assert refused.status == 403
    assert email.utils.parsedate_to_datetime(refused.headers["Date"]).timestamp() == 1_900_000_000


def test_answers_carry_their_request_id(practice: "Practice") -> None:
    """Each answer has an id of its own, the same in the header and in the XML."""
    metadata = [practice.sts.get_caller_identity()["ResponseMetadata"] for _ in range(2)]

    for one in metadata:
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one["RequestId"])
        assert one["HTTPHeaders"]["x-amzn-requestid"] == one["RequestId"]
    assert metadata[0]["RequestId"] != metadata[1]["RequestId"]


def test_a_connection_is_kept(practice: "Practice") -> None:
    """Several requests go over one connection, each answered in turn."""
    request = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
    answers = exchange(practice, request * 3)

    assert answers.count(b"HTTP/1.1 403") == answers.count(b"MissingAuthenticationToken") == 3


def test_only_this_machine_is_served(practice: "Practice") -> None:
    """The server listens on the loopback address."""
    assert practice.server.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", b" 400 "),
        (b"POST / HTTP/9.9\r\n\r\n", b" 505 "),
        (b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n", b" 501 "),
        (b"GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n", b" 404 "),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b" 414 "),
        (b"POST / HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(200)) + b"\r\n", b" 431 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", b" 400 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", b" 400 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n", b" 400 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", b" 413 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b" 411 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n\xff\xfe\x00&", b" 400 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1199\r\n\r\n" + b"&".join([b"a"] * 600), b" 400 "),
    ],
)
def test_malformed_requests_are_refused(practice: "Practice", sent: bytes, status: bytes) -> None:
    """Whatever comes in, the answer is a client error, and the server goes on serving."""
    answer = exchange(practice, sent)

    assert status in answer.partition(b"\r\n")[0] + b" "
    assert practice.sts.get_caller_identity()["Account"] == "111122223333"


def test_a_body_that_breaks_off_is_not_applied(practice: "Practice") -> None:
    """A request whose body is shorter than announced gets no answer and does nothing."""
    assert exchange(practice, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nAction=") == b""
    assert practice.server.requests == ()


def test_a_bad_request_is_not_written_anywhere(practice: "Practice", capfd: pytest.CaptureFixture[str]) -> None:
    """Requests are not logged: they carry codes."""
    exchange(practice, b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n")
    practice.sts.get_caller_identity()

    assert capfd.readouterr() == ("", "")


def test_known_calls_that_are_not_offered(practice: "Practice") -> None:
    """Calls that are real but not offered are refused as the policy decides, on the resource they are about."""
    iam, sts = practice.iam, practice.sts
    role = "arn:aws:iam::111122223333:role/Dev"
    tries: list[tuple[Callable[..., Any], dict[str, str], str]] = [
        (iam.get_user, {}, "arn:aws:iam::111122223333:user/alice"),
        (iam.create_access_key, {"UserName": "bob"}, "arn:aws:iam::111122223333:user/bob"),
        (iam.get_role, {"RoleName": "Dev"}, role),
        (iam.list_mfa_device_tags, {"SerialNumber": practice.serial}, practice.serial),
        (iam.list_users, {}, "*"),
        (sts.assume_role, {"RoleArn": role, "RoleSessionName": "x"}, role),
    ]
    for call, parameters, resource in tries:
        refusal = practice.refused(call, **parameters)
        assert (refusal.code, refusal.status) == ("AccessDenied", 403)
        assert "with an explicit deny in an identity-based policy" in refusal.message
        received = practice.server.requests[-1]
        assert (received.resource, received.decision) == (resource, Decision.EXPLICITLY_DENIED)


def test_what_was_received_is_kept_without_secrets(practice: "Practice") -> None:
    """The record of requests says what was called, by whom, and how it went, and no parameter."""
    practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")
    practice.refused(
        practice.iam.enable_mfa_device,
        UserName="alice",
        SerialNumber=practice.serial,
        AuthenticationCode1="918273",
        AuthenticationCode2="645546",
    )

    assert practice.server.requests == (
        Received(
            call="iam:CreateVirtualMFADevice",
            resource=practice.serial,
            credentials="long-term",
            decision=Decision.ALLOWED,
            status=200,
        ),
        Received(
            call="iam:EnableMFADevice",
            resource=practice.account.user_arn,
            credentials="long-term",
            decision=Decision.ALLOWED,
            status=403,
            error="InvalidAuthenticationCode",
        ),
    )


def test_xml_as_aws_writes_it() -> None:
    """An answer is in the service's namespace, with a result and metadata; a call with nothing to say has no result."""
    operation = Operation("sts", "GetCallerIdentity", {})

    assert write_answer(operation, {"Arn": "a<b", "Yes": True, "List": [{"N": 1}]}, "id") == (
        b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n'
        b"<GetCallerIdentityResult><Arn>a&lt;b</Arn>\n<Yes>true</Yes>\n"
        b"<List><member><N>1</N>\n</member>\n</List>\n</GetCallerIdentityResult>\n"
        b"<ResponseMetadata><RequestId>id</RequestId>\n</ResponseMetadata>\n"
        b"</GetCallerIdentityResponse>\n"
    )
    assert b"Result" not in write_answer(Operation("iam", "EnableMFADevice", {}), None, "id")


def test_an_operation_does_not_show_its_parameters() -> None:
    """Codes and passwords among the parameters are in no repr."""
    assert "sentinel" not in repr(Operation("iam", "ChangePassword", {"NewPassword": "sentinel"}))


@pytest.mark.parametrize("body", [b"\xff", b"a=%ff"])
def test_forms_that_are_no_text(body: bytes) -> None:
    """A form that is not UTF-8 is MalformedInput."""
    with pytest.raises(AwsError, match="MalformedInput"):
        read_form(HttpRequest("POST", "/", "", {}, body))


def test_errors_have_awss_codes() -> None:
    """A code that AWS does not answer with cannot be made up."""
    with pytest.raises(ValueError, match="Trotteling"):
        AwsError("Trotteling")
