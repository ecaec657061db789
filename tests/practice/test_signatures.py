import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.sigv4 import check_signature, read_authorization
from mfa_enroll.practice.wire import HttpRequest

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

WHO_AM_I = {"Action": "GetCallerIdentity", "Version": "2011-06-15"}


@dataclass
class Signed:
    """A request that botocore has signed, to be tampered with."""

    method: str
    url: str
    body: str
    headers: dict[str, str]


def signed(practice: "Practice", fields: dict[str, str], *, service: str = "sts", method: str = "POST") -> Signed:
    """Let botocore sign a request."""
    url, body = practice.server.url + "/", urlencode(fields)
    if method == "GET":
        url, body = f"{url}?{body}", ""
    request = AWSRequest(method, url, {"Content-Type": "application/x-www-form-urlencoded"}, body)
    keys = practice.keys()
    credentials = Credentials(keys["aws_access_key_id"], keys["aws_secret_access_key"])
    SigV4Auth(credentials, service, "eu-central-1").add_auth(request)
    return Signed(method, url, body, dict(request.headers.items()))


def send(request: Signed) -> tuple[int, str]:
    """Send a request as it is; status and body of the answer."""
    with urllib3.PoolManager() as pool:
        answer = pool.request(request.method, request.url, body=request.body, headers=request.headers, retries=False)
        return answer.status, answer.data.decode()


def test_what_botocore_signs_is_accepted(practice: "Practice") -> None:
    """A request signed by botocore is answered, by POST and by GET alike."""
    assert send(signed(practice, WHO_AM_I))[0] == 200

    status, body = send(signed(practice, WHO_AM_I, method="GET"))

    assert status == 200
    assert practice.account.user_arn in body


def test_awss_published_example() -> None:
    """The example in AWS's documentation of Signature Version 4 verifies, and with another secret it does not."""
    request = HttpRequest(
        "GET",
        "/",
        "Action=ListUsers&Version=2010-05-08",
        {
            "host": "iam.amazonaws.com",
            "content-type": "application/x-www-form-urlencoded; charset=utf-8",
            "x-amz-date": "20150830T123600Z",
            "authorization": (
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                "SignedHeaders=content-type;host;x-amz-date, "
                "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
            ),
        },
        b"",
    )
    authorization = read_authorization(request)
    now = 1440938160.0
    check_signature(
        request,
        authorization,
        Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        service="iam",
        now=now,
    )

    with pytest.raises(AwsError, match="SignatureDoesNotMatch"):
        check_signature(request, authorization, Secret("wJalrXUtnFEMI"), service="iam", now=now)


def test_a_wrong_secret(practice: "Practice") -> None:
    """A wrong secret key is SignatureDoesNotMatch, and says nothing of time."""
    keys = practice.keys() | {"aws_secret_access_key": "x" * 40}
    refusal = practice.refused(practice.client("sts", keys).get_caller_identity)

    assert (refusal.code, refusal.status) == ("SignatureDoesNotMatch", 403)
    assert refusal.message.startswith("The request signature we calculated does not match")
    assert practice.server.requests[-1].credentials == "long-term"


