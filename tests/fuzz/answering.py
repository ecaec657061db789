"""Answers to each of the ten calls: as AWS gives them, then with anything in the place of anything."""

from collections.abc import Callable, Mapping
from typing import Any, cast
from xml.sax.saxutils import escape

import hypothesis.strategies as st

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from tests.fuzz.hostile import HUGE, TEXT
from tests.fuzz.stranger import http

ALICE = IamUser("aws", "111122223333", "alice")
_NOT_XML = "".join(chr(code) for code in range(32) if chr(code) not in "\t\n\r")

Tree = str | list[tuple[str, "Tree"]]
"""The content of an element: text, or elements with their names."""

_SEED = "UUZDORKFJFHEERKBGVDEWSJVI5IVC4KCKBEVKMZVKRKEYNKKGVDUCRKBGVDUCRKB"
_SESSION: Tree = [
    ("AccessKeyId", "ASIAX54FEXAMPLEXOCRK"),
    ("SecretAccessKey", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY"),
    ("SessionToken", "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJH=="),
    ("Expiration", "2027-01-15T08:00:03Z"),
]
_DEVICE: Tree = [
    *(("UserName", ALICE.name), ("SerialNumber", ALICE.device_serial), ("EnableDate", "2026-11-24T05:50:00Z"))
]
_POLICY: Tree = [
    *(("MinimumPasswordLength", "14"), ("RequireSymbols", "true")),
    *(("ExpirePasswords", "true"), ("MaxPasswordAge", "90")),
]
GIVEN: Mapping[Call, Tree] = {
    **{call: [] for call in Call},
    Call.WHO_AM_I: [("Arn", ALICE.arn), ("UserId", "AIDAEXAMPLE"), ("Account", ALICE.account)],
    Call.START_SESSION: [("Credentials", _SESSION)],
    Call.LIST: [("MFADevices", [("member", _DEVICE)]), ("IsTruncated", "false")],
    Call.CREATE: [("VirtualMFADevice", [("SerialNumber", ALICE.device_serial), ("Base32StringSeed", _SEED)])],
    Call.PASSWORD_POLICY: [("PasswordPolicy", _POLICY)],
}
"""What is in the result, as AWS gives it."""

ERROR_CODES = (
    "AccessDenied", "ConcurrentModification", "DeleteConflict", "EntityAlreadyExists", "ExpiredToken",
    "InvalidAuthenticationCode", "InvalidClientTokenId", "LimitExceeded", "NoSuchEntity", "PasswordPolicyViolation",
    "SignatureDoesNotMatch", "Throttling", "ValidationError",
)  # fmt: skip

MOMENTS = st.sampled_from(
    (
        "1e400", "inf", "nan", "-1", "0", "9" * 30, "9" * 5000, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59", "10000-01-01", "2027-02-30T00:00:00Z",
        "2027-01-01T00:00:00+99:99", "T", "true",
    )
)  # fmt: skip
"""Times there are, hardly are, and are not."""

VALUES = TEXT | HUGE | MOMENTS | st.sampled_from(("", "true", "-5", "1.5", "9" * 400, "=", "AAAA", "=" * 33))
_NAMES = (
    "Arn", "MFADevices", "member", "SerialNumber", "EnableDate", "Credentials", "PasswordPolicy", "Error", "Code", "x",
)  # fmt: skip
_TREES = st.recursive(
    VALUES, lambda inner: st.lists(st.tuples(st.sampled_from(_NAMES), inner), max_size=4), max_leaves=6
)


def xml(tree: Tree) -> str:
    """A tree as XML. What XML cannot hold at all is left out, so that the rest is read."""
    if isinstance(tree, str):
        return escape("".join(sign for sign in tree if sign not in _NOT_XML))
    return "".join(f"<{name}>{xml(content)}</{name}>" for name, content in tree)


@st.composite
def altered(draw: st.DrawFn, tree: Tree) -> Tree:
    """The tree with something else in one place, or with one element gone, or there many times."""
    if isinstance(tree, str) or not tree:
        return cast("Tree", draw(_TREES))
    place = draw(st.integers(0, len(tree) - 1))
    name, content = tree[place]
    change = draw(st.sampled_from(("gone", "many", "other", "within", "within", "within")))
    instead: list[tuple[str, Tree]] = {
        "gone": [],
        "many": [(name, content)] * draw(st.sampled_from((2, 3, 500))),
    }.get(change) or [(name, draw(_TREES if change == "other" else altered(content)))]
    if change == "gone":
        instead = []
    return [*tree[:place], *instead, *tree[place + 1 :]]


def result(call: Call, tree: Tree) -> bytes:
    """The body of an answer that says that the call was made."""
    service, action = call.split(":")
    version = {"iam": "2010-05-08", "sts": "2011-06-15"}[service]
    content = (
        f"<{action}Result>{xml(tree)}</{action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>"
    )
    root = f'<{action}Response xmlns="https://{service}.amazonaws.com/doc/{version}/">{content}</{action}Response>'
    return root.encode("utf-8", "replace")


def refusal(tree: Tree) -> bytes:
    """The body of a refusal."""
    return f"<ErrorResponse>{xml(tree)}</ErrorResponse>".encode("utf-8", "replace")


_BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8)
)
_BODIES = st.binary(max_size=200) | st.sampled_from(
    (
        b"",
        b"<html>503</html>",
        b"<" * 10_000,
        b"<a>" * 50_000,
        b"<a>" * 50_000 + b"</a>" * 50_000,
        f"{_BOMB}]><Error><Code>&i;</Code></Error>".encode(),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><ErrorResponse><Error><Code>&x;</Code></Error></ErrorResponse>',
        b'{"__type": "x", "message": "\x1b[31337m"}',
        "<ErrorResponse/>".encode("utf-16"),
        b"\xff\xfe\x00",
    )
)
_HEADER_NAMES = (
    "Date", "x-amzn-RequestId", "Retry-After", "x-amz-retry-after", "Location", "Content-Encoding",
    "x-amzn-query-error", "Content-Type",
)  # fmt: skip
_HEADER_VALUES = (
    *("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "Mon, 01 Jan 2027 9:9:9999999999999 GMT"),
    *("Mon, 01 Jan 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 +2359", "999999999", "gzip"),
    *("http://127.0.0.1:1/\x1b[31337m", "AccessDenied;Sender"),
)
_HEADERS = st.dictionaries(st.sampled_from(_HEADER_NAMES), TEXT | MOMENTS | st.sampled_from(_HEADER_VALUES), max_size=3)
_STATUSES = st.sampled_from((200, 200, 200, 400, 403, 403, 404, 409, 429, 500, 503, 301, 302, 204, 304, 100, 101, 999))


@st.composite
def answers(draw: st.DrawFn, call: Call) -> bytes:
    """Any answer to the call, from one like AWS's to no HTTP at all."""
    kind = draw(st.sampled_from(("result", "result", "refusal", "refusal", "body", "cut", "raw")))
    status, headers = draw(_STATUSES), draw(_HEADERS)
    if kind == "raw":
        return draw(
            st.binary(max_size=60) | st.sampled_from((b"HTTP/1.1 200 OK\r\n" * 200, b"HTTP/1.1 \x1b[31337m\r\n\r\n"))
        )
    if kind == "body":
        body = draw(_BODIES)
    elif kind == "refusal":
        code = draw(st.sampled_from(ERROR_CODES) | VALUES)
        error: list[tuple[str, Tree]] = [("Type", "Sender"), ("Code", code), ("Message", draw(VALUES))]
        whole: Tree = [("Error", error), ("RequestId", draw(VALUES))]
        body = refusal(whole if draw(st.booleans()) else draw(altered(whole)))
        status = draw(st.sampled_from((400, 403, 404, 409, 500)))
    else:
        status = 200
        body = result(call, draw(altered(GIVEN[call])))
    answer = http(body, status=status, headers=headers)
    return answer[: draw(st.integers(0, len(answer)))] if kind == "cut" else answer


_PAIR = (Secret("123456"), Secret("654321"))

ASKING: Mapping[Call, Callable[[AwsAccount], Any]] = {
    Call.WHO_AM_I: lambda account: account.who_am_i(),
    Call.START_SESSION: lambda account: account.start_session(ALICE, ALICE.device_serial, _PAIR[0], 3600),
    Call.LIST: lambda account: account.devices(ALICE),
    Call.CREATE: lambda account: account.create_device(ALICE),
    Call.DELETE: lambda account: account.delete_device(ALICE),
    Call.ENABLE: lambda account: account.enable_device(ALICE, *_PAIR),
    Call.DEACTIVATE: lambda account: account.deactivate_device(ALICE),
    Call.RESYNC: lambda account: account.resync_device(ALICE, *_PAIR),
    Call.PASSWORD_POLICY: lambda account: account.password_policy(ALICE),
    Call.CHANGE_PASSWORD: lambda account: account.change_password(ALICE, *_PAIR),
}
"""How each call is made."""
