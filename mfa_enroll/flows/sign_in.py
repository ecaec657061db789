"""Signing in with MFA: one code of a device that is on, for the keys of a session."""

from dataclasses import dataclass

from mfa_enroll.domain.device import DeviceKind, MfaDevice
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.profile import ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SETTLING, SessionKeys
from mfa_enroll.domain.totp import six_digits
from mfa_enroll.domain.trouble import CallFailed, Stopped
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.asks import SessionAsk, SessionUse
from mfa_enroll.flows.caller import Caller
from mfa_enroll.flows.calls import change
from mfa_enroll.flows.codes import Spent
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.progress import Pause, Waiting
from mfa_enroll.flows.questions import DeviceAtHand
from mfa_enroll.flows.remarks import Note
from mfa_enroll.flows.troubles import NoCodeDevice

_MANAGING = 3_600
"""Seconds that a session lasts which is only for changing a device, and stays in memory."""

_REFUSALS = 5
"""Codes that may be refused before it is time for another way. AWS takes about nine tries in three minutes."""

_YOUNG = 120
"""Seconds after which a refusal is not put down any more to a device's being new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWanted:
    """What a session is started for, with which device, for how long, and what then becomes of its keys.

    ``first``: whether there is no question before that for the code.
    """

    use: SessionUse
    user: IamUser
    device: MfaDevice
    seconds: int
    plan: ProfilePlan | None = None
    first: bool = False


async def sign_in(account: Account, dialogue: Dialogue, wanted: SessionWanted, spent: Spent) -> SessionKeys:
    """Ask for codes until one starts a session. Each code is sent once.

    Raises:
        GoBack: The person wants what was before.
        Leave: The person wants to go.
        Stopped: AWS took none of several codes, or something else is in the way.
    """
    refusals = 0
    remark = None
    while True:
        ask = SessionAsk(
            use=wanted.use,
            user=wanted.user,
            device=wanted.device,
            seconds=wanted.seconds,
            plan=wanted.plan,
            remark=remark,
            next_at=spent.next_code_at(account.server_time()),
            server_time=account.server_time,
            first=wanted.first,
        )
        code = six_digits(await dialogue.session_code(ask))
        if code is None:
            remark = Note.NOT_SIX_DIGITS
            continue
        if spent.holds(code):
            remark = Note.CODE_USED_BEFORE
            continue
        spent.add(account.server_time(), code)
        try:
            await _until_known(account, dialogue, wanted.device)
            return await _start(account, dialogue, wanted, code)
        except CallFailed as failed:
            if failed.failure is Failure.UNCLEAR and remark is not Note.SESSION_ANSWER_LOST:
                remark = Note.SESSION_ANSWER_LOST
                continue
            refusals += 1
            if failed.failure is not Failure.CODES_REFUSED or refusals == _REFUSALS:
                raise
            young = _age(account, wanted.device) < _YOUNG
            remark = Note.CODE_REFUSED_YOUNG if young else Note.CODE_REFUSED


async def signed_in(account: Account, dialogue: Dialogue, caller: Caller, device: MfaDevice | None = None) -> Account:
    """Sign in with a code of ``device``, or of the one at hand, and return the account in a session with MFA.

    With temporary keys it is that already: an IAM user's session without MFA is not let into IAM, and so would not
    have got as far as a listing (STS API Reference, GetSessionToken).
    """
    if caller.identity.temporary:
        return account
    device = device or await device_at_hand(dialogue, caller)
    wanted = SessionWanted(use=SessionUse.MANAGE, user=caller.user, device=device, seconds=_MANAGING)
    return account.in_session(await sign_in(account, dialogue, wanted, Spent()))


def with_codes(caller: Caller) -> tuple[MfaDevice, ...]:
    """The devices that show codes, the own one first. Passkeys and security keys show none."""
    return tuple(device for device in caller.own_first if device.kind is not DeviceKind.FIDO)


async def device_at_hand(dialogue: Dialogue, caller: Caller, *, first: bool = False) -> MfaDevice:
    """The device whose code is to be typed. Where there are several, the person says.

    ``first``: whether there is no question before this one.

    Raises:
        Stopped: None of them shows codes.
    """
    devices = with_codes(caller)
    if not devices:
        raise Stopped(NoCodeDevice(user=caller.user))
    if len(devices) == 1:
        return devices[0]
    return await dialogue.choose(DeviceAtHand(devices, first))


async def _until_known(account: Account, dialogue: Dialogue, device: MfaDevice) -> None:
    """STS learns of a new device some seconds after IAM. A code sent before would be refused, and so be lost."""
    missing = SETTLING - _age(account, device)
    if 0 < missing <= SETTLING:
        await dialogue.wait(Pause(missing, Waiting.DEVICE_NOT_KNOWN_FOR_SESSIONS))


def _age(account: Account, device: MfaDevice) -> float:
    return account.server_time() - device.enabled_since.timestamp()


async def _start(account: Account, dialogue: Dialogue, wanted: SessionWanted, code: Secret) -> SessionKeys:
    return await change(
        dialogue,
        Call.START_SESSION,
        wanted.user,
        lambda: account.start_session(wanted.user, wanted.device.serial, code, wanted.seconds),
    )
