"""What is said about a typed code, in plain words."""

from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.totp import SEARCH, STEP, Reading, Verdict
from mfa_enroll.flows.questions import Remark, Tone

_HOUR = 3600

REFUSED = Remark(
    Tone.WARNING,
    "AWS did not accept these two codes. The device is the same: type two new codes, one after the other.",
)

REFUSED_UNSEEN = Remark(
    Tone.WARNING,
    "AWS did not accept these two codes. Use the newest AWS entry in your app, and type two codes in a row. "
    "If none fits, go back and start afresh.",
)

NOT_SIX_DIGITS = Remark(Tone.NOTE, "A code has six digits. Type all six as the app shows them.")

_FIXED = {
    Reading.NOT_SIX_DIGITS: NOT_SIX_DIGITS,
    Reading.SAME_AGAIN: Remark(Tone.NOTE, "That was the same code again. The next one is needed."),
}

TURNED_ON_ELSEWHERE = Remark(
    Tone.WARNING,
    "It was turned on in another window, not with the codes typed here. If your app shows two entries for it, keep "
    "the one whose code starts a session.",
)

ANSWER_LOST = Remark(
    Tone.NOTE,
    "AWS’s answer did not arrive, and the device is not on yet. Type two new codes.",
)

USED_BEFORE = Remark(Tone.NOTE, "That code was used already, and AWS takes each one once. Wait for the next one.")

REFUSED_ONE = Remark(
    Tone.WARNING,
    "AWS did not accept this code. Check that you read the right entry in your app, and type the next code.",
)

REFUSED_YOUNG = Remark(
    Tone.NOTE,
    "AWS did not accept this code. The device is new, and this can take it a minute. Type the next code.",
)

SESSION_ANSWER_LOST = Remark(Tone.NOTE, "AWS’s answer did not arrive. The code may be used up: type the next one.")

RESYNC_REFUSED = Remark(
    Tone.WARNING,
    "AWS did not accept these two codes. Check that you read the right entry in your app, and type two new codes, "
    "one after the other.",
)

RESYNC_ANSWER_LOST = Remark(Tone.NOTE, "AWS’s answer did not arrive. Type two new codes to be sure.")

IN_STEP = Remark(Tone.GOOD, "AWS and your device are in step again. Sign in with a new code from now on.")

UNFIT = Remark(
    Tone.WARNING,
    "AWS did not accept the new password: it breaks a rule of your account, or was used before. Choose another one.",
)

WRONG_PASSWORD = Remark(
    Tone.WARNING, "AWS did not accept this. Most likely the current password is not right: type it once more."
)

PASSWORD_CHANGED = Remark(Tone.GOOD, "Your console password is changed.")

STILL_THERE = Remark(
    Tone.WARNING,
    "The unfinished device is still there: AWS has not deleted it yet. Wait a minute, then try once more.",
)


def remark_on(verdict: Verdict, user: IamUser) -> Remark | None:
    """The remark for a verdict on a code of the user's device; None where nothing needs saying."""
    match verdict.reading:
        case Reading.UNKNOWN:
            words = f"That code does not fit. Check the digits, and that you read the entry {entry_label(user)}."
            return Remark(Tone.WARNING, words)
        case Reading.FIRST:
            return _with_drift("", verdict)
        case Reading.SKIPPED:
            words = "That code is right, but one before it was missed. Two in a row are needed: type the next one."
            return _with_drift(words, verdict)
        case Reading.CLOCK_TOO_FAR:
            reach = length_of_time(SEARCH * STEP)
            return Remark(
                Tone.WARNING,
                f"The clock of your phone is {_apart(verdict.drift)}. AWS accepts up to {reach}. "
                "Set the phone’s date and time to automatic, then type two new codes.",
            )
    return _FIXED.get(verdict.reading)


def length_of_time(seconds: float) -> str:
    """A length of time in words, to the second below an hour and to the minute above: "3 minutes 30 seconds"."""
    whole = round(abs(seconds))
    if whole >= _HOUR:
        whole = round(whole / 60) * 60
    hours, rest = divmod(whole, _HOUR)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "hour"), (minutes, "minute"), (0 if hours else left, "second")]
    said = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in parts if count]
    return " ".join(said) or "0 seconds"


def remark_on_clock(drift: float) -> Remark | None:
    """What to say in the end about a phone whose clock is off by so many seconds; None where it is right."""
    if not drift:
        return None
    words = f"Your phone’s clock is about {_apart(drift)}. Set it to automatic before you next sign in."
    return Remark(Tone.WARNING, words)


def _with_drift(words: str, verdict: Verdict) -> Remark | None:
    if not verdict.drift:
        return Remark(Tone.NOTE, words) if words else None
    clock = f"Your phone’s clock is about {_apart(verdict.drift)}. It works, but set it to automatic time soon."
    return Remark(Tone.WARNING, f"{words} {clock}".strip())


def _apart(drift: float) -> str:
    return f"{length_of_time(drift)} {'ahead' if drift > 0 else 'behind'}"
