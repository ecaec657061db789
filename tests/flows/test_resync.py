"""Codes that are not accepted any more."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Who
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows import remarks
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import CodeAsk, Home, Leaving, Need, SessionAsk, Task
from mfa_enroll.practice.faults import BreakOff, DropAfter, DropBefore, Fault, Truncate, Unavailable
from tests.support.bench import bench
from tests.support.person import Person, code, go_on, next_code, pair
from tests.support.story import page, tell

WRONG = [Secret("111111"), Secret("222222"), Secret("333333"), Secret("444444")]


@pytest.mark.parametrize("minutes", [20, -20, 8 * 60])
async def test_a_phone_that_has_drifted_signs_in_again(minutes: int) -> None:
    """Its codes were refused before; two in a row, and a session is there with the next one."""
    with bench(enrolled=True, sts_delay=0) as here:
        here.phone.drift = 60 * minutes
        refused = [Task.SESSION, True, code(here), GoBack(), GoBack()]
        person = Person(here, [*refused, Task.RESYNC, *pair(here), Task.SESSION, True, next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.SESSION
        asks = person.questions(SessionAsk)
        assert [ask.remark for ask in asks] == [None, remarks.REFUSED_ONE, None]
        assert person.questions(Home)[-1].remark is remarks.IN_STEP
        assert [(ask.need, ask.uri, ask.seed) for ask in person.questions(CodeAsk)] == [(Need.RESYNC, None, None)] * 2
        assert here.calls == [
            *(Call.WHO_AM_I, Call.LIST, Call.START_SESSION, Call.RESYNC, Call.START_SESSION),
        ]


async def test_the_access_key_alone_is_enough() -> None:
    """Without a working code no session can be had, and AWS asks for none here."""
    with bench(enrolled=True) as here:
        await tell(here, Person(here, [Task.RESYNC, *pair(here), Task.DONE]))
        resync = here.server.requests[-1]
        assert (resync.call, resync.credentials, resync.mfa, resync.status) == (Call.RESYNC, "long-term", None, 200)
        assert here.is_enrolled


async def test_refused_codes_are_remarked_on_once_and_then_a_page() -> None:
    """The page holds what an administrator can do; trying again from it comes home, and the device is as it was."""
    with bench(enrolled=True) as here:
        person = Person(here, [Task.RESYNC, *WRONG, True, Task.DONE])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        said = [ask.remark for ask in person.questions(CodeAsk)]
        assert said == [None, None, remarks.RESYNC_REFUSED, None]
        assert page(person).who is Who.ADMINISTRATOR
        assert here.serial in page(person).hand_over
        assert here.calls.count(Call.RESYNC) == 2


async def test_right_codes_after_refused_ones_will_do() -> None:
    """Another entry was read at first."""
    with bench(enrolled=True) as here:
        person = Person(here, [Task.RESYNC, *WRONG[:2], *pair(here), Task.DONE])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        assert person.questions(Home)[-1].remark is remarks.IN_STEP


async def test_what_makes_no_pair_costs_no_call() -> None:
    """The same code again, too few digits, and two codes too far apart are answered here."""
    with bench(enrolled=True) as here:
        script = [code(here), code(here), "123", next_code(here, 4), next_code(here)]
        person = Person(here, [Task.RESYNC, *script, Task.DONE])
        await tell(here, person)
        assert person.questions(Home)[-1].remark is remarks.IN_STEP
        assert here.calls.count(Call.RESYNC) == 1


@pytest.mark.parametrize("fault", [DropAfter(), Truncate(), BreakOff(), DropBefore(), Unavailable()], ids=repr)
async def test_without_an_answer_two_new_codes_make_sure(fault: Fault) -> None:
    """The pair counts as used, whether AWS took it or not."""
    with bench(enrolled=True) as here:
        here.fail(Call.RESYNC, fault)
        person = Person(here, [Task.RESYNC, *pair(here), *pair(here), Task.DONE])
        await tell(here, person)
        assert person.questions(CodeAsk)[2].remark is remarks.RESYNC_ANSWER_LOST
        assert person.questions(CodeAsk)[2].kept == 0
        assert person.questions(Home)[-1].remark is remarks.IN_STEP
        assert here.calls.count(Call.RESYNC) == 2


async def test_a_device_that_was_taken_away_meanwhile_is_a_page() -> None:
    """Trying again finds out that there is none, and the plan to make one is next."""
    with bench(enrolled=True) as here:

        def late(ask: object) -> Secret:
            here.disable()
            del here.practice.devices[here.serial]
            return next_code(here)(ask)

        person = Person(here, [Task.RESYNC, code(here), late, True, go_on, *pair(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert page(person).title == "The device is not on any more"


@pytest.mark.parametrize("way_out", [GoBack, Leave])
@pytest.mark.parametrize("typed", [0, 1])
async def test_leaving_changes_nothing_and_asks_nothing(typed: int, way_out: type[Exception]) -> None:
    """There is no unfinished device to be settled: MFA is on."""
    with bench(enrolled=True) as here:
        person = Person(here, [Task.RESYNC, *[code(here)] * typed, way_out()])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        assert not person.questions(Leaving)
        assert Call.RESYNC not in here.calls
