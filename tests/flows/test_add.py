"""A device of one's own beside others that are on."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import (
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    Question,
    SessionAsk,
    SessionUse,
    Task,
)
from mfa_enroll.practice.faults import DropAfter, Refuse
from tests.support.bench import bench
from tests.support.person import Person, code, device, go_on, pair
from tests.support.story import page, tell

FRESH, SCANNED = LeftoverChoice.FRESH, LeftoverChoice.SCANNED


async def test_it_is_turned_on_in_a_session_of_another_device() -> None:
    """One code of the other device, and the own one is made and turned on; the other stays as it was."""
    with bench(others=1) as here:
        (other,) = here.practice.enabled_devices()
        since = other.enabled_at
        person = Person(here, [Task.ADD, go_on, code(here), *pair(here), Task.DONE])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.ENABLED
        assert {each.serial for each in here.practice.enabled_devices()} == {here.serial, other.serial}
        assert other.enabled_at == since
        (ask,) = person.questions(SessionAsk)
        assert (ask.use, ask.device.serial, ask.plan) == (SessionUse.MANAGE, other.serial, None)
        assert not list(here.files.iterdir())


async def test_of_several_devices_the_person_says_which_is_at_hand() -> None:
    """The code is asked for, and sent, for the one that was chosen."""
    with bench(others=3) as here:
        person = Person(here, [Task.ADD, go_on, device("alice-2"), code(here, of="alice-2"), *pair(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert person.questions(SessionAsk)[0].device.name == "alice-2"


@pytest.mark.parametrize("script", [[GoBack()], [go_on, GoBack()], [go_on, device("alice-1"), GoBack()]])
async def test_going_back_at_each_question_leads_home(script: list[object]) -> None:
    """Nothing was asked of AWS, and nothing is changed."""
    with bench(others=2) as here:
        person = Person(here, [Task.ADD, *script, Task.DONE])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        assert len(person.questions(Home)) == 2
        assert here.calls == [Call.WHO_AM_I, Call.LIST]


@pytest.mark.parametrize("choice", [LeaveChoice.DELETE, LeaveChoice.KEEP])
async def test_leaving_at_its_codes_settles_the_device_and_says_that_mfa_stays_on(choice: LeaveChoice) -> None:
    """The device that this run made is deleted or kept; that MFA is off would be untrue."""
    with bench(others=1) as here:
        person = Person(here, [Task.ADD, go_on, code(here), Leave(), choice])
        ending = await tell(here, person)
        assert person.questions(Leaving) == [Leaving(here.serial)]
        assert here.has_unfinished == (choice is LeaveChoice.KEEP)
        assert "MFA stays on with your other devices." in ending.last_words
        assert here.serial in ending.last_words


async def test_leaving_at_a_leftover_names_it() -> None:
    """It stays in AWS as it was, and the last words say that MFA stays on, too."""
    with bench(others=1, leftover=True) as here:
        ending = await tell(here, Person(here, [Task.ADD, go_on, code(here, of="alice-1"), Leave()]))
        assert ending.kind is EndingKind.LEFT
        assert here.serial in ending.last_words
        assert "MFA stays on" in ending.last_words


async def test_leaving_before_there_is_a_device_leaves_nothing() -> None:
    """While AWS is busy before the creation, nothing is there to be settled."""
    with bench(others=1) as here:
        here.fail(Call.CREATE, Refuse("Throttling"), times=9)
        person = Person(here, [Task.ADD, go_on, code(here)])
        person.on_pause = lambda _pause: person.leave.set()
        ending = await tell(here, person)
        assert ending.kind is EndingKind.LEFT
        assert here.serial not in here.practice.devices
        assert here.serial not in ending.last_words


async def test_a_leftover_on_the_phone_is_turned_on() -> None:
    """What an earlier attempt left is asked about, and made use of."""
    with bench(others=1, leftover=True) as here:
        here.scan(here.practice.devices[here.serial])
        script = [Task.ADD, go_on, code(here, of="alice-1"), SCANNED, *pair(here)]
        person = Person(here, script)
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert len(person.questions(Leftover)) == 1
        assert Call.DELETE not in here.calls


async def test_an_enable_whose_answer_was_lost_is_found_in_the_listing() -> None:
    """The session asks for the list, and the person is not bothered."""
    with bench(others=1) as here:
        here.fail(Call.ENABLE, DropAfter())
        person = Person(here, [Task.ADD, go_on, code(here), *pair(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls.count(Call.ENABLE) == 1
        assert not person.questions(Problem)


async def test_the_last_place_taken_meanwhile_is_a_page() -> None:
    """AWS takes no ninth device: the page says so, and the unfinished one is settled on leaving."""
    with bench(others=7) as here:

        def taken(_ask: object) -> object:
            here.enable(here.practice.serial("alice-8"))
            return pair(here)[1](_ask)

        script = [Task.ADD, go_on, device("alice-1"), code(here, of="alice-1"), pair(here)[0], taken]
        person = Person(here, [*script, False, LeaveChoice.DELETE])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert page(person).title in ending.last_words
        assert here.serial not in here.practice.devices
        assert len(here.practice.enabled_devices()) == 8


async def test_devices_without_codes_are_not_enough() -> None:
    """A security key shows no code for AWS to ask for: a page says what to do instead, and nothing is made."""
    with bench() as here:
        here.enable(f"arn:aws:iam::{here.practice.user.account}:u2f/user/alice/blue-key")
        person = Person(here, [Task.ADD, go_on, False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert "security keys" in page(person).happened
        assert not person.questions(SessionAsk)
        assert here.calls == [Call.WHO_AM_I, Call.LIST]


async def test_in_a_session_with_mfa_no_code_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is signed in with MFA already goes straight on, whichever devices are on."""
    with bench(others=2) as here:
        person = Person(here, [Task.ADD, go_on, *pair(here)])
        ending = await tell(here, person, here.account_in_session(monkeypatch, mfa=True))
        assert ending.kind is EndingKind.ENABLED
        assert not person.questions(SessionAsk)
        assert len(person.questions(Question)) == 1
