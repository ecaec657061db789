"""The one code that starts a session: AWS takes each code once, and says little of why it takes one not."""

from collections.abc import Callable

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SETTLING
from mfa_enroll.domain.totp import STEP
from mfa_enroll.flows import remarks
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import Remark, SessionAsk, SessionUse, Task
from mfa_enroll.practice.faults import BreakOff, DropAfter, DropBefore, Fault, Refuse, Truncate, Unavailable
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import page, tell, tell_session

WRONG = ["111111", "222222", "333333", "444444", "555555"]


def said(person: Person) -> list[Remark | None]:
    """What was said with each question for a code."""
    return [ask.remark for ask in person.questions(SessionAsk)]


def spend(here: Bench) -> None:
    """Let another program have used the code that the phone shows."""
    here.practice.verification.verify(here.serial, code(here)(None).reveal(), here.clock())


async def test_a_code_may_be_typed_as_it_is_shown() -> None:
    """Spaces do not matter, anything that is no six digits costs no call, and any code will do at first."""
    with bench(enrolled=True) as here:

        def spaced(ask: object) -> str:
            typed = code(here)(ask).reveal()
            return f" {typed[:3]} {typed[3:]} "

        person = Person(here, [True, "12345", "abcdef", "١٢٣٤٥٦", spaced])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert said(person) == [None, *[remarks.NOT_SIX_DIGITS] * 3]
        assert [ask.next_at for ask in person.questions(SessionAsk)] == [None] * 4
        assert here.calls.count(Call.START_SESSION) == 1


