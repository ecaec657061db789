"""The home of someone who has MFA on."""

import pytest

from mfa_enroll.domain.device import DeviceKind
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles.credentials import SessionWithoutMfa
from mfa_enroll.flows.asks import SessionAsk
from mfa_enroll.flows.exceptions import GoBack
from mfa_enroll.flows.outcome import Ending, MfaEnabled, MfaWasOn, SessionStarted
from mfa_enroll.flows.questions import DeviceAtHand, Enabled, Home, NewPhone, Task
from mfa_enroll.flows.remarks import Note
from tests.flows.way import fido
from tests.support.bench import bench
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import tell, tell_password

OF_OWN = (Task.REPLACE, Task.RESYNC, Task.REMOVE)
ALWAYS = (Task.PASSWORD, Task.STATUS, Task.DONE)


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
    """Two reads, no change: a device of one's own is offered where there is room."""
    with bench(**account) as here:
        person = Person(here)
        outcome = await tell(here, person)
        assert isinstance(outcome, MfaWasOn)
        assert outcome.ending is Ending.DONE
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
        (home,) = person.questions(Home)
        assert home.answers == tasks
        assert home.remark is None


@pytest.mark.parametrize("enrolled", [True, False])
async def test_temporary_keys_are_offered_no_session(monkeypatch: pytest.MonkeyPatch, *, enrolled: bool) -> None:
    """A session starts no other one, at home and once MFA is on; the rest can be done with its keys."""
    with bench(enrolled=enrolled) as here:
        person = Person(here, [] if enrolled else [go_on, *pair(here)])
        outcome = await tell(here, person, here.account_in_session(monkeypatch, mfa=True))
        (last,) = person.questions(Home if enrolled else Enabled)
        assert last.answers == ((*OF_OWN, *ALWAYS) if enrolled else (Task.PASSWORD, Task.DONE))
        assert (
            isinstance(outcome, MfaWasOn) if enrolled else isinstance(outcome, MfaEnabled) and outcome.session is None
        )


async def test_a_session_without_mfa_is_stopped_with_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a session cannot call IAM at all: nothing is created, and no password changed."""
    with bench() as here:
        account = here.account_in_session(monkeypatch, mfa=False)
        for run, calls in ((tell, [Call.WHO_AM_I, Call.LIST]), (tell_password, [Call.WHO_AM_I, Call.PASSWORD_POLICY])):
            before = len(here.calls)
            person = Person(here, [False])
            outcome = await run(here, person, account)
            assert outcome.ending is Ending.PROBLEM
            assert isinstance(person.incident.trouble, SessionWithoutMfa)
            assert here.calls[before:] == calls


async def test_sessions_that_are_kept_are_on_the_page() -> None:
    """A later run shows under which profile, until when, and whether that has passed by AWS's time."""
    with bench(enrolled=True) as here:
        started = await tell(here, Person(here, [Task.SESSION, True, code(here)]))
        assert isinstance(started, SessionStarted)
        for later in (0, 43_200):
            here.clock.advance(later)
            person = Person(here)
            await tell(here, person)
            ((kept,),) = (home.sessions for home in person.questions(Home))
            assert (kept.profile, kept.expires, kept.ended) == ("default-mfa", started.expires, later > 0)


@pytest.mark.parametrize("task", [Task.REPLACE, Task.REMOVE])
async def test_devices_of_other_kinds_are_shown_and_never_touched(task: Task) -> None:
    """A security key and a hardware token stay on as they are, and only what shows codes is asked for one."""
    with bench(enrolled=True) as here:
        here.enable(fido(here))
        here.enable("GAHT12345678")
        script: dict[Task, list[object]] = {
            Task.REPLACE: [device("alice"), code(here), True, *pair(here)],
            Task.REMOVE: [True, device("alice"), code(here)],
        }
        person = Person(here, [task, *script[task]])
        await tell(here, person)
        assert {each.kind for each in person.questions(Home)[0].devices} == set(DeviceKind)
        assert person.questions(SessionAsk)[0].device.serial == here.serial
        assert here.is_enrolled == (task is Task.REPLACE)
        (choosing,) = person.questions(NewPhone if task is Task.REPLACE else DeviceAtHand)
        assert [each.name for each in choosing.devices] == ["alice", "GAHT12345678"]


@pytest.mark.parametrize("minutes", [20, -20, 8 * 60])
async def test_a_phone_that_has_drifted_signs_in_again(minutes: int) -> None:
    """Its codes were refused before; two in a row, and a session is there with the next one."""
    with bench(enrolled=True, sts_delay=0) as here:
        here.phone.drift = 60 * minutes
        refused = [Task.SESSION, True, code(here), GoBack(), GoBack()]
        person = Person(here, [*refused, Task.RESYNC, *pair(here), Task.SESSION, True, next_code(here)])
        assert isinstance(await tell(here, person), SessionStarted)
        assert person.remarks == [Note.CODE_REFUSED, Note.IN_STEP]
        assert here.calls[2:] == [Call.START_SESSION, Call.RESYNC, Call.START_SESSION]
