import base64
import functools
import random
from collections.abc import Iterator

import pyotp
import pytest

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import (
    FAR_SEARCH,
    SEARCH,
    STEP,
    BlindCodes,
    CodeReading,
    Codes,
    Reading,
    SeededCodes,
    code_at,
    next_step_at,
    six_digits,
    time_step,
)

SEED = Secret(base64.b32encode(b"12345678901234567890").decode())
"""The secret that both RFCs' test vectors are made with."""

NOW = 1_700_000_012.0
"""Two seconds into a time step."""

HERE = time_step(NOW)


@pytest.fixture(scope="module", autouse=True)
def _each_code_is_made_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        make = pyotp.HOTP.generate_otp
        made = functools.cache(lambda secret, step: make(pyotp.HOTP(secret), step))
        patch.setattr(pyotp.HOTP, "generate_otp", lambda hotp, step: made(hotp.secret, step))
        yield


def shown(drift: int = 0, after: int = 0) -> Secret:
    """What a phone shows whose clock is ``drift`` steps ahead, ``after`` steps from now."""
    return code_at(SEED, HERE + drift + after)


def pair_at(step: int) -> list[str]:
    """The codes of a time step and the one after it."""
    return [code_at(SEED, step).reveal(), code_at(SEED, step + 1).reveal()]


def revealed(reading: CodeReading) -> list[str]:
    """The codes of a pair."""
    assert reading.reading is Reading.PAIR
    assert reading.pair is not None
    return [code.reveal() for code in reading.pair]


def stray_code(first: int, last: int) -> Secret:
    """A code of no step around now but one, which lies from ``first`` to ``last`` steps away: mistyped by chance."""
    right = {code_at(SEED, HERE + step).reveal() for step in range(-10, 30)}
    return next(code for step in range(first, last) if (code := code_at(SEED, HERE + step)).reveal() not in right)


@functools.cache
def mistyped() -> Secret:
    """Six digits that no time step within a day has."""
    near = {code_at(SEED, HERE + step).reveal() for step in range(-3200, 3300)}
    return next(Secret(code) for number in range(10**6) if (code := f"{number:06}") not in near)


RFC_4226 = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
RFC_6238 = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


@pytest.mark.parametrize(
    ("step", "code"),
    [*enumerate(RFC_4226), *((time_step(at), eight_digits[-6:]) for at, eight_digits in RFC_6238.items())],
)
def test_codes_are_those_of_the_rfcs(step: int, code: str) -> None:
    """The app shows the values of RFC 4226, Appendix D, and the last six digits of those of RFC 6238, Appendix B."""
    assert code_at(SEED, step).reveal() == code


@pytest.mark.parametrize(
    ("at", "step", "following"),
    [(-0.5, -1, 0), (0, 0, 30), (29.999, 0, 30), (30, 1, 60), (59.5, 1, 60), (NOW, HERE, NOW - 2 + STEP)],
)
def test_a_time_step_lasts_thirty_seconds_and_starts_at_1970(at: float, step: int, following: float) -> None:
    """Time steps are counted from 1970 (RFC 6238, T0 = 0), and the next one starts where one ends."""
    assert time_step(at) == step
    assert next_step_at(at) == following


@pytest.mark.parametrize("typed", ["123456", "123 456", "123-456", " 123456\n", "12 34 56", "123\N{NO-BREAK SPACE}456"])
def test_six_digits_may_be_spaced(typed: str) -> None:
    """A code is taken as apps show it and as people copy it."""
    code = six_digits(Secret(typed))
    assert code is not None
    assert code.reveal() == "123456"


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "१२३४५६", "12345６", "+12345", "12.345", "123_456", "-12345"]
)
@pytest.mark.parametrize("codes", [SeededCodes(SEED), BlindCodes()])
def test_anything_else_is_not_a_code(typed: str, codes: Codes) -> None:
    """Too few, too many, letters, and digits that AWS does not take are no six digits, and are not kept."""
    assert six_digits(Secret(typed)) is None
    assert codes.read(Secret(typed), NOW) == CodeReading(Reading.NOT_SIX_DIGITS)
    assert codes.kept == 0


