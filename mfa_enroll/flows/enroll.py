"""The whole story, from an access key to an enabled MFA device and what the person came for.

Who are you → what is there already → turn the device on → what next. Someone who has MFA on comes home instead.
"""

from contextlib import suppress
from dataclasses import replace

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller, find_caller
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.home import home
from mfa_enroll.flows.outcome import MfaEnabled, NotEnabled, Outcome
from mfa_enroll.flows.password import change_password
from mfa_enroll.flows.profiles import Profiles
from mfa_enroll.flows.questions import Enabled, Plan, PlannedCall, Task
from mfa_enroll.flows.session import SessionRequest, start_session
from mfa_enroll.flows.story import tell
from mfa_enroll.flows.turning_on import TurnedOn, TurningOn


async def enroll(account: Account, dialogue: Dialogue, profiles: Profiles) -> Outcome:
    """Tell the story to its end, however often a problem makes it start anew."""
    caller: Caller | None = None
    is_on = False

    async def story() -> Outcome:
        nonlocal caller, is_on
        caller = (await find_caller(account, dialogue)).after(caller)
        is_on = caller.own is not None
        try:
            return await _from_the_start(account, dialogue, profiles, caller)
        except Stopped as stop:
            # What was listed before may not hold any more, and the next listing may not be had.
            is_on = is_on and not stop.incident.left_behind
            if stop.incident.old_device:
                caller = replace(caller, devices=caller.others, lost_own=stop.incident.old_device)
            raise

    def left(leave: Leave) -> Outcome:
        lost = caller.lost_own if caller else None
        return NotEnabled(
            because=leave.because,
            left_behind=leave.left_behind,
            replaced=lost,
            others=bool(lost and caller and caller.others),
            unanswered=leave.unanswered,
        )

    return await tell(dialogue, story, left, is_on=lambda: is_on)


async def _from_the_start(account: Account, dialogue: Dialogue, profiles: Profiles, caller: Caller) -> Outcome:
    if caller.devices:
        turned_on = await home(account, dialogue, profiles, caller)
    else:
        await dialogue.choose(_plan(caller))
        turned_on = await TurningOn(account, dialogue, caller.user, replaces=caller.lost_own).from_the_start()
    return await _afterwards(account, dialogue, profiles, caller, turned_on)


def _plan(caller: Caller) -> Plan:
    return Plan(
        caller.identity,
        caller.user,
        calls=(
            PlannedCall(Call.CREATE, caller.user.device_serial),
            PlannedCall(Call.ENABLE, caller.user.arn),
            PlannedCall(Call.LIST, caller.user.arn),
        ),
    )


async def _afterwards(
    account: Account, dialogue: Dialogue, profiles: Profiles, caller: Caller, turned_on: TurnedOn
) -> Outcome:
    """Ask what comes next of someone who has just turned on their device."""
    report = turned_on.report
    # A session starts no other one (STS API Reference, GetSessionToken).
    tasks = (Task.PASSWORD, Task.DONE) if caller.identity.temporary else (Task.SESSION, Task.PASSWORD, Task.DONE)
    session = None if caller.identity.temporary else profiles.session_options()
    caller = replace(caller, devices=report.devices)

    async def story() -> Outcome:
        nonlocal report
        while True:
            with suppress(GoBack):
                match await dialogue.choose(Enabled(caller.identity, report, tasks)):
                    case Task.SESSION:
                        request, spent = SessionRequest(), turned_on.spent
                        started = await start_session(account, dialogue, profiles, caller, request, spent=spent)
                        return replace(started, enabled=True)
                    case Task.PASSWORD:
                        report = replace(report, remark=await change_password(account, dialogue, caller.user))
                    case _:
                        return MfaEnabled(report=report, session=session)

    return await tell(dialogue, story, lambda leave: MfaEnabled(report=report, session=session, because=leave.because))
