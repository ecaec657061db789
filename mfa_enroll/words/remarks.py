"""What is said about what was just typed, answered or done."""

from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.totp import SEARCH, STEP
from mfa_enroll.flows.remarks import ClockOff, ClockTooFar, CodeKept, CodeUnknown, NameStillTaken, Note, Remark
from mfa_enroll.words.page import Said, Tone
from mfa_enroll.words.times import length_of_time

_NOTES = {
    Tone.GOOD: {
        Note.IN_STEP: "AWS and your device are in step again. Sign in with a new code from now on.",
        Note.LISTED_NOW: "This is what AWS lists now.",
        Note.PASSWORD_CHANGED: "Your console password is changed.",
    },
    Tone.NOTE: {
        Note.NOT_SIX_DIGITS: "A code has six digits. Type all six as the app shows them.",
        Note.SAME_CODE_AGAIN: "That was the same code again. The next one is needed.",
        Note.CODE_USED_BEFORE: "That code was used already, and AWS takes each one once. Wait for the next one.",
        Note.PAIR_ANSWER_LOST: "AWS’s answer did not arrive, and the device is not on yet. Type two new codes.",
        Note.RESYNC_ANSWER_LOST: "AWS’s answer did not arrive. Type two new codes to be sure.",
        Note.CODE_REFUSED_YOUNG: "AWS did not accept this code. The device is new, and this can take it a minute. Type "
        "the next code.",
        Note.SESSION_ANSWER_LOST: "AWS’s answer did not arrive. The code may be used up: type the next one.",
    },
    Tone.WARNING: {
        Note.PAIR_REFUSED: "AWS did not accept these two codes. The device is the same: type two new codes, one after "
        "the other.",
        Note.PAIR_REFUSED_UNSEEN: "AWS did not accept these two codes. Use the newest AWS entry in your app, and type "
        "two codes in a row. If none fits, go back and start afresh.",
        Note.RESYNC_REFUSED: "AWS did not accept these two codes. Check that you read the right entry in your app, and "
        "type two new codes, one after the other.",
        Note.CODE_REFUSED: "AWS did not accept this code. Check that you read the right entry in your app, and type "
        "the next code.",
        Note.TURNED_ON_ELSEWHERE: "It was turned on in another window, not with the codes typed here. If your app "
        "shows two entries for it, keep the one whose code starts a session.",
        Note.DELETION_DENIED: "AWS does not let you delete this device. If you have not yet, scan the QR code. Keep "
        "the entry in your app: with it you can finish at any time, without anyone’s help.",
        Note.PASSWORD_UNFIT: "AWS did not accept the new password: it breaks a rule of your account, or was used "
        "before. Choose another one.",
        Note.PASSWORD_REFUSED: "AWS did not accept this. Most likely the current password is not right: type it once "
        "more.",
    },
}
_SAID = {note: Said(tone, text) for tone, texts in _NOTES.items() for note, text in texts.items()}

_MISSED = "That code is right, but one before it was missed. Two in a row are needed: type the next one."
_NOT_FREE_YET = (
    "AWS deleted the unfinished device, and does not give its name free yet. Wait a minute, then try once more."
)
_STILL_THERE = "AWS says that there still is a device of this name. Wait a minute, then try once more."


def said(remark: Remark) -> Said:
    """The remark in words."""
    if isinstance(remark, Note):
        return _SAID[remark]
    is_minor = isinstance(remark, CodeKept) and not remark.drift
    return Said(Tone.NOTE if is_minor else Tone.WARNING, _text(remark))


def _text(remark: CodeUnknown | CodeKept | ClockTooFar | ClockOff | NameStillTaken) -> str:
    match remark:
        case CodeUnknown(user):
            return f"That code does not fit. Check the digits, and that you read the entry {entry_label(user)}."
        case CodeKept(drift=drift) if not drift:
            return _MISSED
        case CodeKept(skipped, drift):
            works = _clock(
                drift,
                "Your phone’s clock is about {length} ahead. It works, but set it to automatic time soon.",
                "Your phone’s clock is about {length} behind. It works, but set it to automatic time soon.",
            )
            return f"{_MISSED} {works}" if skipped else works
        case ClockTooFar(drift):
            return _clock(
                drift,
                "The clock of your phone is {length} ahead. AWS accepts up to {reach}. Set the phone’s date and time "
                "to automatic, then type two new codes.",
                "The clock of your phone is {length} behind. AWS accepts up to {reach}. Set the phone’s date and time "
                "to automatic, then type two new codes.",
            )
        case ClockOff(drift):
            return _clock(
                drift,
                "Your phone’s clock is about {length} ahead. Set it to automatic before you next sign in.",
                "Your phone’s clock is about {length} behind. Set it to automatic before you next sign in.",
            )
        case NameStillTaken(deleted):
            return _NOT_FREE_YET if deleted else _STILL_THERE


def _clock(drift: float, ahead: str, behind: str) -> str:
    """``ahead`` or ``behind``, with how far the phone's clock is off, and how far AWS lets it be."""
    return (ahead if drift > 0 else behind).format(length=length_of_time(drift), reach=length_of_time(SEARCH * STEP))
