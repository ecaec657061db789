"""A session with MFA for work: one code, and its keys in a profile of the AWS files or handed to whoever asked."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from mfa_enroll.domain.callers import temporary_keys
from mfa_enroll.domain.lifetime import ORDINARY
from mfa_enroll.domain.problem import Stopped
from mfa_enroll.domain.profile import NameRefusedError, ProfilePlan
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.flows import endings, pages
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.caller import Caller, caller
from mfa_enroll.flows.codes import Spent
from mfa_enroll.flows.dialogue import Dialogue, GoBack, Leave
from mfa_enroll.flows.endings import Ending
from mfa_enroll.flows.profiles import Profiles
from mfa_enroll.flows.questions import NameAsk, SessionUse
from mfa_enroll.flows.sign_in import SignIn, device_at_hand, sign_in
from mfa_enroll.flows.story import show, told


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a session.

    Attributes:
        seconds: How long it shall last.
        name: The profile to keep it under; None for the one that is suggested.
        hand_over: Takes the keys instead of a profile, if anything does.
    """

    seconds: int = ORDINARY
    name: str | None = None
    hand_over: Callable[[SessionKeys], None] | None = None


async def session(account: Account, dialogue: Dialogue, profiles: Profiles, request: Request) -> Ending:
    """Start a session and end with it."""

    async def story() -> Ending:
        who = await caller(account, dialogue)
        try:
            return await start_session(account, dialogue, profiles, who, request)
        except GoBack:  # there is nothing before the first question
            raise Leave from None

    return await told(dialogue, story, endings.no_session)


async def start_session(  # noqa: PLR0913 - who, to whom, with what, and what is asked for
    account: Account,
    dialogue: Dialogue,
    profiles: Profiles,
    who: Caller,
    request: Request,
    *,
    spent: Spent | None = None,
) -> Ending:
    """Start a session and keep or hand over its keys. ``spent`` holds the codes typed so far.

    Raises:
        GoBack: The person wants what was before.
        Leave: The person wants to go.
        Stopped: There can be no session, or no code was taken; the page says why.
    """
    if who.identity.temporary:
        raise Stopped(temporary_keys(who.identity.credentials))
    if not who.devices:
        raise Stopped(pages.not_on(who.user))
    device = await device_at_hand(dialogue, who)
    spent = spent or Spent()
    asked = False
    while True:
        plan = None if request.hand_over else await _place(dialogue, profiles, request, device.serial, asked=asked)
        wanted = SignIn(use=SessionUse.WORK, user=who.user, device=device, seconds=request.seconds, plan=plan)
        try:
            keys = await sign_in(account, dialogue, wanted, spent)
            break
        except GoBack:
            if plan is None:
                raise
            asked = True
    if plan is None:
        if request.hand_over:
            request.hand_over(keys)
        return endings.handed_over(who.user, keys)
    await _keep(dialogue, profiles, plan, keys)
    return endings.session(who.user, plan, keys)


async def _place(dialogue: Dialogue, profiles: Profiles, request: Request, serial: str, *, asked: bool) -> ProfilePlan:
    """Where to keep the session: asked, but for a renewal that changes nothing but the session's own section."""
    name = request.name or profiles.suggestion()
    if not asked:
        with suppress(NameRefusedError):
            plan = profiles.plan(name, serial)
            if plan.refreshes and all(change.section == plan.name for change in plan.changes):
                return plan
    return await dialogue.name(NameAsk(name, lambda typed: profiles.plan(typed, serial)))


async def _keep(dialogue: Dialogue, profiles: Profiles, plan: ProfilePlan, keys: SessionKeys) -> None:
    while True:
        try:
            profiles.keep(plan, keys)
        except Stopped as stop:
            await show(dialogue, stop.problem)
        else:
            return
