"""The whole story, from an access key to an enabled MFA device and what the person came for.

Who are you → what is there already → turn the device on → what next. Someone who has MFA on comes home instead.
"""

from contextlib import suppress
from dataclasses import replace

from mfa_enroll.domain.failure import Call
from mfa_enroll.flows import endings
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller, caller
from mfa_enroll.flows.dialogue import Dialogue, GoBack, Leave
from mfa_enroll.flows.endings import Ending
from mfa_enroll.flows.home import home
from mfa_enroll.flows.password import change_password
from mfa_enroll.flows.profiles import Profiles
from mfa_enroll.flows.questions import Plan, PlannedCall, Task
from mfa_enroll.flows.session import Request, start_session
from mfa_enroll.flows.story import told
from mfa_enroll.flows.turning_on import TurnedOn, TurningOn


async def enroll(account: Account, dialogue: Dialogue, profiles: Profiles) -> Ending:
    """Tell the story to its end, however often a problem makes it start anew."""
    who: Caller | None = None

    async def story() -> Ending:
        nonlocal who
        who = (await caller(account, dialogue)).after(who)
        return await _from_the_start(account, dialogue, profiles, who)

    def left(leave: Leave) -> Ending:
        lost = who is not None and who.lost_own
        return endings.left(leave, replaced=lost, others=lost and bool(who and who.others))

    return await told(dialogue, story, left, is_on=lambda: who is not None and who.own is not None)


async def _from_the_start(account: Account, dialogue: Dialogue, profiles: Profiles, who: Caller) -> Ending:
    if who.devices:
        turned_on = await home(account, dialogue, profiles, who)
    else:
        await dialogue.approve(_plan(who))
        turned_on = await TurningOn(account, dialogue, who.user, replaces=who.lost_own).from_the_start()
    return await _afterwards(account, dialogue, profiles, who, turned_on)


def _plan(who: Caller) -> Plan:
    return Plan(
        who.identity,
        who.user,
        calls=(
            PlannedCall(Call.CREATE, who.user.device_serial),
            PlannedCall(Call.ENABLE, who.user.arn),
            PlannedCall(Call.LIST, who.user.arn),
        ),
    )


async def _afterwards(
    account: Account, dialogue: Dialogue, profiles: Profiles, who: Caller, turned_on: TurnedOn
) -> Ending:
    """What comes next for someone who has just turned on their device."""
    report = turned_on.report
    # A session starts no other one (STS API Reference, GetSessionToken).
    tasks = (Task.PASSWORD, Task.DONE) if who.identity.temporary else (Task.SESSION, Task.PASSWORD, Task.DONE)
    command = "" if who.identity.temporary else profiles.session_command()
    who = replace(who, devices=report.devices)

    async def story() -> Ending:
        nonlocal report
        while True:
            with suppress(GoBack):
                match await dialogue.enabled(report, tasks):
                    case Task.SESSION:
                        ending = await start_session(account, dialogue, profiles, who, Request(), spent=turned_on.spent)
                        return endings.followed_by(endings.enabled(report), ending)
                    case Task.PASSWORD:
                        report = replace(report, remark=await change_password(account, dialogue, who.user))
                    case _:
                        return endings.enabled(report, command)

    return await told(dialogue, story, lambda leave: endings.enabled(report, command, leave.because))
