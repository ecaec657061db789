"""What can go wrong with a request: each kind of fault, and to which calls it can happen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mfa_enroll.domain.failure import Call
from tests.faults.codes import ANY_CALL, BY_CALL
from tests.support.bench import Bench
from tests.support.faults import (
    BreakOff,
    DropAfter,
    DropBefore,
    Expire,
    Fault,
    Lag,
    NoConnection,
    OddDate,
    Refuse,
    Silence,
    Truncate,
    Unavailable,
    WrongDate,
)

HOUR = 3_600
READ_ATTEMPTS = 3
"""How often boto3 makes a read, before the story sees that it failed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A fault that a request can have.

    Attributes:
        group: Under which column of the table it is counted.
        fault: What happens; None where ``prepare`` does it all.
        times: How many requests in a row it happens to, None: to all from there on.
        prepare: What is different in the account beforehand.
    """

    group: str
    fault: Fault | None
    times: int | None = 1
    prepare: Callable[[Bench], None] | None = None

    @property
    def is_time_out(self) -> bool:
        """Whether a client has to wait for an answer in vain."""
        return isinstance(self.fault, Silence)


_LAGGING = {Call.CREATE, Call.DELETE, Call.ENABLE}


def kinds(call: Call, *, in_session: bool, session_next: bool) -> Iterator[Kind]:
    """All that can happen to a request of a call.

    Args:
        call: The call.
        in_session: Whether a session has been started before.
        session_next: Whether one is started after it.
    """
    yield Kind("refused", NoConnection())
    yield from _on_the_way(call)
    yield Kind("busy", Refuse("Throttling"))
    yield Kind("busy", Refuse("Throttling"), None)
    for refusal in (*ANY_CALL, *BY_CALL[call]):
        yield Kind("codes", refusal)
    if call.is_change:
        # Of a read, one refusal is as good as many: a second one meets the person on the same page.
        yield from (Kind("codes", refusal, None) for refusal in BY_CALL[call])
    if call in _LAGGING:
        yield Kind("lag", Lag(5))
        yield Kind("lag", Lag(90))
    if call is Call.ENABLE and session_next:
        yield Kind("lag", None, prepare=_slow_sts)
    for ahead in (6 * HOUR, -12 * HOUR, -600):
        yield Kind("date", WrongDate(ahead))
    yield Kind("date", OddDate())
    yield Kind("date", OddDate("Tue, 99 Nov 2023 22:13:20 GMT"))
    if in_session:
        yield Kind("expired", Expire())


def _on_the_way(call: Call) -> Iterator[Kind]:
    if call.is_change:
        yield Kind("dropped", DropBefore())
        yield Kind("lost", DropAfter())
        yield Kind("time-out", Silence())
        yield Kind("time-out", Silence(applied=True))
        yield Kind("cut", Truncate())
        yield Kind("cut", BreakOff())
        yield Kind("5xx", Unavailable())
        yield Kind("5xx", Unavailable(status=500))
        yield Kind("5xx", Unavailable(status=502, html=True, applied=True))
        yield Kind("dropped", DropBefore(), None)
        yield Kind("lost", DropAfter(), None)
        return
    # boto3 makes a read again by itself; a fault that it gets over, and then those that it does not.
    yield Kind("dropped", DropBefore())
    yield Kind("dropped", DropBefore(), READ_ATTEMPTS)
    yield Kind("lost", DropAfter(), READ_ATTEMPTS)
    yield Kind("time-out", Silence())
    yield Kind("time-out", Silence(), READ_ATTEMPTS)
    yield Kind("cut", Truncate(), READ_ATTEMPTS)
    yield Kind("cut", BreakOff(), READ_ATTEMPTS)
    yield Kind("5xx", Unavailable())
    yield Kind("5xx", Unavailable(), READ_ATTEMPTS)
    yield Kind("5xx", Unavailable(status=500, html=True), READ_ATTEMPTS)


def _slow_sts(here: Bench) -> None:
    here.practice.verification.delay = 100
