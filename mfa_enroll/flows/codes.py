"""Asking for codes until two of consecutive time steps are there."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import BlindCodes, Codes, Reading, SeededCodes, next_step_at
from mfa_enroll.flows.asks import CodeAsk, Need
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.remarks import Remark, remark_on


@dataclass(frozen=True, slots=True)
class AppEntry:
    """The entry in the authenticator app for the user's own device, with the codes typed from it so far.

    ``seed``, and with it ``uri``, is known only to the run that made the device.
    """

    need: Need
    user: IamUser
    codes: Codes
    seed: Secret | None = None
    uri: Secret | None = None

    @classmethod
    def to_scan(cls, user: IamUser, seed: Secret) -> "AppEntry":
        """The entry for a device that this run made: its codes can be checked before AWS is asked."""
        return cls(Need.SCAN, user, SeededCodes(seed), seed, provisioning_uri(user, seed))

    @classmethod
    def on_phone(cls, user: IamUser, need: Need) -> "AppEntry":
        """The entry for a device whose seed only the phone knows."""
        return cls(need, user, BlindCodes())


@dataclass(slots=True)
class Spent:
    """Codes that will not do any more in this run, and the server time from which the phone shows another one."""

    codes: list[Secret] = field(default_factory=list)
    next_at: float | None = None

    def add(self, now: float, *codes: Secret) -> None:
        """Note codes typed at ``now`` (server time, seconds since 1970)."""
        self.codes += codes
        self.next_at = next_step_at(now)

    def next_code_at(self, now: float) -> float | None:
        """When the phone shows a code that was not typed, at the latest with the next time step after ``now``.

        Server time may have been set right since the last code was noted.
        """
        return None if self.next_at is None else min(self.next_at, next_step_at(now))

    def holds(self, code: Secret) -> bool:
        """Whether a code was typed before."""
        return any(code.reveal() == other.reveal() for other in self.codes)


async def pair_of_codes(
    dialogue: Dialogue, entry: AppEntry, server_time: Callable[[], float], remark: Remark | None
) -> tuple[Secret, Secret]:
    """Ask for codes until two are of consecutive time steps, and return these, the earlier one first.

    Args:
        dialogue: Whom to ask.
        entry: The entry that the codes are of. Codes already typed from it count.
        server_time: Server time in seconds since 1970.
        remark: What to say with the first question, if anything.

    Raises:
        Leave: The person wants to go.
        GoBack: The person wants the choice before this once more.
    """
    next_at = None
    while True:
        ask = CodeAsk(
            need=entry.need,
            user=entry.user,
            uri=entry.uri,
            seed=entry.seed,
            kept=entry.codes.kept,
            remark=remark,
            next_at=next_at,
            server_time=server_time,
        )
        reading = entry.codes.read(await dialogue.code(ask), server_time())
        if reading.pair is not None:
            return reading.pair
        remark = remark_on(reading, entry.user)
        if reading.reading not in {Reading.NOT_SIX_DIGITS, Reading.UNKNOWN}:
            next_at = reading.next_at
