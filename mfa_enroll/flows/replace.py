"""Moving to a new phone: the old device is taken away with one of its own codes, and a new one turned on.

Once a device is on, AWS lets nobody but someone signed in with MFA take it away (security bulletin AWS-2023-001),
and only one device can bear the user's name, so there is a moment without any. Whatever happens in it, the next run
finds no device, or an unfinished one, and turns that on.
"""

from mfa_enroll.domain.problem import Stopped
from mfa_enroll.flows import endings, pages
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller
from mfa_enroll.flows.dialogue import Dialogue, GoBack, Leave
from mfa_enroll.flows.sign_in import signed_in, with_codes
from mfa_enroll.flows.story import Ended
from mfa_enroll.flows.taking_away import deactivate
from mfa_enroll.flows.turning_on import TurnedOn, TurningOn


async def replace(account: Account, dialogue: Dialogue, who: Caller) -> TurnedOn:
    """Take the user's own device away and turn on a new one.

    Raises:
        GoBack: The person does not want to after all. Nothing was changed.
        Ended: The person left when there was no way back any more.
        Leave: The person left before that.
        Stopped: It cannot go on; the page says why.
    """
    device = await dialogue.choose(pages.new_phone(who, with_codes(who.devices, who.own)))
    if device is None:
        raise Stopped(pages.lost_phone(who.user))
    session = await signed_in(account, dialogue, who, device)
    if not await dialogue.choose(pages.no_way_back(who)):
        raise GoBack
    await deactivate(session, dialogue, who.user, who.own)
    try:
        return await TurningOn(session, dialogue, who.user, replaces=True, others=bool(who.others)).anew()
    except Leave as leave:
        raise Ended(endings.left(leave, replaced=True, others=bool(who.others))) from None
    except Stopped as stop:
        raise Stopped(pages.old_one_gone(stop.problem, who)) from None


async def add(account: Account, dialogue: Dialogue, who: Caller) -> TurnedOn:
    """Turn on a device named as the user beside others that are on. AWS asks for a code of one of those first.

    Raises:
        GoBack: The person does not want to after all.
        Ended: The person left when there was, or could have been, a device to speak of.
        Leave: The person left before that.
        Stopped: It cannot go on; the page says why.
    """
    await dialogue.choose(pages.one_more(who.user))
    session = await signed_in(account, dialogue, who)
    try:
        return await TurningOn(session, dialogue, who.user, replaces=who.lost_own, others=True).from_the_start()
    except Leave as leave:
        raise Ended(endings.left(leave, replaced=who.lost_own, others=True)) from None
