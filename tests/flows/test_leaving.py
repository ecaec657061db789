"""Leaving, wherever the story is."""

import pytest

from mfa_enroll.domain.device import OldDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.domain.troubles.refusals import DeviceInUse
from mfa_enroll.flows.asks import CodeAsk, Need
from mfa_enroll.flows.calls import change, read
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import Ending, MfaEnabled, NotEnabled, UnfinishedDeleted
from mfa_enroll.flows.progress import Doing
from mfa_enroll.flows.questions import LeaveChoice, Leaving, LeftoverChoice, Problem, Task
from mfa_enroll.flows.troubles import CutOff
from mfa_enroll.words.pages import page
from tests.support.bench import bench
from tests.support.faults import Delay, DropAfter, Refuse
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import policy_without, tell

STAY, DELETE, KEEP = LeaveChoice.STAY, LeaveChoice.DELETE, LeaveChoice.KEEP


@pytest.mark.parametrize("call", [Call.WHO_AM_I, Call.LIST])
@pytest.mark.parametrize("enrolled", [False, True])
async def test_a_question_to_aws_in_flight_is_not_waited_for(call: Call, *, enrolled: bool) -> None:
    """Leaving returns long before the answer comes, and says of MFA only that AWS had not answered."""
    with bench(enrolled=enrolled) as here:
        here.fail(call, Delay(60))
        person = Person(here)
        person.leave_during(call)
        outcome = await tell(here, person, here.account(read=120))
        assert isinstance(outcome, NotEnabled)
        assert outcome.ending is Ending.LEFT
        assert outcome.unanswered
        assert call not in here.calls


@pytest.mark.parametrize("where", [Call.WHO_AM_I, Call.LIST, "the plan", "another page"])
async def test_leaving_after_trying_again_still_names_what_may_be_left(where: str) -> None:
    """A device that a lost answer may have left is not in the list, so it is named wherever the person leaves then."""
    with bench() as here:
        here.fail(Call.CREATE, DropAfter())
        person = Person(here, [go_on, True])
        if where == "another page":
            here.faults.add(Call.LIST, nth=2, times=3, fault=DropAfter())
            person.script += [False]
        elif where != "the plan":
            again = iter((False, True))
            person.on_doing = lambda doing: person.leave.set() if doing.call == where and next(again) else None
        outcome = await tell(here, person)
        assert here.has_unfinished
        assert outcome.ending is Ending.PROBLEM
        assert outcome.left_behind == here.serial
        assert all(problem.incident.left_behind for problem in person.questions(Problem))


async def test_leaving_after_trying_again_in_earnest_is_no_problem() -> None:
    """AWS has answered since, and nothing is left of what a page said before."""
    with bench() as here:
        here.fail(Call.CREATE, Refuse("LimitExceeded"))
        assert await tell(here, Person(here, [go_on, True, Leave()])) == NotEnabled()


@pytest.mark.parametrize(
    ("others", "script", "replaced"),
    [
        (0, [Leave()], OldDevice.OFF),
        (0, [go_on, LeftoverChoice.FRESH, Leave(), KEEP], OldDevice.GONE),
        (1, [], OldDevice.OFF),
    ],
)
async def test_the_old_device_is_told_of_after_trying_again(
    others: int, script: list[object], replaced: OldDevice
) -> None:
    """It was turned off for a new one, whether the person leaves at the plan, later, or before AWS says who it is."""
    with bench(enrolled=True, others=others) as here:
        here.faults.add(Call.DELETE, nth=2, fault=Refuse("LimitExceeded"))
        person = Person(here, [Task.REPLACE, device("alice"), code(here), True, True, *script])
        looks = iter((False, not script))
        person.on_doing = lambda doing: person.leave.set() if doing.call is Call.WHO_AM_I and next(looks) else None
        outcome = await tell(here, person)
        because = None if replaced is OldDevice.GONE else person.incident
        told = NotEnabled(left_behind=here.serial, replaced=replaced, others=bool(others), because=because)
        assert outcome == told


