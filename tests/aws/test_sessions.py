"""Sessions and what is done in them: which keys sign which call, and what goes over the wire."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pyotp
import pytest
from botocore.httpsession import get_cert_path

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.connection import connect
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.lifetime import LONGEST, SHORTEST
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.faults import DropAfter, Truncate
from tests.support.machine import Files, failure_of, http, key_of

if TYPE_CHECKING:
    from mfa_enroll.flows.account import Account
    from tests.support.machine import Practice, Practices, Scripts

FOREIGN = SessionKeys("ASIAX54FEXAMPLEXOCRK", Secret("x" * 40), Secret("y" * 40), datetime(2100, 1, 1, tzinfo=UTC))
"""Keys that no account has given out."""


def _codes(practice: "Practice") -> Iterator[Secret]:
    """Codes of the user's device, of one time step after the other from now on."""
    account = practice.practice
    seed = account.devices[account.user.device_serial].seed.reveal()
    here = int(account.clock() // 30)
    return (Secret(pyotp.HOTP(seed).at(step)) for step in range(here, here + 1000))


def _signed(practice: "Practice") -> list[tuple[str, str, bool | None]]:
    return [(request.call, request.credentials, request.mfa) for request in practice.server.requests]


@pytest.fixture
def enrolled(serve: "Practices") -> "Practice":
    """A practice account whose user has a device on."""
    return serve(PracticeAccount(enrolled=True))


async def test_the_device_is_replaced(enrolled: "Practice", alice: IamUser) -> None:
    """The access key starts the session; what needs MFA is signed with its keys; the key alone enrolls again."""
    account: Account = enrolled.account()
    codes = _codes(enrolled)
    keys = await account.start_session(alice, alice.device_serial, next(codes), SHORTEST)
    inside = account.in_session(keys)
    assert [device.serial for device in await inside.devices(alice)] == [alice.device_serial]
    await inside.deactivate_device(alice)
    await inside.delete_device(alice)
    device = await account.create_device(alice)
    totp, now = pyotp.TOTP(device.seed.reveal()), int(enrolled.practice.clock())
    await account.enable_device(alice, Secret(totp.at(now - 30)), Secret(totp.at(now)))
    assert _signed(enrolled) == [
        (Call.START_SESSION, "long-term", None),
        (Call.LIST, "session", True),
        (Call.DEACTIVATE, "session", True),
        (Call.DELETE, "session", True),
        (Call.CREATE, "long-term", None),
        (Call.ENABLE, "long-term", None),
    ]


@pytest.mark.parametrize("seconds", [SHORTEST, LONGEST])
async def test_how_long_a_session_lasts(enrolled: "Practice", alice: IamUser, seconds: int) -> None:
    """A session lasts as long as was asked for, and its keys are not shown."""
    keys = await enrolled.account().start_session(alice, alice.device_serial, next(_codes(enrolled)), seconds)
    expected = datetime.now(UTC) + timedelta(seconds=seconds)
    assert abs((keys.expires - expected).total_seconds()) < 60
    assert keys.access_key_id.startswith("ASIA")
    assert keys.secret_access_key.reveal() not in repr(keys)
    assert keys.session_token.reveal() not in repr(keys)


async def test_who_is_in_a_session(enrolled: "Practice", alice: IamUser) -> None:
    """In a session the caller is the same, with temporary keys that come from it."""
    account = enrolled.account()
    keys = await account.start_session(alice, alice.device_serial, next(_codes(enrolled)), SHORTEST)
    identity = await account.in_session(keys).who_am_i()
    assert identity.principal == alice
    assert (identity.credentials, identity.temporary) == ("your MFA session", True)
    assert identity.foreign_endpoints == (enrolled.server.url,)
    assert not (await account.who_am_i()).temporary


@pytest.mark.parametrize("fault", [DropAfter(), Truncate()], ids=lambda value: type(value).__name__)
async def test_a_code_is_sent_once(enrolled: "Practice", alice: IamUser, fault: DropAfter | Truncate) -> None:
    """Where the answer with the keys is lost, the code is not sent again: it is used up, and the next one works."""
    enrolled.faults.add(Call.START_SESSION, fault=fault)
    account, codes = enrolled.account(), _codes(enrolled)
    code = next(codes)
    lost = await failure_of(account.start_session(alice, alice.device_serial, code, SHORTEST))
    assert lost.failure is Failure.UNCLEAR
    assert enrolled.calls == [Call.START_SESSION]
    again = await failure_of(account.start_session(alice, alice.device_serial, code, SHORTEST))
    assert again.failure is Failure.CODES_REFUSED
    await account.start_session(alice, alice.device_serial, next(codes), SHORTEST)


async def test_a_session_from_a_session(enrolled: "Practice", alice: IamUser) -> None:
    """Temporary keys start no session, and no code is said to be at fault."""
    account, codes = enrolled.account(), _codes(enrolled)
    keys = await account.start_session(alice, alice.device_serial, next(codes), SHORTEST)
    again = account.in_session(keys).start_session(alice, alice.device_serial, next(codes), SHORTEST)
    failed = await failure_of(again)
    assert failed.failure is Failure.STOPPED
    assert "needs your access key" in failed.problem.title


async def test_an_expired_session(serve: "Practices") -> None:
    """A session that is over has a page that says so and what to do."""
    ahead = 0.0
    practice = serve(PracticeAccount(enrolled=True, clock=lambda: time.time() + ahead))
    account, alice = practice.account(), practice.practice.user
    keys = await account.start_session(alice, alice.device_serial, next(_codes(practice)), SHORTEST)
    ahead = SHORTEST + 1.0
    failed = await failure_of(account.in_session(keys).deactivate_device(alice))
    assert failed.failure is Failure.KEYS
    assert failed.problem.title == "The session has ended"
    assert f"{keys.access_key_id[:8]}…{keys.access_key_id[-4:]}, from your MFA session" in failed.problem.happened
    assert failed.problem.can_retry


async def test_deactivating_with_the_key_alone(enrolled: "Practice", alice: IamUser) -> None:
    """AWS's own rule refuses it, and the page names the rule before the policy."""
    failed = await failure_of(enrolled.account().deactivate_device(alice))
    assert failed.failure is Failure.DENIED
    assert failed.problem.happened.index("signed in with MFA") < failed.problem.happened.index("policy")


async def test_deactivating_twice(enrolled: "Practice", alice: IamUser) -> None:
    """What is off already cannot be turned off."""
    account = enrolled.account()
    keys = await account.start_session(alice, alice.device_serial, next(_codes(enrolled)), SHORTEST)
    inside = account.in_session(keys)
    await inside.deactivate_device(alice)
    assert (await failure_of(inside.deactivate_device(alice))).failure is Failure.MISSING


async def test_resync(enrolled: "Practice", alice: IamUser) -> None:
    """Two codes in order bring a device in step; others are refused; the access key is enough."""
    account, codes = enrolled.account(), list(_codes(enrolled))
    refused = await failure_of(account.resync_device(alice, codes[301], codes[300]))
    assert refused.failure is Failure.CODES_REFUSED
    await account.resync_device(alice, codes[300], codes[301])
    device = enrolled.practice.devices[alice.device_serial]
    assert abs(device.offset - 301) <= 1
    assert {credentials for _, credentials, _ in _signed(enrolled)} == {"long-term"}


async def test_resync_of_a_device_that_is_off(serve: "Practices", alice: IamUser) -> None:
    """What is not on has no clock to set."""
    practice = serve(PracticeAccount(leftover=True))
    codes = _codes(practice)
    failed = await failure_of(practice.account().resync_device(alice, next(codes), next(codes)))
    assert failed.failure is Failure.MISSING


def _fields(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode()))