async def test_a_code_that_was_refused_is_not_sent_again() -> None:
    """Typed twice, it is answered here, with the time from which the phone shows another one."""
    with bench(enrolled=True) as here:
        spend(here)
        person = Person(here, [True, code(here), code(here), next_code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert said(person) == [None, remarks.REFUSED_ONE, remarks.USED_BEFORE]
        waiting = person.questions(SessionAsk)[2].next_at
        assert waiting % STEP == 0
        assert 0 < waiting - (here.clock() - STEP) <= STEP
        assert here.calls.count(Call.START_SESSION) == 2


async def test_codes_typed_for_enrolling_are_not_sent_for_the_session() -> None:
    """Both are refused here, and the question says from when there is a new one."""
    with bench() as here:
        typed: list[object] = []

        def first(ask: object) -> object:
            typed.append(next_code(here)(ask))
            return typed[0]

        script = [go_on, first, next_code(here), Task.SESSION, True, lambda _ask: typed[0], code(here), next_code(here)]
        person = Person(here, script)
        assert (await tell(here, person)).kind is EndingKind.SESSION
        assert said(person) == [None, remarks.USED_BEFORE, remarks.USED_BEFORE]
        assert person.questions(SessionAsk)[0].next_at is not None
        assert here.calls.count(Call.START_SESSION) == 1


@pytest.mark.parametrize("delay", [0.0, 8.0, 14.0])
async def test_a_new_device_is_waited_for_until_sts_knows_it(delay: float) -> None:
    """Sent at once, the code would be refused and lost: it is kept for a bounded while, and sent once."""
    with bench(sts_delay=delay) as here:

        def at_second(seconds: int) -> Callable[[object], Secret]:
            def wait_and_read(ask: object) -> Secret:
                here.clock.advance(STEP - here.clock() % STEP + seconds)
                return code(here)(ask)

            return wait_and_read

        # The device is turned on late in a time step, so that its next code is there soon.
        person = Person(here, [go_on, code(here), at_second(24), Task.SESSION, True, at_second(1)])
        assert (await tell(here, person)).kind is EndingKind.SESSION
        assert here.calls.count(Call.START_SESSION) == 1
        (pause,) = person.pauses
        assert 0 < pause.seconds <= SETTLING - 5


async def test_the_wait_for_a_new_device_is_counted_from_its_turning_on() -> None:
    """It is as long as what is missing to the bound, said in words, and there is none for a device known for long."""
    with bench(enrolled=True) as here:
        device_now = here.practice.devices[here.serial]
        device_now.enabled_at = here.clock() - 5
        here.practice.verification.learn(device_now, device_now.enabled_at)
        person = Person(here, [True, code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        (pause,) = person.pauses
        assert 0 < pause.seconds <= SETTLING
        assert pause.seconds == pytest.approx(SETTLING - 5, abs=3)
        assert "new device" in pause.why
        assert (pause.attempt, pause.attempts) == (0, 0)
    with bench(enrolled=True) as here:
        person = Person(here, [True, code(here)])
        await tell_session(here, person)
        assert not person.pauses


async def test_a_device_enabled_in_the_future_is_not_waited_for() -> None:
    """Whatever the listing's date is, nobody waits longer than the bound."""
    with bench(enrolled=True) as here:
        here.practice.devices[here.serial].enabled_at = here.clock() + 86_400
        person = Person(here, [True, code(here)])
        await tell_session(here, person)
        assert not person.pauses


async def test_a_new_device_that_takes_longer_is_said_to_be_new() -> None:
    """Beyond the bound the code is refused; that is put down to the device, and the next one works."""
    with bench(sts_delay=40) as here:
        person = Person(here, [go_on, *pair(here), Task.SESSION, True, next_code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.SESSION
        assert said(person) == [None, remarks.REFUSED_YOUNG]


async def test_leaving_while_a_new_device_is_waited_for_sends_nothing() -> None:
    """MFA is on, and no session was started."""
    with bench(enrolled=True) as here:
        here.practice.devices[here.serial].enabled_at = here.clock()
        person = Person(here, [Task.SESSION, True, code(here)])
        person.on_pause = lambda _pause: person.leave.set()
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        assert Call.START_SESSION not in here.calls


async def test_five_refusals_are_a_page_and_a_new_try_asks_again() -> None:
    """Four are remarked on; after the fifth a page says what else it may be, and trying again comes back to a code."""
    with bench(enrolled=True) as here:
        person = Person(here, [True, *WRONG, True, True, code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert said(person) == [None, *[remarks.REFUSED_ONE] * 4, None]
        assert page(person).can_retry
        assert here.calls.count(Call.START_SESSION) == 6


async def test_the_limit_of_tries_is_come_out_of_after_some_minutes() -> None:
    """AWS takes no code after nine tries, not even a right one; three minutes later it does."""
    with bench(enrolled=True) as here:
        nine = [*WRONG, True, True, *WRONG[:4]]

        def after_minutes(ask: object) -> object:
            return next_code(here, 6)(ask)

        person = Person(here, [True, *nine, code(here), True, True, after_minutes])
        here.clock.advance(180 - here.clock() % 180 + 1)
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert len(person.questions(Problem)) == 2
        assert here.calls.count(Call.START_SESSION) == 11


async def test_tries_after_enrolling_end_in_words_that_mfa_is_on() -> None:
    """Whoever gives up on the session after turning MFA on is told both."""
    with bench() as here:
        person = Person(here, [go_on, *pair(here), Task.SESSION, True, *WRONG, False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert page(person).title in ending.last_words
        assert f"MFA is on for alice: {here.serial}" in ending.last_words


async def test_a_page_after_enrolling_leads_back_to_what_comes_next() -> None:
    """Trying again does not begin with who one is: the device is on, and the session can be had."""
    with bench() as here:
        script = [go_on, *pair(here), Task.SESSION, True, *WRONG, True, Task.SESSION, True, next_code(here)]
        assert (await tell(here, Person(here, script))).kind is EndingKind.SESSION
        assert here.calls.count(Call.WHO_AM_I) == 1


@pytest.mark.parametrize("fault", [DropAfter(), Truncate(), BreakOff(), DropBefore(), Unavailable()], ids=repr)
async def test_a_code_without_an_answer_counts_as_used(fault: Fault) -> None:
    """It may have been taken: it is not sent again, even if it is typed again, and the next one works."""
    with bench(enrolled=True) as here:
        here.fail(Call.START_SESSION, fault)
        person = Person(here, [True, code(here), code(here), next_code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert said(person) == [None, remarks.SESSION_ANSWER_LOST, remarks.USED_BEFORE]
        assert here.calls.count(Call.START_SESSION) == 2


@pytest.mark.parametrize("error", ["Throttling", "ServiceUnavailable"])
async def test_a_busy_moment(error: str) -> None:
    """Throttled, nothing was taken: the same code is sent again after a pause. Otherwise it counts as used."""
    with bench(enrolled=True) as here:
        here.fail(Call.START_SESSION, Refuse(error))
        throttled = error == "Throttling"
        person = Person(here, [True, code(here), *([] if throttled else [next_code(here)])])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert [pause.attempt for pause in person.pauses] == ([1] if throttled else [])
        assert here.calls.count(Call.START_SESSION) == 2


@pytest.mark.parametrize("leaves", [Leave(), GoBack()])
async def test_managing_asks_one_code_that_may_be_left_unsaid(leaves: Exception) -> None:
    """Before a device is changed, a code is asked for, with what for; whoever does not type it changes nothing."""
    with bench(enrolled=True) as here:
        person = Person(here, [Task.REPLACE, device("alice"), leaves])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        (ask,) = person.questions(SessionAsk)
        assert (ask.use, ask.plan, ask.next_at) == (SessionUse.MANAGE, None, None)
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