def test_two_codes_in_a_row_are_the_pair() -> None:
    """The ordinary case: a code, the next one, and there is the pair, the earlier one first."""
    codes = SeededCodes(SEED)
    assert (codes.kept, codes.drift) == (0, 0.0)
    assert codes.read(shown(), NOW) == CodeReading(Reading.FIRST, next_at=next_step_at(NOW))
    assert codes.kept == 1
    second = codes.read(shown(after=1), NOW + STEP)
    assert (second.drift, second.next_at, codes.drift) == (0.0, None, 0.0)
    assert revealed(second) == pair_at(HERE)


def test_the_same_code_twice_is_named() -> None:
    """Typing the code that is still shown says so, and when the next one comes."""
    codes = SeededCodes(SEED)
    codes.read(shown(), NOW)
    assert codes.read(shown(), NOW + 10) == CodeReading(Reading.SAME_AGAIN, next_at=next_step_at(NOW))
    assert codes.kept == 1
    assert codes.read(shown(after=1), NOW + STEP).reading is Reading.PAIR


def test_a_code_of_another_entry_is_unknown_and_costs_nothing() -> None:
    """A mistyped code is named, and the pair is found around it."""
    codes = SeededCodes(SEED)
    assert codes.read(mistyped(), NOW) == CodeReading(Reading.UNKNOWN)
    assert codes.kept == 0
    codes.read(shown(), NOW)
    assert codes.read(mistyped(), NOW) == CodeReading(Reading.UNKNOWN)
    assert codes.kept == 1
    assert revealed(codes.read(shown(after=1), NOW + STEP)) == pair_at(HERE)


def test_after_a_missed_code_one_more_is_enough() -> None:
    """The later code is kept, so its neighbour alone makes the pair."""
    codes = SeededCodes(SEED)
    codes.read(shown(), NOW)
    later = NOW + 3 * STEP
    assert codes.read(shown(after=3), later) == CodeReading(Reading.SKIPPED, next_at=next_step_at(later))
    assert codes.kept == 2
    assert revealed(codes.read(shown(after=4), NOW + 4 * STEP)) == pair_at(HERE + 3)


def test_the_missing_one_may_be_typed_late() -> None:
    """A code that was read in time and is typed after its neighbour makes the pair as well, in the right order."""
    codes = SeededCodes(SEED)
    codes.read(shown(after=1), NOW + STEP)
    assert revealed(codes.read(shown(), NOW + STEP + 5)) == pair_at(HERE)


@pytest.mark.parametrize(("step", "next_at"), [(-1, None), (1, next_step_at(NOW))])
def test_one_step_off_is_no_drift(step: int, next_at: float | None) -> None:
    """A phone a few seconds ahead is as good as any; of a code just replaced, the phone shows the next one already."""
    assert SeededCodes(SEED).read(shown(step), NOW) == CodeReading(Reading.FIRST, 0.0, next_at)


@pytest.mark.parametrize("drift", [-SEARCH, -600, -7, -2, 2, 7, 600, SEARCH])
def test_a_wrong_clock_is_measured_and_no_obstacle(drift: int) -> None:
    """A phone minutes or hours off gives a pair. Its drift is told as of the middle of the time step."""
    codes = SeededCodes(SEED)
    from_middle = STEP / 2 - 2
    assert codes.read(shown(drift), NOW) == CodeReading(Reading.FIRST, drift * STEP + from_middle, next_step_at(NOW))
    second = codes.read(shown(drift, after=1), NOW + STEP + 20)
    assert second.drift == codes.drift == drift * STEP + from_middle - 20
    assert revealed(second) == pair_at(HERE + drift)


@pytest.mark.parametrize("steps", [-25 * 120, -9 * 120, -SEARCH - 2, SEARCH + 1, 9 * 120, FAR_SEARCH])
def test_a_clock_beyond_the_search_is_told_after_two_codes(steps: int) -> None:
    """A phone in the wrong time zone, whose codes AWS would not find, is told how far off it is."""
    codes = SeededCodes(SEED)
    assert codes.read(shown(steps), NOW) == CodeReading(Reading.UNKNOWN)
    assert codes.read(shown(steps, after=1), NOW + STEP) == CodeReading(Reading.CLOCK_TOO_FAR, float(steps * STEP))
    assert codes.kept == 0
    # The phone's clock is set right:
    codes.read(shown(after=2), NOW + 2 * STEP)
    assert revealed(codes.read(shown(after=3), NOW + 3 * STEP)) == pair_at(HERE + 2)


