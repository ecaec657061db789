"""Turning MFA off: a warning, a code, and the user's own device is deactivated and deleted."""

from mfa_enroll.domain.failure import CallFailed
from mfa_enroll.flows import endings, pages
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller
from mfa_enroll.flows.dialogue import Dialogue, GoBack, Leave
from mfa_enroll.flows.endings import Ending
from mfa_enroll.flows.sign_in import signed_in
from mfa_enroll.flows.story import Ended, left_behind
from mfa_enroll.flows.taking_away import deactivate, delete_unfinished


async def remove(account: Account, dialogue: Dialogue, who: Caller) -> Ending:
    """Turn the user's own device off and delete it.

    Raises:
        GoBack: The person does not want to after all. Nothing was changed.
        Ended: The person left when the device was off and not deleted yet.
        Leave: The person left before that.
        Stopped: It cannot go on; the page says why.
    """
    if not await dialogue.choose(pages.turn_off(who)):
        raise GoBack
    session = await signed_in(account, dialogue, who)
    await deactivate(session, dialogue, who.user, who.own)
    try:
        with left_behind(who.user.device_serial):
            found = await delete_unfinished(session, dialogue, who.user)
    except Leave as leave:
        raise Ended(endings.removed(who, leave)) from None
    except CallFailed as failed:
        raise Ended(endings.removed(who, Leave(failed.problem, who.user.device_serial))) from None
    return endings.removed(who, found=found)
