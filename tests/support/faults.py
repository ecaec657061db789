"""Failures on demand: what a network, or AWS on a bad day, does to a call."""

import threading
from collections import Counter
from dataclasses import dataclass

from mfa_enroll.practice.errors import AwsError


@dataclass(frozen=True, slots=True)
class Refuse:
    """The call is not applied, and refused with an error code such as ``Throttling``.

    Raises:
        ValueError: AWS answers with no such code.
    """

    code: str
    message: str = ""

    def __post_init__(self) -> None:
        AwsError(self.code, self.message)


@dataclass(frozen=True, slots=True)
class NoConnection:
    """Nothing listens when the request is made, and so it never arrives.

    The server cannot know what would have come: whoever makes the request asks :meth:`Faults.refuses` first, and
    closes the server meanwhile. A request that is made all the same is dropped before it is applied.
    """


@dataclass(frozen=True, slots=True)
class DropBefore:
    """The connection is closed before the call is applied."""


@dataclass(frozen=True, slots=True)
class DropAfter:
    """The connection is closed after the call is applied: the answer is lost."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A load balancer in front answers, in plain text or as a web page. The call is not applied unless ``applied``."""

    html: bool = False
    status: int = 503
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Truncate:
    """The call is applied. The XML ends in the middle, as if that were all of it."""


@dataclass(frozen=True, slots=True)
class BreakOff:
    """The call is applied. The connection is closed in the middle of the answer."""


@dataclass(frozen=True, slots=True)
class Delay:
    """The answer takes a while; the call is applied at the end of it, or at once.

    ``seconds`` are real ones. Closing the server ends the wait.
    """

    seconds: float
    applied_at_once: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer ever comes; the call is applied at once or not at all. The connection stays open."""

    applied: bool = False


@dataclass(frozen=True, slots=True)
class Lag:
    """The call is applied and answered. Other parts of AWS learn of it so many seconds of the account's time later.

    Until then Enable and Delete do not find a device that was made, Create finds one that was deleted, and the
    listing does not show one that was enabled.
    """

    seconds: float


@dataclass(frozen=True, slots=True)
class WrongDate:
    """The call is answered ordinarily, with a Date header that is so many seconds ahead of the account's time."""

    ahead: float


@dataclass(frozen=True, slots=True)
class OddDate:
    """The call is answered ordinarily, with this for a Date header; without any if it is empty."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Expire:
    """All sessions end, and then the call is answered ordinarily."""


Fault = (
    Refuse
    | NoConnection
    | DropBefore
    | DropAfter
    | Unavailable
    | Truncate
    | BreakOff
    | Delay
    | Silence
    | Lag
    | WrongDate
    | OddDate
    | Expire
)


class Faults:
    """A script of failures. Requests that it says nothing of are answered ordinarily. Thread-safe."""

    def __init__(self) -> None:
        self._script: dict[tuple[str, int], Fault] = {}
        self._for_good: dict[str, tuple[int, Fault]] = {}
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, call: str, *, nth: int = 1, times: int | None = 1, fault: Fault) -> None:
        """Let requests of a call fail: so many from the ``nth`` on, counted from the first that was made.

        ``call`` is an action as a policy names it: ``iam:EnableMFADevice``. ``times`` is None for all from there on.

        Raises:
            ValueError: A failure of one of those requests is scripted already.
        """
        with self._lock:
            scripted = [number for name, number in self._script if name == call and number >= nth]
            taken = [number for number in scripted if times is None or number < nth + times]
            if call in self._for_good and (times is None or nth + times > self._for_good[call][0]):
                taken.append(max(nth, self._for_good[call][0]))
            if taken:
                raise ValueError(f"request {min(taken)} of {call} has its fault already")
            if times is None:
                self._for_good[call] = nth, fault
            else:
                self._script.update({(call, number): fault for number in range(nth, nth + times)})

    def next(self, call: str) -> Fault | None:
        """Count a request of a call, and say how it is to fail, if it is."""
        with self._lock:
            self._seen[call] += 1
            return self._fault(call, self._seen[call])

    def refuses(self, call: str) -> bool:
        """Whether the next request of a call is to find that nothing listens. It is counted then."""
        with self._lock:
            refused = isinstance(self._fault(call, self._seen[call] + 1), NoConnection)
            self._seen[call] += refused
            return refused

    def pending(self) -> tuple[tuple[str, int], ...]:
        """The requests that are to fail and have not been made so far, each as its call and its number."""
        with self._lock:
            first = [*self._script, *((call, nth) for call, (nth, _) in self._for_good.items())]
            return tuple(sorted((call, nth) for call, nth in first if nth > self._seen[call]))

    def clear(self) -> None:
        """Let nothing fail any more."""
        with self._lock:
            self._script.clear()
            self._for_good.clear()

    def _fault(self, call: str, number: int) -> Fault | None:
        nth, for_good = self._for_good.get(call, (number + 1, None))
        return self._script.get((call, number), for_good if number >= nth else None)
