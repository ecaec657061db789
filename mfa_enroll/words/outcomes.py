"""The last words: how a run ended, for the terminal that the pages have left. They hold no secret."""

from collections.abc import Iterator
from dataclasses import replace
from functools import singledispatch
from itertools import groupby

from mfa_enroll.domain.device import OldDevice
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.flows import outcome as kinds
from mfa_enroll.flows.outcome import Deletion, Outcome
from mfa_enroll.words.changes import lines
from mfa_enroll.words.commands import deletion_command, session_command
from mfa_enroll.words.page import Aside, Exact, Label, Part, Steps
from mfa_enroll.words.problems import incident_parts
from mfa_enroll.words.remarks import said
from mfa_enroll.words.shell import assignment, unsetting
from mfa_enroll.words.times import moment
from mfa_enroll.words.troubles import trouble_page

Paragraphs = Iterator[str | Exact]

_STAYS_ON = "MFA stays on with your other devices."
_STAYS_THERE = "The device stays in AWS, not turned on"
_MAY_BE_LEFT = "An unfinished device may be left in AWS"
_AGAIN = "Run the same command again to go on."


def last_words(outcome: Outcome) -> tuple[str | Exact, ...]:
    """What stays on the terminal, paragraph by paragraph. What is exact stands there as it is, the rest is wrapped."""
    told = list(_told(outcome))
    may_be_left = outcome.may_be_left or ("" if _names_left_behind(outcome) else outcome.left_behind)
    if may_be_left:
        is_there = isinstance(outcome, kinds.NotEnabled) and (outcome.undeletable or outcome.replaced is OldDevice.OFF)
        told.append(f"{_STAYS_THERE if is_there else _MAY_BE_LEFT}: {may_be_left}")
    if outcome.because is None:
        return tuple(told)
    return (*problem(outcome.because), *(["", *told] if told else ()))


def after_practice(outcome: Outcome) -> tuple[str | Exact, ...]:
    """What is said in place of an outcome that speaks of AWS: none of it outlasts the practice, but for a problem."""
    met: tuple[str | Exact, ...] = ()
    if outcome.because:
        met = ("PRACTICE: you met this problem in the practice account.", "", *problem(outcome.because), "")
    return (
        *met,
        "PRACTICE: nothing was changed in AWS, nor in your AWS files.",
        "The practice account is gone. If its entry is in your app, delete it there: its codes work nowhere.",
        "To do it in AWS, run it without --practice and what belongs to that.",
    )


@singledispatch
def _told(outcome: Outcome) -> Paragraphs:
    raise NotImplementedError(type(outcome).__name__)


@_told.register
def _enabled(outcome: kinds.MfaEnabled) -> Paragraphs:
    yield f"MFA is on for {outcome.report.user.name}: {outcome.report.user.device_serial}"
    if outcome.report.remark:
        yield said(outcome.report.remark).text
    if outcome.session is not None:
        yield "To work on the command line, start a session with a new code:"
        yield Exact(f"  {session_command(outcome.session)}")


@_told.register
def _was_on(outcome: kinds.MfaWasOn) -> Paragraphs:
    if outcome.lost_own:
        yield _taken_away(outcome.lost_own, others=True)
    yield f"MFA is on for {outcome.user.name}:"
    for device in [outcome.own] if outcome.own else outcome.devices:
        yield f"  {device.serial}, since {moment(device.enabled_since)}"


@_told.register
def _not_enabled(outcome: kinds.NotEnabled) -> Paragraphs:
    because = outcome.because
    if outcome.replaced and outcome.unclear:
        yield _UNCLEAR[outcome.replaced]
    elif outcome.replaced:
        yield _taken_away(outcome.replaced, others=outcome.others)
    elif outcome.unclear and not because:
        yield "AWS was given the two codes. Whether the device is on is not known yet."
    elif outcome.others and not because:
        yield f"The device was not turned on. {_STAYS_ON}"
    elif outcome.unanswered:
        yield "This ended before AWS said whether MFA is on."
    elif not because:
        yield "MFA was not turned on."
    if _names_left_behind(outcome):
        yield f"{_STAYS_THERE}: {outcome.left_behind}"
        yield "Keep its entry in your app, and run mfa-enroll again to go on with its codes."
        if outcome.undeletable:
            yield "If its entry is not in your app, ask your administrator to delete the device, which you may not:"
            yield Exact(f"  {deletion_command(outcome.left_behind)}")
    elif because and outcome.replaced is not OldDevice.OFF and trouble_page(because.trouble).hand_over:
        yield "When your administrator has done this, run mfa-enroll again."
    else:
        yield _AGAIN


@_told.register
def _deleted(outcome: kinds.UnfinishedDeleted) -> Paragraphs:
    if outcome.replaced:
        yield _taken_away(outcome.replaced, others=outcome.others)
    else:
        yield _STAYS_ON if outcome.others else "MFA is not on."
    if outcome.found:
        yield f"The unfinished device was deleted: {outcome.serial}"
        yield "Remove its entry from your app, too."
    else:
        yield f"AWS does not find the unfinished device, which was to be deleted: {outcome.serial}"
        yield "If it shows up again, the next run of mfa-enroll can delete it or go on with it."