async def test_parameters(scripted: "Scripts", account_at: Callable[[str], AwsAccount], alice: IamUser) -> None:
    """Each call names the user where it can, and the device by its serial number."""
    names = ["DeactivateMFADevice", "ResyncMFADevice", "GetSessionToken"]
    server = scripted(*(http(f"<{name}Response/>") for name in names))
    account, serial = account_at(server.url), alice.device_serial
    await account.deactivate_device(alice)
    await account.resync_device(alice, Secret("111111"), Secret("222222"))
    lost = await failure_of(account.start_session(alice, serial, Secret("333333"), 3600))
    assert lost.failure is Failure.UNCLEAR
    iam, sts = {"Version": "2010-05-08"}, {"Version": "2011-06-15"}
    whose = {"UserName": "alice", "SerialNumber": serial}
    codes = {"AuthenticationCode1": "111111", "AuthenticationCode2": "222222"}
    token = {"SerialNumber": serial, "TokenCode": "333333", "DurationSeconds": "3600"}
    assert [_fields(body) for body in server.bodies] == [
        {"Action": "DeactivateMFADevice", **iam, **whose},
        {"Action": "ResyncMFADevice", **iam, **whose, **codes},
        {"Action": "GetSessionToken", **sts, **token},
    ]


async def test_the_clock_is_shared(serve: "Practices", alice: IamUser) -> None:
    """What one account learns of AWS's time the other knows, in both directions."""
    ahead = 120.0
    practice = serve(PracticeAccount(enrolled=True, clock=lambda: time.time() + ahead))
    account = practice.account()
    keys = await account.start_session(alice, alice.device_serial, next(_codes(practice)), LONGEST)
    inside = account.in_session(keys)
    assert inside.server_time() == pytest.approx(time.time() + ahead, abs=2)
    ahead += 120
    await inside.devices(alice)
    assert account.server_time() == pytest.approx(time.time() + ahead, abs=2)


