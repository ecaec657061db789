"""What goes wrong on the way to AWS, and answers that say nothing.

``set_by`` and ``variable`` name the option or environment variable that sets something; None means the shared files.
"""

from dataclasses import dataclass

from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.trouble import KeyTrouble, SettingsTrouble, Trouble


@dataclass(frozen=True, kw_only=True)
class AwsUnreachable(Trouble):
    """AWS's name is not resolved, the connection is refused, or not made in time."""

    host: str


@dataclass(frozen=True, kw_only=True)
class AddressTrouble(SettingsTrouble):
    """A trouble with an address that is not AWS's own."""

    address: str
    set_by: str | None


class AddressSilent(AddressTrouble):
    """Nothing answers there."""


class AddressRefused(AddressTrouble):
    """Nothing is sent there."""

    @property
    def can_retry(self) -> bool:
        """Only where the shared files set it: nothing else can be changed meanwhile."""
        return self.set_by is None


class AddressNotEncrypted(AddressRefused):
    """The address is plain http to another machine."""


class AddressMisleading(AddressRefused):
    """The address is not written plainly, so that it may seem another than it is."""


class SignInElsewhere(AddressRefused):
    """A sign-in token would go to the address: whoever gets it is signed in with it."""


class ProxyFailed(Trouble):
    """The proxy does not answer or does not let the connection through."""


class CertificateUntrusted(Trouble):
    """The certificate at the other end is not one this machine trusts."""


@dataclass(frozen=True, kw_only=True)
class SettingTrouble(SettingsTrouble):
    """A setting has a value that it cannot have."""

    variable: str | None

    @property
    def can_retry(self) -> bool:
        """Only where the shared files set it: nothing else can be changed meanwhile."""
        return self.variable is None


@dataclass(frozen=True, kw_only=True)
class CertificatesUnreadable(SettingTrouble):
    """A file of certificates is set that is none. ``path`` is as it was set."""

    path: str


@dataclass(frozen=True, kw_only=True)
class SettingUnusable(SettingTrouble):
    """The setting of that name in the shared files, or its variable, has a value that it cannot have."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ValueInQuotes(SettingTrouble):
    """The value of a setting, or of its variable, stands in quotes, which AWS tools take for a part of it.

    ``path`` and ``line``, counted from 1: where the setting stands in the shared files.
    """

    name: str
    path: str = ""
    line: int | None = None


class SettingsUnusable(KeyTrouble):
    """Some setting has a value that it cannot have; which one is not known."""


class AddressUnusable(Trouble):
    """The region or the endpoint makes no address that could be called."""


@dataclass(frozen=True, kw_only=True)
class AnswerLost(Trouble):
    """The call was sent, and what came back, if anything, does not tell what became of it.

    ``busy``: a load balancer answered in AWS's place, as while a service is unavailable.
    """

    call: Call
    busy: bool = False

    @property
    def failure(self) -> Failure:
        """A change may have been made. A read changed nothing."""
        if self.call.is_change:
            return Failure.UNCLEAR
        return Failure.BUSY if self.busy else Failure.STOPPED


class AwsBusy(Trouble, means=Failure.BUSY):
    """AWS asks to wait, again and again."""


class StrangerAnswered(Trouble):
    """An answer to a read, refused by something that gives no AWS error code."""
