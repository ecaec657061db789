"""A session with MFA for work: one code, and its keys in a profile of the AWS files or handed to whoever asked."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.profile import NameRefusal, NameRefusedError, ProfilePlan
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.callers import SessionNeedsAccessKey
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.asks import NameAsk, SessionUse
from mfa_enroll.flows.caller import Caller, find_caller
from mfa_enroll.flows.codes import Spent
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import NoSession, Outcome, SessionStarted
from mfa_enroll.flows.profiles import Profiles
from mfa_enroll.flows.sign_in import SessionWanted, device_at_hand, sign_in, with_codes
from mfa_enroll.flows.story import show, tell
from mfa_enroll.flows.troubles import MfaNotOn


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """What is asked of a session.

    Attributes:
        seconds: How long it shall last; None for what the profile asks for, or the usual.
        name: The profile to keep it under; None for the one that is suggested.
        keeps: Whether it is kept at all.
        hand_over: Takes the keys for another program, if any waits for them.
    """

    seconds: int | None = None
    name: str | None = None
    keeps: bool = True
    hand_over: Callable[[SessionKeys], None] | None = None


async def session(account: Account, dialogue: Dialogue, profiles: Profiles, request: SessionRequest) -> Outcome:
    """Start a session and end with it."""

    async def story() -> Outcome:
        caller = await find_caller(account, dialogue)
        try:
            return await start_session(account, dialogue, profiles, caller, request, first=True)
        except GoBack:  # there is nothing before the first question
            raise Leave from None

    return await tell(dialogue, story, lambda leave: NoSession(because=leave.because, left_behind=leave.left_behind))


async def start_session(  # noqa: PLR0913 - who, to whom, with what, and what is asked for
    account: Account,
    dialogue: Dialogue,
    profiles: Profiles,
    caller: Caller,
    request: SessionRequest,
    *,
    spent: Spent | None = None,
    first: bool = False,
) -> SessionStarted:
    """Start a session and keep or hand over its keys.

    Its code is one of the device that the profile with the access key names, if that is on, or of the one chosen.

    ``spent`` holds the codes typed so far. ``first``: whether there is no question before this.

    Raises:
        GoBack: The person wants what was before.
        Leave: The person wants to go.
        Stopped: There can be no session, or no code was taken; the page says why.
    """
    if caller.identity.temporary:
        raise Stopped(SessionNeedsAccessKey(keys=caller.identity.keys))
    if not caller.devices:
        raise Stopped(MfaNotOn(user=caller.user))
    spent = spent or Spent()
    devices, serial = with_codes(caller), profiles.serial()
    named = next((each for each in devices if each.serial == serial), None)
    if named is not None and len(devices) > 1:
        # Behind it is the question that it has answered.
        with suppress(GoBack):
            return await _start(account, dialogue, profiles, caller, request, device=named, spent=spent, first=False)
    device = await device_at_hand(dialogue, caller, first=first)
    return await _start(account, dialogue, profiles, caller, request, device=device, spent=spent, first=first)


async def _start(  # noqa: PLR0913 - who, to whom, with what, what is asked for, and by a code of which device
    account: Account,
    dialogue: Dialogue,
    profiles: Profiles,
    caller: Caller,
    request: SessionRequest,
    *,
    device: MfaDevice,
    spent: Spent,
    first: bool,
) -> SessionStarted:
    """Start a session with a code of ``device``, and keep or hand over its keys."""
    place = partial(_place, dialogue, profiles, request, caller, device, first=first)
    asked = False
    while True:
        plan = await place(asked=asked) if request.keeps else None
        wanted = SessionWanted(
            use=SessionUse.WORK,
            user=caller.user,
            device=device,
            seconds=request.seconds or profiles.duration(),
            plan=plan,
            first=first and plan is None,
        )
        try:
            keys = await sign_in(account, dialogue, wanted, spent)
            break
        except GoBack:
            if plan is None:
                raise
            asked = True
    if request.hand_over:
        request.hand_over(keys)
    because = None
    if plan is not None:
        try:
            await _keep(dialogue, profiles, plan, keys)
        except Leave as leave:
            if not request.hand_over:
                raise
            plan, because = None, leave.because
    handed = request.hand_over is not None
    return SessionStarted(user=caller.user, expires=keys.expires, plan=plan, handed=handed, because=because)


async def _place(  # noqa: PLR0913 - whom to ask, of which files, for what, of whose device, and what was before
    dialogue: Dialogue,
    profiles: Profiles,
    request: SessionRequest,
    caller: Caller,
    device: MfaDevice,
    *,
    asked: bool,
    first: bool,
) -> ProfilePlan | None:
    """Ask where to keep the session, but for a renewal that changes nothing but the session's own section.

    None where it cannot be kept and another program waits for its keys.
    """
    name = request.name or profiles.suggestion()
    listed = tuple(each.serial for each in with_codes(caller))
    if not asked:
        with suppress(NameRefusedError):
            try:
                plan = profiles.plan(name, device.serial, listed)
            except Stopped:
                if request.hand_over:
                    return None
                raise
            odd = {file.path for file in plan.odd_files}
            if plan.refreshes and all(
                change.section == plan.name and change.path not in odd for change in plan.changes
            ):
                return plan

    def look(typed: str) -> ProfilePlan | NameRefusal:
        try:
            return profiles.plan(typed, device.serial, listed)
        except NameRefusedError as error:
            return error.refusal

    return await dialogue.name(NameAsk(name, look, first))


async def _keep(dialogue: Dialogue, profiles: Profiles, plan: ProfilePlan, keys: SessionKeys) -> None:
    while True:
        try:
            profiles.keep(plan, keys)
        except Stopped as stop:
            await show(dialogue, stop.incident)
        else:
            return
