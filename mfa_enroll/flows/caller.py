"""The start of every story: who is calling, and which devices are theirs. The listing decides what comes next."""

from dataclasses import dataclass, replace

from mfa_enroll.domain.device import MfaDevice, OldDevice, own_device
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser, Kind
from mfa_enroll.domain.trouble import CallFailed, Stopped
from mfa_enroll.domain.troubles import callers
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.calls import read
from mfa_enroll.flows.dialogue import Listener
from mfa_enroll.flows.exceptions import Leave, LeftUnanswered
from mfa_enroll.flows.progress import Doing

_NOT_A_USER: dict[Kind, type[callers.NotAnIamUser]] = {
    Kind.ROLE: callers.SignedInAsRole,
    Kind.IDENTITY_CENTER: callers.SignedInByIdentityCenter,
    Kind.FEDERATED: callers.FederatedCredentials,
    Kind.ROOT: callers.RootUser,
    Kind.UNKNOWN: callers.CallerUnknown,
}


@dataclass(frozen=True, slots=True)
class Caller:
    """An IAM user, with the devices that AWS lists as on.

    ``lost_own``: what became of the one named as the user, if it was among them earlier in this run.
    """

    identity: Identity
    user: IamUser
    devices: tuple[MfaDevice, ...]
    lost_own: OldDevice | None = None

    def after(self, before: "Caller | None") -> "Caller":
        """The same, with regard to what was on ``before`` in this run."""
        if before is None or before.user != self.user or self.own is not None:
            return self
        return replace(self, lost_own=OldDevice.UNKNOWN if before.own else before.lost_own)

    @property
    def own(self) -> MfaDevice | None:
        """The device named as the user, if it is on."""
        return own_device(self.user, self.devices)

    @property
    def others(self) -> tuple[MfaDevice, ...]:
        """The devices that are on beside it."""
        return tuple(device for device in self.devices if device != self.own)

    @property
    def own_first(self) -> tuple[MfaDevice, ...]:
        """All devices, the one named as the user before the others."""
        return tuple(sorted(self.devices, key=lambda device: device != self.own))


async def identify(account: Account, dialogue: Listener) -> tuple[Identity, IamUser]:
    """Find out who is calling.

    Raises:
        Stopped: It is no IAM user, or AWS did not say.
        Leave: The person left meanwhile.
    """
    identity = await read(dialogue, Doing(Call.WHO_AM_I), account.who_am_i)
    dialogue.met(identity)
    if isinstance(identity.principal, IamUser):
        return identity, identity.principal
    raise Stopped(_NOT_A_USER[identity.principal.kind](keys=identity.keys, principal=identity.principal))


async def find_caller(account: Account, dialogue: Listener) -> Caller:
    """Find out who is calling, and what is on.

    Raises:
        Stopped: It is no IAM user, or AWS did not answer.
        LeftUnanswered: The person left meanwhile.
    """
    try:
        identity, user = await identify(account, dialogue)
        return Caller(identity, user, await _devices(account, dialogue, user))
    except Leave:
        raise LeftUnanswered from None


async def _devices(account: Account, dialogue: Listener, user: IamUser) -> tuple[MfaDevice, ...]:
    try:
        return await read(dialogue, Doing(Call.LIST, user), lambda: account.devices(user))
    except CallFailed as failed:
        if failed.failure is Failure.DENIED and user.path != "/":
            raise Stopped(callers.PathNotCovered(user=user, answer=failed.trouble.answer)) from None
        raise
