"""Changing the console password, within the account's policy for passwords."""

from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.flows import endings, remarks
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import who
from mfa_enroll.flows.calls import change, read
from mfa_enroll.flows.dialogue import Dialogue, GoBack, Leave
from mfa_enroll.flows.endings import Ending
from mfa_enroll.flows.questions import NewPassword, PasswordAsk, Remark
from mfa_enroll.flows.story import told

_REFUSALS = 3
"""Times that AWS may say no to the current password before a page tells what else it may be."""


async def password(account: Account, dialogue: Dialogue) -> Ending:
    """Change the password and end with it."""

    async def story() -> Ending:
        _, user = await who(account, dialogue)
        try:
            await change_password(account, dialogue, user)
        except GoBack:
            raise Leave from None
        return endings.password_changed(user)

    return await told(dialogue, story, endings.password_unchanged)


async def change_password(account: Account, dialogue: Dialogue, user: IamUser) -> Remark:
    """Change the password, and say so.

    Raises:
        GoBack: The person does not want to after all.
        Leave: The person wants to go.
        Stopped: It cannot be changed; the page says why.
    """
    policy = await read(dialogue, "Asking AWS what it expects …", lambda: account.password_policy(user))
    refusals = 0
    remark = None
    while True:
        given = await dialogue.password(PasswordAsk(user, policy, remark))
        try:
            await _change(account, dialogue, user, given)
        except CallFailed as failed:
            refusals += failed.failure is Failure.DENIED
            if failed.failure is Failure.UNFIT:
                remark = remarks.UNFIT
            elif failed.failure is Failure.DENIED and refusals < _REFUSALS:
                remark = remarks.WRONG_PASSWORD
            else:
                raise
        else:
            return remarks.PASSWORD_CHANGED


async def _change(account: Account, dialogue: Dialogue, user: IamUser, given: NewPassword) -> None:
    await change(
        dialogue,
        Call.CHANGE_PASSWORD,
        "Changing the password …",
        lambda: account.change_password(user, given.old, given.new),
    )
