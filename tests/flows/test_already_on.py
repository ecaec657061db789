"""A user who has MFA on."""

import pytest

from mfa_enroll.aws.account import AwsAccount, Options
from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.dialogue import DeviceReport, EndingKind, Leave
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, go_on, next_code
from tests.support.story import tell


def session(here: Bench, monkeypatch: pytest.MonkeyPatch, *, mfa: bool) -> AwsAccount:
    """The way to the account with temporary credentials in the environment."""
    given = here.practice.open_session(mfa=mfa, seconds=3600)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", given.key.id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", given.key.secret.reveal())
    monkeypatch.setenv("AWS_SESSION_TOKEN", given.token.reveal())
    return AwsAccount(Options(endpoint_url=here.server.url), now=here.clock)


@pytest.mark.parametrize("account", [{"enrolled": True}, {"others": 1}, {"others": 8}, {"enrolled": True, "others": 7}])
async def test_nothing_is_changed(account: dict[str, object]) -> None:
    """With any device on, an access key can add none: two reads, and what there is is shown."""
    with bench(**account) as here:
        person = Person(here, [])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.ALREADY_ON
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
        (report,) = person.questions(DeviceReport)
        assert len(report.devices) == len(here.practice.enabled_devices())
        assert (report.own is not None) == here.is_enrolled
        shown = [here.serial] if here.is_enrolled else [device.serial for device in here.practice.enabled_devices()]
        assert all(serial in ending.last_words for serial in shown)


async def test_a_session_with_mfa_adds_the_own_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS lets someone signed in with another device enable one more, so it is done."""
    with bench(others=1) as here:
        person = Person(here, [go_on, code(here), next_code(here)])
        ending = await tell(here, person, session(here, monkeypatch, mfa=True))
        assert ending.kind is EndingKind.ENABLED
        assert len(here.practice.enabled_devices()) == 2


async def test_a_session_with_mfa_finds_no_room_beside_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight devices are all that AWS allows: nothing is made that could not be turned on."""
    with bench(others=8) as here:
        person = Person(here, [])
        assert (await tell(here, person, session(here, monkeypatch, mfa=True))).kind is EndingKind.ALREADY_ON
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
        assert any("no room" in said for said in person.questions(str))


async def test_a_session_without_mfa_is_stopped_with_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a session cannot call IAM at all; nothing is created."""
    with bench() as here:
        ending = await tell(here, Person(here, [Leave()]), session(here, monkeypatch, mfa=False))
        assert ending.kind is EndingKind.PROBLEM
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
