"""Ways of someone who has MFA on and looks at that, or changes nothing but the clock, the session or the password."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles import refusals
from mfa_enroll.domain.troubles.callers import SessionNeedsAccessKey
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.flows.outcome import MfaWasOn, NoSession, PasswordChanged, PasswordUnchanged, SessionStarted
from mfa_enroll.flows.progress import Waiting
from mfa_enroll.flows.remarks import CodeKept, Note
from mfa_enroll.flows.troubles import MfaNotOn, NoCodeDevice
from tests.flows.way import APPLIED, NOT_APPLIED, Failing, Way, fido, mark, way
from tests.support.bench import Bench
from tests.support.faults import DropAfter, DropBefore, Refuse
from tests.support.person import Person

LOST = (*APPLIED, *NOT_APPLIED)
YOUNG = (Waiting.DEVICE_NOT_KNOWN_FOR_SESSIONS,)
BUSY = Waiting.AWS_IS_BUSY
SIX = 6


def just_on(here: Bench) -> None:
    """Let the device have been turned on right now."""
    here.practice.devices[here.serial].enabled_at = here.clock()


LOOKING: dict[str, Way] = {
    "a look": way("enrolled: done -> who list", MfaWasOn),
    "a look at others": way("others=3: done -> who list", MfaWasOn),
    "another look": way("enrolled: status done -> who list who list", MfaWasOn, says=(Note.LISTED_NOW,)),
    "another look at what somebody else has turned on": way(
        "others=1: on+status done -> who list who list", MfaWasOn, says=(Note.LISTED_NOW,)
    ),
    "another look at what is gone leads to the rest": way(
        "enrolled: off+status go scanned pair -> who list who list who list create enable list"
    ),
    "another look that fails is a page, and home again": way(
        "enrolled: status again done -> who list who list? list? list? who list",
        MfaWasOn,
        Failing(Call.LIST, DropBefore(), nth=2, times=3),
        says=(AnswerLost,),
    ),
    "left at home": way("enrolled: leave -> who list", MfaWasOn),
    **{
        f"left in the middle of {task}": way(
            f"enrolled: {task} leave -> who list{' policy' * (task == 'password')}", MfaWasOn
        )
        for task in ("resync", "password", "session", "replace", "remove")
    },
    "what was done is said, and not said again": way(
        "enrolled password: resync pair password passwords session back done -> who list resync policy password",
        MfaWasOn,
        says=(Note.IN_STEP, Note.PASSWORD_CHANGED),
    ),
    "password, and back": way("enrolled: password back done -> who list policy", MfaWasOn),
}

RESYNCING: dict[str, Way] = {
    "resync": way("enrolled: resync pair done -> who list resync", MfaWasOn, says=(Note.IN_STEP,)),
    "resync, and back": way("enrolled: resync back done -> who list", MfaWasOn),
    "resync, and back after a code": way("enrolled: resync code back done -> who list", MfaWasOn),
    "resync, and left after a code": way("enrolled: resync code leave -> who list", MfaWasOn),
    "resync of what makes no pair costs no call": way(
        "enrolled: resync code code 123 4-steps-on next done -> who list resync",
        MfaWasOn,
        says=(Note.SAME_CODE_AGAIN, Note.NOT_SIX_DIGITS, CodeKept, Note.IN_STEP),
    ),
    "resync refused once, with the codes of another entry": way(
        "enrolled: resync 2-wrong pair done -> who list resync resync",
        MfaWasOn,
        says=(Note.RESYNC_REFUSED, Note.IN_STEP),
    ),
    "resync refused twice is a page, and home again": way(
        "enrolled: resync 4-wrong again done -> who list resync resync who list",
        MfaWasOn,
        says=(Note.RESYNC_REFUSED, refusals.ResyncRefused),
    ),
    "resync of a device that was taken away meanwhile": way(
        "enrolled: resync code off+gone+next again go pair -> who list resync who list create enable list",
        says=(refusals.DeviceNotOn,),
    ),
    **{
        f"resync without an answer by {type(fault).__name__}: two new codes make sure": way(
            f"enrolled: resync pair pair done -> who list {mark('resync', fault)} resync",
            MfaWasOn,
            Failing(Call.RESYNC, fault),
            says=(Note.RESYNC_ANSWER_LOST, Note.IN_STEP),
        )
        for fault in LOST
    },
}

SESSIONS: dict[str, Way] = {
    "session": way("enrolled: session suggested code -> who list start", SessionStarted),
    "session of another device": way(
        "enrolled others=1: session other suggested other-code -> who list start", SessionStarted
    ),
    "session, and back at each question": way(
        "enrolled others=1: session back session alice back session alice suggested back work-mfa code"
        " -> who list start",
        SessionStarted,
    ),
    "session, left while a new device is waited for": way(
        "enrolled: session suggested code -> who list",
        MfaWasOn,
        waits=YOUNG,
        meanwhile=Person.leave_in_pause,
        prepare=just_on,
    ),
    "command: session": way("by-session-command enrolled: suggested code -> who list start", SessionStarted),
    "command: session, printed": way("printing enrolled: code -> who list start", SessionStarted),
    "command: session, nothing being on": way("by-session-command: no-more -> who list", NoSession, says=(MfaNotOn,)),
    "command: session, of devices that show no codes": way(
        "by-session-command: no-more -> who list",
        NoSession,
        says=(NoCodeDevice,),
        prepare=lambda here: here.enable(fido(here)),
    ),
    "command: session, with the keys of a session": way(
        "by-session-command signed-in enrolled: no-more -> who* list*", NoSession, says=(SessionNeedsAccessKey,)
    ),
    **{
        f"command: session: {script}": way(f"by-session-command enrolled others=1: {script} -> who list", NoSession)
        for script in (
            "leave",
            "back",
            "alice leave",
            "alice back",
            "alice suggested leave",
            "alice suggested back leave",
        )
    },
    "command: session, printed, and back": way("printing enrolled: back -> who list", NoSession),
    "command: session, of what is no code": way(
        "by-session-command enrolled: suggested 12345 abcdef ١٢٣٤٥٦ spaced-code -> who list start",
        SessionStarted,
        says=(Note.NOT_SIX_DIGITS,) * 3,
    ),
    "command: session, refused five times is a page, and again": way(
        "by-session-command enrolled: suggested 5-wrong again suggested code"
        " -> who list start start start start start who list start",
        SessionStarted,
        says=(*[Note.CODE_REFUSED] * 4, refusals.CodeRefused),
    ),
    **{
        f"command: session, without an answer by {type(fault).__name__}: the code counts as used": way(
            f"by-session-command enrolled: suggested code code next -> who list {mark('start', fault)} start",
            SessionStarted,
            Failing(Call.START_SESSION, fault),
            says=(Note.SESSION_ANSWER_LOST, Note.CODE_USED_BEFORE),
        )
        for fault in LOST
    },
    "command: session, without an answer twice is a page": way(
        "by-session-command enrolled: suggested code next no-more -> who list start start",
        NoSession,
        Failing(Call.START_SESSION, DropAfter(), times=2),
        says=(Note.SESSION_ANSWER_LOST, AnswerLost),
    ),
    "command: session, throttled: nothing was taken, so the same code": way(
        "by-session-command enrolled: suggested code -> who list start? start",
        SessionStarted,
        Failing(Call.START_SESSION, Refuse("Throttling")),
        waits=(BUSY,),
    ),
    "command: session, busy otherwise: the code counts as used": way(
        "by-session-command enrolled: suggested code next -> who list start? start",
        SessionStarted,
        Failing(Call.START_SESSION, Refuse("ServiceUnavailable")),
        says=(Note.SESSION_ANSWER_LOST,),
    ),
}

PASSWORD_WAYS: dict[str, Way] = {
    "command: password": way("by-password-command password: passwords -> who policy password", PasswordChanged),
    "command: password, with the keys of a session": way(
        "by-password-command signed-in password: passwords -> who* policy* password*", PasswordChanged
    ),
    "command: password, and back": way("by-password-command password: back -> who policy", PasswordUnchanged),
    "command: password, and left": way("by-password-command password: leave -> who policy", PasswordUnchanged),
    "command: a wrong current one is remarked on twice, and then a page": way(
        "by-password-command password: wrong-password wrong-password wrong-password again passwords"
        " -> who policy password password password who policy password",
        PasswordChanged,
        says=(*[Note.PASSWORD_REFUSED] * 2, refusals.PasswordDenied),
    ),
    "command: an unfit new one is remarked on as often as it takes, apart from a wrong current one": way(
        "by-password-command password: unfit unfit unfit wrong-password passwords"
        " -> who policy password? password? password? password password",
        PasswordChanged,
        Failing(Call.CHANGE_PASSWORD, Refuse("PasswordPolicyViolation"), times=3),
        says=(*[Note.PASSWORD_UNFIT] * 3, Note.PASSWORD_REFUSED),
    ),
    "command: the policy lacks asking what is expected of one": way(
        "lacking=policy password by-password-command: passwords -> who policy password",
        PasswordChanged,
    ),
    "command: the policy lacks changing it, of which AWS says no more than of a wrong one": way(
        "lacking=password password by-password-command: passwords passwords passwords no-more"
        " -> who policy password password password",
        PasswordUnchanged,
        says=(*[Note.PASSWORD_REFUSED] * 2, refusals.PasswordDenied),
    ),
    "command: there is no password": way(
        "by-password-command: passwords no-more -> who policy password",
        PasswordUnchanged,
        says=(refusals.NoConsolePassword,),
    ),
    "command: it was changed a moment ago": way(
        "by-password-command password: passwords -> who policy password? password",
        PasswordChanged,
        Failing(Call.CHANGE_PASSWORD, Refuse("EntityTemporarilyUnmodifiable")),
        waits=(BUSY,),
    ),
    "command: it was changed a moment ago for good": way(
        "by-password-command password: passwords again passwords"
        f" -> who policy{' password?' * (SIX + 1)} who policy password",
        PasswordChanged,
        Failing(Call.CHANGE_PASSWORD, Refuse("EntityTemporarilyUnmodifiable"), times=SIX + 1),
        says=(refusals.PasswordChangedJustNow,),
        waits=(BUSY,) * SIX,
    ),
    **{
        f"command: a change without an answer by {type(fault).__name__} is sent once": way(
            f"by-password-command password: passwords no-more -> who policy {mark('password', fault)}",
            PasswordUnchanged,
            Failing(Call.CHANGE_PASSWORD, fault),
            says=(AnswerLost,),
        )
        for fault in LOST
    },
    "command: a change that was done after all needs the new one": way(
        "by-password-command password: passwords again passwords next-passwords"
        " -> who policy password who policy password password",
        PasswordChanged,
        Failing(Call.CHANGE_PASSWORD, DropAfter()),
        says=(AnswerLost, Note.PASSWORD_REFUSED),
    ),
    "command: left after a change without an answer, which may have been made": way(
        "by-password-command password: passwords again leave -> who policy password who policy",
        PasswordUnchanged,
        Failing(Call.CHANGE_PASSWORD, DropAfter()),
        says=(AnswerLost,),
    ),
}

AT_HOME = {**LOOKING, **RESYNCING, **SESSIONS, **PASSWORD_WAYS}
