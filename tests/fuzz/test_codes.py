"""Codes: whatever is typed or pasted, whenever."""

from typing import TYPE_CHECKING

import pyotp
from hypothesis import given
from hypothesis import strategies as st

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import BlindCodes, Reading, SeededCodes, next_step_at, six_digits
from mfa_enroll.flows.codes import Spent
from mfa_enroll.flows.remarks import remark_on
from mfa_enroll.words.remarks import said
from tests.fuzz.hostile import HUGE, TEXT, examples

if TYPE_CHECKING:
    from mfa_enroll.domain.totp import Codes

SEED = Secret("QFCTEQPBSJK42RR5NCWPWUHEFMZNS5XPXYEV5SPZPNERAOWCPAS7Q62PNQ2LFCNG")
ALICE = IamUser("aws", "111122223333", "alice")
YEAR_ONE, YEAR_10_000 = -62_135_596_800.0, 253_402_300_800.0

DIGITS = st.text("0123456789", min_size=6, max_size=6)
SPACED = st.lists(st.sampled_from([*"0123456789", " ", "-", "\t", "\u00a0", "\u2003", "\n"]), max_size=12).map("".join)
OTHER_DIGITS = st.text("٠١٢٣٤٥٦٧٨٩０１２３𝟎𝟏²", min_size=6, max_size=6)
TYPED = DIGITS | SPACED | OTHER_DIGITS | TEXT | HUGE
MOMENTS = st.floats(YEAR_ONE, YEAR_10_000) | st.floats(1_800_000_000, 1_800_000_300)


@examples(300)
@given(TYPED)
def test_six_digits_are_six_ascii_digits_or_nothing(typed: str) -> None:
    """Of any text come six digits 0 to 9 in the order typed, with nothing but spaces and hyphens dropped, or none."""
    code = six_digits(Secret(typed))
    rest = "".join(sign for sign in typed if not sign.isspace() and sign != "-")
    is_code = len(rest) == 6 and rest.isascii() and rest.isdigit()
    assert (code.reveal() if code else None) == (rest if is_code else None)


def _codes_near(moment: float) -> list[str]:
    phone = pyotp.TOTP(SEED.reveal())
    return [phone.generate_otp(step) for near in range(-3, 4) if (step := int(moment // 30) + near) >= 0]


@examples(25)
@given(st.booleans(), st.data())
def test_codes_are_read_at_any_time_in_any_order(seeded: bool, data: st.DataObject) -> None:  # noqa: FBT001 - drawn
    """Whatever is typed and however the clock jumps, each code is read, remarked on or makes a pair that is right."""
    codes: Codes = SeededCodes(SEED) if seeded else BlindCodes()
    spent = Spent()
    for _ in range(data.draw(st.integers(1, 6))):
        now = data.draw(MOMENTS)
        near = _codes_near(now)
        typed = Secret(data.draw(st.sampled_from(near) | TYPED if near else TYPED))
        reading = codes.read(typed, now)
        assert (reading.reading is Reading.PAIR) is (reading.pair is not None)
        assert (reading.reading is Reading.NOT_SIX_DIGITS) is (six_digits(typed) is None)
        assert reading.next_at is None or now < reading.next_at <= now + 31
        assert codes.kept >= 0
        if reading.pair is None:
            remark = remark_on(reading, ALICE)
            assert remark is None or (said(remark).text.isprintable() and len(said(remark).text) < 500)
            continue
        if seeded:
            first, second = (pair.reveal() for pair in reading.pair)
            step = int(now // 30)
            phone = pyotp.TOTP(SEED.reveal())
            near_steps = range(max(step - 1001, 0), step + 1002)
            assert any((phone.generate_otp(at), phone.generate_otp(at + 1)) == (first, second) for at in near_steps)
        spent.add(now, *reading.pair)
        assert all(spent.holds(code) for code in reading.pair)
        assert spent.next_at == next_step_at(now)
        codes.start_over()
        assert codes.kept == 0
        assert codes.read(reading.pair[1], now).reading is Reading.SAME_AGAIN
