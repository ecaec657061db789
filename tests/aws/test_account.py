"""The account over HTTP, against the practice account and against servers that answer oddly."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyotp
import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.faults import BreakOff, Delay, DropAfter, DropBefore, Fault, Refuse, Truncate, Unavailable
from tests.support.machine import failure_of, http

if TYPE_CHECKING:
    from mfa_enroll.flows.account import Account
    from tests.support.machine import Practice, Practices, Scripts


def _codes(seed: Secret, now: float) -> tuple[Secret, Secret]:
    totp = pyotp.TOTP(seed.reveal())
    return Secret(totp.at(int(now) - 30)), Secret(totp.at(int(now)))


async def test_enrollment(serve: "Practices", alice: IamUser) -> None:
    """From a key to an enabled device with exactly the calls that takes, each made once."""
    practice = serve()
    account: Account = practice.account()
    identity = await account.who_am_i()
    assert identity.principal == alice
    assert identity.credentials == "the practice account’s key"
    assert not identity.temporary
    assert identity.foreign_endpoints == (practice.server.url,)
    assert await account.devices(alice) == ()
    device = await account.create_device(alice)
    assert device.serial == alice.device_serial
    assert device.seed.reveal() not in repr(device)
    await account.enable_device(alice, *_codes(device.seed, practice.practice.clock()))
    (listed,) = await account.devices(alice)
    assert listed.serial == alice.device_serial
    assert listed.enabled_since.tzinfo is UTC
    assert abs((listed.enabled_since - datetime.now(UTC)).total_seconds()) < 60
    assert practice.calls == [Call.WHO_AM_I, Call.LIST, Call.CREATE, Call.ENABLE, Call.LIST]


async def test_delete(serve: "Practices", alice: IamUser) -> None:
    """A leftover is deleted; a second time there is nothing to delete."""
    account = serve(PracticeAccount(leftover=True)).account()
    await account.delete_device(alice)
    assert (await failure_of(account.delete_device(alice))).failure is Failure.MISSING


async def test_refusals(serve: "Practices", alice: IamUser) -> None:
    """What the practice account refuses as AWS does is told apart."""
    account = serve(PracticeAccount(leftover=True)).account()
    assert (await failure_of(account.create_device(alice))).failure is Failure.EXISTS
    refused = await failure_of(account.enable_device(alice, Secret("123456"), Secret("123456")))
    assert refused.failure is Failure.CODES_REFUSED
    account = serve(PracticeAccount(enrolled=True)).account()
    assert (await failure_of(account.delete_device(alice))).failure is Failure.IN_USE
    denied = await failure_of(account.enable_device(alice, Secret("123456"), Secret("654321")))
    assert denied.failure is Failure.DENIED
    denied = await failure_of(account.devices(IamUser(alice.partition, alice.account, "bob")))
    assert denied.failure is Failure.DENIED
    assert denied.problem.answer.startswith("AccessDenied to iam:ListMFADevices, request ")


async def test_wrong_secret(serve: "Practices") -> None:
    """A wrong secret access key has its own page."""
    failed = await failure_of(serve().account(secret="x" * 40).who_am_i())
    assert failed.failure is Failure.KEYS
    assert "secret access key is not right" in failed.problem.title


async def test_unknown_key(serve: "Practices") -> None:
    """A key that AWS does not know has its own page."""
    url = serve().server.url
    options = Options(endpoint_url=url, access_key_id="AKIAUNKNOWN", secret_access_key=Secret("x"))
    failed = await failure_of(AwsAccount(options).who_am_i())
    assert "does not know this access key" in failed.problem.title


@pytest.mark.parametrize(("ahead", "direction"), [(1200.0, "behind"), (-1200.0, "ahead")])
async def test_wrong_clock(serve: "Practices", ahead: float, direction: str) -> None:
    """A clock that is off is measured from the very answer that refuses it."""

    def clock() -> float:
        return time.time() + ahead

    account = serve(PracticeAccount(clock=clock, signing_clock=clock)).account()
    failed = await failure_of(account.who_am_i())
    assert "clock is wrong" in failed.problem.title
    assert f"20 minutes {direction}" in failed.problem.happened.replace(" and 1 second", "")
    assert account.server_time() == pytest.approx(time.time(), abs=3)  # no signature by such a clock is taken


async def test_server_time(serve: "Practices") -> None:
    """Server time is AWS's, wherever the local clock stands."""
    account = serve(PracticeAccount(clock=lambda: time.time() - 240)).account()
    assert account.server_time() == pytest.approx(time.time(), abs=1)
    await account.who_am_i()
    assert account.server_time() == pytest.approx(time.time() - 240, abs=2)


