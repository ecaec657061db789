"""Changing the console password, within the account's policy for passwords."""

from typing import TYPE_CHECKING

from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.passwords import NOT_KNOWN, PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.asks import NewPassword, PasswordAsk
from mfa_enroll.flows.caller import identify
from mfa_enroll.flows.calls import change, read
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import Outcome, PasswordChanged, PasswordUnchanged
from mfa_enroll.flows.progress import Doing
from mfa_enroll.flows.remarks import Note
from mfa_enroll.flows.story import tell

if TYPE_CHECKING:
    from mfa_enroll.domain.trouble import Incident

_REFUSALS = 3
"""Times that AWS may say no to the current password before a page tells what else it may be."""


async def password(account: Account, dialogue: Dialogue) -> Outcome:
    """Change the password and end with it."""
    unanswered: Incident | None = None

    async def story() -> Outcome:
        nonlocal unanswered
        _, user = await identify(account, dialogue)
        try:
            await change_password(account, dialogue, user, first=True)
        except GoBack:
            raise Leave from None
        except CallFailed as failed:
            if failed.failure is Failure.UNCLEAR:
                unanswered = failed.incident
            raise
        return PasswordChanged(user=user)

    # Whoever leaves after a change without an answer is not told that there was none.
    return await tell(dialogue, story, lambda leave: PasswordUnchanged(because=leave.because or unanswered))


async def change_password(account: Account, dialogue: Dialogue, user: IamUser, *, first: bool = False) -> Note:
    """Change the password, and return the remark that says so. ``first``: whether there is no question before it.

    Raises:
        GoBack: The person does not want to after all.
        Leave: The person wants to go.
        Stopped: It cannot be changed.
    """
    policy = await _policy(account, dialogue, user)
    refusals = 0
    remark = None
    while True:
        given = await dialogue.password(PasswordAsk(user, policy, remark, first))
        try:
            await _change(account, dialogue, user, given)
        except CallFailed as failed:
            refusals += failed.failure is Failure.DENIED
            if failed.failure is Failure.UNFIT:
                remark = Note.PASSWORD_UNFIT
            elif failed.failure is Failure.DENIED and refusals < _REFUSALS:
                remark = Note.PASSWORD_REFUSED
            else:
                raise
        else:
            return Note.PASSWORD_CHANGED


async def _policy(account: Account, dialogue: Dialogue, user: IamUser) -> PasswordPolicy:
    """The account's rules. Who may not read them may change the password all the same: AWS holds it against them."""
    try:
        return await read(dialogue, Doing(Call.PASSWORD_POLICY, user), lambda: account.password_policy(user))
    except CallFailed as failed:
        if failed.failure is not Failure.DENIED:
            raise
        return NOT_KNOWN


async def _change(account: Account, dialogue: Dialogue, user: IamUser, given: NewPassword) -> None:
    await change(dialogue, Call.CHANGE_PASSWORD, user, lambda: account.change_password(user, given.old, given.new))
