"""Moving to a new phone: the old device is taken away with one of its own codes, and a new one turned on.

Once a device is on, AWS lets nobody but someone signed in with MFA take it away (security bulletin AWS-2023-001),
and only one device can bear the user's name, so there is a moment without any. Nobody is led into it who may not
delete the old device or make a new one. Whatever happens in it, the next run finds no device, or one that is not on,
and turns that on.
"""

from mfa_enroll.domain.device import OldDevice
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.domain.troubles.refusals import DeniedTrouble
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import GoBack, Leave, StartOver
from mfa_enroll.flows.questions import NewPhone, NoWayBack, OneMore
from mfa_enroll.flows.sign_in import signed_in, with_codes
from mfa_enroll.flows.taking_away import deactivate, doubt_about_deleting, doubt_about_making, still_on
from mfa_enroll.flows.troubles import MoveDenied, PhoneLost
from mfa_enroll.flows.turning_on import TurnedOn, TurningOn


async def replace(account: Account, dialogue: Dialogue, caller: Caller) -> TurnedOn:
    """Take the user's own device away and turn on a new one.

    Raises:
        GoBack: The person does not want to after all. Nothing was changed.
        Ended: The person left when there was no way back any more.
        Leave: The person left before that.
        StartOver: The device is off already.
        Stopped: It cannot go on.
    """
    device = await dialogue.choose(NewPhone(caller.user, caller.own, with_codes(caller)))
    if device is None:
        raise Stopped(PhoneLost(user=caller.user))
    session = await signed_in(account, dialogue, caller, device)
    if not await still_on(session, dialogue, caller.user, caller.own):
        raise StartOver
    doubt = await _doubt(session, dialogue, caller.user)
    others = bool(caller.others)
    if not await dialogue.choose(NoWayBack(caller.user, others, doubt)):
        raise GoBack
    await deactivate(session, dialogue, caller.user, caller.own)
    turning_on = TurningOn(session, dialogue, caller.user, replaces=OldDevice.OFF, others=others)
    try:
        return await turning_on.anew()
    except Leave as leave:
        raise turning_on.unfinished.left(leave) from None
    except Stopped as stop:
        raise Stopped(turning_on.unfinished.met(stop.incident)) from None


async def _doubt(session: Account, dialogue: Dialogue, user: IamUser) -> Trouble | None:
    """Why it is not known whether AWS will let the user delete the old device and make a new one; None where it will.

    Raises:
        Stopped: It will not.
    """
    deleting = await doubt_about_deleting(session, dialogue, user)
    making = await doubt_about_making(session, dialogue, user)
    denied = [doubt for doubt in (deleting, making) if isinstance(doubt, DeniedTrouble)]
    if denied:
        may_make = not isinstance(making, DeniedTrouble)
        raise Stopped(MoveDenied(user=user, answer=denied[0].answer, denial=denied[0].denial, may_make=may_make))
    return deleting or making


async def add(account: Account, dialogue: Dialogue, caller: Caller) -> TurnedOn:
    """Turn on a device named as the user beside others that are on. AWS asks for a code of one of those first.

    Raises:
        GoBack: The person does not want to after all.
        Ended: The person left when there was, or could have been, a device to speak of.
        Leave: The person left before that.
        Stopped: It cannot go on.
    """
    await dialogue.choose(OneMore(caller.user))
    session = await signed_in(account, dialogue, caller)
    turning_on = TurningOn(session, dialogue, caller.user, replaces=caller.lost_own, others=True)
    try:
        return await turning_on.from_the_start()
    except Leave as leave:
        raise turning_on.unfinished.left(leave) from None
