import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.practice.conftest import Serve

AT_ONCE = 16
SERIAL, EXISTS = "arn:aws:iam::111122223333:mfa/alice", "EntityAlreadyExists"


def outcomes(call: "Callable[..., Any]", **parameters: Any) -> list[str]:
    """Make a call many times at once; the error codes, empty where it succeeded."""

    def once(_: int) -> str:
        try:
            call(**parameters)
        except ClientError as error:
            return error.response["Error"]["Code"]
        return ""

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sorted(threads.map(once, range(AT_ONCE)))


def slow_bytes(length: int) -> bytes:
    """Random bytes that take their time."""
    time.sleep(0.05)
    return os.urandom(length)


@pytest.mark.parametrize(
    ("account", "call", "given", "code"),
    [
        ({"random_bytes": slow_bytes}, "create_virtual_mfa_device", {"VirtualMFADeviceName": "alice"}, EXISTS),
        ({"leftover": True}, "enable_mfa_device", {"UserName": "alice", "SerialNumber": SERIAL}, "AccessDenied"),
        ({"leftover": True}, "delete_virtual_mfa_device", {"SerialNumber": SERIAL}, "NoSuchEntity"),
        ({"enrolled": True}, "get_session_token", {"SerialNumber": SERIAL}, "AccessDenied"),
    ],
)
def test_one_wins(serve: "Serve", account: dict[str, Any], call: str, given: dict[str, str], code: str) -> None:
    """Of many at once that make, enable or delete a device, or ask for a session with one code, exactly one succeeds.

    However long the making takes, one device is made. The rest of those that enable one meet AWS's own rule.
    """
    practice = serve(**account)
    if call == "enable_mfa_device":
        given = given | practice.pair()
    if call == "get_session_token":
        given = given | {"TokenCode": practice.code()}
    service = practice.sts if call == "get_session_token" else practice.iam

    assert outcomes(getattr(service, call), **given) == ["", *[code] * (AT_ONCE - 1)]
    assert len(practice.server.requests) == AT_ONCE
