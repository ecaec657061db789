"""What each fact that a person is told says of the account, and of what AWS has answered."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from mfa_enroll.domain.device import DeviceKind, MfaDevice, OldDevice
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.session import SETTLING, SessionKeys
from mfa_enroll.domain.totp import STEP
from mfa_enroll.domain.trouble import Incident, Trouble
from mfa_enroll.domain.troubles import refusals
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.flows import outcome as outcomes
from mfa_enroll.flows import questions, troubles
from mfa_enroll.flows.asks import CodeAsk, NameAsk, Need, PasswordAsk, SessionAsk, SessionUse
from mfa_enroll.flows.calls import BUSY_PAUSES, PAUSES
from mfa_enroll.flows.outcome import Deletion, Outcome
from mfa_enroll.flows.progress import Doing, Pause, Waiting
from mfa_enroll.flows.remarks import NameStillTaken, Note, Remark
from tests.support.hearing import Agreed, Moment, Sent

if TYPE_CHECKING:
    from tests.support.truth import Witness

Claims = Iterator[tuple[str, bool | Callable[[Moment], bool]]]
"""What is said to be so, and whether it is: by what AWS has answered, or in the account at a moment."""

EXISTS, MISSING, UNCLEAR, REFUSED = Failure.EXISTS, Failure.MISSING, Failure.UNCLEAR, Failure.CODES_REFUSED

_AFTER: dict[Waiting | Remark, dict[Call, set[Failure | None]]] = {
    Waiting.DEVICE_NOT_KNOWN_YET: {Call.CREATE: {None}, Call.ENABLE: {MISSING}},
    Waiting.DEVICE_NOT_LISTED_YET: {Call.ENABLE: {None}},
    Waiting.DELETION_NOT_KNOWN_YET: {Call.DELETE: {None}, Call.CREATE: {EXISTS}},
    Waiting.NAME_STILL_TAKEN: {Call.DELETE: {MISSING, UNCLEAR}, Call.CREATE: {EXISTS}},
    NameStillTaken(deleted=True): {Call.DELETE: {None}, Call.CREATE: {EXISTS}},
    NameStillTaken(deleted=False): {Call.DELETE: {MISSING, UNCLEAR}, Call.CREATE: {EXISTS}},
    Note.PAIR_REFUSED: {Call.ENABLE: {REFUSED}},
    Note.PAIR_REFUSED_UNSEEN: {Call.ENABLE: {REFUSED}},
    Note.PAIR_ANSWER_LOST: {Call.ENABLE: {UNCLEAR}},
    Note.RESYNC_REFUSED: {Call.RESYNC: {REFUSED}},
    Note.RESYNC_ANSWER_LOST: {Call.RESYNC: {UNCLEAR}},
    Note.CODE_REFUSED: {Call.START_SESSION: {REFUSED}},
    Note.CODE_REFUSED_YOUNG: {Call.START_SESSION: {REFUSED}},
    Note.SESSION_ANSWER_LOST: {Call.START_SESSION: {UNCLEAR}},
    Note.IN_STEP: {Call.RESYNC: {None}},
    Note.LISTED_NOW: {Call.LIST: {None}},
    Note.PASSWORD_UNFIT: {Call.CHANGE_PASSWORD: {Failure.UNFIT}},
    Note.PASSWORD_REFUSED: {Call.CHANGE_PASSWORD: {Failure.DENIED}},
    Note.PASSWORD_CHANGED: {Call.CHANGE_PASSWORD: {None}},
}
"""How AWS has answered the last call of a kind, where a wait or a remark says so. None: it was done."""


def claims(fact: object, w: "Witness") -> Claims:
    """What a fact says to be so."""
    match fact:
        case NameAsk() | PasswordAsk() | Agreed():
            pass
        case Doing():
            changed = any(each.call.is_change for each in w.calls)
            yield "there is something to make sure of", changed or not fact.making_sure
            yield "it is about the user", fact.user in {None, w.here.practice.user}
            yield "AWS will not delete a device that is on", w.is_on if fact.asking else True
        case Pause():
            yield from _pause(fact, w)
        case CodeAsk() | SessionAsk():
            left = 0 if fact.next_at is None else fact.next_at - fact.server_time()
            yield "the phone shows its next code then, whatever time AWS claims it to be", left <= STEP + 1
            yield from _answered(fact.remark, w)
            yield from _code(fact, w) if isinstance(fact, CodeAsk) else _session_code(fact)
        case Outcome():
            yield from _outcome(fact, w)
        case _:
            yield from _question(fact, w)


def _pause(pause: Pause, w: "Witness") -> Claims:
    is_busy = pause.why is Waiting.AWS_IS_BUSY
    yield from _answered(pause.why, w)
    yield "AWS is busy", not is_busy or w.calls[-1].failure is Failure.BUSY
    if pause.why is Waiting.DEVICE_NOT_KNOWN_FOR_SESSIONS:
        now = next(ask for ask in reversed(w.log) if isinstance(ask, SessionAsk)).server_time()
        yield "a device is that new by AWS's time", lambda at: any(now - since < SETTLING for since in at.on.values())
    if pause.attempts:
        pauses, least = (BUSY_PAUSES, 0.5) if is_busy else (PAUSES, 1.0)
        most = pauses[pause.attempt - 1]
        yield "it is as long as that", least * most <= pause.seconds <= most and pause.attempts == len(pauses)


def _answered(what: Waiting | Remark | None, w: "Witness") -> Claims:
    for call, failures in _AFTER.get(what, {}).items() if what else ():
        yield f"AWS has answered {call} as {what} says", w.said(call, *failures)


def _code(ask: CodeAsk, w: "Witness") -> Claims:
    seed = ask.seed.reveal() if ask.seed else None
    if ask.need is Need.RESYNC:
        yield "the device is on", w.is_on
    else:
        yield "the device is not on", w.is_off
        yield "it is there", lambda at: w.own in at.there or w.said(Call.CREATE, EXISTS)
    yield "the seed is its own", lambda at: seed in {None, at.seed(w.own)}


def _session_code(ask: SessionAsk) -> Claims:
    yield "the device is on", lambda at: ask.device.serial in at.on
    yield "nothing is written for changing a device", not ask.plan or ask.use is SessionUse.WORK


def _question(fact: object, w: "Witness") -> Claims:
    match fact:
        case questions.Plan():
            yield "nothing is on", lambda at: not at.on
        case questions.Leftover():
            yield "the device is not on", w.is_off
            yield "it is there", lambda at: fact.serial in at.there or w.said(Call.CREATE, EXISTS)
            yield from _answered(fact.remark, w)
        case questions.Leaving():
            yield "whether it is on is not known", fact.unclear == w.may_be_on or _thrown_away(fact, w)
            yield "the device is there, and not on", lambda at: w.is_unfinished(at) or fact.unclear
            yield "AWS has denied the deletion, or has not", fact.deletable != w.may_not_delete
            yield from _old(fact.replaced, w)
            yield from _others(fact.others, w)
        case questions.Problem():
            yield from _incident(fact.incident, w)
            silent = w.alone and w.knows_unfinished and not fact.incident.left_behind
            yield "no unfinished device is kept silent about", lambda at: not (silent and w.is_unfinished(at))
        case questions.Enabled():
            yield from _report(fact.report, w)
        case questions.Home():
            yield from _devices(fact.devices, fact.own, w)
            yield "their own one comes first", fact.own in {None, fact.devices[0]}
            yield from _answered(fact.remark, w)
        case questions.NewPhone() | questions.DeviceAtHand():
            yield "the devices are on", lambda at: {device.serial for device in fact.devices} <= {*at.on}
            yield "they show codes", all(device.kind is not DeviceKind.FIDO for device in fact.devices)
            yield "their own one comes first", fact.devices[0] == getattr(fact, "own", fact.devices[0])
        case questions.OneMore():
            yield "there is room for one beside others", lambda at: w.is_off(at) and bool(at.on)
        case questions.NoWayBack() | questions.TurnOff():
            yield "their own device is on", w.is_on
            yield "AWS has said that it would delete the device, or has not", _is_doubt(fact, w)
            yield from _others(fact.others, w)
        case _:
            raise AssertionError(f"nobody knows what {fact!r} claims")


def _devices(devices: Iterable[MfaDevice], own: MfaDevice | None, w: "Witness") -> Claims:
    listed = by_serial(devices)
    yield "these devices are on, and no others", lambda at: dict(at.on) == listed
    yield "that is the device named as the user", (own.serial if own else w.own) == w.own
    yield "so is their own one", lambda at: w.is_on(at) == (own is not None)


def _others(others: bool | int, w: "Witness") -> Claims:  # noqa: FBT001 - a fact
    """Whether others are on, or how many are."""
    yield f"others are on: {others}", lambda at: type(others)(len(w.others(at))) == others


def _report(report: questions.DeviceReport, w: "Witness") -> Claims:
    yield from _devices(report.devices, report.own, w)
    yield "their own device is on", w.is_on
    yield from _answered(report.remark, w)
    if report.remark is not Note.PASSWORD_CHANGED:
        elsewhere = report.remark is Note.TURNED_ON_ELSEWHERE
        yield "it was turned on by the codes typed here, or was not", w.has_accepted != elsewhere


def _incident(incident: Incident, w: "Witness") -> Claims:
    yield from _left_behind(incident.left_behind, w)
    yield from _trouble(incident.trouble, w)
    if incident.old_device:
        yield "the old device is not on", w.is_off
        yield from _old(incident.old_device, w)
        yield from _others(incident.others_on, w)


def _old(old: OldDevice | None, w: "Witness") -> Claims:
    """What became of the device that was on before in this run, if one was."""
    yield "one was on before, or was not", (old is not None) == w.was_listed
    if old is OldDevice.OFF:
        yield "it is still there", lambda at: at.seed(w.own) == w.seed_listed
    elif old is OldDevice.GONE:
        yield "it is not there any more", lambda at: at.seed(w.own) != w.seed_listed


def _thrown_away(fact: questions.Leaving | outcomes.NotEnabled, w: "Witness") -> bool:
    """Whether the listing that said it arrived in the very moment in which the person left, and was not looked at."""
    since = [each for each in w.log if not isinstance(each, questions.Leaving)]
    last = since[-1] if since else None
    is_listing = isinstance(last, Sent) and last.call is Call.LIST
    return fact.unclear and is_listing and w.said(Call.ENABLE, UNCLEAR)


def _is_doubt(fact: questions.NoWayBack | questions.TurnOff, w: "Witness") -> bool:
    """Whether the doubt about deleting is what AWS has answered when it was asked; without one, that it would."""
    if fact.doubt is None:
        may = w.said(Call.DELETE, Failure.IN_USE) and w.said(Call.CREATE, EXISTS)
        return may or isinstance(fact, questions.TurnOff)
    return w.said(Call.DELETE, fact.doubt.failure) or w.said(Call.CREATE, fact.doubt.failure)


def _left_behind(serial: str, w: "Witness") -> Claims:
    if serial:
        gone = w.said(Call.DELETE, None) and not any(each.call is Call.CREATE for each in w.after(Call.DELETE, None))
        yield "the device that is named is their own one", serial == w.own
        yield "AWS has not said that it is gone", not gone
        yield "it may be there, not on", lambda at: w.may_be_on or w.may_be_off or w.is_off(at)


def _trouble(trouble: Trouble, w: "Witness") -> Claims:
    match trouble:
        case troubles.DeviceNotListed():
            yield "AWS has taken the codes", w.said(Call.ENABLE, None)
        case troubles.MfaNotOn():
            yield "nothing is on", lambda at: not at.on
        case troubles.NoCodeDevice():
            yield "all that is on shows no codes", lambda at: all(":u2f/" in serial for serial in at.on)
        case troubles.PhoneLost() | troubles.DeviceChangedMeanwhile():
            yield "their own device is on", w.is_on
        case troubles.MoveDenied(may_make=may_make):
            yield "their own device is on", w.is_on
            denied = w.said(Call.DELETE if may_make else Call.CREATE, Failure.DENIED)
            yield "AWS has denied the deletion, or making one", denied
        case refusals.TurningOnDenied(needs_mfa=needs_mfa) if needs_mfa is not None:
            yield "AWS has listed since what is on", w.said(Call.LIST, None)
            yield "something has come on since", lambda at: bool(at.on) or not needs_mfa
        case AnswerLost(call=call) | troubles.CutOff(call=call) if call.is_change:
            yield "AWS has not answered one", any(each.failure is UNCLEAR for each in w.calls if each.call is call)


def _outcome(fact: Outcome, w: "Witness") -> Claims:
    yield from _left_behind(fact.left_behind or fact.may_be_left, w)
    if fact.because:
        # The outcome knows better than the incident what is left.
        yield from _incident(replace(fact.because, left_behind=""), w)
    told = [fact.left_behind, fact.may_be_left, fact.tells_of_own and not _may_be_there(fact)]
    yield "what became of their own device is told once", sum(map(bool, told)) <= 1
    yield from _kind(fact, w)
    if w.alone:
        yield from _all_told(fact, w)


def _may_be_there(fact: Outcome) -> bool:
    return isinstance(fact, outcomes.MfaDisabled) and fact.deletion in {Deletion.UNDECIDED, Deletion.DENIED}


def _kind(fact: Outcome, w: "Witness") -> Claims:  # noqa: C901, PLR0912 - one case for each kind
    match fact:
        case outcomes.MfaEnabled():
            yield from _report(fact.report, w)
        case outcomes.MfaWasOn():
            yield from _devices(fact.devices, fact.own, w)
            yield from _old(fact.lost_own, w) if fact.own is None else ()
        case outcomes.NotEnabled():
            yield "whether it is on is not known", fact.unclear == w.may_be_on or _thrown_away(fact, w)
            yield "AWS has denied the deletion, or has not", not fact.undeletable or w.may_not_delete
            if fact.replaced:
                yield from _old(fact.replaced, w)
            if fact.replaced or not (fact.because or fact.unanswered):
                yield "the device is not on", lambda at: w.is_off(at) or fact.unclear
                yield from _others(fact.others, w)
        case outcomes.UnfinishedDeleted():
            yield "AWS has deleted it, or does not find it", w.said(Call.DELETE, None if fact.found else MISSING)
            yield "the device is not on", w.is_off
            yield "it is gone", lambda at: fact.serial not in at.there or not fact.found
            yield from _old(fact.replaced, w)
            yield from _others(fact.others, w)
        case outcomes.CodesAccepted():
            yield "AWS has taken the codes", w.said(Call.ENABLE, None)
        case outcomes.MfaDisabled():
            others = by_serial(fact.others)
            answer = w.sent(Call.DELETE)
            known = {None: Deletion.DONE, MISSING: Deletion.NOT_FOUND, Failure.DENIED: Deletion.DENIED}
            deletion = known.get(answer.failure, Deletion.UNDECIDED) if answer else Deletion.UNDECIDED
            yield "these are on, and no others", lambda at: dict(at.on) == others
            yield "AWS has said so of the deletion", fact.deletion is deletion
        case outcomes.SessionStarted():
            sent = w.sent(Call.START_SESSION)
            keys = sent.answer if sent else None
            yield "AWS has started it, until then", isinstance(keys, SessionKeys) and keys.expires == fact.expires
            typed = any(each.call is Call.ENABLE for each in w.after(Call.WHO_AM_I, None))
            yield "the device was turned on before", fact.enabled == typed
            if fact.plan:
                kept = {each.profile for each in w.here.profiles.kept()}
                yield "it is kept under that name", fact.plan.name in kept or bool(fact.plan.by_hand)
        case outcomes.NoSession():
            yield "no session was started", bool(fact.because) or not w.said(Call.START_SESSION, None)
        case outcomes.PasswordChanged():
            yield "AWS has changed it", w.said(Call.CHANGE_PASSWORD, None)
        case outcomes.PasswordUnchanged():
            changes = [each for each in w.calls if each.call is Call.CHANGE_PASSWORD]
            yield "it is as it was", bool(fact.because) or all(each.refused for each in changes)
        case _:
            raise AssertionError(f"nobody knows what {fact!r} claims")


def _all_told(fact: Outcome, w: "Witness") -> Claims:
    """What a run has changed for good, or may have, is in its outcome."""
    others = {serial: since for serial, since in w.began.on.items() if serial != w.own}
    yield "the other devices are on as they were", lambda at: others.items() <= at.on.items()
    if w.knows_unfinished:
        named = bool(fact.left_behind or fact.may_be_left) or not getattr(fact, "found", True)
        named |= getattr(fact, "deletion", Deletion.DONE) is not Deletion.DONE
        yield "no unfinished device is kept silent about", lambda at: named or not w.is_unfinished(at)
    if w.said(Call.ENABLE, None) and w.own not in w.began.on:
        told_on = isinstance(fact, outcomes.MfaEnabled | outcomes.CodesAccepted | outcomes.MfaWasOn)
        told_on |= isinstance(fact, outcomes.SessionStarted) and fact.enabled
        yield "MFA was turned on, and that is told", lambda at: w.is_off(at) or told_on
    if w.own in w.began.on:
        told_off = isinstance(fact, outcomes.MfaDisabled) or _tells_of_turning_off(fact.because)
        told_off |= bool(getattr(fact, "replaced", None) or getattr(fact, "lost_own", None))
        told_off |= w.may_be_off and bool(fact.left_behind)
        yield "it was turned off, and that is told", lambda at: w.is_on(at) or told_off


def _tells_of_turning_off(incident: Incident | None) -> bool:
    trouble = incident.trouble if incident else None
    lost = isinstance(trouble, AnswerLost | troubles.CutOff) and trouble.call is Call.DEACTIVATE
    return lost or (incident is not None and incident.old_device is not None)


def by_serial(devices: Iterable[MfaDevice]) -> dict[str, int]:
    """Since when devices are on."""
    return {device.serial: int(device.enabled_since.timestamp()) for device in devices}