async def test_leaving_just_as_an_answer_arrives_is_not_forgotten() -> None:
    """Where the answer and the wish to leave come at the same moment, the person leaves."""
    with bench() as here:
        person = Person(here)

        async def answered() -> str:
            person.leave.set()
            return "an answer"

        with pytest.raises(Leave):
            await read(person, Doing(Call.LIST), answered)


async def test_whoever_has_to_end_at_once_does_not_wait_for_a_change() -> None:
    """Whether it was made is not known then, so the device is named. There is nothing to try again."""
    with bench() as here:
        here.fail(Call.CREATE, Delay(60))
        person = Person(here, [go_on, False])
        person.on_sent = lambda call: person.gone.set() if call is Call.CREATE else None
        outcome = await tell(here, person, here.account(read=120))
        cut_off = Incident(trouble=CutOff(call=Call.CREATE, user=here.practice.user), left_behind=here.serial)
        assert outcome == NotEnabled(because=cut_off, left_behind=here.serial)
        assert person.questions(Problem)[0].answers == (False,)
        assert Call.CREATE not in here.calls


async def test_whoever_has_to_end_at_once_sends_no_change_any_more() -> None:
    """AWS is not asked for anything that nobody will wait for."""
    with bench() as here:
        person = Person(here)
        person.gone.set()
        account, alice = here.account(), here.practice.user
        with pytest.raises(Leave):
            await change(person, Call.CREATE, alice, lambda: account.create_device(alice))
        assert here.calls == []


async def test_leaving_once_mfa_is_on_still_tells_how_to_start_a_session() -> None:
    """It is no less on than for someone who is done."""
    with bench() as here:
        outcome = await tell(here, Person(here, [go_on, *pair(here), Leave()]))
        assert isinstance(outcome, MfaEnabled)
        assert outcome.session == here.profiles.session_options()


async def test_a_second_run_finishes_what_was_left() -> None:
    """A device kept on leaving, its entry on the phone, is turned on by the next run."""
    with bench() as here:
        await tell(here, Person(here, [go_on, code(here), Leave(), KEEP]))
        person = Person(here, [go_on, LeftoverChoice.SCANNED, *pair(here)])
        assert isinstance(await tell(here, person), MfaEnabled)
        assert {ask.need for ask in person.questions(CodeAsk)} == {Need.RESUME}
        assert Call.DELETE not in here.calls


@pytest.mark.parametrize("stays", [False, True])
async def test_a_device_in_use_that_the_list_never_shows_is_deleted_twice_in_vain_and_no_more(*, stays: bool) -> None:
    """The listing decides once. Then a page says what AWS says, whether the person has stayed meanwhile or not."""
    with bench() as here:
        here.fail(Call.DELETE, Refuse("DeleteConflict"), times=2)
        between = [Leave(), STAY] if stays else []
        person = Person(here, [go_on, Leave(), DELETE, *between, Leave(), DELETE, False])
        outcome = await tell(here, person)
        assert isinstance(outcome, NotEnabled)
        assert isinstance(person.incident.trouble, DeviceInUse)
        assert person.questions(Problem)[0].answers == (False,)
        assert outcome.because == person.incident
        assert outcome.left_behind == here.serial


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize("replaced", [False, True])
async def test_the_question_about_leaving_knows_what_else_is_on(others: int, *, replaced: bool) -> None:
    """Whoever has another device on is not told that MFA is off, nor that it is not on yet."""
    with bench(enrolled=replaced, others=others) as here:
        before: dict[tuple[bool, int], list[object]] = {
            (False, 0): [go_on],
            (False, 1): [Task.ADD, go_on, code(here)],
            (True, 0): [Task.REPLACE, device("alice"), code(here), True],
            (True, 1): [Task.REPLACE, device("alice"), code(here), True],
        }
        person = Person(here, [*before[replaced, others], next_code(here), Leave(), DELETE])
        outcome = await tell(here, person)
        old = OldDevice.GONE if replaced else None
        assert outcome == UnfinishedDeleted(serial=here.serial, found=True, replaced=old, others=bool(others))
        asked = Leaving(here.serial, replaced=old, others=bool(others))
        assert person.questions(Leaving) == [asked]
        assert page(asked) != page(Leaving(here.serial, replaced=old, others=not others))


