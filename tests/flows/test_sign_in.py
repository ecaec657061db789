"""The one code that starts a session: AWS takes each code once, and says little of why it takes one not."""

from collections.abc import Callable

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SETTLING
from mfa_enroll.domain.totp import STEP
from mfa_enroll.domain.troubles.refusals import CodeRefused
from mfa_enroll.flows.asks import SessionAsk, SessionUse
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import MfaWasOn, SessionStarted
from mfa_enroll.flows.progress import Waiting
from mfa_enroll.flows.questions import Task
from mfa_enroll.flows.remarks import Note
from tests.flows.way import wrong
from tests.support.bench import bench
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import tell, tell_session


async def test_a_code_that_was_refused_is_not_sent_again() -> None:
    """Typed twice, it is answered here, with the time from which the phone shows another one."""
    with bench(enrolled=True) as here:
        used_elsewhere = code(here)(None).reveal()
        here.practice.verification.verify(here.serial, used_elsewhere, here.clock())
        person = Person(here, [True, code(here), code(here), next_code(here)])
        assert isinstance(await tell_session(here, person), SessionStarted)
        assert person.remarks == [Note.CODE_REFUSED, Note.CODE_USED_BEFORE]
        asks = person.questions(SessionAsk)
        assert asks[0].next_at is None
        assert asks[2].next_at % STEP == 0
        assert 0 < asks[2].next_at - (here.clock() - STEP) <= STEP
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
        assert isinstance(await tell(here, person), SessionStarted)
        assert person.remarks == [Note.CODE_USED_BEFORE] * 2
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
        assert isinstance(await tell(here, person), SessionStarted)
        assert here.calls.count(Call.START_SESSION) == 1
        (pause,) = person.pauses
        assert 0 < pause.seconds <= SETTLING - 5


@pytest.mark.parametrize("age", [5, -86_400, None])
async def test_the_wait_for_a_new_device_is_counted_from_its_turning_on(age: int | None) -> None:
    """It is as long as what is missing to the bound. One known for long, or said to be of the future, has none."""
    with bench(enrolled=True) as here:
        if age is not None:
            new = here.practice.devices[here.serial]
            new.enabled_at = here.clock() - age
            here.practice.verification.learn(new, min(new.enabled_at, here.clock()))
        person = Person(here, [True, code(here)])
        await tell_session(here, person)
        assert [(pause.why, pause.attempts) for pause in person.pauses] == (
            [(Waiting.DEVICE_NOT_KNOWN_FOR_SESSIONS, 0)] if age == 5 else []
        )
        assert all(pause.seconds == pytest.approx(SETTLING - 5, abs=3) for pause in person.pauses)


async def test_a_new_device_that_takes_longer_is_said_to_be_new() -> None:
    """Beyond the bound the code is refused; that is put down to the device, and the next one works."""
    with bench(sts_delay=40) as here:
        person = Person(here, [go_on, *pair(here), Task.SESSION, True, next_code(here), next_code(here)])
        assert isinstance(await tell(here, person), SessionStarted)
        assert person.remarks == [Note.CODE_REFUSED_YOUNG]


async def test_the_limit_of_tries_is_come_out_of_after_some_minutes() -> None:
    """AWS takes no code after nine tries, not even a right one; three minutes later it does."""
    with bench(enrolled=True) as here:
        wrong_codes = wrong(here, 5)[1:]
        nine = ["111111", *wrong_codes, True, True, "111111", *wrong_codes[:3]]
        here.clock.advance(180 - here.clock() % 180 + 1)
        person = Person(here, [True, *nine, code(here), True, True, next_code(here, 6)])
        assert isinstance(await tell_session(here, person), SessionStarted)
        assert [type(trouble) for trouble in person.troubles] == [CodeRefused] * 2
        assert here.calls.count(Call.START_SESSION) == 11


async def test_a_page_after_enrolling_leads_back_to_what_comes_next() -> None:
    """Trying again does not begin with who one is: the device is on, and the session can be had."""
    with bench() as here:
        again = [True, Task.SESSION, True, next_code(here)]
        person = Person(here, [go_on, *pair(here), Task.SESSION, True, *wrong(here, 5), *again])
        assert isinstance(await tell(here, person), SessionStarted)
        assert here.calls.count(Call.WHO_AM_I) == 1


@pytest.mark.parametrize("leaves", [Leave(), GoBack()])
async def test_managing_asks_one_code_that_may_be_left_unsaid(leaves: Exception) -> None:
    """Before a device is changed, a code is asked for, with what for; whoever does not type it changes nothing."""
    with bench(enrolled=True) as here:
        person = Person(here, [Task.REPLACE, device("alice"), leaves])
        assert isinstance(await tell(here, person), MfaWasOn)
        (ask,) = person.questions(SessionAsk)
        assert (ask.use, ask.plan, ask.next_at) == (SessionUse.MANAGE, None, None)
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
