import socket
import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.server import PracticeServer
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.practice.conftest import Practice


def test_a_port_can_be_chosen() -> None:
    """A server takes the port that it is given, and gives it back when it closes."""
    with PracticeServer(PracticeAccount()) as first:
        url = first.url
    port = int(url.rpartition(":")[2])
    with PracticeServer(PracticeAccount(), port=port) as second:
        assert second.url == url


def test_a_port_that_is_taken() -> None:
    """A port that is taken is an error on entering, and leaves nothing behind."""
    with PracticeServer(PracticeAccount()) as first:
        second = PracticeServer(PracticeAccount(), port=int(first.url.rpartition(":")[2]))
        with pytest.raises(OSError, match="use"):
            second.__enter__()


def test_closing_hangs_up() -> None:
    """Connections that are kept open do not keep the server from closing, and its threads end."""
    before = threading.active_count()
    with ExitStack() as clients:
        with PracticeServer(PracticeAccount()) as server:
            address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
            idle = clients.enter_context(socket.create_connection(address, timeout=5))
            idle.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert idle.recv(4096).startswith(b"HTTP/1.1 403")
            begun = time.monotonic()
        took = time.monotonic() - begun
        while idle.recv(4096):
            pass
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(address, timeout=5)

    assert took < 4
    until(lambda: threading.active_count() <= before)


def test_two_accounts_know_nothing_of_each_other(serve: "Callable[..., Practice]") -> None:
    """Keys of one account are unknown in another."""
    one = serve()
    other = serve(random_bytes=lambda length: b"\x05" * length)
    refusal = other.refused(other.client("sts", one.keys()).get_caller_identity)

    assert refusal.code == "InvalidClientTokenId"


def test_what_the_account_shows_of_itself(practice: "Practice") -> None:
    """Keys are in AWS's form, and the secret is in no repr."""
    account = practice.account

    assert account.access_key_id.startswith("AKIA")
    assert len(account.access_key_id) == 20
    assert len(account.secret_access_key.reveal()) == 40
    assert account.secret_access_key.reveal() not in repr(vars(account))


def test_an_account_is_fast_enough(practice: "Practice") -> None:
    """A wrong pair, which is searched for over all of the window, costs less than a second of work."""
    practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")
    begun = time.process_time()
    practice.refused(
        practice.iam.enable_mfa_device,
        UserName="alice",
        SerialNumber=practice.serial,
        AuthenticationCode1="000000",
        AuthenticationCode2="000000",
    )

    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "options",
    [
        *({"user": name} for name in ["al ice", "", "a" * 65, "zoë"]),
        *({"path": path} for path in ["eng", "/eng", "eng/", "", f"/{'a' * 511}/"]),
        *({"account_id": "1234"}, {"partition": "azure"}, {"partition": "aws-no"}),
    ],
)
def test_a_user_there_cannot_be(options: dict[str, str]) -> None:
    """An account with a user that IAM would not have is refused where it is made."""
    with pytest.raises(ValueError, match="no IAM user"):
        PracticeAccount(**options)  # type: ignore[arg-type] # one option or another


@pytest.mark.parametrize("tags", [{"": "x"}, {"k" * 129: "x"}, {"k": "v" * 257}])
def test_a_tag_there_cannot_be(tags: dict[str, str]) -> None:
    """An account whose user has a tag of another length than IAM takes is refused where it is made."""
    assert PracticeAccount(tags={"k" * 128: "v" * 256, "aws:x": ""}).tags
    with pytest.raises(ValueError, match="no tag of an IAM user"):
        PracticeAccount(tags=tags)


@pytest.mark.parametrize("source_ip", ["x", "", "10.0.0", "10.0.0.0/8", "localhost"])
def test_an_address_there_cannot_be(source_ip: str) -> None:
    """An account that requests are to reach from no address is refused where it is made."""
    assert PracticeAccount(source_ip="2001:DB8::7").source_ip == "2001:db8::7"
    with pytest.raises(ValueError, match="address"):
        PracticeAccount(source_ip=source_ip)