async def test_the_way_is_the_same(files: Files, enrolled: "Practice", alice: IamUser) -> None:
    """In a session calls go where they went before: the profile's address and region, with its other settings."""
    files(f"[profile work]\nendpoint_url = {enrolled.server.url}\nregion = eu-west-1\n", key_of(enrolled, "work"))
    account = AwsAccount(Options(profile="work"), Timeouts(connect=2, read=2))
    keys = await account.start_session(alice, alice.device_serial, next(_codes(enrolled)), SHORTEST)
    await account.in_session(keys).deactivate_device(alice)
    assert _signed(enrolled)[-1] == (Call.DEACTIVATE, "session", True)


@pytest.mark.parametrize(
    "options",
    [
        Options(profile="work"),
        Options(profile="work", region="cn-north-1"),
        Options(profile="work", endpoint_url="https://iam.example"),
        Options(endpoint_url="https://iam.example", access_key_id="AKID", secret_access_key=Secret("x")),
    ],
    ids=["profile", "region", "address", "practice"],
)
def test_only_the_keys_differ(files: Files, monkeypatch: pytest.MonkeyPatch, home: object, options: Options) -> None:
    """Region, addresses, proxies and certificates of a session's clients are those of the clients before."""
    bundle = f"{home}/company.pem"
    shutil.copy(str(get_cert_path(verify=True)), bundle)
    files(
        f"[profile work]\nregion = eu-west-1\nca_bundle = {bundle}\nuse_fips_endpoint = true\n",
        "[work]\naws_access_key_id = AKID\naws_secret_access_key = x\n",
    )
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    before, inside = (
        connect(each, Timeouts(), ServerClock()) for each in (options, replace(options, session_keys=FOREIGN))
    )
    for name in ("sts_reads", "sts_changes", "iam_reads", "iam_changes"):
        one, other = getattr(before.clients, name), getattr(inside.clients, name)
        assert one.meta.endpoint_url == other.meta.endpoint_url
        assert one.meta.region_name == other.meta.region_name
        assert one.meta.config.retries == other.meta.config.retries
        one_http, other_http = one._endpoint.http_session, other._endpoint.http_session
        assert one_http._verify == other_http._verify
        assert (one_http._verify == bundle) is bool(options.profile)
        assert one_http._proxy_config._proxies == other_http._proxy_config._proxies
        assert other._request_signer._credentials.access_key == FOREIGN.access_key_id
        assert one._request_signer._credentials.access_key == "AKID"
    assert before.foreign_endpoints == inside.foreign_endpoints
    assert (inside.keys.where, inside.keys.temporary) == ("your MFA session", True)


async def test_a_session_needs_no_other_keys(files: Files, enrolled: "Practice", alice: IamUser) -> None:
    """With a session's keys no others are looked for: not those of a command that is slow or asks."""
    account = enrolled.account()
    keys = await account.start_session(alice, alice.device_serial, next(_codes(enrolled)), SHORTEST)
    files("[profile tool]\ncredential_process = /no/such/command\n", "")
    inside = AwsAccount(Options(profile="tool", endpoint_url=enrolled.server.url)).in_session(keys)
    assert len(await inside.devices(alice)) == 1
