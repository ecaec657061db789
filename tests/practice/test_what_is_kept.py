"""However much is asked of a practice account, what it keeps has bounds."""

import gc
import http.client
import tracemalloc
from collections.abc import Callable

import pytest

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.account import MOST_DEVICES, MOST_SESSIONS, PracticeAccount
from mfa_enroll.practice.devices import VirtualDevice, new_seed
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.passwords import LoginProfile
from mfa_enroll.practice.server import PracticeServer
from mfa_enroll.practice.verification import Verification
from tests.support.watched import WatchedServer

LONG = b"x" * 60_000
REQUESTS: dict[str, tuple[bytes, dict[str, str]]] = {
    "unsigned": (b"Version=2010-05-08&Action=" + LONG, {}),
    "unreadable": (b"%" + LONG, {}),
    "of an unknown key": (
        b"Version=2010-05-08&Action=ListMFADevices&X=" + LONG,
        {"Authorization": "AWS4-HMAC-SHA256 Credential=A/1/2/iam/aws4_request, SignedHeaders=host, Signature=1"},
    ),
}


@pytest.mark.parametrize("server", [PracticeServer, WatchedServer])
@pytest.mark.parametrize("request_of", REQUESTS)
def test_nothing_of_a_request_is_kept(server: Callable[[PracticeAccount], PracticeServer], request_of: str) -> None:
    """Of a hundred large requests there is less in memory than five of them hold."""
    body, headers = REQUESTS[request_of]
    with server(PracticeAccount()) as serving:
        connection = http.client.HTTPConnection(serving.url.removeprefix("http://"))

        def send(times: int) -> int:
            for _ in range(times):
                connection.request("POST", "/", body, headers)
                assert connection.getresponse().read()
            gc.collect()
            return tracemalloc.get_traced_memory()[0]

        tracemalloc.start()
        try:
            before = send(10)
            assert send(100) - before < 5 * len(LONG)
        finally:
            tracemalloc.stop()
            connection.close()


def test_the_oldest_sessions_are_forgotten() -> None:
    """The newest one is good, and the first one is as unknown as if it had never been."""
    account = PracticeAccount()
    sessions = [account.open_session(mfa=False, seconds=900) for _ in range(MOST_SESSIONS + 1)]
    assert len(account._sessions) == MOST_SESSIONS
    for session in sessions[1], sessions[-1]:
        assert account.credentials(session.key.id, session.token.reveal(), "sts")
    with pytest.raises(AwsError, match="InvalidClientTokenId"):
        account.credentials(sessions[0].key.id, sessions[0].token.reveal(), "sts")


def test_devices_have_a_quota() -> None:
    """Whatever the policy allows, no device more is made."""
    account = PracticeAccount()
    for number in range(MOST_DEVICES):
        account.add_device(account.serial(str(number)))
    with pytest.raises(AwsError, match="LimitExceeded"):
        account.add_device(account.serial("one-more"))


def test_sts_forgets_what_counts_no_more() -> None:
    """Of a device that was enabled a hundred times, STS keeps how it knows it and what it is about to learn."""
    sts, now = Verification(delay=10.0), 1_800_000_000.0
    for number in range(100):
        device = VirtualDevice(f"serial-{number}", new_seed(number.to_bytes(40)))
        for enabled_at in (now, None, now):
            device.enabled_at = enabled_at
            sts.learn(device, now)
            now += 60
        with pytest.raises(AwsError):
            sts.verify(device.serial, "000000", now)
        device.enabled_at = None
        sts.learn(device, now)
        now += 60
    assert [len(held) for held in (sts._bindings, sts._used, sts._tries)] == [1, 1, 1]
    assert sum(map(len, sts._bindings.values())) == 2


def test_no_more_passwords_are_kept_than_a_policy_can_bar() -> None:
    """That is twenty-four."""
    profile = LoginProfile(Secret("Practice-0"))
    for number in range(30):
        profile.change(f"Practice-{number}", f"Practice-{number + 1}", None)
    assert [word.reveal() for word in profile._earlier] == [f"Practice-{number}" for number in range(6, 30)]
