"""The account over HTTP, against the practice account and against servers that answer oddly."""

import asyncio
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pyotp
import pytest

from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import Trouble
from mfa_enroll.domain.troubles import credentials, network, refusals
from mfa_enroll.practice.passwords import AccountPasswordPolicy
from tests.support.faults import BreakOff, Delay, DropAfter, DropBefore, Fault, Refuse, Truncate, Unavailable
from tests.support.machine import SHORT, Practices, Scripts, failed, http

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mfa_enroll.flows.account import Account

OLD, NEW = Secret("Old-enough-9"), Secret("New + enough & 9%")
CODES = Secret("111111"), Secret("222222")
CHANGES = [call for call in Call if call.is_change]
READS = [call for call in Call if not call.is_change]

MAKING: "dict[Call, Callable[[Account, IamUser], Awaitable[object]]]" = {
    Call.WHO_AM_I: lambda account, _user: account.who_am_i(),
    Call.LIST: lambda account, user: account.devices(user),
    Call.CREATE: lambda account, user: account.create_device(user),
    Call.DELETE: lambda account, user: account.delete_device(user),
    Call.ENABLE: lambda account, user: account.enable_device(user, *CODES),
    Call.DEACTIVATE: lambda account, user: account.deactivate_device(user),
    Call.RESYNC: lambda account, user: account.resync_device(user, *CODES),
    Call.START_SESSION: lambda account, user: account.start_session(user, user.device_serial, CODES[0], 900),
    Call.PASSWORD_POLICY: lambda account, user: account.password_policy(user),
    Call.CHANGE_PASSWORD: lambda account, user: account.change_password(user, OLD, NEW),
}


async def test_enrollment(serve: Practices, alice: IamUser) -> None:
    """From a key to an enabled device with exactly the calls that takes, each made once."""
    practice = serve()
    account: Account = practice.account()
    identity = await account.who_am_i()
    assert identity.principal == alice
    assert identity.is_practice
    assert not identity.temporary
    assert identity.foreign_endpoints == (practice.server.url,)
    assert await account.devices(alice) == ()
    device = await account.create_device(alice)
    assert device.serial == alice.device_serial
    assert device.seed.reveal() not in repr(device)
    totp, now = pyotp.TOTP(device.seed.reveal()), int(practice.practice.clock())
    await account.enable_device(alice, Secret(totp.at(now - 30)), Secret(totp.at(now)))
    (listed,) = await account.devices(alice)
    assert listed.serial == alice.device_serial
    assert listed.enabled_since.tzinfo is UTC
    assert abs((listed.enabled_since - datetime.now(UTC)).total_seconds()) < 60
    assert practice.calls == [Call.WHO_AM_I, Call.LIST, Call.CREATE, Call.ENABLE, Call.LIST]


async def test_delete(serve: Practices, alice: IamUser) -> None:
    """A leftover is deleted; a second time there is nothing to delete."""
    account = serve(leftover=True).account()
    await account.delete_device(alice)
    assert isinstance(await failed(account.delete_device(alice)), refusals.DeviceNotFound)


async def test_a_password_is_changed(serve: Practices, alice: IamUser) -> None:
    """The access key is enough, and the new password holds from then on, letter by letter."""
    practice = serve(password=OLD)
    await practice.account().change_password(alice, OLD, NEW)
    profile = practice.practice.login_profile
    assert profile is not None
    assert profile.password.reveal() == NEW.reveal()
    assert [request.credentials for request in practice.server.requests] == ["long-term"]


LEFTOVER, ENROLLED = {"leftover": True}, {"enrolled": True}
LISTING_ALONE = json.dumps({"Statement": {"Effect": "Allow", "Action": "iam:ListMFADevices", "Resource": "*"}})


