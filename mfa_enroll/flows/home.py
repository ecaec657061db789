"""The home of someone who has MFA on: what is on, and all that can be done from there."""

from mfa_enroll.domain.device import MAXIMUM
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller, find_caller
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import Ended, GoBack, Leave, StartOver
from mfa_enroll.flows.outcome import MfaWasOn
from mfa_enroll.flows.password import change_password
from mfa_enroll.flows.profiles import Profiles
from mfa_enroll.flows.questions import Home, SessionSeen, Task
from mfa_enroll.flows.remarks import Note, Remark
from mfa_enroll.flows.remove import remove
from mfa_enroll.flows.replace import add, replace
from mfa_enroll.flows.resync import resync
from mfa_enroll.flows.session import SessionRequest, start_session
from mfa_enroll.flows.turning_on import TurnedOn


async def home(account: Account, dialogue: Dialogue, profiles: Profiles, caller: Caller) -> TurnedOn:
    """Do what the person came for, until it ends with a device newly turned on.

    Raises:
        Ended: The story is over.
        StartOver: Nothing is on any more.
        Leave: The person left a problem's page.
        Stopped: Something cannot go on; the page says why.
    """
    remark: Remark | None = None
    while True:
        try:
            task = await dialogue.choose(_home(account, profiles, caller, remark))
            if task is Task.STATUS:
                caller = (await find_caller(account, dialogue)).after(caller)
                remark = Note.LISTED_NOW
                if not caller.devices:
                    raise StartOver
                continue
            done = await _do(task, account, dialogue, profiles, caller)
            if isinstance(done, TurnedOn):
                return done
            remark = done
        except GoBack:
            remark = None
        except Leave as leave:
            if leave.because is None:
                raise Ended(_as_it_is(caller)) from None
            raise


async def _do(
    task: Task, account: Account, dialogue: Dialogue, profiles: Profiles, caller: Caller
) -> TurnedOn | Remark:
    match task:
        case Task.SESSION:
            raise Ended(await start_session(account, dialogue, profiles, caller, SessionRequest()))
        case Task.REPLACE:
            return await replace(account, dialogue, caller)
        case Task.ADD:
            return await add(account, dialogue, caller)
        case Task.RESYNC:
            return await resync(account, dialogue, caller.user)
        case Task.REMOVE:
            raise Ended(await remove(account, dialogue, caller))
        case Task.PASSWORD:
            return await change_password(account, dialogue, caller.user)
    raise Ended(_as_it_is(caller))


def _as_it_is(caller: Caller) -> MfaWasOn:
    return MfaWasOn(user=caller.user, own=caller.own, devices=caller.devices, lost_own=caller.lost_own)


def _home(account: Account, profiles: Profiles, caller: Caller, remark: Remark | None) -> Home:
    now = account.server_time()
    sessions = (
        SessionSeen(each.profile, each.expires, each.expires is not None and each.expires.timestamp() <= now)
        for each in profiles.kept()
    )
    return Home(
        caller.identity, caller.user, caller.own, caller.own_first, tuple(sessions), tuple(_tasks(caller)), remark
    )


def _tasks(caller: Caller) -> list[Task]:
    own = [Task.REPLACE, Task.RESYNC, Task.REMOVE] if caller.own else []
    room = [Task.ADD] if not caller.own and len(caller.devices) < MAXIMUM else []
    # A session starts no other one (STS API Reference, GetSessionToken).
    session = [] if caller.identity.temporary else [Task.SESSION]
    return [*session, *own, *room, Task.PASSWORD, Task.STATUS, Task.DONE]
