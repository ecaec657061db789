"""What can happen around a run: answers that go wrong, clocks that are wrong, and phones."""

from hypothesis import strategies as st

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import STEP
from mfa_enroll.practice.phone import Phone
from tests.support.bench import MovableClock
from tests.support.faults import (
    BreakOff,
    DropAfter,
    DropBefore,
    Expire,
    Fault,
    Lag,
    OddDate,
    Refuse,
    Truncate,
    Unavailable,
    WrongDate,
)

_REFUSALS = (
    *("Throttling", "ConcurrentModification", "EntityTemporarilyUnmodifiable", "NoSuchEntity", "EntityAlreadyExists"),
    *("AccessDenied", "InvalidAuthenticationCode", "LimitExceeded", "DeleteConflict", "ServiceFailure"),
    *("ServiceUnavailable", "ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch"),
)

FAULTS: st.SearchStrategy[Fault] = st.one_of(
    st.sampled_from([DropBefore(), DropAfter(), Unavailable(), Unavailable(applied=True), Truncate(), BreakOff()]),
    st.sampled_from([Expire(), OddDate(), OddDate("yesterday")]),
    st.builds(Refuse, st.sampled_from(_REFUSALS)),
    st.builds(Lag, st.sampled_from([3.0, 10.0, 14.0])),
    st.builds(WrongDate, st.sampled_from([-90.0, 90.0, 3_600.0, -200_000.0])),
)
JUMPS = st.sampled_from([1.0, 30.0, 31.0, 60.0, 120.0, 3_600.0, 30_000.0, 200_000.0])
"""Seconds that pass."""

DRIFTS = st.sampled_from([0.0, 30.0, -45.0, 180.0, 3_600.0, -29_000.0, 40_000.0])
"""Seconds by which the phone's clock may be ahead."""

CLOCKS = st.sampled_from([0.0, 30.0, -45.0, 180.0, -800.0])
"""Seconds by which the computer may be ahead. AWS takes no signature from one that is a quarter of an hour off."""


class StillClock(MovableClock):
    """A clock that moves when told to, and so shows the same codes in the same sequence each time."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 60 * STEP * 1_000_000 + 2

    def __call__(self) -> float:
        """The time now."""
        return self.ahead


class OwnPhone(Phone):
    """A phone that forgets nothing: an entry of the same name stands above the one before."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__(clock)
        self._scanned: list[Secret] = []

    def scan(self, uri: Secret) -> None:
        """Take the entry, and keep it in mind."""
        super().scan(uri)
        self._scanned.append(uri)

    def look_up(self, seed: Secret) -> bool:
        """Show the entry of a seed again, if it was ever scanned."""
        (*_, uri) = (None, *(each for each in self._scanned if seed.reveal() in each.reveal()))
        if uri is not None:
            super().scan(uri)
        return uri is not None
