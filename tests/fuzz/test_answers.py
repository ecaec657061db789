"""AWS's answers: whatever comes back, each call gives a value or a page, and both are fit for a terminal."""

import asyncio
import gc
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import OtherPrincipal
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import SeededCodes
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.domain.troubles.callers import CallerUnknown
from mfa_enroll.words.times import moment
from tests.fuzz.answering import ASKING, GIVEN, answers, result, xml
from tests.fuzz.hostile import assert_fit, assert_page, examples
from tests.fuzz.stranger import Stranger, http, stranger

pytestmark = [
    # botocore leaves the connection open whose answer it cannot read.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

_KEY = Options(access_key_id="AKIAEXAMPLE123456789", secret_access_key=Secret("s" * 40))


@pytest.fixture(scope="module")
def server() -> Iterator[Stranger]:
    """What answers."""
    with stranger() as there:
        yield there
    gc.collect()  # while the mark above still holds


@pytest.fixture(scope="module")
def account(server: Stranger) -> AwsAccount:
    """The way to it, with few connections to make."""
    return AwsAccount(replace(_KEY, endpoint_url=server.url), Timeouts(connect=5, read=5))


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reads be made again at once."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))


def _ask(call: Call, account: AwsAccount) -> object:
    """The value, or the page, each of them fit for a terminal."""
    try:
        value: object = asyncio.run(ASKING[call](account))
    except CallFailed as failed:
        assert_page(failed.trouble)
        return failed
    assert_fit(value)
    if isinstance(value, Identity) and isinstance(value.principal, OtherPrincipal):
        assert_page(CallerUnknown(keys=value.keys, principal=value.principal))
    return value


def _holding(call: Call, content: str) -> bytes:
    """An answer with this XML as what the call came to."""
    return http(result(call, []).replace(b"Result></", f"Result>{content}</".encode(), 1))


@pytest.mark.parametrize("call", Call)
@examples(25)
@given(data=st.data())
def test_any_answer_is_a_value_or_a_page(
    call: Call, server: Stranger, account: AwsAccount, data: st.DataObject
) -> None:
    """Whatever the answer is, there is a value or a page with a next step; nothing else is raised."""
    server.answer = data.draw(answers(call))
    _ask(call, account)


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2027 9:9:9999999999999 GMT",
        "Mon, 01 Jan 2027 00:00:00 +99999999999",
        "Mon, 01 Jan 9999 23:59:59 -2359",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "",
        ",",
        "\x1b[31337m",
    ],
)
def test_any_date_header_leaves_a_clock(server: Stranger, account: AwsAccount, date: str) -> None:
    """A Date header that cannot be read is passed over, and one that can leaves a time that codes are read at."""
    server.answer = http(result(Call.LIST, GIVEN[Call.LIST]), headers={"Date": date})
    assert isinstance(_ask(Call.LIST, account), tuple)
    SeededCodes(Secret("UUZDORKFJFHEERKBGVDEWSJVI5IVC4KC")).read(Secret("123456"), account.server_time())


@pytest.mark.parametrize(
    "odd", ["1e400", "inf", "-inf", "nan", "9" * 5_000, "-1", "10000-01-01", "0001-01-01T00:00:00+23:59", "T", ""]
)
@pytest.mark.parametrize("call", [Call.LIST, Call.START_SESSION])
def test_a_moment_there_is_not_is_a_page(server: Stranger, account: AwsAccount, call: Call, odd: str) -> None:
    """A time that no calendar holds in place of the one that belongs there leads to a page, or is never shown wrong."""
    given = xml(GIVEN[call])
    for usual in ("2026-11-24T05:50:00Z", "2027-01-15T08:00:03Z"):
        given = given.replace(usual, odd)
    server.answer = _holding(call, given)
    outcome = _ask(call, account)
    assert isinstance(outcome, CallFailed) or odd == "-1"


def test_the_same_device_without_end_is_a_page(server: Stranger, account: AwsAccount) -> None:
    """A listing of far more devices than a user can have is not believed, nor drawn."""
    given = xml(GIVEN[Call.LIST])
    device = given[given.index("<member>") : given.index("</MFADevices>")]
    server.answer = _holding(Call.LIST, given.replace(device, device * 1_000))
    assert isinstance(_ask(Call.LIST, account), CallFailed)


@pytest.mark.skipif(sys.platform == "win32", reason="there, the time zone is not to be set by a variable")
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_the_ends_of_the_calendar_can_be_said(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first and the last moment there is can be said wherever somebody is."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for end in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)):
            assert_fit(moment(end))
    finally:
        monkeypatch.undo()
        time.tzset()
