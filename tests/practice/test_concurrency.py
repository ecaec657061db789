import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.practice.conftest import Practice, Serve

AT_ONCE = 16


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


def test_one_creation_wins(serve: "Serve") -> None:
    """Of many devices created at once with one name, exactly one is made, however long the making takes."""

    def slow_bytes(length: int) -> bytes:
        time.sleep(0.05)
        return os.urandom(length)

    practice = serve(random_bytes=slow_bytes)
    results = outcomes(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName="alice")

    assert results == ["", *["EntityAlreadyExists"] * (AT_ONCE - 1)]
    assert len(practice.server.requests) == AT_ONCE


def test_one_enabling_wins(serve: "Serve") -> None:
    """Of many attempts at once to enable a device, exactly one succeeds, and the rest meet AWS's own rule."""
    practice = serve(leftover=True)
    results = outcomes(
        practice.iam.enable_mfa_device, UserName="alice", SerialNumber=practice.serial, **practice.pair()
    )

    assert results == ["", *["AccessDenied"] * (AT_ONCE - 1)]


def test_one_deletion_wins(serve: "Serve") -> None:
    """Of many deletions at once, exactly one succeeds."""
    practice = serve(leftover=True)
    results = outcomes(practice.iam.delete_virtual_mfa_device, SerialNumber=practice.serial)

    assert results == ["", *["NoSuchEntity"] * (AT_ONCE - 1)]


def test_a_code_is_taken_once(enrolled: "Practice") -> None:
    """Of many sessions asked for at once with one code, exactly one is given out."""
    results = outcomes(enrolled.sts.get_session_token, SerialNumber=enrolled.serial, TokenCode=enrolled.code())

    assert results == ["", *["AccessDenied"] * (AT_ONCE - 1)]