@pytest.mark.parametrize(
    ("account", "call", "kind"),
    [
        (LEFTOVER, Call.CREATE, refusals.NameTaken),
        (LEFTOVER, Call.ENABLE, refusals.CodePairRefused),
        (LEFTOVER, Call.RESYNC, refusals.DeviceNotOn),
        (ENROLLED, Call.DELETE, refusals.DeviceInUse),
        (ENROLLED, Call.ENABLE, refusals.TurningOnDenied),
        (ENROLLED, Call.DEACTIVATE, refusals.TurningOffDenied),
        ({}, Call.CHANGE_PASSWORD, refusals.NoConsolePassword),
        ({"policy": LISTING_ALONE}, Call.CREATE, refusals.PolicyDeniesCall),
        ({"policy": LISTING_ALONE}, Call.PASSWORD_POLICY, refusals.PolicyDeniesCall),
        ({"path": "/eng/"}, Call.LIST, refusals.PolicyDeniesCall),
    ],
)
async def test_refusals(serve: Practices, account: dict[str, Any], call: Call, kind: type[Trouble]) -> None:
    """What AWS refuses is told apart: a policy that may not be seen, for one, is not taken for none.

    The usual policy does not cover a user with a path.
    """
    practice = serve(**account)
    user = (await practice.account().who_am_i()).principal
    assert user == practice.practice.user
    trouble = await failed(MAKING[call](practice.account(), practice.practice.user))
    assert type(trouble) is kind
    assert getattr(trouble, "user", user) == user
    assert f" to {call}, request " in trouble.answer


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Wrong-old-9", NEW.reveal(), refusals.PasswordDenied),
        (OLD.reveal(), "short", refusals.PasswordUnfit),
        (OLD.reveal(), "\u0416-enough-9", refusals.RequestRefused),
        ("", NEW.reveal(), refusals.RequestRefused),
    ],
)
async def test_refused_passwords(serve: Practices, alice: IamUser, old: str, new: str, kind: type[Trouble]) -> None:
    """Why a password is refused is told apart, and nothing of it is told."""
    trouble = await failed(serve(password=OLD).account().change_password(alice, Secret(old), Secret(new)))
    assert type(trouble) is kind
    assert new not in repr(trouble)
    assert not old or old not in repr(trouble)


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"secret_access_key": Secret("x" * 40)}, credentials.SecretKeyWrong),
        ({"access_key_id": "AKIAUNKNOWNUNKNOWN00"}, credentials.AccessKeyUnknown),
    ],
)
async def test_refused_keys(serve: Practices, options: dict[str, Any], kind: type[Trouble]) -> None:
    """A wrong secret access key and one that AWS does not know are told apart, with the key in use."""
    practice = serve()
    trouble = await failed(practice.account(**options).who_am_i(), Failure.KEYS)
    assert isinstance(trouble, kind)
    assert isinstance(trouble, credentials.SecretKeyWrong | credentials.AccessKeyUnknown)
    key_id = options.get("access_key_id", practice.practice.access_key_id)
    assert trouble.keys.shown_id == f"{key_id[:8]}…{key_id[-4:]}"


@pytest.mark.parametrize("ahead", [1200.0, -1200.0])
async def test_wrong_clock(serve: Practices, ahead: float) -> None:
    """A clock that is off is measured from the very answer that refuses it."""

    def clock() -> float:
        return time.time() + ahead

    account = serve(clock=clock, signing_clock=clock).account()
    trouble = await failed(account.who_am_i())
    assert isinstance(trouble, credentials.ClockWrong)
    assert trouble.offset == pytest.approx(ahead, abs=3)
    assert account.server_time() == pytest.approx(time.time(), abs=3)  # no signature by such a clock is taken


async def test_server_time(serve: Practices) -> None:
    """Server time is AWS's, wherever the local clock stands."""
    account = serve(clock=lambda: time.time() - 240).account()
    assert account.server_time() == pytest.approx(time.time(), abs=1)
    await account.who_am_i()
    assert account.server_time() == pytest.approx(time.time() - 240, abs=2)


