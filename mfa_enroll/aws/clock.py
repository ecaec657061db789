"""AWS's time, from the Date headers of answers that are got anyway."""

import time
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

_SIGNED_WITHIN = 15 * 60
"""AWS refuses what is signed by a clock that is further off, in seconds ("Signature expired")."""

_HALF_RESOLUTION = 0.5
"""A Date header is cut off to whole seconds (RFC 9110, 5.6.7), so on average it is half a second early."""


class ServerClock:
    """The server's time as the local wall clock plus an offset.

    The offset is taken against the wall clock, not the monotonic one, because it goes on while a computer
    sleeps. It is good to half a second plus the time the answer travelled; each answer measures it anew.

    Attributes:
        offset: Server time minus local time in seconds; None before the first answer.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self.offset: float | None = None

    def note(self, date: str) -> None:
        """Take the Date header of an answer that has just come. One that cannot be read is passed over."""
        try:
            moment = parsedate_to_datetime(date)
        except (ValueError, OverflowError):
            return
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        self.offset = moment.timestamp() + _HALF_RESOLUTION - self._now()

    def time(self) -> float:
        """Server time in seconds since 1970; local time before the first answer.

        Where AWS takes our signatures, a Date further off than they may be is not AWS's: it comes from something in
        between. By such a time no code of a right phone would fit.
        """
        offset = self.offset or 0.0
        return self._now() + (offset if abs(offset) <= _SIGNED_WITHIN else 0.0)
