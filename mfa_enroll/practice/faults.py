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
class DropBefore:
    """The connection is closed before the call is applied."""


@dataclass(frozen=True, slots=True)
class DropAfter:
    """The connection is closed after the call is applied: the answer is lost."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The call is not applied. A load balancer in front answers 503, in plain text or as a web page."""

    html: bool = False


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


Fault = Refuse | DropBefore | DropAfter | Unavailable | Truncate | BreakOff | Delay


class Faults:
    """A script of failures. Requests that it says nothing of are answered ordinarily. Thread-safe."""

    def __init__(self) -> None:
        self._script: dict[tuple[str, int], Fault] = {}
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, call: str, *, nth: int = 1, fault: Fault) -> None:
        """Let the ``nth`` request of a call fail, counted from the first that the server gets.

        ``call`` is an action as a policy names it: ``iam:EnableMFADevice``.

        Raises:
            ValueError: A failure of that request is scripted already.
        """
        with self._lock:
            if (call, nth) in self._script:
                raise ValueError(f"request {nth} of {call} has its fault already")
            self._script[call, nth] = fault

    def next(self, call: str) -> Fault | None:
        """Count a request of a call, and say how it is to fail, if it is."""
        with self._lock:
            self._seen[call] += 1
            return self._script.get((call, self._seen[call]))
