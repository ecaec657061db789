"""What is typed on the way to the pair, over HTTP."""

import pytest

from mfa_enroll.domain.totp import SEARCH, STEP, code_at, time_step
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import CodeAsk, DeviceReport, Tone
from tests.support.bench import bench
from tests.support.person import Person, code, go_on, next_code
from tests.support.story import tell


@pytest.mark.parametrize(
    ("seconds", "how_far", "which_way"),
    [
        (210, "3 minutes", "ahead"),
        (-210, "3 minutes", "behind"),
        (5 * 3600, "5 hours", "ahead"),
        (-5 * 3600, "5 hours", "behind"),
    ],
)
async def test_a_phone_with_a_wrong_clock_is_enrolled_and_warned(seconds: float, how_far: str, which_way: str) -> None:
    """Minutes or hours off are no reason to refuse: the person is told how far, and the device is on."""
    with bench() as here:
        here.phone.drift = seconds
        person = Person(here, [go_on, code(here), next_code(here)])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.ENABLED
        at_once, in_the_end = person.questions(CodeAsk)[1].remark, person.questions(DeviceReport)[0].remark
        for remark in (at_once, in_the_end):
            assert remark.tone is Tone.WARNING
            assert how_far in remark.text
            assert which_way in remark.text
        assert in_the_end.text in ending.last_words


async def test_a_clock_set_to_another_time_zone_is_named_before_aws_is_asked() -> None:
    """Twelve hours off is more than AWS searches: no pair is sent until the phone's clock is right."""
    with bench() as here:
        here.phone.drift = 12 * 3600

        def far_off(ask: object) -> object:
            # One code in 500 belongs by chance to a time step near enough.
            seed, now = here.practice.devices[here.serial].seed, time_step(here.clock())
            near = {code_at(seed, step).reveal() for step in range(now - 2 * SEARCH, now + 2 * SEARCH)}
            while {code_at(seed, time_step(here.clock() + at)).reveal() for at in (12 * 3600, 12 * 3600 + STEP)} & near:
                here.clock.advance(STEP)
            return code(here)(ask)

        def set_right(ask: object) -> object:
            here.phone.drift = 0
            return code(here)(ask)

        person = Person(here, [go_on, far_off, next_code(here), set_right, next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        remark = person.questions(CodeAsk)[2].remark
        assert "12 hours ahead" in remark.text
        assert here.calls.count("iam:EnableMFADevice") == 1


async def test_whatever_else_is_typed_costs_no_call() -> None:
    """Letters, too few digits, the same code again: each is answered at once, and AWS hears of none."""
    with bench() as here:
        script = [go_on, "12345", "abcdef", code(here), code(here), "١٢٣٤٥٦", next_code(here)]
        person = Person(here, script)
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        asks = person.questions(CodeAsk)
        assert [ask.kept for ask in asks] == [0, 0, 0, 1, 1, 1]
        assert [ask.remark.text.split()[0] if ask.remark else "" for ask in asks] == ["", "A", "A", "", "That", "A"]
        assert len(here.calls) == 5


async def test_a_missed_code_costs_one_more() -> None:
    """Someone who looks away for a minute is not sent back to the start."""
    with bench() as here:
        person = Person(here, [go_on, code(here), next_code(here, 3), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert person.questions(CodeAsk)[2].kept == 2
        assert here.calls.count("iam:EnableMFADevice") == 1


async def test_all_codes_are_asked_for_one_picture() -> None:
    """The QR code is the same object from the first question to the last, so a page need not be drawn anew."""
    with bench() as here:

        def refused(ask: object) -> object:
            here.practice.devices[here.serial].last_step = 2**40
            return next_code(here)(ask)

        def accepted(ask: object) -> object:
            here.practice.devices[here.serial].last_step = None
            return next_code(here)(ask)

        person = Person(here, [go_on, code(here), refused, next_code(here), accepted])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        asks = person.questions(CodeAsk)
        assert len(asks) == 4
        assert len({id(ask.uri) for ask in asks}) == 1
        assert "did not accept" in asks[2].remark.text
        assert asks[2].kept == 0
        assert here.calls.count("iam:CreateVirtualMFADevice") == 1
        assert here.calls.count("iam:EnableMFADevice") == 2


async def test_the_countdown_goes_to_the_next_time_step() -> None:
    """Until a first code is there nothing is counted down; then the next one's start in server time is named."""
    with bench() as here:
        person = Person(here, [go_on, code(here), next_code(here)])
        await tell(here, person)
        first, second = person.questions(CodeAsk)
        assert first.next_at is None
        assert second.next_at % STEP == 0
        assert second.next_at - here.clock() < STEP
