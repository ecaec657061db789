"""Turning MFA off: a warning, a code, and the user's own device is deactivated and deleted."""

from mfa_enroll.domain.failure import Failure
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.domain.troubles.refusals import DeletionDenied
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import Deletion, MfaDisabled
from mfa_enroll.flows.questions import TurnOff
from mfa_enroll.flows.sign_in import signed_in
from mfa_enroll.flows.taking_away import deactivate, delete_unfinished, doubt_about_deleting, still_on


async def remove(account: Account, dialogue: Dialogue, caller: Caller) -> MfaDisabled:
    """Turn the user's own device off and delete it. Once it is off, every end says so.

    Raises:
        GoBack: The person does not want to after all. Nothing was changed.
        Leave: The person left before the device was off.
        Stopped: It cannot go on.
    """
    if not await dialogue.choose(TurnOff(caller.user, len(caller.others))):
        raise GoBack
    session = await signed_in(account, dialogue, caller)
    doubt = None
    if await still_on(session, dialogue, caller.user, caller.own):
        doubt = await doubt_about_deleting(session, dialogue, caller.user)
    if doubt and not await dialogue.choose(TurnOff(caller.user, len(caller.others), doubt)):
        raise GoBack
    await deactivate(session, dialogue, caller.user, caller.own)
    deletion, because = Deletion.UNDECIDED, None
    try:
        if isinstance(doubt, DeletionDenied):
            deletion = Deletion.DENIED
        else:
            deletion = await delete_unfinished(session, dialogue, caller.user)
    except Leave:
        pass  # Nothing was shown that would be the reason.
    except CallFailed as failed:
        because = failed.incident
        if failed.failure is Failure.DENIED:
            deletion = Deletion.DENIED
    return MfaDisabled(
        user=caller.user,
        others=caller.others,
        deletion=deletion,
        because=because,
        left_behind=caller.user.device_serial if deletion in {Deletion.DENIED, Deletion.UNDECIDED} else "",
    )