def test_a_clock_off_by_more_than_any_time_zone_is_not_looked_for() -> None:
    """Beyond a day and two hours, a code is as good as mistyped."""
    codes = SeededCodes(SEED)
    codes.read(shown(FAR_SEARCH + 1), NOW)
    assert codes.read(shown(FAR_SEARCH + 1, after=1), NOW + STEP).reading is Reading.UNKNOWN
    assert (SEARCH * STEP, FAR_SEARCH * STEP) == (8 * 3600 + 20 * 60, 26 * 3600)


def test_two_mistyped_codes_are_no_wrong_clock() -> None:
    """Codes that are not in a row say nothing of a clock."""
    codes = SeededCodes(SEED)
    codes.read(shown(1500), NOW)
    for other in (shown(1502), mistyped(), shown(1503)):
        assert codes.read(other, NOW + STEP).reading is Reading.UNKNOWN


@pytest.mark.parametrize("first", [0, -100, 100])
@pytest.mark.parametrize(("apart", "is_believed"), [(4, True), (5, False), (-4, True), (-5, False)])
def test_codes_of_one_phone_are_a_few_steps_apart(first: int, apart: int, *, is_believed: bool) -> None:
    """Of codes further apart, only what is nearest to the server's time is believed."""
    codes = SeededCodes(SEED)
    codes.read(shown(first), NOW)
    second = codes.read(shown(first + apart), NOW)
    assert codes.kept == 1 + is_believed
    is_nearer = abs(first + apart) < abs(first)
    expected = Reading.SKIPPED if is_believed else Reading.FIRST if is_nearer else Reading.UNKNOWN
    assert second.reading is expected


@pytest.mark.parametrize(("first", "last"), [(-990, -500), (300, 900)])
def test_a_mistyped_code_that_by_chance_is_one_of_hours_away_derails_nothing(first: int, last: int) -> None:
    """Before, between or in place of right codes, a stray one never stands against what fits the server's time."""
    stray = stray_code(first, last)
    before = SeededCodes(SEED)
    before.read(stray, NOW)
    assert before.read(shown(), NOW).reading is Reading.FIRST
    assert before.kept == 1
    assert revealed(before.read(shown(after=1), NOW + STEP)) == pair_at(HERE)
    between = SeededCodes(SEED)
    between.read(shown(), NOW)
    assert between.read(stray, NOW + STEP).reading is Reading.UNKNOWN
    assert between.kept == 1
    assert revealed(between.read(shown(after=1), NOW + STEP)) == pair_at(HERE)


def test_a_stray_code_does_not_derail_a_phone_that_is_hours_off() -> None:
    """Even where the stray one fits better, two right codes in a row are the pair."""
    stray = stray_code(100, 500)
    for order in range(3):
        codes = SeededCodes(SEED)
        typed = [shown(700), shown(700, after=1)]
        typed.insert(order, stray)
        readings = [codes.read(code, NOW + STEP * (code is not typed[0])) for code in typed]
        assert [revealed(each) for each in readings if each.pair] == [pair_at(HERE + 700)]


def test_a_code_that_two_time_steps_share_is_taken_for_either() -> None:
    """Where one code belongs to a near step and to the phone's own, the nearer counts until a neighbour decides."""
    place: dict[str, int] = {}
    for step in range(HERE - SEARCH, HERE + SEARCH):
        code = code_at(SEED, step).reveal()
        if code in place:
            near, far = sorted((place[code], step), key=lambda each: abs(each - HERE))
            assert SeededCodes(SEED).read(Secret(code), NOW).drift == (near - HERE) * STEP + STEP / 2 - 2
            break
        place[code] = step
    else:
        pytest.fail("no two steps share a code here: choose another NOW")
    for step in (near, far):
        for first, second in ((step, step + 1), (step - 1, step)):
            codes = SeededCodes(SEED)
            codes.read(code_at(SEED, first), NOW)
            assert revealed(codes.read(code_at(SEED, second), NOW + STEP)) == pair_at(first)


def test_codes_that_aws_refused_are_spent() -> None:
    """After starting over, the same codes are named as used, and a new pair is found."""
    codes = SeededCodes(SEED)
    codes.read(shown(), NOW)
    codes.read(shown(after=1), NOW + STEP)
    codes.start_over()
    assert codes.kept == 0
    for spent in (shown(), shown(after=1)):
        assert codes.read(spent, NOW + STEP) == CodeReading(Reading.SAME_AGAIN, next_at=next_step_at(NOW + STEP))
    assert codes.read(shown(after=2), NOW + 2 * STEP).reading is Reading.FIRST
    assert revealed(codes.read(shown(after=3), NOW + 3 * STEP)) == pair_at(HERE + 2)


