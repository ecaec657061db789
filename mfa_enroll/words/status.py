"""How things stand, in sentences for a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.profile import KeptSession
from mfa_enroll.flows.status import Status
from mfa_enroll.words.commands import own_command, session_command
from mfa_enroll.words.devices import KINDS
from mfa_enroll.words.page import Exact
from mfa_enroll.words.sources import where
from mfa_enroll.words.times import length_of_time, moment

if TYPE_CHECKING:
    from mfa_enroll.flows.caller import Caller


def status(seen: Status) -> Iterator[str | Exact]:
    """All that there is to say, paragraph by paragraph."""
    if seen.caller is None:
        yield "AWS was not asked."
    else:
        yield from _caller(seen.caller)
    for session in seen.sessions:
        yield _session(session, seen)
    if not seen.sessions:
        yield "No session is kept."
    step = next_step(seen)
    if step:
        yield ""
        yield "What to do next:"
        yield Exact(f"  {step}")


def next_step(seen: Status) -> str | None:
    """The command to run next; None where all is done."""
    if seen.is_on is not False and seen.lasting(0):
        return None
    command = own_command(seen.options) if seen.is_on is False else session_command(seen.options)
    return f"{command} --practice" if seen.caller and seen.caller.identity.is_practice else command


def _caller(caller: "Caller") -> Iterator[str]:
    user = caller.user
    yield f"You are {user.name}, account {user.account} ({where(caller.identity.keys)})."
    for address in () if caller.identity.is_practice else caller.identity.foreign_endpoints:
        yield f"Calls go to {address}: not AWS’s own address."
    if not caller.devices:
        yield "MFA is not on."
    else:
        yield "MFA is on:"
    for device in caller.own_first:
        yield _device(device, is_own=device == caller.own)
    if caller.own is None:
        yield f"No device named {user.name} is on. An unfinished one may be there: AWS does not list it."


def _device(device: MfaDevice, *, is_own: bool) -> str:
    named = "" if is_own else ", not named after you"
    return f"  {device.name}, {KINDS[device.kind]}{named}, since {moment(device.enabled_since)}"


def _session(session: KeptSession, seen: Status) -> str:
    left = seen.left(session)
    clock = "this machine’s clock" if seen.caller is None else "AWS’s clock"
    if session.expires is None or left is None:
        return f"Profile {session.profile} holds a session that another program has changed: nobody knows until when."
    if left <= 0:
        return f"The session in profile {session.profile} has ended."
    until = f"until {moment(session.expires)}: {length_of_time(left)} left, by {clock}"
    return f"A session is in profile {session.profile} {until}."
