"""Moving to a new phone: the old device is taken away with one of its own codes, and a new one turned on.

Once a device is on, AWS lets nobody but someone signed in with MFA take it away (security bulletin AWS-2023-001),
and only one device can bear the user's name, so there is a moment without any. Whatever happens in it, the next run
finds no device, or an unfinished one, and turns that on.
"""

import dataclasses

from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import Ended, GoBack, Leave
from mfa_enroll.flows.outcome import NotEnabled
from mfa_enroll.flows.questions import NewPhone, NoWayBack, OneMore
from mfa_enroll.flows.sign_in import signed_in, with_codes
from mfa_enroll.flows.taking_away import deactivate
from mfa_enroll.flows.troubles import PhoneLost
from mfa_enroll.flows.turning_on import TurnedOn, TurningOn


async def replace(account: Account, dialogue: Dialogue, caller: Caller) -> TurnedOn:
    """Take the user's own device away and turn on a new one.

    Raises:
        GoBack: The person does not want to after all. Nothing was changed.
        Ended: The person left when there was no way back any more.
        Leave: The person left before that.
        Stopped: It cannot go on.
    """
    device = await dialogue.choose(NewPhone(caller.user, caller.own, with_codes(caller)))
    if device is None:
        raise Stopped(PhoneLost(user=caller.user))
    session = await signed_in(account, dialogue, caller, device)
    others = bool(caller.others)
    if not await dialogue.choose(NoWayBack(caller.user, others)):
        raise GoBack
    await deactivate(session, dialogue, caller.user, caller.own)
    try:
        return await TurningOn(session, dialogue, caller.user, replaces=True, others=others).anew()
    except Leave as leave:
        raise Ended(
            NotEnabled(because=leave.because, left_behind=leave.left_behind, replaced=True, others=others)
        ) from None
    except Stopped as stop:
        raise Stopped(dataclasses.replace(stop.incident, old_gone=True, others_on=others)) from None


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
    replaces = caller.lost_own
    try:
        return await TurningOn(session, dialogue, caller.user, replaces=replaces, others=True).from_the_start()
    except Leave as leave:
        raise Ended(
            NotEnabled(because=leave.because, left_behind=leave.left_behind, replaced=replaces, others=True)
        ) from None
