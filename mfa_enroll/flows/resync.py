"""Codes are not accepted any more: two of them let AWS find the device's clock again.

Unlike turning a device on or off this needs no session (observed; security bulletin AWS-2023-001 does not name it).
"""

from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.asks import Need
from mfa_enroll.flows.calls import change
from mfa_enroll.flows.codes import AppEntry, pair_of_codes
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.remarks import Note

_ONCE_MORE = {Failure.UNCLEAR: Note.RESYNC_ANSWER_LOST, Failure.CODES_REFUSED: Note.RESYNC_REFUSED}
"""Failures after which two new codes may do, unless the same one came just before."""


async def resync(account: Account, dialogue: Dialogue, user: IamUser) -> Note:
    """Bring the user's own device in step, and return the remark that says so.

    Raises:
        GoBack: The person does not want to after all.
        Leave: The person wants to go.
        Stopped: AWS did not take the codes, twice, or something else is in the way.
    """
    entry = AppEntry.on_phone(user, Need.RESYNC)
    remark = None
    while True:
        first, second = await pair_of_codes(dialogue, entry, account.server_time, remark)
        entry.codes.start_over()
        try:
            await _resync(account, dialogue, user, first, second)
        except CallFailed as failed:
            before, remark = remark, _ONCE_MORE.get(failed.failure)
            if remark is None or remark is before:
                raise
        else:
            return Note.IN_STEP


async def _resync(account: Account, dialogue: Dialogue, user: IamUser, first: Secret, second: Secret) -> None:
    await change(dialogue, Call.RESYNC, user, lambda: account.resync_device(user, first, second))
