"""Sessions and what is done in them: which keys sign which call, and where they go."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pyotp
import pytest
from botocore.httpsession import get_cert_path

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.connection import connect
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.keys import KeySource
from mfa_enroll.domain.lifetime import LONGEST, SHORTEST
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.troubles import callers, credentials, refusals
from tests.support.faults import DropAfter, Fault, Truncate
from tests.support.machine import SHORT, Files, Practice, Practices, failed

if TYPE_CHECKING:
    from mfa_enroll.flows.account import Account

FOREIGN = SessionKeys("ASIAX54FEXAMPLEXOCRK", Secret("x" * 40), Secret("y" * 40), datetime(2100, 1, 1, tzinfo=UTC))
"""Keys that no account has given out."""


@pytest.fixture
def enrolled(serve: Practices) -> Practice:
    """A practice account whose user has a device on."""
    return serve(enrolled=True)


@pytest.fixture
def codes(enrolled: Practice) -> Iterator[Secret]:
    """Codes of the user's device, of one time step after the other from now on."""
    return _codes(enrolled)


def _codes(practice: Practice) -> Iterator[Secret]:
    account = practice.practice
    seed = account.devices[account.user.device_serial].seed.reveal()
    here = int(account.clock() // 30)
    return (Secret(pyotp.HOTP(seed).at(step)) for step in range(here, here + 1000))


async def _start(account: "Account", codes: Iterator[Secret], user: IamUser, seconds: int = SHORTEST) -> SessionKeys:
    return await account.start_session(user, user.device_serial, next(codes), seconds)


def _signed(practice: Practice) -> list[tuple[str, str, bool | None]]:
    return [(request.call, request.credentials, request.mfa) for request in practice.server.requests]


async def test_the_device_is_replaced(enrolled: Practice, codes: Iterator[Secret], alice: IamUser) -> None:
    """The access key starts the session; what needs MFA is signed with its keys; the key alone enrolls again."""
    account: Account = enrolled.account()
    inside = account.in_session(await _start(account, codes, alice))
    assert [device.serial for device in await inside.devices(alice)] == [alice.device_serial]
    await inside.deactivate_device(alice)
    assert isinstance(await failed(inside.deactivate_device(alice)), refusals.DeviceNotOn)
    await inside.delete_device(alice)
    device = await account.create_device(alice)
    totp, now = pyotp.TOTP(device.seed.reveal()), int(enrolled.practice.clock())
    await account.enable_device(alice, Secret(totp.at(now - 30)), Secret(totp.at(now)))
    assert _signed(enrolled) == [
        (Call.START_SESSION, "long-term", None),
        (Call.LIST, "session", True),
        (Call.DEACTIVATE, "session", True),
        (Call.DEACTIVATE, "session", True),
        (Call.DELETE, "session", True),
        (Call.CREATE, "long-term", None),
        (Call.ENABLE, "long-term", None),
    ]


@pytest.mark.parametrize("seconds", [SHORTEST, LONGEST])
async def test_how_long_a_session_lasts(
    enrolled: Practice, codes: Iterator[Secret], alice: IamUser, seconds: int
) -> None:
    """A session lasts as long as was asked for, and its keys are not shown."""
    keys = await _start(enrolled.account(), codes, alice, seconds)
    expected = datetime.now(UTC) + timedelta(seconds=seconds)
    assert abs((keys.expires - expected).total_seconds()) < 60
    assert keys.access_key_id.startswith("ASIA")
    assert keys.secret_access_key.reveal() not in repr(keys)
    assert keys.session_token.reveal() not in repr(keys)


async def test_who_is_in_a_session(enrolled: Practice, codes: Iterator[Secret], alice: IamUser) -> None:
    """In a session the caller is the same, with temporary keys that come from it and start no other."""
    account = enrolled.account()
    inside = account.in_session(await _start(account, codes, alice))
    identity = await inside.who_am_i()
    assert identity.principal == alice
    assert (identity.keys.source, identity.temporary) == (KeySource.MFA_SESSION, True)
    assert identity.foreign_endpoints == (enrolled.server.url,)
    assert isinstance(await failed(_start(inside, codes, alice)), callers.SessionNeedsAccessKey)
    assert not (await account.who_am_i()).temporary


@pytest.mark.parametrize("fault", [DropAfter(), Truncate()], ids=repr)
async def test_a_code_is_sent_once(enrolled: Practice, codes: Iterator[Secret], alice: IamUser, fault: Fault) -> None:
    """Where the answer with the keys is lost, the code is not sent again: it is used up, and the next one works."""
    enrolled.faults.add(Call.START_SESSION, fault=fault)
    account, code = enrolled.account(), next(codes)
    await failed(_start(account, iter([code]), alice), Failure.UNCLEAR)
    assert enrolled.calls == [Call.START_SESSION]
    await failed(_start(account, iter([code]), alice), Failure.CODES_REFUSED)
    await _start(account, codes, alice)


async def test_an_expired_session(serve: Practices, alice: IamUser) -> None:
    """A session that is over is told of with its keys; another can be begun at once."""
    ahead = 0.0
    practice = serve(enrolled=True, clock=lambda: time.time() + ahead)
    account = practice.account()
    keys = await _start(account, _codes(practice), alice)
    ahead = SHORTEST + 1.0
    trouble = await failed(account.in_session(keys).deactivate_device(alice), Failure.KEYS)
    assert isinstance(trouble, credentials.SessionExpired)
    assert trouble.keys.source is KeySource.MFA_SESSION
    assert trouble.keys.shown_id == f"{keys.access_key_id[:8]}…{keys.access_key_id[-4:]}"
    assert trouble.can_retry


async def test_resync(enrolled: Practice, codes: Iterator[Secret], alice: IamUser) -> None:
    """Two codes in order bring a device in step; others are refused; the access key is enough."""
    account, later = enrolled.account(), list(codes)[300:302]
    assert isinstance(await failed(account.resync_device(alice, *reversed(later))), refusals.ResyncRefused)
    await account.resync_device(alice, *later)
    assert abs(enrolled.practice.devices[alice.device_serial].offset - 301) <= 1
    assert {credentials for _, credentials, _ in _signed(enrolled)} == {"long-term"}


async def test_the_clock_is_shared(serve: Practices, alice: IamUser) -> None:
    """What one account learns of AWS's time the other knows, in both directions."""
    ahead = 120.0
    practice = serve(enrolled=True, clock=lambda: time.time() + ahead)
    account = practice.account()
    inside = account.in_session(await _start(account, _codes(practice), alice, LONGEST))
    assert inside.server_time() == pytest.approx(time.time() + ahead, abs=2)
    ahead += 120
    await inside.devices(alice)
    assert account.server_time() == pytest.approx(time.time() + ahead, abs=2)


async def test_the_way_is_the_same(files: Files, enrolled: Practice, codes: Iterator[Secret], alice: IamUser) -> None:
    """In a session calls go where they went before: the profile's address and region, with its other settings."""
    files(f"[profile work]\nendpoint_url = {enrolled.server.url}\nregion = eu-west-1\n", enrolled.section("work"))
    account = AwsAccount(Options(profile="work"), SHORT)
    await account.in_session(await _start(account, codes, alice)).deactivate_device(alice)
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
def test_only_the_keys_differ(files: Files, monkeypatch: pytest.MonkeyPatch, home: Path, options: Options) -> None:
    """Region, addresses, proxies and certificates of a session's clients are those of the clients before."""
    bundle = f"{home}/company.pem"
    shutil.copy(str(get_cert_path(verify=True)), bundle)
    files(
        f"[profile work]\nregion = eu-west-1\nca_bundle = {bundle}\nuse_fips_endpoint = true\n",
        "[work]\naws_access_key_id = AKID\naws_secret_access_key = x\n",
    )
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    before, inside = (connect(each, SHORT, ServerClock()) for each in (options, replace(options, session_keys=FOREIGN)))
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
    assert (inside.keys.source, inside.keys.temporary) == (KeySource.MFA_SESSION, True)


async def test_a_session_needs_no_other_keys(
    files: Files, enrolled: Practice, codes: Iterator[Secret], alice: IamUser
) -> None:
    """With a session's keys no others are looked for: not those of a command that is slow or asks."""
    keys = await _start(enrolled.account(), codes, alice)
    files("[profile tool]\ncredential_process = /no/such/command\n", "")
    inside = AwsAccount(Options(profile="tool", endpoint_url=enrolled.server.url)).in_session(keys)
    assert len(await inside.devices(alice)) == 1
