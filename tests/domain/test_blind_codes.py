from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP, BlindCodes, Reading, Verdict, next_step_at

NOW = 1_700_000_012.0


def revealed(verdict: Verdict) -> list[str]:
    """The codes of a pair."""
    assert verdict.pair is not None
    return [code.reveal() for code in verdict.pair]


def test_without_the_seed_two_codes_are_taken_for_the_pair() -> None:
    """Two different codes within 75 seconds may be neighbours; AWS will say whether they are."""
    codes = BlindCodes()
    first = codes.read(Secret("123 456"), NOW)
    assert (first.reading, first.next_at, codes.kept) == (Reading.FIRST, next_step_at(NOW), 1)
    again = codes.read(Secret("123456"), NOW + 5)
    assert (again.reading, again.next_at, codes.kept) == (Reading.SAME_AGAIN, next_step_at(NOW), 1)
    assert revealed(codes.read(Secret("654321"), NOW + 74)) == ["123456", "654321"]


def test_without_the_seed_a_long_wait_is_a_missed_code() -> None:
    """Two codes further apart cannot be neighbours: the later one is kept, and one more is enough."""
    codes = BlindCodes()
    codes.read(Secret("111111"), NOW)
    skipped = codes.read(Secret("222222"), NOW + 76)
    assert (skipped.reading, skipped.next_at, codes.kept) == (Reading.SKIPPED, next_step_at(NOW + 76), 1)
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
