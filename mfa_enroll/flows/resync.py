"""Codes are not accepted any more: two of them let AWS find the device's clock again.

Unlike turning a device on or off this needs no session (observed; security bulletin AWS-2023-001 does not name it).
"""

from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows import remarks
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.calls import change
from mfa_enroll.flows.codes import Entry, pair_of_codes
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.questions import Need, Remark


async def resync(account: Account, dialogue: Dialogue, user: IamUser) -> Remark:
    """Bring the user's own device in step, and say so.

    Raises:
        GoBack: The person does not want to after all.
        Leave: The person wants to go.
        Stopped: AWS did not take the codes, twice, or something else is in the way.
    """
    entry = Entry.on_phone(user, Need.RESYNC)
    remark = None
    while True:
        first, second = await pair_of_codes(dialogue, entry, account.server_time, remark)
        entry.codes.start_over()
        try:
            await _resync(account, dialogue, user, first, second)
        except CallFailed as failed:
            if failed.failure is Failure.UNCLEAR and remark is not remarks.RESYNC_ANSWER_LOST:
                remark = remarks.RESYNC_ANSWER_LOST
            elif failed.failure is Failure.CODES_REFUSED and remark is not remarks.RESYNC_REFUSED:
                remark = remarks.RESYNC_REFUSED
            else:
                raise
        else:
            return remarks.IN_STEP


async def _resync(account: Account, dialogue: Dialogue, user: IamUser, first: Secret, second: Secret) -> None:
    await change(
        dialogue, Call.RESYNC, "Bringing the device in step …", lambda: account.resync_device(user, first, second)
    )