@pytest.mark.parametrize("choice", [DELETE, KEEP])
async def test_whoever_leaves_from_a_page_and_settles_the_device_is_told_of_the_page_again(choice: LeaveChoice) -> None:
    """The question about the device comes after the page; the problem is still why it ends."""
    with bench() as here:
        here.fail(Call.ENABLE, Refuse("LimitExceeded"))
        person = Person(here, [go_on, *pair(here), False, choice])
        outcome = await tell(here, person)
        assert outcome.because == person.incident
        assert outcome.ending is Ending.PROBLEM


@pytest.mark.parametrize(
    ("leftover", "script"),
    [
        (False, [Leave(), DELETE, Leave(), KEEP]),
        (True, [LeftoverChoice.FRESH, GoBack(), LeftoverChoice.SCANNED, Leave()]),
    ],
)
async def test_whoever_may_not_delete_the_device_is_told_so_in_the_end(script: list[object], *, leftover: bool) -> None:
    """It stays, whether this run made it or an earlier one, and nothing else is said of it."""
    with bench(policy=policy_without(Call.DELETE), leftover=leftover) as here:
        person = Person(here, [go_on, *script])
        assert await tell(here, person) == NotEnabled(left_behind=here.serial, undeletable=True)
        assert len(person.questions(Leaving)) == script.count(KEEP) + script.count(DELETE)


@pytest.mark.parametrize(("error", "named"), [("EntityAlreadyExists", True), ("Throttling", False)])
async def test_leaving_in_a_pause_names_the_device_if_aws_has_just_said_that_it_is_there(
    error: str, *, named: bool
) -> None:
    """It was deleted, which AWS may not know everywhere; that AWS is busy says nothing of it."""
    with bench(leftover=True) as here:
        here.faults.add(Call.CREATE, nth=2, fault=Refuse(error))
        person = Person(here, [go_on, LeftoverChoice.FRESH])
        person.leave_in_pause()
        assert await tell(here, person) == NotEnabled(left_behind=here.serial if named else "")


async def test_leaving_before_a_device_is_made_names_none() -> None:
    """AWS was not asked for it."""
    with bench() as here:
        person = Person(here, [go_on])
        person.leave_at(Call.CREATE)
        assert await tell(here, person) == NotEnabled()


async def test_leaving_while_a_lost_answer_is_looked_into_ends_with_that() -> None:
    """No page has told of it so far."""
    with bench() as here:
        here.fail(Call.ENABLE, DropAfter())
        person = Person(here, [go_on, *pair(here), KEEP])
        person.leave_at(Call.LIST, making_sure=True)
        outcome = await tell(here, person)
        assert outcome.because
        assert outcome.because.trouble == AnswerLost(call=Call.ENABLE)


@pytest.mark.parametrize(
    ("rest", "ends"),
    [([Leave(), DELETE], UnfinishedDeleted), ([Leave(), KEEP], NotEnabled), (None, MfaEnabled)],
)
async def test_a_device_that_an_earlier_page_named_is_told_of_once(
    rest: list[object] | None, ends: type[object]
) -> None:
    """After the story has started anew, what became of it then is what is said in the end."""
    with bench(enrolled=True, others=1) as here:
        here.faults.add(Call.CREATE, nth=2, fault=DropAfter())
        again = [Task.ADD, go_on, code(here, of="alice-1"), LeftoverChoice.FRESH]
        finish = pair(here) if rest is None else rest
        person = Person(here, [Task.REPLACE, device("alice"), code(here), True, True, *again, *finish])
        outcome = await tell(here, person)
        assert isinstance(outcome, ends)
        assert person.incident.left_behind == here.serial
        assert (outcome.left_behind, outcome.may_be_left) == (here.serial if here.has_unfinished else "", "")
