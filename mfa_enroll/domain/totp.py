"""Time-based one-time passwords as an authenticator app shows them, and what a typed one turns out to be.

RFC 6238 with AWS's parameters: SHA-1, 30 seconds, six digits. EnableMFADevice takes the codes of two consecutive
time steps. Knowing the seed, this program knows which time step a typed code belongs to, so any two consecutive
steps make the pair, whenever and in whichever order they were typed.
"""

import enum
import re
from dataclasses import dataclass

from mfa_enroll.domain.secret import Secret

STEP = 30
"""Length of a time step in seconds (RFC 6238, X)."""

SEARCH = 1_000
"""How many time steps either side EnableMFADevice searches for a pair: 8 h 20 min. Observed, not promised."""

FAR_SEARCH = 26 * 3600 // STEP
"""How far a pair is looked for only to say how wrong the phone's clock is: any mistaken time zone, in time steps."""

_STEADY = 4
"""Codes of one phone, read within a minute or two, differ by no more than this many time steps in their drift."""


def time_step(at: float) -> int:
    """The time step that ``at`` (seconds since 1970) falls into."""
    return int(at // STEP)


def next_step_at(at: float) -> float:
    """When the time step after the one of ``at`` begins, in seconds since 1970."""
    return float((time_step(at) + 1) * STEP)


def code_at(seed: Secret, step: int) -> Secret:
    """The six-digit code of a time step."""
    return Secret(_codes(seed, step, step)[0])


def digits_in(text: str) -> str:
    """The decimal digits of a text, of whatever script (Unicode category Nd), as ASCII digits."""
    return "".join(str(int(character)) for character in text if character.isdecimal())


def six_digits(typed: Secret) -> Secret | None:
    """What was typed or pasted as six ASCII digits, or None. Spaces and hyphens between them are dropped."""
    bare = re.sub(r"[\s-]", "", typed.reveal())
    return Secret(bare) if re.fullmatch(r"[0-9]{6}", bare) else None


class Reading(enum.Enum):
    """What a typed code turned out to be."""

    NOT_SIX_DIGITS = enum.auto()
    SAME_AGAIN = enum.auto()
    """Typed before: the app has not moved on yet."""
    UNKNOWN = enum.auto()
    """Belongs to no time step that AWS would search: mistyped, or of another entry."""
    CLOCK_TOO_FAR = enum.auto()
    """A pair, of a phone whose clock is further off than AWS searches."""
    FIRST = enum.auto()
    SKIPPED = enum.auto()
    """Right, but not next to any code typed so far. It is kept; its neighbour is needed."""
    PAIR = enum.auto()


@dataclass(frozen=True, slots=True)
class CodeReading:
    """What a typed code turned out to be, with what goes with it.

    Attributes:
        reading: What the code is.
        drift: By how many seconds the phone's clock is ahead of the server's (negative: behind), to about 15 s.
            Zero where typing in one's own time explains it.
        next_at: Server time from which the phone shows another code; None where it shows one already.
        pair: With ``PAIR``: the codes of two consecutive time steps, the earlier one first.
    """

    reading: Reading
    drift: float = 0.0
    next_at: float | None = None
    pair: tuple[Secret, Secret] | None = None


class SeededCodes:
    """The codes typed so far for a seed that is known."""

    def __init__(self, seed: Secret) -> None:
        self._seed = seed
        self._drifts: dict[int, int] = {}  # by time step, of all that the codes typed may belong to
        self._spent: set[int] = set()
        self._unknown: Secret | None = None
        self.drift = 0.0
        """By how many seconds the phone's clock is ahead of the server's, as the last pair shows it."""

    def read(self, typed: Secret, now: float) -> CodeReading:
        """Say what a code typed at ``now`` (server time, seconds since 1970) is, and keep it if it may be right."""
        code = six_digits(typed)
        if code is None:
            return CodeReading(Reading.NOT_SIX_DIGITS)
        current = time_step(now)
        steps = self._steps_of(code, current, SEARCH)
        if not steps:
            return self._read_unknown(code, current)
        if any(step in self._drifts or step in self._spent for step in steps):
            return CodeReading(Reading.SAME_AGAIN, next_at=next_step_at(now))
        neighbours = [step for step in steps if step - 1 in self._drifts or step + 1 in self._drifts]
        step = min(neighbours or steps, key=lambda candidate: abs(candidate - current))
        drift = step - current
        before = self._believed()
        self._drifts.update((candidate, candidate - current) for candidate in steps)
        seconds = _drift_seconds(step, now)
        if neighbours:
            self.drift = seconds
            earlier = step - 1 if step - 1 in self._drifts else step
            pair = (code_at(self._seed, earlier), code_at(self._seed, earlier + 1))
            return CodeReading(Reading.PAIR, seconds, pair=pair)
        believed = self._believed()
        if step not in believed:
            return CodeReading(Reading.UNKNOWN)
        next_at = None if drift == -1 else next_step_at(now)
        return CodeReading(Reading.SKIPPED if before & believed else Reading.FIRST, seconds, next_at)

    def start_over(self) -> None:
        """Ask for two new codes: those typed so far are spent."""
        self._spent.update(self._drifts)
        self._drifts.clear()

    @property
    def kept(self) -> int:
        """How many codes are kept towards a pair."""
        return len(self._believed())

    def _believed(self) -> set[int]:
        """The time steps that the phone has shown, as far as can be told.

        One in 500 mistyped codes belongs to some time step far away. Of steps that cannot come from the same phone,
        those nearest to the server's time are believed. The others stay: a neighbour proves them right after all.
        """
        nearest = min(self._drifts.values(), key=abs, default=0)
        return {step for step, drift in self._drifts.items() if abs(drift - nearest) <= _STEADY}

    def _read_unknown(self, code: Secret, current: int) -> CodeReading:
        before, self._unknown = self._unknown, code
        if before is not None:
            earlier = self._steps_of(before, current, FAR_SEARCH)
            later = {step - 1 for step in self._steps_of(code, current, FAR_SEARCH)}
            pairs = [step for step in earlier if step in later]
            if pairs:
                return CodeReading(Reading.CLOCK_TOO_FAR, float((pairs[0] + 1 - current) * STEP))
        return CodeReading(Reading.UNKNOWN)

    def _steps_of(self, code: Secret, current: int, reach: int) -> list[int]:
        first = max(current - reach, 0)
        codes = _codes(self._seed, first, current + reach)
        return [first + place for place, candidate in enumerate(codes) if candidate == code.reveal()]


class BlindCodes:
    """The codes typed so far for a seed that only the phone knows: all that can be said is which of them are alike."""

    _STALE = 2.5 * STEP
    """Two codes typed further apart than this, in seconds, cannot be of consecutive time steps."""

    drift = 0.0
    """Zero: without the seed, codes tell nothing of the phone's clock."""

    def __init__(self) -> None:
        self._last: tuple[Secret, float] | None = None
        self._seen: list[Secret] = []

    def read(self, typed: Secret, now: float) -> CodeReading:
        """Say what can be said of a code typed at ``now`` (server time, seconds since 1970), and keep it."""
        code = six_digits(typed)
        if code is None:
            return CodeReading(Reading.NOT_SIX_DIGITS)
        if any(code.reveal() == other.reveal() for other in self._seen):
            return CodeReading(Reading.SAME_AGAIN, next_at=next_step_at(now))
        self._seen.append(code)
        before, self._last = self._last, (code, now)
        if before is None:
            return CodeReading(Reading.FIRST, next_at=next_step_at(now))
        if now - before[1] > self._STALE:
            return CodeReading(Reading.SKIPPED, next_at=next_step_at(now))
        return CodeReading(Reading.PAIR, pair=(before[0], code))

    def start_over(self) -> None:
        """Ask for two new codes: those typed so far are spent."""
        self._last = None

    @property
    def kept(self) -> int:
        """How many codes are kept towards a pair."""
        return 0 if self._last is None else 1


Codes = SeededCodes | BlindCodes


def _codes(seed: Secret, first: int, last: int) -> list[str]:
    import pyotp  # noqa: PLC0415 - not needed before the first code, and start-up counts

    generator = pyotp.HOTP(seed.reveal())
    key = generator.byte_secret()
    generator.byte_secret = lambda: key  # type: ignore[method-assign]  # pyotp decodes the seed anew for each code
    return [generator.at(step) for step in range(first, last + 1)]


def _drift_seconds(step: int, now: float) -> float:
    if abs(step - time_step(now)) <= 1:
        return 0.0
    return step * STEP + STEP / 2 - now