@_told.register
def _accepted(outcome: kinds.CodesAccepted) -> Paragraphs:
    yield f"AWS accepted the two codes for {outcome.user.device_serial}."
    yield "Its list was not seen to show the device yet: run mfa-enroll again to make sure that MFA is on."


@_told.register
def _disabled(outcome: kinds.MfaDisabled) -> Paragraphs:
    serial = outcome.user.device_serial
    if outcome.others:
        yield f"The device {serial} is off. MFA stays on with these:"
        yield from (f"  {device.serial}" for device in outcome.others)
    else:
        yield f"MFA is off for {outcome.user.name}."
    match outcome.deletion:
        case Deletion.DONE:
            yield "The device was deleted. Remove its entry from your app, too."
        case Deletion.NOT_FOUND:
            yield f"AWS does not find the device, which was to be deleted: {serial}"
            yield ("Remove its entry from your app. If it shows up again, the next run of mfa-enroll can delete it.")
        case Deletion.DENIED:
            yield f"AWS does not let you delete the device. It stays in AWS, not turned on: {serial}"
            yield "Keep its entry in your app: the next run of mfa-enroll can turn it on again with its codes."
        case Deletion.UNDECIDED:
            yield f"The device may be left in AWS, not turned on: {serial}"
            yield "It does no harm. The next run of mfa-enroll can delete it or turn it on again."


@_told.register
def _session(outcome: kinds.SessionStarted) -> Paragraphs:
    if outcome.enabled:
        yield f"MFA is on for {outcome.user.name}: {outcome.user.device_serial}"
    plan, until = outcome.plan, moment(outcome.expires)
    if plan is None or outcome.handed:
        yield f"Signed in with MFA as {outcome.user.name} until {until}."
        if plan:
            yield f"The session is in the profile {plan.name}: until then, the same command asks for no code."
        return
    yield f"You are signed in with MFA as {outcome.user.name} until {until}."
    yield f"The session is in the profile {plan.name}. Name it in a command, or once for this terminal:"
    yield Exact(f"  aws --profile {plan.name} sts get-caller-identity")
    if plan.outranked:
        # AWS tools take keys in the environment before a profile that is named there.
        yield Exact(f"  {unsetting('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN')}")
    yield Exact(f"  {assignment(plan.variable, plan.name)}")
    for path, changes in groupby(plan.by_hand, lambda change: change.path):
        yield f"{path} is not changed from here. Add to it yourself:"
        for change in changes:
            yield Exact(f"  [{change.section}]")
            yield from (Exact(f"  {line}") for line in lines(change))
    if plan.needs_environment:
        yield "When it has ended, renew it, with your access key set in the environment again:"
    else:
        yield "When it has ended, renew it:"
    yield Exact(f"  {session_command(plan.renewal)}")


@_told.register
def _no_session(outcome: kinds.NoSession) -> Paragraphs:
    if not outcome.because:
        yield "No session was started, and nothing was written."


@_told.register
def _password(outcome: kinds.PasswordChanged) -> Paragraphs:
    yield f"The console password of {outcome.user.name} is changed. Sign in with it from now on."


@_told.register
def _no_password(outcome: kinds.PasswordUnchanged) -> Paragraphs:
    if not outcome.because:
        yield "Your console password was not changed."


def _names_left_behind(outcome: Outcome) -> bool:
    """Whether what is told of the outcome says what is left behind."""
    if isinstance(outcome, kinds.NotEnabled):
        return bool(outcome.left_behind) and not outcome.because and not outcome.unclear
    return isinstance(outcome, kinds.MfaDisabled)


_TAKEN_AWAY = {
    OldDevice.OFF: "The old device was turned off. With the codes of its entry it can be turned on again.",
    OldDevice.GONE: "The old device was taken away, and the new one is not on.",
    OldDevice.UNKNOWN: "The old device was turned off, and no new one is on.",
}
_UNCLEAR = {
    OldDevice.OFF: "The old device was turned off. Whether it is on again is not known yet.",
    OldDevice.GONE: "The old device was taken away. Whether the new one is on is not known yet.",
    OldDevice.UNKNOWN: "The old device was turned off. Whether one is on again is not known yet.",
}


def _taken_away(old: OldDevice, *, others: bool) -> str:
    return f"{_STAYS_ON if others else 'MFA is off now.'} {_TAKEN_AWAY[old]}"


def problem(incident: Incident) -> Paragraphs:
    """A problem page as paragraphs, so that it can be read, copied and sent on after the screen is gone."""
    yield trouble_page(incident.trouble).heading
    for part in incident_parts(replace(incident, left_behind="")):  # the outcome knows better what is left
        yield from _paragraphs(part)


def _paragraphs(part: Part) -> Paragraphs:
    match part:
        case Label(text) | Aside(text):
            yield from ("", text)
        case Exact():
            yield from ("", part)
        case Steps(steps):
            yield from (f"{number}. {step}" for number, step in enumerate(steps, start=1))
        case str():
            yield part
