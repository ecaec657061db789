"""What a person is asked for by typing: codes, the name of a profile, passwords."""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.profile import NameRefusal, ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.remarks import Remark


class Need(enum.Enum):
    """What two codes are asked for."""

    SCAN = enum.auto()
    """To turn on a device that this run made: its QR code is to be scanned first."""
    RESUME = enum.auto()
    """To turn on a leftover, whose entry is on the phone."""
    RESYNC = enum.auto()
    """To let AWS find the clock of a device that is on."""


@dataclass(frozen=True, slots=True)
class CodeAsk:
    """One question for a code of two.

    Attributes:
        need: What the two are for.
        user: Whose device the code is for.
        uri: The provisioning URI to draw as a QR code; None but for ``SCAN``, since AWS shows the seed once.
        seed: The same seed for typing by hand; None with ``uri``.
        kept: How many codes (0 or more) are kept towards the pair.
        remark: About the code before, if any.
        next_at: Server time from which the phone shows another code; None: it does now.
        server_time: Server time in seconds since 1970, for a countdown.
    """

    need: Need
    user: IamUser
    uri: Secret | None
    seed: Secret | None
    kept: int
    remark: Remark | None
    next_at: float | None
    server_time: Callable[[], float]

    def continues(self, before: "CodeAsk") -> bool:
        """Whether it asks for a code of the same device, for the same, as the question before."""
        seed, earlier = self.seed, before.seed
        same = seed is earlier or (seed is not None and earlier is not None and seed.reveal() == earlier.reveal())
        return same and (self.need, self.user) == (before.need, before.user)


class SessionUse(enum.Enum):
    """What a session is started for."""

    WORK = enum.auto()
    """To be kept under a profile, or printed."""
    MANAGE = enum.auto()
    """To change the person's devices, as AWS asks of someone with MFA on. It stays in memory."""


@dataclass(frozen=True, slots=True)
class SessionAsk:
    """One question for the one code that starts a session. AWS takes each code once.

    Attributes:
        use: What the session is for.
        user: Whose it is.
        device: The device whose code is asked for.
        seconds: How long it will last.
        plan: What will be written where once it is there; None where nothing is.
        remark: About the code before, if any.
        next_at: Server time from which the phone shows a code that was not used yet; None: any code will do.
        server_time: Server time in seconds since 1970, for a countdown.
        first: Whether there is no question before it: then ``GoBack`` ends the story.
    """

    use: SessionUse
    user: IamUser
    device: MfaDevice
    seconds: int
    plan: ProfilePlan | None
    remark: Remark | None
    next_at: float | None
    server_time: Callable[[], float]
    first: bool = False

    def continues(self, before: "SessionAsk") -> bool:
        """Whether it asks for a code of the same device, for the same, as the question before."""
        earlier = (before.use, before.user, before.device, before.seconds, before.plan)
        return (self.use, self.user, self.device, self.seconds, self.plan) == earlier


@dataclass(frozen=True, slots=True)
class NameAsk:
    """The question under which name a session is to be kept.

    ``look`` says what a name would change, or why it cannot be taken; it raises ``Stopped`` where the files are the
    hindrance. ``suggestion`` is the name to begin with. ``first`` is as with ``SessionAsk``.
    """

    suggestion: str
    look: Callable[[str], ProfilePlan | NameRefusal]
    first: bool = False


@dataclass(frozen=True, slots=True)
class PasswordAsk:
    """The question for the current password and a new one. ``remark`` is about those typed before, if any.

    ``first`` is as with ``SessionAsk``.
    """

    user: IamUser
    policy: PasswordPolicy
    remark: Remark | None
    first: bool = False

    def continues(self, before: "PasswordAsk") -> bool:
        """Whether it asks for the same password as the question before."""
        return (self.user, self.policy) == (before.user, before.policy)


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The answer: the current password and the new one, which was typed twice alike."""

    old: Secret
    new: Secret
