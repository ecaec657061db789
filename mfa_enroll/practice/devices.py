"""Virtual MFA devices: what IAM keeps of one, and how it checks a pair of codes.

The one-time codes are those of RFC 6238 with AWS's parameters: six digits, 30 seconds, SHA-1. They come from
pyotp, not from the program's own arithmetic, so that a mistake there is not agreed with here. How far a pair
is searched for, and what is remembered of it, was observed on AWS by third parties and is promised by nobody.
"""

import base64
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

import pyotp

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.errors import AwsError

_STEP_SECONDS: Final = 30
SEED_BYTES: Final = 40

_STEPS_BEHIND: Final = 998
_STEPS_AHEAD: Final = 1000


def time_step(at: float) -> int:
    """The time step (RFC 6238, section 4.2) that a moment, in seconds since 1970, belongs to."""
    return int(at // _STEP_SECONDS)


def is_code(seed: Secret, step: int, code: str) -> bool:
    """Whether ``code`` is the seed's one-time code of a time step."""
    return step >= 0 and hmac.compare_digest(pyotp.HOTP(seed.reveal()).at(step), code)


def new_seed(random_bytes: bytes) -> Secret:
    """A seed as AWS writes it: base32 without padding, 64 characters for 40 bytes."""
    return Secret(base64.b32encode(random_bytes).decode("ascii").rstrip("="))


@dataclass(slots=True)
class VirtualDevice:
    """A virtual device, assigned to the user or not.

    Attributes:
        serial: Its serial number, an ARN.
        seed: Base32, as shown once at its creation.
        tags: As given at its creation.
        enabled_at: Seconds since 1970, or None while it is assigned to nobody.
        offset: How many time steps its clock is ahead of the account's. Outlives a deactivation.
        last_step: The second time step of the pair accepted last, or None. Outlives a deactivation.
    """

    serial: str
    seed: Secret
    tags: dict[str, str] = field(default_factory=dict)
    enabled_at: float | None = None
    offset: int = 0
    last_step: int | None = None

    @property
    def name(self) -> str:
        """The name it was created with."""
        return self.serial.rpartition("/")[2]

    def synchronize(self, first: str, second: str, now: float) -> None:
        """Accept codes of two consecutive time steps, in order, and remember the offset they show.

        Raises:
            AwsError: ``InvalidAuthenticationCode``, if no such pair is near the device's time, or if it is
                not newer than the pair accepted before. Nothing is changed then.
        """
        here = time_step(now) + self.offset
        for step in _nearest_first(here):
            if self._is_spent(step - 1):
                continue
            if is_code(self.seed, step, second) and is_code(self.seed, step - 1, first):
                self.offset += step - here
                self.last_step = step
                return
        raise AwsError("InvalidAuthenticationCode")

    def _is_spent(self, step: int) -> bool:
        return self.last_step is not None and step <= self.last_step

    def provisioning_uri(self, account_id: str) -> Secret:
        """The URI that AWS draws as a QR code: Key URI Format, spelled as in codes that AWS has drawn."""
        issuer = quote("Amazon Web Services", safe="")
        label = f"{quote(self.name, safe='')}@{account_id}"
        return Secret(f"otpauth://totp/{issuer}:{label}?secret={self.seed.reveal()}&issuer={issuer}")


def _nearest_first(here: int) -> Iterator[int]:
    yield here
    for distance in range(1, max(_STEPS_BEHIND, _STEPS_AHEAD) + 1):
        if distance <= _STEPS_BEHIND:
            yield here - distance
        if distance <= _STEPS_AHEAD:
            yield here + distance
