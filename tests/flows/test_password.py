"""Changing the console password."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.passwords import PasswordPolicy as Rules
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows import remarks
from mfa_enroll.flows.calls import BUSY_PAUSES
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.password import password
from mfa_enroll.flows.questions import DeviceReport, Home, NewPassword, PasswordAsk, Task
from mfa_enroll.practice.faults import DropAfter, DropBefore, Fault, Refuse, Truncate
from mfa_enroll.practice.passwords import PasswordPolicy
from tests.support.bench import Bench, bench
from tests.support.person import Person, go_on, pair
from tests.support.story import page, policy_without, tell, tell_password

OLD, NEW = Secret("Old-password-1"), Secret("New-password-2")
WRONG, UNFIT = Secret("Wrong-password"), Secret("unfitting")
RIGHT = NewPassword(OLD, NEW)


def is_changed(here: Bench) -> bool:
    """Whether the new password is the one that holds."""
    assert here.practice.login_profile is not None
    return here.practice.login_profile.password.reveal() == NEW.reveal()


def said(person: Person) -> list[object]:
    """What was said with each question for the passwords."""
    return [ask.remark for ask in person.questions(PasswordAsk)]


async def test_the_command_changes_it_and_ends() -> None:
    """Three calls, and words that it is changed."""
    with bench(password=OLD) as here:
        ending = await tell_password(here, Person(here, [RIGHT]))
        assert ending.kind is EndingKind.PASSWORD
        assert is_changed(here)
        assert here.calls == [Call.WHO_AM_I, Call.PASSWORD_POLICY, Call.CHANGE_PASSWORD]


async def test_without_a_policy_awss_own_holds() -> None:
    """That none is set is an answer, not a failure."""
    with bench(password=OLD) as here:
        person = Person(here, [RIGHT])
        await tell_password(here, person)
        assert person.questions(PasswordAsk)[0].policy == Rules()
        assert here.server.requests[1].error == "NoSuchEntity"


async def test_the_accounts_policy_is_what_is_asked_for() -> None:
    """All that it says arrives with the question."""
    set_by_an_administrator = PasswordPolicy(
        minimum_length=14, require_symbols=True, require_lowercase=True, reuse_prevention=5, max_age=90
    )
    with bench(password=OLD, password_policy=set_by_an_administrator) as here:
        person = Person(here, [RIGHT])
        await tell_password(here, person)
        assert person.questions(PasswordAsk)[0].policy == Rules(
            minimum_length=14, kinds=0, lowercase=True, symbols=True, reuse_prevention=5, days=90
        )
        assert is_changed(here)


async def test_a_wrong_current_password_is_remarked_on_twice_and_then_a_page() -> None:
    """Trying again from the page asks once more."""
    with bench(password=OLD) as here:
        wrong = NewPassword(WRONG, NEW)
        person = Person(here, [wrong, wrong, wrong, True, RIGHT])
        assert (await tell_password(here, person)).kind is EndingKind.PASSWORD
        assert said(person) == [None, remarks.WRONG_PASSWORD, remarks.WRONG_PASSWORD, None]
        assert page(person).who is Who.ADMINISTRATOR


async def test_an_unfit_new_password_is_remarked_on_as_often_as_it_takes() -> None:
    """It does not count towards the page about the current one."""
    with bench(password=OLD) as here:
        unfit = NewPassword(OLD, UNFIT)
        person = Person(here, [unfit, unfit, unfit, NewPassword(WRONG, NEW), RIGHT])
        assert (await tell_password(here, person)).kind is EndingKind.PASSWORD
        assert said(person) == [None, *[remarks.UNFIT] * 3, remarks.WRONG_PASSWORD]


async def test_who_has_no_password_is_told_that() -> None:
    """Keys work without one: the page says so, and what an administrator could do."""
    with bench() as here:
        person = Person(here, [RIGHT, False])
        assert (await tell_password(here, person)).kind is EndingKind.PROBLEM
        assert "no console password" in page(person).title
        assert page(person).hand_over


async def test_a_password_changed_a_moment_ago_is_waited_out() -> None:
    """For a while; then a page says to wait some minutes."""
    with bench(password=OLD) as here:
        here.fail(Call.CHANGE_PASSWORD, Refuse("EntityTemporarilyUnmodifiable"))
        person = Person(here, [RIGHT])
        assert (await tell_password(here, person)).kind is EndingKind.PASSWORD
        assert [pause.attempt for pause in person.pauses] == [1]
    with bench(password=OLD) as here:
        here.fail(Call.CHANGE_PASSWORD, Refuse("EntityTemporarilyUnmodifiable"), times=len(BUSY_PAUSES) + 1)
        person = Person(here, [RIGHT, True, RIGHT])
        assert (await tell_password(here, person)).kind is EndingKind.PASSWORD
        assert "just now" in page(person).title
        assert here.calls.count(Call.CHANGE_PASSWORD) == len(BUSY_PAUSES) + 2


@pytest.mark.parametrize("fault", [DropAfter(), Truncate(), DropBefore()], ids=repr)
async def test_without_an_answer_nobody_knows_which_one_holds(fault: Fault) -> None:
    """It is sent once, and the page and the last words say that either may hold."""
    with bench(password=OLD) as here:
        here.fail(Call.CHANGE_PASSWORD, fault)
        person = Person(here, [RIGHT, False])
        ending = await tell_password(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert "may have been changed or not" in ending.last_words
        assert here.calls.count(Call.CHANGE_PASSWORD) == 1
        assert is_changed(here) == (not isinstance(fault, DropBefore))


async def test_a_change_that_was_done_after_all_needs_the_new_one() -> None:
    """Trying again after a lost answer, the old one is refused, and the new one is the current one."""
    with bench(password=OLD) as here:
        here.fail(Call.CHANGE_PASSWORD, DropAfter())
        person = Person(here, [RIGHT, True, RIGHT, NewPassword(NEW, Secret("Third-password-3"))])
        assert (await tell_password(here, person)).kind is EndingKind.PASSWORD
        assert said(person) == [None, None, remarks.WRONG_PASSWORD]


@pytest.mark.parametrize("call", [Call.PASSWORD_POLICY, Call.CHANGE_PASSWORD])
async def test_what_the_policy_does_not_allow_is_a_page_for_the_administrator(call: Call) -> None:
    """The page names the call, and holds the statement that lacks."""
    with bench(password=OLD, policy=policy_without(call)) as here:
        before = [RIGHT] * 3 if call is Call.CHANGE_PASSWORD else []
        person = Person(here, [*before, False])
        assert (await tell_password(here, person)).kind is EndingKind.PROBLEM
        assert call in page(person).hand_over
        assert not is_changed(here)


@pytest.mark.parametrize("way_out", [GoBack(), Leave()])
async def test_leaving_changes_nothing(way_out: Exception) -> None:
    """From the command, both ways out end it in words."""
    with bench(password=OLD) as here:
        ending = await tell_password(here, Person(here, [way_out]))
        assert ending.kind is EndingKind.LEFT
        assert "was not changed" in ending.last_words
        assert Call.CHANGE_PASSWORD not in here.calls


async def test_from_home_and_after_an_enrollment_it_comes_back_to_where_it_began() -> None:
    """The page says that it is changed, and everything else can be done from there."""
    for account, before, where in (({"enrolled": True}, [], Home), ({}, None, DeviceReport)):
        with bench(password=OLD, **account) as here:
            first = [go_on, *pair(here)] if before is None else []
            person = Person(here, [*first, Task.PASSWORD, GoBack(), Task.PASSWORD, RIGHT, Task.DONE])
            ending = await tell(here, person)
            assert ending.kind in {EndingKind.ENABLED, EndingKind.ALREADY_ON}
            assert [page_.remark for page_ in person.questions(where)] == [None, None, remarks.PASSWORD_CHANGED]
            assert is_changed(here)


async def test_a_page_about_it_after_an_enrollment_does_not_hide_that_mfa_is_on() -> None:
    """Whoever leaves from there is told both."""
    with bench() as here:
        person = Person(here, [go_on, *pair(here), Task.PASSWORD, RIGHT, False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert page(person).title in ending.last_words
        assert "MFA is on for alice" in ending.last_words


async def test_nobody_but_a_user_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session with MFA changes it as the access key does; one without is not let into IAM."""
    with bench(password=OLD) as here:
        account = here.account_in_session(monkeypatch, mfa=True)
        assert (await password(account, Person(here, [RIGHT]))).kind is EndingKind.PASSWORD
        assert here.server.requests[-1].mfa is True
        person = Person(here, [False])
        ending = await password(here.account_in_session(monkeypatch, mfa=False), person)
        assert ending.kind is EndingKind.PROBLEM
        assert len(person.questions(Problem)) == 1
