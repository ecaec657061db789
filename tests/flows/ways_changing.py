"""Ways on which devices are changed while others are on: moving to a new phone, one more device, turning MFA off."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles import refusals
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.flows.outcome import MfaDisabled, MfaEnabled, MfaWasOn, NotEnabled, SessionStarted, UnfinishedDeleted
from mfa_enroll.flows.progress import Waiting
from mfa_enroll.flows.remarks import NameStillTaken, Note
from mfa_enroll.flows.troubles import MoveDenied, NoCodeDevice, PhoneLost
from tests.flows.way import APPLIED, NOT_APPLIED, SETTLED, Failing, Way, fido, mark, way
from tests.support.faults import DropAfter, DropBefore, Refuse
from tests.support.person import Person

AWAY = "who list start list* delete* create* list* deactivate*"
REPLACED = f"{AWAY} delete* create* enable* list*"
ADDED = "who list start create* enable* list*"
REMOVED = "who list start list* delete* list* deactivate* delete*"
BUSY, TAKEN = Waiting.AWS_IS_BUSY, Waiting.NAME_STILL_TAKEN


REPLACING: dict[str, Way] = {
    "replace": way(f"enrolled: replace alice code yes pair done -> {REPLACED}"),
    "replace with a code of another": way(f"enrolled others=2: replace other other-code yes pair done -> {REPLACED}"),
    "replace with the keys of a session": way(
        "signed-in enrolled: replace alice yes pair "
        "-> who* list* list* delete* create* list* deactivate* delete* create* enable* list*"
    ),
    "replace, and a session next": way(
        f"enrolled: replace alice code yes pair session suggested next -> {REPLACED} start", SessionStarted
    ),
    "replace, with the old phone lost": way(
        "enrolled: replace lost no-more -> who list", NotEnabled, says=(PhoneLost,)
    ),
    "replace, with the old phone lost, and back": way(
        "enrolled: replace lost back done -> who list who list", MfaWasOn, says=(PhoneLost,)
    ),
    "replace, and back at each question": way(
        "enrolled: replace back replace alice back replace alice code back replace alice next no done"
        " -> who list start list* delete* create* start list* delete* create*",
        MfaWasOn,
    ),
    **{
        f"replace, and left at {place}": way(f"enrolled: replace {script} leave -> {calls}", MfaWasOn)
        for place, calls, script in (
            ("the first question", "who list", ""),
            ("the code", "who list", "alice"),
            ("the last question", "who list start list* delete* create*", "alice code"),
        )
    },
    **{
        f"replace, left after {typed or 'no code'}, and {choice}, with {others} others": way(
            f"enrolled others={others}: replace alice code yes {typed} leave {choice}"
            f" -> {AWAY} delete* create*{' delete*' * (choice == 'delete')}",
            SETTLED[choice],
        )
        for typed in ("", "next")
        for choice in SETTLED
        for others in (0, 1)
    },
    "replace, with the old phone lost, until somebody has taken the device away": way(
        "enrolled: replace lost off+gone+again go pair -> who list who list create enable list", says=(PhoneLost,)
    ),
    "replace, and the policy lacks turning off: a denial needs no making sure": way(
        f"lacking=deactivate enrolled: replace alice code yes no-more -> {AWAY}",
        NotEnabled,
        says=(refusals.TurningOffDenied,),
    ),
    "replace, and the policy lacks deleting, until it is mended": way(
        "lacking=delete enrolled: replace alice code mended+back replace alice next yes pair done"
        f" -> who list start list* delete* create* {REPLACED}",
        says=(MoveDenied,),
    ),
    "replace, and the policy lacks deleting, and left": way(
        "lacking=delete enrolled: replace alice code no-more -> who list start list* delete* create*",
        NotEnabled,
        says=(MoveDenied,),
    ),
    **{
        f"replace, and the deletion is denied after all: {last}": way(
            f"enrolled others={others}: replace alice code yes {last} -> {AWAY} delete?{calls}",
            ends,
            Failing(Call.DELETE, Refuse("AccessDenied"), nth=2),
            says=(refusals.DeletionDenied,),
        )
        for others in (0, 1)
        for last, calls, ends in (
            ("no-more", "", NotEnabled),
            ("back leave", "", NotEnabled),
            ("back scanned pair done", " enable* list*", MfaEnabled),
            ("back fresh pair done", " delete* create* enable* list*", MfaEnabled),
        )
    },
    **{
        f"replace, and whether it may be deleted is not known by {type(fault).__name__}": way(
            f"enrolled: replace alice code yes pair done -> {REPLACED.replace('delete*', mark('delete*', fault), 1)}",
            MfaEnabled,
            Failing(Call.DELETE, fault),
        )
        for fault in (*APPLIED, *NOT_APPLIED, Refuse("NoSuchEntity"))
    },
    "replace, and turned off meanwhile": way(
        "enrolled: replace alice off+code go fresh pair"
        " -> who list start list* who list create delete create enable list",
    ),
    "replace, and the policy lacks making it, until it is mended": way(
        "lacking=create enrolled: replace alice code mended+back replace alice next yes pair done"
        f" -> who list start list* delete* create* {REPLACED}",
        says=(MoveDenied,),
    ),
    "replace, and the policy lacks turning on, until it is mended": way(
        "lacking=enable enrolled: replace alice code yes pair mended+again pair"
        f" -> {AWAY} delete* create* enable* list* list* enable* list*",
        says=(refusals.TurningOnDenied,),
    ),
    "replace, and stayed": way(
        f"enrolled: replace alice code yes next leave stay next -> {AWAY} delete* create* list* enable* list*"
    ),
    **{
        f"replace, taking it away without an answer by {type(fault).__name__}: done": way(
            f"enrolled: replace alice code yes pair done -> {AWAY} list* delete* create* enable* list*",
            MfaEnabled,
            Failing(Call.DEACTIVATE, fault),
        )
        for fault in APPLIED
    },
    **{
        f"replace, taking it away without an answer by {type(fault).__name__}: not done": way(
            "enrolled: replace alice code yes again replace alice next yes pair done"
            f" -> who list start list* delete* create* list* deactivate? list* {REPLACED}",
            MfaEnabled,
            Failing(Call.DEACTIVATE, fault),
            says=(AnswerLost,),
        )
        for fault in NOT_APPLIED
    },
    "replace, and what the deletion did not do is done after asking": way(
        "enrolled: replace alice code yes fresh pair"
        f" -> {REPLACED.rpartition(' delete')[0]} delete?{' create*' * 5} delete* create* enable* list*",
        MfaEnabled,
        Failing(Call.DELETE, DropBefore(), nth=2),
        says=(NameStillTaken(deleted=False),),
        waits=(TAKEN,) * 4,
    ),
    **{
        f"replace, left in a pause after a deletion without an answer: {error}": way(
            f"enrolled: replace alice code yes -> {AWAY} delete? create?",
            NotEnabled,
            Failing(Call.DELETE, DropBefore(), nth=2),
            Failing(Call.CREATE, Refuse(error), nth=2),
            waits=(waits,),
            meanwhile=Person.leave_in_pause,
        )
        for error, waits in (("Throttling", BUSY), ("EntityAlreadyExists", TAKEN))
    },
    **{
        f"replace, and no new device after a deletion by {type(fault).__name__}": way(
            f"enrolled: replace alice code yes no-more -> {AWAY} {'delete?' if fault else 'delete*'} create?",
            NotEnabled,
            *([Failing(Call.DELETE, fault, nth=2)] if fault else []),
            Failing(Call.CREATE, Refuse("AccessDenied"), nth=2),
            says=(refusals.PolicyDeniesCall,),
        )
        for fault in (DropBefore(), None)
    },
    **{
        f"replace, and of taking it away nothing is known: {last}": way(
            f"enrolled: replace alice code yes {last} -> {AWAY} list? list? list?{' who list' * (last != 'no-more')}",
            NotEnabled,
            Failing(Call.DEACTIVATE, DropAfter()),
            Failing(Call.LIST, DropBefore(), nth=4, times=3),
            says=(AnswerLost,),
        )
        for last in ("no-more", "again leave")
    },
    "replace, and with the old device off AWS does not even say who it is any more": way(
        f"enrolled: replace alice code yes again no-more -> {AWAY} delete? who?",
        NotEnabled,
        Failing(Call.DELETE, Refuse("LimitExceeded"), nth=2),
        Failing(Call.WHO_AM_I, Refuse("AccessDenied"), nth=2),
        says=(refusals.LimitReached, refusals.IdentityDenied),
    ),
    "replace, and with the old device gone or not AWS does not even say who it is any more": way(
        f"enrolled: replace alice code yes again no-more -> {AWAY} list? list? list? who?",
        NotEnabled,
        Failing(Call.DEACTIVATE, DropAfter()),
        Failing(Call.LIST, DropBefore(), nth=4, times=3),
        Failing(Call.WHO_AM_I, Refuse("AccessDenied"), nth=2),
        says=(AnswerLost, refusals.IdentityDenied),
    ),
    "replace, and the new device without an answer: named from home, too": way(
        f"enrolled others=1: replace alice code yes again done -> {AWAY} delete* create* who list",
        MfaWasOn,
        Failing(Call.CREATE, DropAfter(), nth=2),
        says=(AnswerLost,),
    ),
}

ADDING: dict[str, Way] = {
    "add": way(f"others=1: add go other-code pair done -> {ADDED}"),
    "add with the keys of a session": way("signed-in others=2: add go pair -> who* list* create* enable* list*"),
    "add, and a session next": way(
        f"others=1: add go other-code pair session alice suggested next -> {ADDED} start", SessionStarted
    ),
    "add, with a code of the device that is at hand": way(
        "leftover others=2: add go other other-code fresh pair done"
        " -> who list start create* delete* create* enable* list*"
    ),
    "add, a leftover being on the phone": way(f"leftover others=1: add go other-code scanned pair -> {ADDED}"),
    "add, and back at each question": way(
        "others=2: add back add go back add go other back done -> who list", MfaWasOn
    ),
    "add, left and deleted": way(
        "others=1: add go other-code leave delete -> who list start create* delete*", UnfinishedDeleted
    ),
    "add, left and kept": way("others=1: add go other-code leave keep -> who list start create*", NotEnabled),
    "add, left at a leftover": way("leftover others=1: add go other-code leave -> who list start create*", NotEnabled),
    "add, left before there is a device": way(
        "others=1: add go other-code -> who list start create?",
        NotEnabled,
        Failing(Call.CREATE, Refuse("Throttling")),
        waits=(BUSY,),
        meanwhile=Person.leave_in_pause,
    ),
    "add, turning it on without an answer: found in the listing": way(
        f"others=1: add go other-code pair -> {ADDED}", MfaEnabled, Failing(Call.ENABLE, DropAfter())
    ),
    **{
        f"add, and the last place is taken meanwhile, and {choice}": way(
            f"others=7: add go other other-code next ninth+next no-more {choice}"
            f" -> who list start create* enable* list*{' delete*' * (choice == 'delete')}",
            SETTLED[choice],
            says=(refusals.TooManyDevices,),
        )
        for choice in SETTLED
    },
    "add, beside what shows no codes": way(
        "add go no-more -> who list", NotEnabled, says=(NoCodeDevice,), prepare=lambda here: here.enable(fido(here))
    ),
    "add, and the device without an answer: named from home, too": way(
        "others=1: add go other-code again done -> who list start create* who list",
        MfaWasOn,
        Failing(Call.CREATE, DropAfter()),
        says=(AnswerLost,),
    ),
    "add, and codes refused twice: the device named from home, too": way(
        "others=1: add go other-code pair pair again done -> who list start create* enable? enable? list* who list",
        MfaWasOn,
        Failing(Call.ENABLE, Refuse("InvalidAuthenticationCode"), times=2),
        says=(Note.PAIR_REFUSED, refusals.CodePairRefused),
    ),
}

REMOVING: dict[str, Way] = {
    "remove": way(f"enrolled: remove yes code -> {REMOVED}", MfaDisabled),
    **{
        f"remove with a code of another, of {others}": way(
            f"enrolled others={others}: remove yes other other-code -> {REMOVED}", MfaDisabled
        )
        for others in (1, 3)
    },
    "remove with the keys of a session": way(
        "signed-in enrolled others=1: remove yes -> who* list* list* delete* list* deactivate* delete*", MfaDisabled
    ),
    "remove, and back at each question": way(
        "enrolled others=1: remove no remove back remove yes back remove yes alice back done -> who list", MfaWasOn
    ),
    **{
        f"remove, and left after {script}": way(f"enrolled others=1: {script} leave -> who list", MfaWasOn)
        for script in ("remove", "remove yes", "remove yes alice")
    },
    **{
        f"remove, turning it off without an answer by {type(fault).__name__}: done": way(
            "enrolled: remove yes code -> who list start list* delete* list* deactivate* list* delete*",
            MfaDisabled,
            Failing(Call.DEACTIVATE, fault),
        )
        for fault in APPLIED
    },
    **{
        f"remove, turning it off without an answer by {type(fault).__name__}: not done": way(
            f"enrolled: remove yes code again remove yes next"
            f" -> who list start list* delete* list* deactivate? list* {REMOVED}",
            MfaDisabled,
            Failing(Call.DEACTIVATE, fault),
            says=(AnswerLost,),
        )
        for fault in NOT_APPLIED
    },
    **{
        f"remove, and the deletion by {fault if isinstance(fault, Refuse) else type(fault).__name__}": way(
            f"enrolled: remove yes code -> who list start list* delete* list* deactivate* {mark('delete*', fault)}",
            MfaDisabled,
            Failing(Call.DELETE, fault, nth=2),
        )
        for fault in (*APPLIED, *NOT_APPLIED, *map(Refuse, ("AccessDenied", "LimitExceeded", "NoSuchEntity")))
    },
    **{
        f"remove, and the policy lacks deleting: {last}": way(
            f"lacking=delete enrolled others={others}: remove yes{' alice' * others} code {last}"
            f" -> who list start list* delete*{calls}",
            ends,
        )
        for others in (0, 1)
        for last, calls, ends in (
            ("no done", "", MfaWasOn),
            ("leave", "", MfaWasOn),
            ("yes", " list* deactivate*", MfaDisabled),
        )
    },
    **{
        f"remove, and whether it may be deleted is not known by {type(fault).__name__}": way(
            f"enrolled: remove yes code yes -> {REMOVED.replace('delete*', mark('delete*', fault), 1)}",
            MfaDisabled,
            Failing(Call.DELETE, fault),
        )
        for fault in (*APPLIED, *NOT_APPLIED, Refuse("LimitExceeded"))
    },
    "remove, and turned off meanwhile": way(
        "enrolled: remove yes off+code -> who list start list* list* delete*", MfaDisabled
    ),
    "remove, and the policy lacks turning off: a denial needs no making sure": way(
        "lacking=deactivate enrolled: remove yes code no-more -> who list start list* delete* list* deactivate*",
        NotEnabled,
        says=(refusals.TurningOffDenied,),
    ),
    "remove, left while AWS is busy with turning it off": way(
        "enrolled: remove yes code -> who list start list* delete* list* deactivate?",
        MfaWasOn,
        Failing(Call.DEACTIVATE, Refuse("Throttling")),
        waits=(BUSY,),
        meanwhile=Person.leave_in_pause,
    ),
    "remove, left while AWS is busy with deleting it": way(
        "enrolled: remove yes code -> who list start list* delete* list* deactivate* delete?",
        MfaDisabled,
        Failing(Call.DELETE, Refuse("Throttling"), nth=2),
        waits=(BUSY,),
        meanwhile=Person.leave_in_pause,
    ),
}

CHANGING = {**REPLACING, **ADDING, **REMOVING}
