import re
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


@pytest.mark.parametrize("service", ["iam", "sts"])
def test_a_wrong_key(practice: "Practice", service: str) -> None:
    """A wrong secret is told from an unknown key, and nothing is said of time."""
    for wrong, code, words, credentials in (
        ({"aws_secret_access_key": "x" * 40}, "SignatureDoesNotMatch", "The request signature we", "long-term"),
        ({"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE"}, "InvalidClientTokenId", "The security token included", ""),
    ):
        client = practice.client(service, practice.keys() | wrong)
        refusal = practice.refused(client.list_mfa_devices if service == "iam" else client.get_caller_identity)

        assert (refusal.code, refusal.status) == (code, 403)
        assert refusal.message.startswith(words)
        assert practice.server.requests[-1].credentials == credentials


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(1000, "Signature expired: "), (880, ""), (-880, ""), (-1000, "Signature not yet current: ")],
)
def test_a_wrong_clock(serve: "Serve", ahead: float, words: str) -> None:
    """A signature more than 15 minutes old or early is refused, and both times are said."""
    practice = serve(signing_clock=lambda: time.time() + ahead)
    if not words:
        assert practice.sts.get_caller_identity()["Account"] == "111122223333"
        return
    refusal = practice.refused(practice.sts.get_caller_identity)
    assert (refusal.code, refusal.status) == ("SignatureDoesNotMatch", 403)
    assert refusal.message.startswith(words)
    assert "15 min.)" in refusal.message


MISMATCH, UNREADABLE = "SignatureDoesNotMatch", "IncompleteSignature"
AUTHORIZATION, DATE = "Authorization", "X-Amz-Date"


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("body", "alice", "alicf", (MISMATCH, "")),
        ("url", "$", "?UserName=bob", (MISMATCH, "")),
        (DATE, r"\d(?=Z)", lambda digit: str((int(digit[0]) + 1) % 10), (MISMATCH, "")),
        ("Content-Type", ".+", "text/plain", (MISMATCH, "")),
        (AUTHORIZATION, "host;", "", (MISMATCH, "'host' must be a 'SignedHeader'")),
        (AUTHORIZATION, ";x-amz-date", "", (MISMATCH, "'x-amz-date' must be a 'SignedHeader'")),
        (AUTHORIZATION, ".+", "", ("MissingAuthenticationToken", "")),
        (AUTHORIZATION, ".+", "Basic SENTINEL=", (UNREADABLE, "Unsupported AWS 'algorithm'")),
        (AUTHORIZATION, "Cred.+", "SENTINEL", (UNREADABLE, "requires 'Credential' parameter")),
        (AUTHORIZATION, ", Signature=.+", ", SENTINEL", (UNREADABLE, "requires 'Signature' parameter")),
        (AUTHORIZATION, "=[^,]+", "=SENTINEL", (UNREADABLE, "5 slash-delimited elements")),
        (DATE, ".+", "", (UNREADABLE, "Date must be in ISO-8601")),
        (DATE, ".+", "SENTINEL", (UNREADABLE, "Date must be in ISO-8601")),
        (DATE, ".+", "20261399T000000Z", (MISMATCH, "Date in Credential scope does not match")),
    ],
)
def test_nothing_can_be_changed_after_signing(
    practice: "Practice", part: str, old: str, new: str, said: tuple[str, str]
) -> None:
    """A changed request is refused, and so is one that is signed in part, not at all, or in a way nobody can read.

    What stood in the header is not repeated.
    """
    fields = {"Action": "ListMFADevices", "UserName": "alice", "Version": "2010-05-08"}
    request = signed(practice, fields, service="iam")
    parts = request.headers if part in request.headers else vars(request)
    parts[part] = re.sub(old, new, parts[part], count=1)
    status, body = send(request)

    assert status == (400 if said[0] == UNREADABLE else 403)
    assert f"<Code>{said[0]}</Code>" in body
    assert said[1] in body
    assert "SENTINEL" not in body


def test_a_signature_for_another_service(practice: "Practice") -> None:
    """A signature scoped to another service is refused, and the right one is named."""
    status, body = send(signed(practice, WHO_AM_I, service="s3"))

    assert status == 403
    assert "<Code>SignatureDoesNotMatch</Code>" in body
    assert "Credential should be scoped to correct service: 'sts'." in body


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