@pytest.mark.parametrize("path", ["/eng/", "/"])
async def test_path(serve: "Practices", path: str) -> None:
    """A user with a path is known by it, and is denied the listing by the usual policy."""
    account = serve(PracticeAccount(path=path)).account()
    user = (await account.who_am_i()).principal
    assert isinstance(user, IamUser)
    assert user.path == path
    if path == "/":
        assert await account.devices(user) == ()
    else:
        denied = await failure_of(account.devices(user))
        assert denied.failure is Failure.DENIED
        assert "user/*/${aws:username}" in denied.problem.hand_over


def _call(practice: "Practice", call: Call, user: IamUser) -> Awaitable[object]:
    account = practice.account()
    codes = Secret("111111"), Secret("222222")
    calls: dict[Call, Callable[[], Awaitable[object]]] = {
        Call.WHO_AM_I: account.who_am_i,
        Call.LIST: lambda: account.devices(user),
        Call.CREATE: lambda: account.create_device(user),
        Call.DELETE: lambda: account.delete_device(user),
        Call.ENABLE: lambda: account.enable_device(user, *codes),
        Call.DEACTIVATE: lambda: account.deactivate_device(user),
        Call.RESYNC: lambda: account.resync_device(user, *codes),
        Call.START_SESSION: lambda: account.start_session(user, user.device_serial, codes[0], 900),
        Call.PASSWORD_POLICY: lambda: account.password_policy(user),
        Call.CHANGE_PASSWORD: lambda: account.change_password(user, Secret("Old-one-1"), Secret("New-one-2")),
    }
    return calls[call]()


@pytest.mark.parametrize("call", [call for call in Call if call.is_change])
@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (DropBefore(), Failure.UNCLEAR),
        (DropAfter(), Failure.UNCLEAR),
        (Truncate(), Failure.UNCLEAR),
        (BreakOff(), Failure.UNCLEAR),
        (Unavailable(), Failure.UNCLEAR),
        (Delay(30, applied_at_once=True), Failure.UNCLEAR),
        (Refuse("Throttling"), Failure.BUSY),
        (Refuse("ServiceFailure"), Failure.UNCLEAR),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_change_is_never_sent_twice(
    serve: "Practices", alice: IamUser, call: Call, fault: Fault, failure: Failure
) -> None:
    """Whatever becomes of a change, it is sent once, and its failure says whether it may have been made."""
    practice = serve(PracticeAccount(leftover=call is Call.DELETE, password=Secret("Old-one-1")))
    practice.faults.add(call, fault=fault)
    failed = await failure_of(_call(practice, call, alice))
    assert (failed.call, failed.failure) == (call, failure)
    assert practice.calls.count(call) <= 1
    # Were it sent again, the second try would be answered, and the call would not have failed.
    assert practice.calls == [call] * len(practice.calls)


@pytest.mark.parametrize("call", [call for call in Call if not call.is_change])
@pytest.mark.parametrize(
    "fault", [DropBefore(), DropAfter(), Refuse("Throttling")], ids=lambda value: type(value).__name__
)
async def test_a_read_is_sent_again(serve: "Practices", alice: IamUser, call: Call, fault: Fault) -> None:
    """A read whose answer was lost once is simply made again."""
    practice = serve()
    practice.faults.add(call, fault=fault)
    await _call(practice, call, alice)


