"""What AWS's limits on calls a second do to many people of one account at once.

IAM and STS let calls through by token buckets, for each account and call apart (AWS Security Blog, "How to monitor and
query IAM resources at scale – Part 2"). STS's limit is published, 600 calls a second (IAM User Guide, "IAM and AWS STS
quotas"); IAM's are not, and those here are on the strict side of what was observed.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from mfa_enroll.domain.failure import Call
from tests.support.faults import Fault, Faults, Refuse


@dataclass(frozen=True, slots=True)
class Limit:
    """Calls let through: ``rate`` a second in the long run, ``burst`` at once."""

    rate: float
    burst: float


STS = Limit(rate=600, burst=600)
IAM_READS = Limit(rate=20, burst=40)
IAM_CHANGES = Limit(rate=10, burst=20)


def aws_like(call: str) -> Limit:
    """An account's limit for a call, an action as a policy names it: ``iam:EnableMFADevice``."""
    if call.startswith("sts:"):
        return STS
    return IAM_CHANGES if call in set(Call) and Call(call).is_change else IAM_READS


class TokenBucket:
    """A bucket with a token for each call that is let through. It starts full. Not thread-safe.

    ``clock`` is any that does not go back, in seconds.
    """

    def __init__(self, limit: Limit, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._tokens = limit.burst
        self._filled_at = clock()

    def take(self) -> bool:
        """Take a token, if there is one."""
        now = self._clock()
        self._tokens = min(self._limit.burst, self._tokens + (now - self._filled_at) * self._limit.rate)
        self._filled_at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Throttling(Faults):
    """Turns calls away that come too fast, beside the failures that are scripted. Thread-safe.

    One is shared by the servers of all users of an account.

    Args:
        limit: The limit for a call.
        clock: As for ``TokenBucket``.
    """

    def __init__(
        self, limit: Callable[[str], Limit] = aws_like, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._limit = limit
        self._clock = clock
        self._buckets: dict[str, TokenBucket] = {}
        self._bucket_lock = threading.Lock()
        self._turned_away: Counter[str] = Counter()

    @property
    def turned_away(self) -> Counter[str]:
        """How many requests of each call were turned away so far."""
        with self._bucket_lock:
            return self._turned_away.copy()

    def next(self, call: str) -> Fault | None:
        """As scripted, or else ``Throttling`` where there is no token left."""
        scripted = super().next(call)
        if scripted is not None:
            return scripted
        with self._bucket_lock:
            if call not in self._buckets:
                self._buckets[call] = TokenBucket(self._limit(call), self._clock)
            if self._buckets[call].take():
                return None
            self._turned_away[call] += 1
        return Refuse("Throttling")
