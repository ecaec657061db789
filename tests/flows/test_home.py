"""The home of someone who has MFA on."""

import pytest

from mfa_enroll.domain.device import DeviceKind
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import Home, LeftoverChoice, NewPassword, SessionAsk, Task, Tone
from mfa_enroll.practice.faults import DropBefore
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, device, go_on, pair
from tests.support.story import page, tell

OF_OWN = (Task.REPLACE, Task.RESYNC, Task.REMOVE)
ALWAYS = (Task.PASSWORD, Task.STATUS, Task.DONE)


def fido(here: Bench) -> str:
    """Serial number of a security key of the user's."""
    return f"arn:aws:iam::{here.practice.user.account}:u2f/user/alice/blue-key-ABCDEFGHIJ"


@pytest.mark.parametrize(
    ("account", "tasks"),
    [
        ({"enrolled": True}, (Task.SESSION, *OF_OWN, *ALWAYS)),
        ({"enrolled": True, "others": 7}, (Task.SESSION, *OF_OWN, *ALWAYS)),
        ({"others": 1}, (Task.SESSION, Task.ADD, *ALWAYS)),
        ({"others": 7, "leftover": True}, (Task.SESSION, Task.ADD, *ALWAYS)),
        ({"others": 8}, (Task.SESSION, *ALWAYS)),
    ],
)
async def test_what_is_offered_is_what_can_be_done(account: dict[str, object], tasks: tuple[Task, ...]) -> None:
    """Two reads, no change: what is on is shown and named, and a device of one's own is offered where there is room."""
    with bench(**account) as here:
        person = Person(here, [])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.ALREADY_ON
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
        (home,) = person.questions(Home)
        assert home.tasks == tasks
        assert home.remark is None
        assert {each.serial for each in home.devices} == {each.serial for each in here.practice.enabled_devices()}
        assert (home.own is not None) == here.is_enrolled
        shown = [here.serial] if here.is_enrolled else [each.serial for each in here.practice.enabled_devices()]
        assert all(serial in ending.last_words for serial in shown)


async def test_temporary_keys_are_offered_no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session starts no other one; the rest can be done with its keys."""
    with bench(enrolled=True) as here:
        person = Person(here, [])
        await tell(here, person, here.account_in_session(monkeypatch, mfa=True))
        assert person.questions(Home)[0].tasks == (*OF_OWN, *ALWAYS)


async def test_temporary_keys_that_turned_mfa_on_are_offered_no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither are they after an enrollment, which a session with MFA may still make when its device is gone."""
    with bench() as here:
        person = Person(here, [go_on, *pair(here), Task.DONE])
        ending = await tell(here, person, here.account_in_session(monkeypatch, mfa=True))
        assert ending.kind is EndingKind.ENABLED
        assert person.offered == [(Task.PASSWORD, Task.DONE)]


async def test_a_session_without_mfa_is_stopped_with_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a session cannot call IAM at all; nothing is created."""
    with bench() as here:
        ending = await tell(here, Person(here, [Leave()]), here.account_in_session(monkeypatch, mfa=False))
        assert ending.kind is EndingKind.PROBLEM
        assert here.calls == [Call.WHO_AM_I, Call.LIST]


async def test_another_look_asks_aws_again() -> None:
    """What changed meanwhile is on the page then, and in the last words."""
    with bench(others=1) as here:

        def meanwhile(_home: object) -> Task:
            here.enable(here.serial)
            return Task.STATUS

        person = Person(here, [meanwhile])
        ending = await tell(here, person)
        before, after = person.questions(Home)
        assert (before.own, after.own.serial) == (None, here.serial)
        assert (len(before.devices), len(after.devices)) == (1, 2)
        assert Task.REPLACE in after.tasks
        assert after.remark.tone is Tone.GOOD
        assert here.serial in ending.last_words


async def test_a_device_that_is_gone_at_another_look_leads_to_the_rest() -> None:
    """With nothing on any more there is no home, but the way to turn MFA on."""
    with bench(enrolled=True) as here:

        def meanwhile(_home: object) -> Task:
            here.disable()
            return Task.STATUS

        person = Person(here, [meanwhile, go_on, LeftoverChoice.SCANNED, *pair(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert len(person.questions(Home)) == 1


async def test_what_was_done_is_said_and_not_said_again() -> None:
    """A task done is remarked on; going back from another one leaves no remark behind."""
    old = Secret("Old-password-1")
    with bench(enrolled=True, password=old) as here:
        passwords = NewPassword(old, Secret("New-password-2"))
        person = Person(here, [Task.RESYNC, *pair(here), Task.PASSWORD, passwords, Task.SESSION, GoBack(), Task.DONE])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        remarks = [home.remark.text if home.remark else "" for home in person.questions(Home)]
        assert remarks[0] == remarks[3] == ""
        assert "in step" in remarks[1]
        assert "password is changed" in remarks[2]


async def test_sessions_that_are_kept_are_on_the_page() -> None:
    """A later run shows until when the session of the key lasts, and under which profile."""
    with bench(enrolled=True) as here:
        await tell(here, Person(here, [Task.SESSION, True, code(here)]))
        person = Person(here, [])
        await tell(here, person)
        ((kept,),) = (home.sessions for home in person.questions(Home))
        assert kept.profile == "default-mfa"
        assert kept.expires.timestamp() == pytest.approx(here.clock() + 43_200, abs=60)


@pytest.mark.parametrize("task", [Task.REPLACE, Task.REMOVE])
async def test_devices_of_other_kinds_are_shown_and_never_touched(task: Task) -> None:
    """A security key and a hardware token stay on as they are, and only what shows codes is asked for one."""
    with bench(enrolled=True) as here:
        others = [here.enable(fido(here)), here.enable("GAHT12345678")]
        before = [(each.serial, each.enabled_at) for each in others]
        script = {
            Task.REPLACE: [device("alice"), code(here), True, *pair(here)],
            Task.REMOVE: [True, device("alice"), code(here)],
        }
        person = Person(here, [task, *script[task]])
        await tell(here, person)
        home = person.questions(Home)[0]
        assert {each.kind for each in home.devices} == set(DeviceKind)
        assert person.questions(SessionAsk)[0].device.serial == here.serial
        assert [(each.serial, each.enabled_at) for each in others] == before
        assert here.is_enrolled == (task is Task.REPLACE)
        choosing = person.asked[1] if task is Task.REPLACE else person.asked[2]
        assert "blue-key" not in repr(choosing)
        assert "GAHT12345678" in repr(choosing)


async def test_leaving_in_the_middle_of_a_task_leaves_mfa_on() -> None:
    """Nothing has been changed: the last words say what is on, as from home itself."""
    for script in ([Task.RESYNC], [Task.PASSWORD], [Task.SESSION], [Task.REPLACE], [Task.REMOVE], []):
        with bench(enrolled=True) as here:
            ending = await tell(here, Person(here, [*script, Leave()]))
            assert ending.kind is EndingKind.ALREADY_ON
            assert here.is_enrolled


async def test_a_listing_that_fails_at_another_look_is_a_page_and_home_again() -> None:
    """Trying again from the page tells the whole story anew."""
    with bench(enrolled=True) as here:
        for nth in (2, 3, 4):
            here.faults.add(Call.LIST, nth=nth, fault=DropBefore())
        person = Person(here, [Task.STATUS, True, Task.DONE])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        assert page(person).can_retry
