"""Asking for codes until two of consecutive time steps are there."""

from collections.abc import Callable
from dataclasses import dataclass

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import BlindCodes, Codes, Reading, SeededCodes
from mfa_enroll.flows.dialogue import CodeAsk, Dialogue, Remark
from mfa_enroll.flows.remarks import remark_on


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A device that exists and is not enabled yet, with the codes typed for it so far.

    ``seed``, and with it ``uri``, is known only to the run that made the device.
    """

    user: IamUser
    seed: Secret | None
    uri: Secret | None
    codes: Codes

    @classmethod
    def just_made(cls, user: IamUser, seed: Secret) -> "Unfinished":
        """A device that this run made: its codes can be checked before AWS is asked."""
        return cls(user, seed, provisioning_uri(user, seed), SeededCodes(seed))

    @classmethod
    def found(cls, user: IamUser) -> "Unfinished":
        """A device from an earlier attempt, whose seed only the phone knows."""
        return cls(user, None, None, BlindCodes())


async def pair_of_codes(
    dialogue: Dialogue, device: Unfinished, server_time: Callable[[], float], remark: Remark | None
) -> tuple[Secret, Secret]:
    """The codes of two consecutive time steps, the earlier one first.

    Args:
        dialogue: Whom to ask.
        device: The device that the codes are for. Codes already typed for it count.
        server_time: Server time in seconds since 1970.
        remark: What to say with the first question, if anything.

    Raises:
        Leave: The person wants to go.
        GoBack: The person wants to choose anew what happens to a leftover.
    """
    next_at = None
    while True:
        ask = CodeAsk(
            user=device.user,
            uri=device.uri,
            seed=device.seed,
            kept=device.codes.kept,
            remark=remark,
            next_at=next_at,
            server_time=server_time,
        )
        verdict = device.codes.read(await dialogue.code(ask), server_time())
        if verdict.pair is not None:
            return verdict.pair
        remark = remark_on(verdict, device.user)
        if verdict.reading not in {Reading.NOT_SIX_DIGITS, Reading.UNKNOWN}:
            next_at = verdict.next_at
