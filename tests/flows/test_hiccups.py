"""AWS is busy, or has not caught up with a change: waited out visibly, and not for ever."""

import random

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows.calls import BUSY_PAUSES, PAUSES
from mfa_enroll.flows.dialogue import Pause
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import LeftoverChoice
from mfa_enroll.practice.faults import Refuse
from tests.support.bench import bench
from tests.support.person import Person, code, go_on, next_code
from tests.support.story import page, tell

BUSY = ["Throttling", "ConcurrentModification", "EntityTemporarilyUnmodifiable"]


@pytest.mark.parametrize("error", BUSY)
@pytest.mark.parametrize("call", [Call.CREATE, Call.ENABLE])
async def test_a_busy_moment_is_waited_out(call: Call, error: str) -> None:
    """The call is made again after a visible pause, and the person need do nothing."""
    with bench() as here:
        here.fail(call, Refuse(error))
        person = Person(here, [go_on, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert [(pause.attempt, pause.attempts) for pause in person.pauses] == [(1, len(BUSY_PAUSES))]
        assert "busy" in person.pauses[0].why
        assert here.calls.count(call) == 2


async def test_a_device_that_has_not_arrived_everywhere_is_waited_for() -> None:
    """NoSuchEntity on Enable right after Create passes: the same codes are sent again."""
    with bench() as here:
        here.fail(Call.ENABLE, Refuse("NoSuchEntity"), times=2)
        person = Person(here, [go_on, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert [pause.seconds for pause in person.pauses] == list(PAUSES[:2])
        assert "caught up" in person.pauses[0].why


async def test_a_name_that_is_not_free_everywhere_is_waited_for() -> None:
    """EntityAlreadyExists on Create right after Delete passes."""
    with bench(leftover=True) as here:
        for nth in (2, 3):
            here.faults.add(Call.CREATE, nth=nth, fault=Refuse("EntityAlreadyExists"))
        person = Person(here, [go_on, LeftoverChoice.FRESH, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert [pause.seconds for pause in person.pauses] == list(PAUSES[:2])


async def test_a_name_that_stays_taken_leads_back_to_the_choice() -> None:
    """Where it does not pass, the person is told and asked anew."""
    with bench(leftover=True) as here:
        for nth in range(2, 7):
            here.faults.add(Call.CREATE, nth=nth, fault=Refuse("EntityAlreadyExists"))
        person = Person(here, [go_on, LeftoverChoice.FRESH, LeftoverChoice.FRESH, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert [pause.seconds for pause in person.pauses] == list(PAUSES)


@pytest.mark.parametrize("call", [Call.CREATE, Call.ENABLE])
async def test_busy_for_good_ends_in_a_page_and_trying_again_finishes(call: Call) -> None:
    """Some pauses, then a page; after it the same run can still come to its end."""
    with bench() as here:
        here.fail(call, Refuse("Throttling"), times=len(BUSY_PAUSES) + 1)
        pair = [next_code(here), next_code(here)]
        again = [True, go_on, *pair] if call is Call.CREATE else [*pair, True, *pair]
        person = Person(here, [go_on, *again])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert len(person.pauses) == len(BUSY_PAUSES)
        assert page(person).can_retry
        assert page(person).left_behind == ("" if call is Call.CREATE else here.serial)


async def busy_pauses() -> list[Pause]:
    """The pauses of a run that AWS turned away until it gave up."""
    with bench() as here:
        here.fail(Call.CREATE, Refuse("Throttling"), times=len(BUSY_PAUSES) + 1)
        person = Person(here, [go_on, False])
        await tell(here, person)
        return person.pauses


@pytest.mark.parametrize(("chance", "share"), [(0.0, 0.5), (0.5, 0.75), (1.0, 1.0)])
async def test_pauses_of_a_busy_moment_are_cut_by_chance(
    monkeypatch: pytest.MonkeyPatch, chance: float, share: float
) -> None:
    """Each is between half of its length and all of it, and they grow."""
    monkeypatch.setattr(random, "uniform", lambda least, most: least + (most - least) * chance)
    assert [pause.seconds for pause in await busy_pauses()] == [share * most for most in BUSY_PAUSES]


async def test_two_who_were_turned_away_together_do_not_come_back_together() -> None:
    """Their pauses differ from the first one on."""
    first, second = [await busy_pauses() for _ in range(2)]
    assert all(one.seconds != other.seconds for one, other in zip(first, second, strict=True))


async def test_a_busy_listing_is_waited_out() -> None:
    """boto3's own attempts used up, the listing is asked for once more after a pause."""
    with bench() as here:
        here.fail(Call.LIST, Refuse("Throttling"), times=3)
        person = Person(here, [go_on, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert len(person.pauses) == 1


async def test_a_device_that_is_not_listed_yet_is_waited_for() -> None:
    """AWS has taken the codes and lists the device a little later: that is looked for, and Enable is not sent again."""
    with bench() as here:
        person = Person(here, [go_on, code(here), next_code(here)])
        hidden: list[float] = []

        def hide(words: str) -> None:
            device = here.practice.devices.get(here.serial)
            if words.startswith("Making sure") and device and device.enabled_at and not hidden:
                hidden.append(device.enabled_at)
                device.enabled_at = None

        def show(_pause: object) -> None:
            here.practice.devices[here.serial].enabled_at = hidden[0]

        person.on_doing, person.on_pause = hide, show
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert len(person.pauses) == 1
        assert here.calls.count(Call.ENABLE) == 1


async def test_a_device_that_is_never_listed_is_not_said_to_be_off() -> None:
    """AWS has taken the codes: whoever leaves then is told that, and asked for no decision about the device."""
    with bench() as here:
        person = Person(here, [go_on, code(here), next_code(here), True, False])

        def hide(words: str) -> None:
            if words.startswith("Making sure"):
                here.practice.devices[here.serial].enabled_at = None

        person.on_doing = hide
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert "accepted the two codes" in ending.last_words
        assert here.serial in ending.last_words
        assert here.calls.count(Call.ENABLE) == 1
