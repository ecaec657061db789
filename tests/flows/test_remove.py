"""Turning MFA off."""

import pytest

from mfa_enroll.domain.failure import Call, CallFailed
from mfa_enroll.domain.problem import Problem
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import Home, LeftoverChoice, Question, SessionAsk, SessionUse, Task
from mfa_enroll.practice.faults import BreakOff, DropAfter, DropBefore, Fault, Refuse, Truncate, Unavailable
from tests.support.bench import bench
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import page, policy_without, tell

LOST: list[Fault] = [DropAfter(), Truncate(), BreakOff(), DropBefore(), Unavailable()]


async def test_a_warning_and_a_code_and_it_is_off() -> None:
    """The warning comes before any call that changes something; then the device is deactivated and deleted."""
    with bench(enrolled=True) as here:

        def warned(question: Question[bool]) -> bool:
            assert here.calls == [Call.WHO_AM_I, Call.LIST]
            assert [way.value for way in question.ways] == [False, True]
            return True

        person = Person(here, [Task.REMOVE, warned, code(here)])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.REMOVED
        assert "MFA is off for alice" in ending.last_words
        assert here.practice.devices == {}
        (ask,) = person.questions(SessionAsk)
        assert (ask.use, ask.device.serial) == (SessionUse.MANAGE, here.serial)
        assert not list(here.files.iterdir())


async def test_the_access_key_is_locked_again_afterwards() -> None:
    """What is left of the run has no MFA about it: the same account object can do no more than any access key."""
    with bench(enrolled=True) as here:
        account = here.account()
        await tell(here, Person(here, [Task.REMOVE, True, code(here)]), account)
        assert (await tell(here, Person(here, [go_on, *pair(here)]), account)).kind is EndingKind.ENABLED
        enrolled = [each for each in here.server.requests if each.call in {Call.CREATE, Call.ENABLE}]
        assert [(each.credentials, each.mfa) for each in enrolled] == [("long-term", None)] * 2
        with pytest.raises(CallFailed):
            await account.deactivate_device(here.practice.user)
        assert here.server.requests[-1].error == "AccessDenied"
        assert here.is_enrolled


@pytest.mark.parametrize("others", [1, 3])
async def test_beside_others_only_the_own_one_goes(others: int) -> None:
    """Any device's code will do; the warning and the last words say that MFA stays on with the rest."""
    with bench(enrolled=True, others=others) as here:
        person = Person(here, [Task.REMOVE, True, device("alice-1"), code(here, of="alice-1")])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.REMOVED
        assert "MFA stays on" in ending.last_words
        assert "MFA is off" not in ending.last_words
        assert len(here.practice.enabled_devices()) == others
        for other in here.practice.enabled_devices():
            assert other.serial in ending.last_words
        (warning, _) = person.questions(Question)
        assert any("still sign in with MFA" in words for words in warning.paragraphs)


@pytest.mark.parametrize("way_out", [Leave, GoBack])
@pytest.mark.parametrize("at", range(3))
async def test_declining_at_each_question_leaves_it_on(at: int, way_out: type[Exception]) -> None:
    """At the warning, at the choice of a device, at the code: nothing is changed."""
    with bench(enrolled=True, others=1) as here:
        person = Person(here, [Task.REMOVE, *[True, device("alice")][:at], way_out()])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
        assert len(person.questions(Home)) == (2 if way_out is GoBack else 1)


async def test_keeping_it_on_is_the_first_answer() -> None:
    """It leads home."""
    with bench(enrolled=True) as here:
        assert (await tell(here, Person(here, [Task.REMOVE, False, Task.DONE]))).kind is EndingKind.ALREADY_ON
        assert here.is_enrolled


async def test_in_a_session_with_mfa_no_code_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The warning comes all the same."""
    with bench(enrolled=True, others=1) as here:
        person = Person(here, [Task.REMOVE, True])
        ending = await tell(here, person, here.account_in_session(monkeypatch, mfa=True))
        assert ending.kind is EndingKind.REMOVED
        assert not person.questions(SessionAsk)
        assert len(person.questions(Question)) == 1


@pytest.mark.parametrize("fault", LOST, ids=repr)
async def test_a_deactivation_without_an_answer_is_settled_by_the_listing(fault: Fault) -> None:
    """Off, the rest follows; still on, a page says so, and trying again asks everything anew."""
    with bench(enrolled=True) as here:
        here.fail(Call.DEACTIVATE, fault)
        applied = not isinstance(fault, DropBefore | Unavailable)
        again = [] if applied else [True, Task.REMOVE, True, next_code(here)]
        person = Person(here, [Task.REMOVE, True, code(here), *again])
        assert (await tell(here, person)).kind is EndingKind.REMOVED
        assert here.calls.count(Call.DEACTIVATE) == (1 if applied else 2)
        assert bool(person.questions(Problem)) == (not applied)


@pytest.mark.parametrize("fault", [*LOST, Refuse("AccessDenied"), Refuse("LimitExceeded")], ids=repr)
async def test_a_deletion_that_is_not_known_to_be_done_is_told_with_mfa_being_off(fault: Fault) -> None:
    """The device is off, which is what was wanted; that it may still be there is said, and the next run handles it."""
    with bench(enrolled=True) as here:
        here.fail(Call.DELETE, fault)
        ending = await tell(here, Person(here, [Task.REMOVE, True, code(here)]))
        assert ending.kind is EndingKind.PROBLEM
        assert "MFA is off for alice" in ending.last_words
        assert here.serial in ending.last_words
        assert here.calls.count(Call.DELETE) == 1
        fresh = [LeftoverChoice.FRESH] if here.has_unfinished else []
        assert (await tell(here, Person(here, [go_on, *fresh, *pair(here)]))).kind is EndingKind.ENABLED


@pytest.mark.parametrize("call", [Call.DEACTIVATE, Call.DELETE])
async def test_leaving_while_aws_is_busy(call: Call) -> None:
    """Before the deactivation MFA is on; after it, it is off, and the device that stays is named."""
    with bench(enrolled=True) as here:
        here.fail(call, Refuse("Throttling"), times=9)
        person = Person(here, [Task.REMOVE, True, code(here)])
        person.on_pause = lambda _pause: person.leave.set()
        ending = await tell(here, person)
        assert here.calls.count(call) == 1
        is_off = call is Call.DELETE
        assert ending.kind is (EndingKind.REMOVED if is_off else EndingKind.ALREADY_ON)
        assert here.is_enrolled == (not is_off)
        assert here.serial in ending.last_words


async def test_what_the_policy_does_not_allow_leaves_it_on() -> None:
    """The page names the call; nothing was changed."""
    with bench(enrolled=True, policy=policy_without(Call.DEACTIVATE)) as here:
        person = Person(here, [Task.REMOVE, True, code(here), False])
        assert (await tell(here, person)).kind is EndingKind.PROBLEM
        assert Call.DEACTIVATE in page(person).happened
        assert here.is_enrolled
        assert Call.DELETE not in here.calls


async def test_it_can_be_turned_on_again_at_once() -> None:
    """The name is free, and an access key alone can enroll as it did the first time."""
    with bench(enrolled=True) as here:
        await tell(here, Person(here, [Task.REMOVE, True, code(here)]))
        person = Person(here, [go_on, *pair(here), Task.SESSION, True, next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.SESSION