@pytest.mark.parametrize("call", CHANGES)
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
    serve: Practices, alice: IamUser, call: Call, fault: Fault, failure: Failure
) -> None:
    """Whatever becomes of a change, it is sent once, and its failure says whether it may have been made."""
    practice = serve(leftover=call is Call.DELETE, password=OLD)
    practice.faults.add(call, fault=fault)
    account = practice.account(Timeouts(connect=2, read=0.3) if isinstance(fault, Delay) else SHORT)
    await failed(MAKING[call](account, alice), failure)
    # Were it sent again, the second try would be answered, and the call would not have failed.
    assert practice.calls in ([], [call])


@pytest.mark.parametrize("call", READS)
@pytest.mark.parametrize("fault", [DropBefore(), DropAfter(), Refuse("Throttling")], ids=repr)
async def test_a_read_is_sent_again(serve: Practices, alice: IamUser, call: Call, fault: Fault) -> None:
    """A read whose answer was lost once is simply made again."""
    practice = serve()
    practice.faults.add(call, fault=fault)
    await MAKING[call](practice.account(), alice)


async def test_busy_forever(serve: Practices, alice: IamUser) -> None:
    """A read that is throttled to the end is busy."""
    practice = serve()
    practice.faults.add(Call.LIST, times=3, fault=Refuse("Throttling"))
    assert isinstance(await failed(practice.account().devices(alice), Failure.BUSY), network.AwsBusy)


async def test_cancelled_call(serve: Practices, alice: IamUser) -> None:
    """Who stops waiting for a call stops at once, and the account can be used on."""
    practice = serve()
    practice.faults.add(Call.LIST, fault=Delay(20))
    account = practice.account(Timeouts(read=20))
    await account.who_am_i()
    waiting = asyncio.create_task(account.devices(alice))
    while practice.faults.pending():  # noqa: ASYNC110 - the server is another thread
        await asyncio.sleep(0.01)
    waiting.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert (await account.who_am_i()).principal == alice


SESSION = (
    '<GetSessionTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetSessionTokenResult><Credentials>'
    "<AccessKeyId>ASIAX54FEXAMPLEXOCRK</AccessKeyId><SecretAccessKey>wJalrXUtnFEMIwJalrXUtnFEMI</SecretAccessKey>"
    "<SessionToken>AQoEXAMPLEH4aoAH0gNCAPy</SessionToken><Expiration>2024-01-02T03:04:05Z</Expiration>"
    "</Credentials></GetSessionTokenResult></GetSessionTokenResponse>"
)
SERIAL = "arn:aws:iam::111122223333:mfa/alice"
OF_ALICE = {"UserName": "alice", "SerialNumber": SERIAL}
PAIR = {"AuthenticationCode1": "111111", "AuthenticationCode2": "222222"}


@pytest.mark.parametrize(
    ("call", "answer", "parameters"),
    [
        (Call.DELETE, "<DeleteVirtualMFADeviceResponse/>", {"SerialNumber": SERIAL}),
        (Call.ENABLE, "<EnableMFADeviceResponse/>", OF_ALICE | PAIR),
        (Call.DEACTIVATE, "<DeactivateMFADeviceResponse/>", OF_ALICE),
        (Call.RESYNC, "<ResyncMFADeviceResponse/>", OF_ALICE | PAIR),
        (
            Call.CHANGE_PASSWORD,
            "<ChangePasswordResponse/>",
            {"OldPassword": OLD.reveal(), "NewPassword": NEW.reveal()},
        ),
        (Call.START_SESSION, SESSION, {"SerialNumber": SERIAL, "TokenCode": "111111", "DurationSeconds": "900"}),
    ],
)
async def test_on_the_wire(
    scripted: Scripts, alice: IamUser, call: Call, answer: str, parameters: dict[str, str]
) -> None:
    """Each change names the user where it can and the device by its serial number, with nothing lost on the way.

    It goes over a new connection: one that died silently while a code was awaited costs it no answer.
    """
    done = http(answer)
    server = scripted(done.replace(b"close", b"keep-alive"), done)
    account = server.account()
    await MAKING[call](account, alice)
    await MAKING[call](account, alice)
    version = "2011-06-15" if call.startswith("sts:") else "2010-05-08"
    sent = {"Action": call.partition(":")[2], "Version": version, **parameters}
    assert [dict(parse_qsl(body.decode())) for body in server.bodies] == [sent, sent]


