"""Leaving, wherever the story is."""

import pytest

from mfa_enroll.domain.device import OldDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles.refusals import DeviceInUse
from mfa_enroll.flows.calls import read
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.outcome import Ending, MfaEnabled, NotEnabled, UnfinishedDeleted
from mfa_enroll.flows.progress import Doing
from mfa_enroll.flows.questions import LeaveChoice, Leaving, LeftoverChoice, Problem, Task
from mfa_enroll.words.pages import page
from tests.support.bench import bench
from tests.support.faults import Delay, DropAfter, Refuse
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import tell

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


async def test_leaving_just_as_an_answer_arrives_is_not_forgotten() -> None:
    """Where the answer and the wish to leave come at the same moment, the person leaves."""
    with bench() as here:
        person = Person(here)

        async def answered() -> str:
            person.leave.set()
            return "an answer"

        with pytest.raises(Leave):
            await read(person, Doing(Call.LIST), answered)


async def test_a_second_run_finishes_what_was_left() -> None:
    """A device kept on leaving, its entry on the phone, is turned on by the next run."""
    with bench() as here:
        await tell(here, Person(here, [go_on, code(here), Leave(), KEEP]))
        assert isinstance(await tell(here, Person(here, [go_on, LeftoverChoice.SCANNED, *pair(here)])), MfaEnabled)
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
        assert isinstance(outcome, UnfinishedDeleted)
        old = OldDevice.GONE if replaced else None
        assert (outcome.replaced, outcome.others) == (old, bool(others))
        asked = Leaving(here.serial, replaced=old, others=bool(others))
        assert person.questions(Leaving) == [asked]
        assert page(asked) != page(Leaving(here.serial, replaced=old, others=not others))


@pytest.mark.parametrize(
    ("rest", "ends"),
    [([Leave(), DELETE], UnfinishedDeleted), ([Leave(), KEEP], NotEnabled), (None, MfaEnabled)],
)
async def test_a_device_that_an_earlier_page_named_is_told_of_once(
    rest: list[object] | None, ends: type[object]
) -> None:
    """After the story has started anew, what became of it then is what is said in the end."""
    with bench(enrolled=True, others=1) as here:
        here.fail(Call.CREATE, DropAfter())
        again = [Task.ADD, go_on, code(here, of="alice-1"), LeftoverChoice.FRESH]
        finish = pair(here) if rest is None else rest
        person = Person(here, [Task.REPLACE, device("alice"), code(here), True, True, *again, *finish])
        outcome = await tell(here, person)
        assert isinstance(outcome, ends)
        assert person.incident.left_behind == here.serial
        assert (outcome.left_behind, outcome.may_be_left) == (here.serial if here.has_unfinished else "", "")
