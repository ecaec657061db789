"""Turning a device off, and deleting one that is not on."""

from mfa_enroll.domain.device import MfaDevice, own_device
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Stopped
from mfa_enroll.flows import pages
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.calls import change, read
from mfa_enroll.flows.dialogue import Dialogue, Leave
from mfa_enroll.flows.story import left_behind


async def deactivate(session: Account, dialogue: Dialogue, user: IamUser, agreed: MfaDevice | None) -> None:
    """Turn the user's own device off. One that is off already is well, too.

    Where AWS does not answer, or does not find it, the listing decides.

    Args:
        session: The account in a session with MFA.
        dialogue: Where to say what is being done.
        user: Whose device it is.
        agreed: The device that the person agreed to lose. Another one of that name, which a second terminal has turned
            on meanwhile, stays on.

    Raises:
        CallFailed: The device is still on, or may be.
        Leave: The person left before AWS was asked, or before it said what is on.
        Stopped: Another device of that name is on now.
    """
    devices = await read(dialogue, "Looking for your MFA devices …", lambda: session.devices(user))
    own = own_device(user, devices)
    if own is None:
        return
    if own != agreed:
        raise Stopped(pages.another_by_now(user))
    try:
        await change(dialogue, Call.DEACTIVATE, "Turning the device off …", lambda: session.deactivate_device(user))
    except CallFailed as failed:
        if failed.failure not in {Failure.MISSING, Failure.UNCLEAR}:
            raise
        with left_behind(user.device_serial):
            try:
                devices = await read(dialogue, "Making sure with AWS …", lambda: session.devices(user))
            except Leave:
                raise Leave(failed.problem) from None
            except CallFailed:
                raise failed from None
            if own_device(user, devices) is not None:
                raise


async def delete_unfinished(account: Account, dialogue: Dialogue, user: IamUser) -> bool:
    """Delete the user's own device, which is not on; False where AWS does not find it: it is gone already, or too new.

    Raises:
        CallFailed: It is, or may be, still there.
        Leave: The person left before AWS was asked.
    """
    try:
        await change(dialogue, Call.DELETE, "Deleting the device …", lambda: account.delete_device(user))
    except CallFailed as failed:
        if failed.failure is not Failure.MISSING:
            raise
        return False
    return True


async def make_way(account: Account, dialogue: Dialogue, user: IamUser) -> bool:
    """Delete the user's own device, which is not on, for a new one; False where it may be there all the same.

    Making the new one tells.

    Raises:
        CallFailed: It is still there.
        Leave: The person left before AWS was asked.
    """
    try:
        return await delete_unfinished(account, dialogue, user)
    except CallFailed as failed:
        if failed.failure is not Failure.UNCLEAR:
            raise
        return False