def test_an_unknown_key(practice: "Practice") -> None:
    """An unknown access key is InvalidClientTokenId."""
    keys = practice.keys() | {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE"}
    refusal = practice.refused(practice.client("iam", keys).list_mfa_devices, UserName="alice")

    assert (refusal.code, refusal.status) == ("InvalidClientTokenId", 403)
    assert refusal.message == "The security token included in the request is invalid."
    assert practice.server.requests[-1].credentials == ""


@pytest.mark.parametrize(("ahead", "words"), [(1000, "Signature expired: "), (-1000, "Signature not yet current: ")])
def test_a_wrong_clock(serve: "Serve", ahead: float, words: str) -> None:
    """A signature more than 15 minutes old or early is refused, and both times are said."""
    practice = serve(signing_clock=lambda: time.time() + ahead)
    refusal = practice.refused(practice.sts.get_caller_identity)

    assert (refusal.code, refusal.status) == ("SignatureDoesNotMatch", 403)
    assert refusal.message.startswith(words)
    assert "15 min.)" in refusal.message


@pytest.mark.parametrize("ahead", [-880, 880])
def test_a_clock_that_is_a_little_wrong(serve: "Serve", ahead: float) -> None:
    """Within 15 minutes either way a signature is good."""
    practice = serve(signing_clock=lambda: time.time() + ahead)

    assert practice.sts.get_caller_identity()["Account"] == "111122223333"


@pytest.mark.parametrize("part", ["body", "date", "header", "query"])
def test_nothing_can_be_changed_after_signing(practice: "Practice", part: str) -> None:
    """A request changed after it was signed is SignatureDoesNotMatch."""
    request = signed(
        practice, {"Action": "ListMFADevices", "UserName": "alice", "Version": "2010-05-08"}, service="iam"
    )
    match part:
        case "body":
            request.body = request.body.replace("alice", "alicf")
        case "date":
            date = request.headers["X-Amz-Date"]
            request.headers["X-Amz-Date"] = date[:-3] + ("01Z" if date.endswith("00Z") else "00Z")
        case "header":
            request.headers["Content-Type"] = "text/plain"
        case _:
            request.url += "?UserName=bob"
    status, body = send(request)

    assert status == 403
    assert "<Code>SignatureDoesNotMatch</Code>" in body


def test_a_signature_for_another_service(practice: "Practice") -> None:
    """A signature scoped to another service is refused, and the right one is named."""
    status, body = send(signed(practice, WHO_AM_I, service="s3"))

    assert status == 403
    assert "<Code>SignatureDoesNotMatch</Code>" in body
    assert "Credential should be scoped to correct service: 'sts'." in body


def test_no_signature(practice: "Practice") -> None:
    """An unsigned request is MissingAuthenticationToken."""
    request = signed(practice, WHO_AM_I)
    del request.headers["Authorization"]
    status, body = send(request)

    assert status == 403
    assert "<Code>MissingAuthenticationToken</Code>" in body


@pytest.mark.parametrize(
    ("authorization", "text"),
    [
        ("Basic YWxpY2U6cGFzc3dvcmQ=", "Unsupported AWS 'algorithm'"),
        ("AWS4-HMAC-SHA256 nothing", "requires 'Credential' parameter"),
        ("AWS4-HMAC-SHA256 Credential=a/b/c/sts/aws4_request, SignedHeaders=host", "requires 'Signature'"),
        ("AWS4-HMAC-SHA256 Credential=abc, SignedHeaders=host, Signature=0", "5 slash-delimited elements"),
    ],
)
def test_a_signature_that_cannot_be_read(practice: "Practice", authorization: str, text: str) -> None:
    """A malformed Authorization header is IncompleteSignature, which does not repeat it."""
    request = signed(practice, WHO_AM_I)
    request.headers["Authorization"] = authorization
    status, body = send(request)

    assert status == 400
    assert "<Code>IncompleteSignature</Code>" in body
    assert text in body
    assert "YWxpY2U6cGFzc3dvcmQ=" not in body


@pytest.mark.parametrize("date", ["", "yesterday", "20261399T000000Z"])
def test_a_date_that_cannot_be_read(practice: "Practice", date: str) -> None:
    """A signature without a date, or with one that is none, is refused."""
    request = signed(practice, WHO_AM_I)
    request.headers["X-Amz-Date"] = date
    status, body = send(request)

    assert (status, "Signature" in body) in {(400, True), (403, True)}
    assert practice.server.requests[-1].error in {"IncompleteSignature", "SignatureDoesNotMatch"}


@pytest.mark.parametrize("unsigned", ["host", "x-amz-date"])
def test_host_and_date_have_to_be_signed(practice: "Practice", unsigned: str) -> None:
    """A signature that leaves out the host or the date is refused."""
    request = signed(practice, WHO_AM_I)
    header = request.headers["Authorization"]
    request.headers["Authorization"] = header.replace(f";{unsigned}", "").replace(f"{unsigned};", "")
    status, body = send(request)

    assert status == 403
    assert f"'{unsigned}' must be a 'SignedHeader'" in body


@pytest.mark.parametrize(
    ("action", "version"),
    [
        ("", "2010-05-08"),
        ("get user", "2010-05-08"),
        ("<Get&User>\x00\x1b", "2010-05-08"),
        ("GetUser", "2009-01-01"),
        ("GetUser", ""),
    ],
)
def test_what_cannot_be_a_call(practice: "Practice", action: str, version: str) -> None:
    """A malformed action, or one of another version, is InvalidAction, in XML that can be read."""
    status, body = send(signed(practice, {"Action": action, "Version": version}, service="iam"))

    assert status == 400
    error = ET.fromstring(body)[0]  # noqa: S314 -- our own answer
    assert error.findtext("{https://iam.amazonaws.com/doc/2010-05-08/}Code") == "InvalidAction"
    assert f"for version {version}" in str(error.findtext("{https://iam.amazonaws.com/doc/2010-05-08/}Message"))


def test_a_version_that_is_not_given(practice: "Practice") -> None:
    """Without a version the call belongs to the service it is signed for, and is InvalidAction."""
    status, body = send(signed(practice, {"Action": "GetCallerIdentity"}))

    assert status == 400
    assert "https://sts.amazonaws.com/doc/2011-06-15/" in body
    assert "for version NO_VERSION_SPECIFIED" in body


def test_a_call_that_is_allowed_but_not_offered(serve: "Serve", open_policy: str) -> None:
    """Where the policy would allow a call that the account does not have, it says that there is no such call."""
    practice = serve(policy=open_policy)
    refusal = practice.refused(practice.iam.list_users)

    assert (refusal.code, refusal.status) == ("InvalidAction", 400)
