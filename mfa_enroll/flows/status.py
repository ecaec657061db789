"""How things stand: who is calling, what is on, and which sessions are kept. Nothing is changed or asked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mfa_enroll.domain.profile import KeptSession, SessionOptions

if TYPE_CHECKING:  # who asks the files alone waits for no asyncio
    from mfa_enroll.flows.caller import Caller
    from mfa_enroll.flows.profiles import Profiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How things stand.

    Attributes:
        caller: Who is calling, and what is on; None where AWS was not asked.
        sessions: Those that are kept of the access key.
        suggestion: The name under which one is kept, or would be.
        now: The time in seconds since 1970: AWS's own, or the local one where AWS was not asked.
        options: With which options a session is started.
    """

    caller: "Caller | None"
    sessions: tuple[KeptSession, ...]
    suggestion: str
    now: float
    options: SessionOptions

    @property
    def is_on(self) -> bool | None:
        """Whether MFA is on; None where AWS was not asked."""
        return None if self.caller is None else bool(self.caller.devices)

    @property
    def may_be_unfinished(self) -> bool | None:
        """Whether there may be a device that was never turned on, which no list shows to a locked-down user."""
        return None if self.caller is None else self.caller.own is None

    def left(self, session: KeptSession) -> float | None:
        """How many seconds a session still lasts, below zero where it has ended; None where nobody knows."""
        return None if session.expires is None else session.expires.timestamp() - self.now

    def lasting(self, least: float) -> KeptSession | None:
        """A session that lasts longer than ``least`` seconds: the one under the suggested name before any other."""
        lasting = [each for each in self.sessions if (self.left(each) or 0) > least]
        return min(lasting, key=lambda each: each.profile != self.suggestion, default=None)


def status(profiles: "Profiles", now: float, caller: "Caller | None" = None) -> Status:
    """How things stand by the files, and by what is known of the caller."""
    return Status(
        caller=caller,
        sessions=profiles.kept(),
        suggestion=profiles.suggestion(),
        now=now,
        options=profiles.session_options(),
    )
