"""How a run ends, and the words that then stay on the terminal."""

import enum
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.profile import ProfilePlan
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.flows.caller import Caller
from mfa_enroll.flows.dialogue import Leave, LeftUnanswered
from mfa_enroll.flows.questions import DeviceReport, Exact


class EndingKind(enum.Enum):
    """How a run ended."""

    ENABLED = enum.auto()
    ALREADY_ON = enum.auto()
    SESSION = enum.auto()
    REMOVED = enum.auto()
    PASSWORD = enum.auto()
    PROBLEM = enum.auto()
    LEFT = enum.auto()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended, with the words that stay on the terminal after the screen is gone. They hold no secret."""

    kind: EndingKind
    paragraphs: tuple[str, ...]

    @property
    def last_words(self) -> str:
        """The words as one text."""
        return "\n".join(self.paragraphs)


_AGAIN = "Run the same command again to go on."
_STAYS_ON = "MFA stays on with your other devices."


def enabled(report: DeviceReport, command: str = "", because: Problem | None = None) -> Ending:
    """The device is on now. ``command`` starts a session, if one can be started."""
    words = [*_page(because), ""] if because else []
    words.append(f"MFA is on for {report.user.name}: {report.user.device_serial}")
    if report.remark:
        words.append(report.remark.text)
    if command:
        words += ["To work on the command line, start a session with a new code:", Exact(f"  {command}")]
    return Ending(EndingKind.PROBLEM if because else EndingKind.ENABLED, tuple(words))


def already_on(who: Caller) -> Ending:
    """The person had a look, or did something that is done."""
    shown = [who.own] if who.own else who.devices
    listed = [f"  {device.serial}, since {since(device)}" for device in shown]
    words = [_taken_away(others=True)] if who.lost_own else []
    words += [f"MFA is on for {who.user.name}:", *listed]
    return Ending(EndingKind.ALREADY_ON, tuple(words))


def left(leave: Leave, *, replaced: bool = False, others: bool = False, unclear: bool = False) -> Ending:
    """The person went before their device was seen to be on.

    ``replaced``: it was on before, and the old device is gone. ``others``: other devices of theirs are on.
    ``unclear``: AWS was given the codes, and has not said what became of it.
    """
    problem, serial = leave.because, leave.left_behind
    words = [*_page(problem), ""] if problem else []
    if replaced and unclear:
        words.append("The old device was taken away. Whether the new one is on is not known yet.")
    elif replaced:
        words.append(_taken_away(others=others))
    elif not problem and others:
        words.append(f"The device was not turned on. {_STAYS_ON}")
    elif isinstance(leave, LeftUnanswered):
        words.append("This ended before AWS said whether MFA is on.")
    elif not problem:
        words.append("MFA was not turned on.")
    if serial and not problem:
        words.append(f"The unfinished device stays in AWS: {serial}")
        words.append("Keep its entry in your app, and run mfa-enroll again to go on with its codes.")
    elif problem and problem.who is Who.ADMINISTRATOR:
        words.append("When your administrator has done this, run mfa-enroll again.")
    else:
        words.append(_AGAIN)
    if serial and problem:
        words.append(_may_be_left(serial))
    return Ending(EndingKind.PROBLEM if problem else EndingKind.LEFT, tuple(words))


def deleted(
    serial: str, because: Problem | None, *, found: bool = True, replaced: bool = False, others: bool = False
) -> Ending:
    """The person went, and the device that this run made was deleted.

    ``found``: AWS found it when it was to be deleted. ``replaced`` and ``others`` as in ``left``.
    """
    words = [*_page(because), ""] if because else []
    if replaced:
        words.append(_taken_away(others=others))
    else:
        words.append(_STAYS_ON if others else "MFA is not on.")
    if found:
        words.append(f"The unfinished device was deleted: {serial}")
        words.append("Remove its entry from your app, too.")
    else:
        words.append(f"AWS does not find the unfinished device, which was to be deleted: {serial}")
        words.append("If it shows up again, the next run of mfa-enroll can delete it or go on with it.")
    return Ending(EndingKind.PROBLEM if because else EndingKind.LEFT, tuple(words))


def accepted(user: IamUser, because: Problem | None) -> Ending:
    """AWS took the two codes, and the person went before the listing showed the device."""
    words = [*_page(because), ""] if because else []
    words += [
        f"AWS accepted the two codes for {user.device_serial}.",
        "Its list was not seen to show the device yet: run mfa-enroll again to make sure that MFA is on.",
    ]
    return Ending(EndingKind.PROBLEM if because else EndingKind.ENABLED, tuple(words))


def removed(who: Caller, leave: Leave | None = None, *, found: bool = True) -> Ending:
    """The device was turned off on purpose.

    ``leave``: it may not have been deleted, for what is in there. ``found``: AWS found it when it was to be deleted.
    """
    problem = leave.because if leave else None
    words = [*_page(problem), ""] if problem else []
    if who.others:
        words.append(f"The device {who.user.device_serial} is off. MFA stays on with these:")
        words += [f"  {device.serial}" for device in who.others]
    else:
        words.append(f"MFA is off for {who.user.name}.")
    if leave:
        words.append(f"The device may be left in AWS, not turned on: {who.user.device_serial}")
        words.append("It does no harm. The next run of mfa-enroll can delete it or turn it on again.")
    elif not found:
        words.append(f"AWS does not find the device, which was to be deleted: {who.user.device_serial}")
        words.append("Remove its entry from your app. If it shows up again, the next run of mfa-enroll can delete it.")
    else:
        words.append("The device was deleted. Remove its entry from your app, too.")
    return Ending(EndingKind.PROBLEM if problem else EndingKind.REMOVED, tuple(words))


def session(user: IamUser, plan: ProfilePlan, keys: SessionKeys) -> Ending:
    """A session is there, and kept under a profile."""
    words = [
        f"You are signed in with MFA as {user.name} until {until(keys.expires)}.",
        f"The session is in the profile {plan.name}. Name it in a command, or once for this terminal:",
        Exact(f"  aws --profile {plan.name} sts get-caller-identity"),
    ]
    if plan.outranked:
        # AWS tools take keys in the environment before a profile that is named there.
        words.append(Exact("  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"))
    words.append(Exact(f"  export AWS_PROFILE={plan.name}"))
    for path, changes in groupby(plan.by_hand, lambda change: change.path):
        words.append(f"{path} cannot be changed from here. Add to it yourself:")
        for change in changes:
            words += [Exact(f"  [{change.section}]"), *(Exact(f"  {line}") for line in change.lines)]
    again = ", with your access key set in the environment again" if plan.needs_environment else ""
    words += [f"When it has ended, renew it{again}:", Exact(f"  {plan.renewal}")]
    return Ending(EndingKind.SESSION, tuple(words))


def handed_over(user: IamUser, keys: SessionKeys) -> Ending:
    """A session is there, and its keys were handed to whoever asked."""
    return Ending(EndingKind.SESSION, (f"Signed in with MFA as {user.name} until {until(keys.expires)}.",))


def no_session(leave: Leave) -> Ending:
    """The person went before a session was kept."""
    words = _page(leave.because) if leave.because else ["No session was started, and nothing was written."]
    return Ending(EndingKind.PROBLEM if leave.because else EndingKind.LEFT, tuple(words))


def password_changed(user: IamUser) -> Ending:
    """The new password holds."""
    return Ending(
        EndingKind.PASSWORD,
        (f"The console password of {user.name} is changed. Sign in with it from now on.",),
    )


def password_unchanged(leave: Leave) -> Ending:
    """The person went before that."""
    words = _page(leave.because) if leave.because else ["Your console password was not changed."]
    return Ending(EndingKind.PROBLEM if leave.because else EndingKind.LEFT, tuple(words))


def naming(serial: str, ending: Ending) -> Ending:
    """The ending, with the device that may be left in AWS, not turned on, if there is one and it is not named there."""
    named = {word.rstrip(".,") for paragraph in ending.paragraphs for word in paragraph.split()}
    if not serial or serial in named:
        return ending
    return replace(ending, paragraphs=(*ending.paragraphs, _may_be_left(serial)))


def followed_by(first: Ending, second: Ending) -> Ending:
    """Both endings' words, of a story that went on after its first end. The second one counts."""
    return Ending(second.kind, (*first.paragraphs[:1], *second.paragraphs))


def since(device: MfaDevice) -> str:
    """When a device was enabled, in local time: "24 November 2026, 05:50 UTC"."""
    return until(device.enabled_since)


def until(moment: datetime) -> str:
    """A moment in local time: "24 November 2026, 05:50 UTC"."""
    try:
        local = moment.astimezone()
    except (OverflowError, ValueError, OSError):
        # At the ends of what the calendar holds, "for ever" for one, there may be no local time.
        local = moment
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def _may_be_left(serial: str) -> str:
    return f"An unfinished device may be left in AWS: {serial}"


def _taken_away(*, others: bool) -> str:
    if others:
        return f"The old device was taken away, and the new one is not on. {_STAYS_ON}"
    return "MFA is off now: the old device was taken away, and the new one is not on."


def _page(problem: Problem) -> list[str]:
    """A problem page as paragraphs, so that it can be read, copied and sent on after the screen is gone."""
    steps = [f"{number}. {step}" for number, step in enumerate(problem.steps, start=1)]
    words = [problem.title, problem.happened, "", f"{problem.who.value}:", *steps]
    if problem.hand_over:
        words += ["", "For your administrator:", "", Exact(problem.hand_over)]
    if problem.answer:
        words += ["", f"AWS answered: {problem.answer}"]
    return words
