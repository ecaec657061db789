"""An authenticator app for those without one at hand."""

from collections.abc import Callable
from dataclasses import dataclass

import pyotp

from mfa_enroll.domain.secret import Secret


class NotAnAuthenticatorCodeError(ValueError):
    """What was scanned is not something that an authenticator app can use."""


@dataclass(frozen=True, slots=True)
class PhoneEntry:
    """An entry as the app shows it.

    Attributes:
        label: Whose code it is: ``Amazon Web Services:alice@111122223333``.
        code: The code now.
        seconds_left: How long the app shows this code, more than 0 and at most ``period``.
        period: How many seconds each code is shown.
    """

    label: str
    code: Secret
    seconds_left: float
    period: int


class Phone:
    """A phone with an authenticator app.

    Args:
        clock: The right time, in seconds since 1970.
        drift: By how many seconds the phone's own clock is ahead of it (negative: behind).
        notes: What its owner has noted down on it, a line each, such as a password to practise with.
    """

    def __init__(self, clock: Callable[[], float], *, drift: float = 0.0, notes: tuple[str, ...] = ()) -> None:
        self._clock = clock
        self.drift = drift
        self.notes = notes
        self._entries: dict[str, pyotp.TOTP] = {}

    def scan(self, uri: Secret) -> None:
        """Take an entry from the text of a QR code (Key URI Format). One with the same label is replaced.

        Raises:
            NotAnAuthenticatorCodeError: It is no ``otpauth://totp/`` URI, or not a whole one.
        """
        try:
            entry = pyotp.parse_uri(uri.reveal())
            if not isinstance(entry, pyotp.TOTP) or entry.interval <= 0:
                raise NotAnAuthenticatorCodeError("this QR code does not hold codes that change with time")
            entry.at(0)
        except ValueError as error:
            if isinstance(error, NotAnAuthenticatorCodeError):
                raise
            # What pyotp raises may quote the text, and the text may be a secret.
            raise NotAnAuthenticatorCodeError("this QR code is not one for an authenticator app") from None
        label = f"{entry.issuer}:{entry.name}" if entry.issuer else entry.name
        self._entries[label] = entry

    def entries(self) -> tuple[PhoneEntry, ...]:
        """What the app shows now, in the order in which it was scanned."""
        now = self._clock() + self.drift
        return tuple(
            PhoneEntry(label, Secret(entry.at(int(now // 1))), entry.interval - now % entry.interval, entry.interval)
            for label, entry in self._entries.items()
        )
