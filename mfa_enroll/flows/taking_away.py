"""Turning a device off, and deleting one that is not on. Whether AWS lets the user delete it is asked before."""

from collections.abc import Callable, Coroutine
from typing import Any

from mfa_enroll.domain.device import MfaDevice, own_device
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.trouble import CallFailed, Stopped, Trouble
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.calls import change, read
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import Leave
from mfa_enroll.flows.outcome import Deletion
from mfa_enroll.flows.progress import Doing
from mfa_enroll.flows.story import left_behind
from mfa_enroll.flows.troubles import DeviceChangedMeanwhile


async def still_on(session: Account, dialogue: Dialogue, user: IamUser, agreed: MfaDevice | None) -> bool:
    """Whether the user's own device, as they know it, is still on.

    Raises:
        CallFailed: AWS did not say.
        Leave: The person left before AWS said so.
        Stopped: Another device of that name is on now.
    """
    own = await _own(session, dialogue, Doing(Call.LIST, user), user)
    if own not in {None, agreed}:
        raise Stopped(DeviceChangedMeanwhile(user=user))
    return own is not None


async def doubt_about_deleting(session: Account, dialogue: Dialogue, user: IamUser) -> Trouble | None:
    """Ask, before anything is lost, whether AWS will let the user delete their device, which is on. None: it will.

    AWS does not delete a device that is on: who may delete it is answered DeleteConflict, who may not AccessDenied,
    and nothing has changed. That AWS looks at the policy before the conflict is inferred, so any other answer leaves
    it open. A trouble that means ``DENIED`` says no; after any other one it is not known.

    Raises:
        CallFailed: AWS does not take the keys.
        Leave: The person left before AWS was asked.
    """
    return await _doubt(dialogue, Call.DELETE, user, lambda: session.delete_device(user), Failure.IN_USE)


async def doubt_about_making(session: Account, dialogue: Dialogue, user: IamUser) -> Trouble | None:
    """Ask likewise whether AWS will let the user make a device of their name: the one that is on has that name now.

    Raises the same.
    """
    return await _doubt(dialogue, Call.CREATE, user, lambda: session.create_device(user), Failure.EXISTS)


async def _doubt(
    dialogue: Dialogue, call: Call, user: IamUser, send: Callable[[], Coroutine[Any, Any, object]], expected: Failure
) -> Trouble | None:
    try:
        await change(dialogue, call, user, send, asking=True)
    except CallFailed as failed:
        if failed.failure is Failure.KEYS:
            raise
        return None if failed.failure is expected else failed.trouble
    return None


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
    if not await still_on(session, dialogue, user, agreed):
        return
    try:
        await change(dialogue, Call.DEACTIVATE, user, lambda: session.deactivate_device(user))
    except CallFailed as failed:
        if failed.failure not in {Failure.MISSING, Failure.UNCLEAR}:
            raise
        with left_behind(user.device_serial):
            try:
                own = await _own(session, dialogue, Doing(Call.LIST, user, making_sure=True), user)
            except Leave:
                raise Leave(failed.incident) from None
            except CallFailed:
                raise failed from None
        if own is not None:
            raise


async def delete_unfinished(account: Account, dialogue: Dialogue, user: IamUser) -> Deletion:
    """Delete the user's own device, which is not on. AWS may not find it: it is gone already, or too new.

    Raises:
        CallFailed: It is, or may be, still there.
        Leave: The person left before AWS was asked.
    """
    try:
        await change(dialogue, Call.DELETE, user, lambda: account.delete_device(user))
    except CallFailed as failed:
        if failed.failure is not Failure.MISSING:
            raise
        return Deletion.NOT_FOUND
    return Deletion.DONE


async def make_way(account: Account, dialogue: Dialogue, user: IamUser) -> Deletion:
    """Delete the user's own device, which is not on, for a new one. Unless it is done, making the new one tells.

    Raises:
        CallFailed: It is still there.
        Leave: The person left before AWS was asked.
    """
    try:
        return await delete_unfinished(account, dialogue, user)
    except CallFailed as failed:
        if failed.failure is not Failure.UNCLEAR:
            raise
        return Deletion.UNDECIDED


async def _own(account: Account, dialogue: Dialogue, doing: Doing, user: IamUser) -> MfaDevice | None:
    """The device named as the user, if AWS lists it as on."""
    return own_device(user, await read(dialogue, doing, lambda: account.devices(user)))