def _created(device: str) -> bytes:
    return http(
        '<CreateVirtualMFADeviceResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        f"<CreateVirtualMFADeviceResult>{device}</CreateVirtualMFADeviceResult></CreateVirtualMFADeviceResponse>"
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
            f"<VirtualMFADevice><SerialNumber>{SERIAL}</SerialNumber>"
            "<Base32StringSeed>sentinel</Base32StringSeed></VirtualMFADevice>"
        ),
    ],
)
async def test_odd_answers(scripted: Scripts, alice: IamUser, answer: bytes) -> None:
    """An answer that AWS would not give leaves it unclear what was done, and nothing of it is carried along."""
    server = scripted(answer)
    trouble = await failed(server.account().create_device(alice), Failure.UNCLEAR)
    assert isinstance(trouble, network.AnswerLost)
    assert "sentinel" not in repr(trouble)
    assert len(server.bodies) == 1


async def test_tls_to_something_else(scripted: Scripts, alice: IamUser) -> None:
    """A TLS connection that fails for another reason than its certificate may have carried the change."""
    server = scripted(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await failed(server.account("https").create_device(alice), Failure.UNCLEAR)


def _page(serial: str, more: str = "") -> bytes:
    return http(
        '<ListMFADevicesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListMFADevicesResult><MFADevices>'
        f"<member><UserName>alice</UserName><SerialNumber>{serial}</SerialNumber>"
        f"<EnableDate>2024-01-02T03:04:05Z</EnableDate></member></MFADevices>{more}"
        "</ListMFADevicesResult></ListMFADevicesResponse>"
    )


MORE = "<IsTruncated>true</IsTruncated><Marker>next page</Marker>"


async def test_all_pages(scripted: Scripts, alice: IamUser) -> None:
    """A listing is followed to its end, with the user's name on each request."""
    server = scripted(_page("GAHT00001", MORE), _page("GAHT00002"))
    devices = await server.account().devices(alice)
    assert [device.serial for device in devices] == ["GAHT00001", "GAHT00002"]
    sent = [dict(parse_qsl(body.decode())) for body in server.bodies]
    assert [(each["UserName"], each.get("Marker")) for each in sent] == [("alice", None), ("alice", "next page")]


async def test_endless_pages(scripted: Scripts, alice: IamUser) -> None:
    """A listing without an end is given up, not followed."""
    server = scripted(*[_page("GAHT00001", MORE)] * 20)
    await failed(server.account().devices(alice), Failure.STOPPED)
    assert len(server.bodies) == 10


async def test_password_policy(serve: Practices, alice: IamUser) -> None:
    """The account's password policy is read as it is set. Where none is, AWS's own holds, and that is no failure."""
    practice = serve()
    assert await practice.account().password_policy(alice) == PasswordPolicy()
    assert practice.server.requests[0].error == "NoSuchEntity"
    strict = AccountPasswordPolicy(minimum_length=14, require_symbols=True, reuse_prevention=5, max_age=90)
    expected = PasswordPolicy(minimum_length=14, kinds=0, symbols=True, reuse_prevention=5, days=90)
    assert await serve(password_policy=strict).account().password_policy(alice) == expected


@pytest.mark.parametrize("policy", ["", *(f"<MinimumPasswordLength>{n}</MinimumPasswordLength>" for n in ("x", 4096))])
async def test_an_odd_password_policy(scripted: Scripts, alice: IamUser, policy: str) -> None:
    """Of a policy that cannot be read nothing is guessed."""
    whole = f"<PasswordPolicy>{policy}</PasswordPolicy>" if policy else ""
    server = scripted(
        http(
            '<GetAccountPasswordPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
            f"<GetAccountPasswordPolicyResult>{whole}</GetAccountPasswordPolicyResult>"
            "</GetAccountPasswordPolicyResponse>"
        )
    )
    trouble = await failed(server.account().password_policy(alice), Failure.STOPPED)
    assert trouble == network.AnswerLost(call=Call.PASSWORD_POLICY)