def test_codes_near_1970_are_of_their_own_steps() -> None:
    """Where the search would reach back before 1970 it starts there."""
    codes = SeededCodes(SEED)
    assert codes.read(code_at(SEED, 0), 29) == CodeReading(Reading.FIRST, next_at=30.0)
    assert revealed(codes.read(code_at(SEED, 1), 59)) == pair_at(0)


@pytest.mark.parametrize("trial", range(25))
def test_any_two_consecutive_steps_typed_are_the_pair(trial: int) -> None:
    """In whichever order, with strangers and gaps between, the pair is there exactly when two neighbours are."""
    chance = random.Random(trial)  # noqa: S311 - a test that can be repeated
    codes = SeededCodes(SEED)
    drift = chance.choice([0, 0, 1, -7, 600, -800])
    typed: set[int] = set()
    at = NOW
    for _ in range(12):
        at += chance.uniform(0, 70)
        if chance.random() < 0.25:
            assert codes.read(mistyped(), at).pair is None
            continue
        step = time_step(at) + drift - chance.randrange(3)
        reading = codes.read(code_at(SEED, step), at)
        if step in typed:
            assert reading.reading is Reading.SAME_AGAIN
            continue
        neighbours = {step - 1, step + 1} & typed
        typed.add(step)
        if neighbours:
            assert revealed(reading) in [pair_at(min(step, each)) for each in neighbours]
            return
        assert reading.reading is (Reading.FIRST if len(typed) == 1 else Reading.SKIPPED)
        assert codes.kept == len(typed)


def test_a_reading_does_not_show_its_codes() -> None:
    """Printing what a code turned out to be prints no code."""
    codes = SeededCodes(SEED)
    codes.read(shown(), NOW)
    reading = codes.read(shown(after=1), NOW + STEP)
    assert not any(code in f"{reading!r} {codes!r}" for code in [*pair_at(HERE), SEED.reveal()])


def test_without_the_seed_two_codes_are_taken_for_the_pair() -> None:
    """Two different codes within 75 seconds may be neighbours; AWS will say whether they are."""
    codes = BlindCodes()
    assert codes.read(Secret("123 456"), NOW) == CodeReading(Reading.FIRST, next_at=next_step_at(NOW))
    assert codes.kept == 1
    assert codes.read(Secret("123456"), NOW + 5) == CodeReading(Reading.SAME_AGAIN, next_at=next_step_at(NOW))
    assert codes.kept == 1
    assert revealed(codes.read(Secret("654321"), NOW + 75)) == ["123456", "654321"]
    assert codes.drift == 0.0


def test_without_the_seed_a_long_wait_is_a_missed_code() -> None:
    """Two codes further apart cannot be neighbours: the later one is kept, and one more is enough."""
    codes = BlindCodes()
    codes.read(Secret("111111"), NOW)
    later = NOW + 75.25
    assert codes.read(Secret("222222"), later) == CodeReading(Reading.SKIPPED, next_at=next_step_at(later))
    assert codes.kept == 1
    assert revealed(codes.read(Secret("333333"), NOW + 100)) == ["222222", "333333"]


def test_without_the_seed_refused_codes_are_spent() -> None:
    """After AWS refused a pair, neither of its codes counts again, and two new ones make the next pair."""
    codes = BlindCodes()
    codes.read(Secret("111111"), NOW)
    codes.read(Secret("222222"), NOW + STEP)
    codes.start_over()
    assert codes.kept == 0
    for spent in ("111111", "222222"):
        assert codes.read(Secret(spent), NOW + STEP).reading is Reading.SAME_AGAIN
    assert codes.read(Secret("333333"), NOW + 2 * STEP).reading is Reading.FIRST
    codes.start_over()
    assert codes.read(Secret("333333"), NOW + 2 * STEP).reading is Reading.SAME_AGAIN
    codes.read(Secret("444444"), NOW + 3 * STEP)
    assert revealed(codes.read(Secret("555555"), NOW + 4 * STEP)) == ["444444", "555555"]