async def test_busy_forever(serve: "Practices", alice: IamUser) -> None:
    """A read that is throttled to the end is busy, with its page."""
    practice = serve()
    for nth in (1, 2, 3):
        practice.faults.add(Call.LIST, nth=nth, fault=Refuse("Throttling"))
    failed = await failure_of(practice.account().devices(alice))
    assert failed.failure is Failure.BUSY
    assert failed.problem.title == "AWS is busy"


async def test_cancelled_call(serve: "Practices", alice: IamUser) -> None:
    """Who stops waiting for a call stops at once, and the account can be used on."""
    practice = serve()
    practice.faults.add(Call.LIST, fault=Delay(1.5))
    account = practice.account()
    await account.who_am_i()
    waiting = asyncio.create_task(account.devices(alice))
    await asyncio.sleep(0.1)
    started = time.perf_counter()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert time.perf_counter() - started < 0.5
    assert (await account.who_am_i()).principal == alice


KEYS = (
    "<AccessKeyId>ASIAX54FEXAMPLEXOCRK</AccessKeyId><SecretAccessKey>wJalrXUtnFEMIwJalrXUtnFEMI</SecretAccessKey>"
    "<SessionToken>AQoEXAMPLEH4aoAH0gNCAPy</SessionToken><Expiration>2024-01-02T03:04:05Z</Expiration>"
)
SESSION = (
    '<GetSessionTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetSessionTokenResult>'
    f"<Credentials>{KEYS}</Credentials></GetSessionTokenResult></GetSessionTokenResponse>"
)


@pytest.mark.parametrize(
    ("make", "answer"),
    [
        (lambda account, user: account.delete_device(user), "<DeleteVirtualMFADeviceResponse/>"),
        (lambda account, user: account.deactivate_device(user), "<DeactivateMFADeviceResponse/>"),
        (
            lambda account, user: account.resync_device(user, Secret("111111"), Secret("222222")),
            "<ResyncMFADeviceResponse/>",
        ),
        (lambda account, user: account.change_password(user, Secret("1"), Secret("2")), "<ChangePasswordResponse/>"),
        (lambda account, user: account.start_session(user, user.device_serial, Secret("111111"), 900), SESSION),
    ],
    ids=["delete", "deactivate", "resync", "change_password", "start_session"],
)
async def test_a_change_goes_over_a_new_connection(
    scripted: "Scripts",
    account_at: Callable[[str], AwsAccount],
    alice: IamUser,
    make: "Callable[[Account, IamUser], Awaitable[object]]",
    answer: str,
) -> None:
    """A connection that died silently while a code was awaited costs no change its answer."""
    done = http(answer)
    server = scripted(done.replace(b"close", b"keep-alive"), done)
    account = account_at(server.url)
    await make(account, alice)
    await make(account, alice)
    assert len(server.bodies) == 2


def _created(device: str) -> bytes:
    return http(
        '<CreateVirtualMFADeviceResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        f"<CreateVirtualMFADeviceResult>{device}</CreateVirtualMFADeviceResult>"
        "</CreateVirtualMFADeviceResponse>"
    )


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage\r\n\r\n",
        http(""),
        http("<html>Welcome to Hotel Wi-Fi</html>"),
        http("<html>Blocked</html>", "403 Forbidden"),
        http("<html>Elsewhere</html>", "302 Found"),
        http("upstream", "502 Bad Gateway"),
        _created(""),
        _created("<VirtualMFADevice/>"),
        _created("<VirtualMFADevice><SerialNumber>x</SerialNumber></VirtualMFADevice>"),
        _created("<VirtualMFADevice><EnableDate>sentinel</EnableDate></VirtualMFADevice>"),
        _created("<VirtualMFADevice><SerialNumber>x</SerialNumber><SerialNumber>y</SerialNumber></VirtualMFADevice>"),
        _created(
            "<VirtualMFADevice><SerialNumber>arn:aws:iam::111122223333:mfa/alice</SerialNumber>"
            "<Base32StringSeed>sentinel</Base32StringSeed></VirtualMFADevice>"
        ),
    ],
)
async def test_odd_answers(
    scripted: "Scripts", account_at: Callable[[str], AwsAccount], alice: IamUser, answer: bytes
) -> None:
    """An answer that AWS would not give leaves it unclear what was done, and nothing of it is carried along."""
    server = scripted(answer)
    failed = await failure_of(account_at(server.url).create_device(alice))
    assert failed.failure is Failure.UNCLEAR
    assert "sentinel" not in repr(failed.problem) + str(failed)
    assert len(server.bodies) == 1


