"""Moving MFA to a new phone."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import CodeAsk, Home, LeaveChoice, Leaving, Need, Question, SessionAsk, SessionUse, Task
from mfa_enroll.practice.errors import AwsError
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, device, next_code, pair
from tests.support.story import page, tell

ALICE = device("alice")
CHANGES = [Call.DEACTIVATE, Call.DELETE, Call.CREATE, Call.ENABLE]


def is_accepted(here: Bench, typed: str) -> bool:
    """Whether STS takes a code of the user's own device."""
    try:
        here.practice.verification.verify(here.serial, typed, here.clock())
    except AwsError:
        return False
    return True


def as_it_was(here: Bench) -> object:
    """What the account holds of the device, to be compared with later."""
    own = here.practice.devices[here.serial]
    return own.seed.reveal(), own.enabled_at


async def test_the_new_phones_codes_work_and_the_old_ones_do_not() -> None:
    """One old code, one agreement, two new codes: another device bears the name, and MFA is on."""
    with bench(enrolled=True) as here:
        person = Person(here, [Task.REPLACE, ALICE, code(here), True, *pair(here), Task.DONE])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.ENABLED
        assert "mfa-enroll session" in ending.last_words
        here.clock.advance(60)
        old, new = here.phone.entries()
        assert "Amazon" in old.label
        assert not is_accepted(here, old.code.reveal())
        assert is_accepted(here, new.code.reveal())
        (ask,) = person.questions(SessionAsk)
        assert (ask.use, ask.device.serial) == (SessionUse.MANAGE, here.serial)
        assert [each.need for each in person.questions(CodeAsk)] == [Need.SCAN, Need.SCAN]
        assert not list(here.files.iterdir())


async def test_every_change_is_made_in_the_session_that_the_old_code_started() -> None:
    """The access key alone could make none of them."""
    with bench(enrolled=True) as here:
        await tell(here, Person(here, [Task.REPLACE, ALICE, code(here), True, *pair(here)]))
        changes = [each for each in here.server.requests if each.call in CHANGES]
        assert [each.call for each in changes] == CHANGES
        assert {(each.credentials, each.mfa, each.status) for each in changes} == {("session", True, 200)}


async def test_a_code_of_another_device_will_do() -> None:
    """Who has lost the phone but has another device at hand needs no administrator; the other one stays on."""
    with bench(enrolled=True, others=2) as here:
        person = Person(here, [Task.REPLACE, device("alice-2"), code(here, of="alice-2"), True, *pair(here)])
        before = as_it_was(here)
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert as_it_was(here) != before
        assert len(here.practice.enabled_devices()) == 3
        assert person.questions(SessionAsk)[0].device.name == "alice-2"


@pytest.mark.parametrize("way_out", [GoBack, Leave])
@pytest.mark.parametrize("at", range(3))
async def test_declining_at_each_question_leaves_everything_as_it_was(way_out: type[Exception], at: int) -> None:
    """Which phone, which code, whether to: until the last one is agreed to, nothing is changed."""
    with bench(enrolled=True) as here:
        before = as_it_was(here)
        script = [Task.REPLACE, *[ALICE, code(here)][:at], way_out()]
        person = Person(here, script)
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        assert as_it_was(here) == before
        assert not {*CHANGES} & {*here.calls}
        assert len(person.questions(Home)) == (2 if way_out is GoBack else 1)


async def test_leaving_everything_as_it_is_is_the_first_answer() -> None:
    """The page names what will stop working, and its first way changes nothing and leads home."""
    with bench(enrolled=True) as here:
        before = as_it_was(here)
        person = Person(here, [Task.REPLACE, ALICE, code(here), False, Task.DONE])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        last = person.questions(Question)[-1]
        assert [way.value for way in last.ways] == [False, True]
        assert any("AWS:alice@" in words for words in last.paragraphs)
        assert any("MFA is off" in words for words in last.paragraphs)
        assert as_it_was(here) == before


async def test_beside_other_devices_the_page_does_not_say_that_mfa_is_off() -> None:
    """It would be untrue: the others stay on meanwhile."""
    with bench(enrolled=True, others=1) as here:
        person = Person(here, [Task.REPLACE, ALICE, code(here), False, Task.DONE])
        await tell(here, person)
        last = person.questions(Question)[-1]
        assert not any("MFA is off" in words for words in last.paragraphs)
        assert any("other devices" in words for words in last.paragraphs)


async def test_a_lost_phone_is_a_page_with_the_administrators_two_commands() -> None:
    """They stay on the terminal; once the administrator has run them, trying again sets up the new phone."""
    with bench(enrolled=True) as here:
        person = Person(here, [Task.REPLACE, None, False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        problem = page(person)
        assert problem.who is Who.ADMINISTRATOR
        commands = problem.hand_over.splitlines()
        assert f"aws iam deactivate-mfa-device --user-name alice --serial-number {here.serial}" in commands
        assert f"aws iam delete-virtual-mfa-device --serial-number {here.serial}" in commands
        assert problem.hand_over in ending.last_words
        assert here.calls == [Call.WHO_AM_I, Call.LIST]

        def taken_away(_problem: object) -> bool:
            here.disable()
            del here.practice.devices[here.serial]
            return True

        again = Person(here, [Task.REPLACE, None, taken_away, None, *pair(here)])
        assert (await tell(here, again)).kind is EndingKind.ENABLED


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize("choice", [LeaveChoice.DELETE, LeaveChoice.KEEP])
@pytest.mark.parametrize("typed", [0, 1])
async def test_leaving_at_the_new_codes_says_that_the_old_device_is_gone(
    typed: int, choice: LeaveChoice, others: int
) -> None:
    """The question about leaving knows of it, and the last words say whether MFA is off now."""
    with bench(enrolled=True, others=others) as here:
        person = Person(here, [Task.REPLACE, ALICE, code(here), True, *pair(here)[:typed], Leave(), choice])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.LEFT
        assert person.questions(Leaving) == [Leaving(here.serial, replaced=True)]
        assert here.has_unfinished == (choice is LeaveChoice.KEEP)
        assert "old device was taken away" in ending.last_words
        assert ("MFA is off now" in ending.last_words) == (not others)
        assert ("MFA stays on" in ending.last_words) == bool(others)


async def test_staying_goes_on_with_the_new_device() -> None:
    """Who stays after all types the rest and is done."""
    with bench(enrolled=True) as here:
        script = [Task.REPLACE, ALICE, code(here), True, next_code(here), Leave(), LeaveChoice.STAY, next_code(here)]
        assert (await tell(here, Person(here, script))).kind is EndingKind.ENABLED
        assert here.calls.count(Call.CREATE) == 1


async def test_in_a_session_with_mfa_no_code_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys that one is signed in with will do; the warning comes all the same."""
    with bench(enrolled=True) as here:
        person = Person(here, [Task.REPLACE, ALICE, True, *pair(here)])
        ending = await tell(here, person, here.account_in_session(monkeypatch, mfa=True))
        assert ending.kind is EndingKind.ENABLED
        assert not person.questions(SessionAsk)
        assert Call.START_SESSION not in here.calls
        assert not person.questions(Problem)
