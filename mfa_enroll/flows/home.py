"""The home of someone who has MFA on: what is on, and all that can be done from there."""

from mfa_enroll.domain.device import MAXIMUM
from mfa_enroll.flows import endings
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller, caller
from mfa_enroll.flows.dialogue import Dialogue, GoBack, Leave
from mfa_enroll.flows.password import change_password
from mfa_enroll.flows.profiles import Profiles
from mfa_enroll.flows.questions import Home, Remark, Task, Tone
from mfa_enroll.flows.remove import remove
from mfa_enroll.flows.replace import add, replace
from mfa_enroll.flows.resync import resync
from mfa_enroll.flows.session import Request, start_session
from mfa_enroll.flows.story import Ended, StartOver
from mfa_enroll.flows.turning_on import TurnedOn


async def home(account: Account, dialogue: Dialogue, profiles: Profiles, who: Caller) -> TurnedOn:
    """Do what the person came for, until it ends with a device newly turned on.

    Raises:
        Ended: The story is over.
        StartOver: Nothing is on any more.
        Leave: The person left a problem's page.
        Stopped: Something cannot go on; the page says why.
    """
    remark = None
    while True:
        try:
            task = await dialogue.home(_home(profiles, who, remark))
            if task is Task.STATUS:
                who = (await caller(account, dialogue)).after(who)
                remark = Remark(Tone.GOOD, "This is what AWS lists now.")
                if not who.devices:
                    raise StartOver
                continue
            done = await _do(task, account, dialogue, profiles, who)
            if isinstance(done, TurnedOn):
                return done
            remark = done
        except GoBack:
            remark = None
        except Leave as leave:
            if leave.because is None:
                raise Ended(endings.already_on(who)) from None
            raise


async def _do(task: Task, account: Account, dialogue: Dialogue, profiles: Profiles, who: Caller) -> TurnedOn | Remark:
    match task:
        case Task.SESSION:
            raise Ended(await start_session(account, dialogue, profiles, who, Request()))
        case Task.REPLACE:
            return await replace(account, dialogue, who)
        case Task.ADD:
            return await add(account, dialogue, who)
        case Task.RESYNC:
            return await resync(account, dialogue, who.user)
        case Task.REMOVE:
            raise Ended(await remove(account, dialogue, who))
        case Task.PASSWORD:
            return await change_password(account, dialogue, who.user)
    raise Ended(endings.already_on(who))


def _home(profiles: Profiles, who: Caller, remark: Remark | None) -> Home:
    return Home(who.identity, who.user, who.own, who.devices, profiles.kept(), tuple(_tasks(who)), remark)


def _tasks(who: Caller) -> list[Task]:
    own = [Task.REPLACE, Task.RESYNC, Task.REMOVE] if who.own else []
    room = [Task.ADD] if not who.own and len(who.devices) < MAXIMUM else []
    # A session starts no other one (STS API Reference, GetSessionToken).
    session = [] if who.identity.temporary else [Task.SESSION]
    return [*session, *own, *room, Task.PASSWORD, Task.STATUS, Task.DONE]