def _page(serial: str, more: str = "") -> bytes:
    return http(
        '<ListMFADevicesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListMFADevicesResult><MFADevices>'
        f"<member><UserName>alice</UserName><SerialNumber>{serial}</SerialNumber>"
        f"<EnableDate>2024-01-02T03:04:05Z</EnableDate></member></MFADevices>{more}"
        "</ListMFADevicesResult></ListMFADevicesResponse>"
    )


MORE = "<IsTruncated>true</IsTruncated><Marker>next page</Marker>"


async def test_all_pages(scripted: "Scripts", account_at: Callable[[str], AwsAccount], alice: IamUser) -> None:
    """A listing is followed to its end, with the user's name on each request."""
    server = scripted(_page("GAHT00001", MORE), _page("GAHT00002"))
    devices = await account_at(server.url).devices(alice)
    assert [device.serial for device in devices] == ["GAHT00001", "GAHT00002"]
    assert all(b"UserName=alice" in body for body in server.bodies)
    assert b"Marker=next+page" in server.bodies[1] or b"Marker=next%20page" in server.bodies[1]


async def test_endless_pages(scripted: "Scripts", account_at: Callable[[str], AwsAccount], alice: IamUser) -> None:
    """A listing without an end is given up, not followed."""
    server = scripted(*[_page("GAHT00001", MORE)] * 20)
    failed = await failure_of(account_at(server.url).devices(alice))
    assert failed.failure is Failure.STOPPED
    assert len(server.bodies) == 10


async def test_refused_connection(account_at: Callable[[str], AwsAccount], alice: IamUser) -> None:
    """Where nobody listens nothing was sent, not even a change."""
    for call in (account_at("http://127.0.0.1:1").who_am_i(), account_at("http://127.0.0.1:1").create_device(alice)):
        failed = await failure_of(call)
        assert failed.failure is Failure.STOPPED
        assert failed.problem.title == "The address does not answer"


async def test_tls_to_something_else(
    scripted: "Scripts", account_at: Callable[[str], AwsAccount], alice: IamUser
) -> None:
    """A TLS connection that fails for another reason than its certificate may have carried the change."""
    server = scripted(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    failed = await failure_of(account_at(server.url.replace("http:", "https:")).create_device(alice))
    assert failed.failure is Failure.UNCLEAR


async def test_plain_http_is_refused_before_any_call(account_at: Callable[[str], AwsAccount]) -> None:
    """Plain http to another machine is refused, without a connection being tried."""
    started = time.perf_counter()
    failed = await failure_of(account_at("http://user:pass@192.0.2.1:8080/x").who_am_i())
    assert failed.failure is Failure.STOPPED
    assert "not encrypted" in failed.problem.title
    assert "http://192.0.2.1:8080," in failed.problem.happened
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("url", ["iam.amazonaws.com", "https://", "ftp://127.0.0.1", "http://[::1"])
async def test_unusable_address(account_at: Callable[[str], AwsAccount], url: str) -> None:
    """What is no address has a page, whatever botocore makes of it."""
    failed = await failure_of(account_at(url).who_am_i())
    assert failed.failure is Failure.STOPPED
