import email.utils
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import urllib3

from mfa_enroll.policy.decision import Decision
from mfa_enroll.practice.wire import Operation, write_answer
from tests.support.watched import Received

if TYPE_CHECKING:
    from tests.practice.conftest import Practice


def exchange(practice: "Practice", sent: bytes) -> bytes:
    """Send bytes as they are; everything that comes back until the server closes."""
    address = urlsplit(practice.server.url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as sock:
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


def test_a_body_that_breaks_off_is_not_applied(practice: "Practice") -> None:
    """A request whose body is shorter than announced gets no answer and does nothing."""
    assert exchange(practice, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nAction=") == b""
    assert practice.server.requests == ()


@pytest.mark.parametrize(
    "line", [b"GET /\r\n", b"GET /\r\n\r\n", b"GET / HTTP/0.9\r\n\r\n", b"POST /\r\n\r\n", b"\r\n"]
)
def test_a_request_of_before_http_1(practice: "Practice", line: bytes) -> None:
    """It is refused at once, and the server goes on serving."""
    answer = exchange(practice, line)
    assert answer.startswith(b"HTTP/1.1 400 ") == (line != b"\r\n")
    assert practice.sts.get_caller_identity()["Account"] == "111122223333"


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
