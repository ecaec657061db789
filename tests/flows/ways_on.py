"""Ways on which MFA is turned on, or not: by the ordinary story, with nothing on in the beginning."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles import refusals
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.flows.outcome import CodesAccepted, MfaEnabled, MfaWasOn, NotEnabled, SessionStarted, UnfinishedDeleted
from mfa_enroll.flows.progress import Waiting
from mfa_enroll.flows.remarks import NameStillTaken, Note
from tests.flows.way import APPLIED, NOT_APPLIED, SETTLED, Failing, Way, leaving_at, leaving_during, mark, way
from tests.support.faults import DropAfter, DropBefore, Refuse
from tests.support.person import Person

ORDINARY = "who list create enable list"
MADE_ANEW = "who list create delete create enable list"
BUSY, DELETED, TAKEN = Waiting.AWS_IS_BUSY, Waiting.DELETION_NOT_KNOWN_YET, Waiting.NAME_STILL_TAKEN
FOUR = 4
"""How often AWS is asked again while it has not caught up with a change."""

ORDINARY_WAYS = {
    "ordinary": way(f"go pair -> {ORDINARY}"),
    "what is no code, or the same one, costs no call": way(
        f"go 12345 abcdef code code ١٢٣٤٥٦ next -> {ORDINARY}",
        says=(Note.NOT_SIX_DIGITS, Note.NOT_SIX_DIGITS, Note.SAME_CODE_AGAIN, Note.NOT_SIX_DIGITS),
    ),
    "a session next": way(f"go pair session suggested next -> {ORDINARY} start", SessionStarted),
    "a session next, with a code typed before": way(
        f"go pair session suggested code next -> {ORDINARY} start", SessionStarted, says=(Note.CODE_USED_BEFORE,)
    ),
    "a session next, and back": way(f"go pair session back done -> {ORDINARY}"),
    "the password next, and back": way(
        f"password: go pair password back password passwords done -> {ORDINARY} policy policy password",
        says=(Note.PASSWORD_CHANGED,),
    ),
    "a page about the password does not hide that MFA is on": way(
        f"go pair password passwords no-more -> {ORDINARY} policy password", says=(refusals.NoConsolePassword,)
    ),
    "tries that fail do not hide that MFA is on": way(
        f"go pair session suggested 5-wrong no-more -> {ORDINARY} start start start start start",
        says=(*[Note.CODE_REFUSED_YOUNG] * 4, refusals.CodeRefused),
    ),
    "left at the last page": way(f"go pair leave -> {ORDINARY}"),
}

LEFTOVER_WAYS = {
    "leftover on the phone": way(f"leftover: go scanned pair -> {ORDINARY}"),
    "leftover made anew": way(f"leftover: go fresh pair -> {MADE_ANEW}"),
    "leftover, and the choice made again": way(f"leftover: go scanned back fresh pair -> {MADE_ANEW}"),
    "codes of another entry are refused as often as it takes, and the leftover stays": way(
        "leftover: go scanned 111111 222222 333333 444444 pair -> who list create enable enable enable list",
        says=(Note.PAIR_REFUSED_UNSEEN, Note.PAIR_REFUSED_UNSEEN),
    ),
    "leftover on the phone, and turned on by somebody else meanwhile": way(
        f"leftover: go scanned code on+next -> {ORDINARY}", says=(Note.TURNED_ON_ELSEWHERE,)
    ),
    "left at the choice": way("leftover: go leave -> who list create", NotEnabled),
    "left at a leftover's codes, of which nothing is asked": way(
        "leftover: go scanned leave -> who list create", NotEnabled
    ),
    "left in the pause before a deletion": way(
        "leftover: go fresh -> who list create delete?",
        NotEnabled,
        Failing(Call.DELETE, Refuse("ConcurrentModification")),
        waits=(BUSY,),
        meanwhile=Person.leave_in_pause,
    ),
    "left in the pause after a deletion": way(
        "leftover: go fresh -> who list create delete create?",
        NotEnabled,
        Failing(Call.CREATE, Refuse("EntityAlreadyExists"), nth=2),
        waits=(DELETED,),
        meanwhile=Person.leave_in_pause,
    ),
    "no new device for who wants to leave while the old one is deleted": way(
        "leftover: go fresh -> who list create delete", NotEnabled, meanwhile=leaving_during(Call.DELETE)
    ),
    "the name is not free everywhere": way(
        "leftover: go fresh pair -> who list create delete create? create? create enable list",
        MfaEnabled,
        Failing(Call.CREATE, Refuse("EntityAlreadyExists"), nth=2, times=2),
        waits=(DELETED,) * 2,
    ),
    "the name stays taken, and the choice is made again": way(
        "leftover: go fresh fresh pair"
        " -> who list create delete create? create? create? create? create? delete create enable list",
        MfaEnabled,
        Failing(Call.CREATE, Refuse("EntityAlreadyExists"), nth=2, times=FOUR + 1),
        says=(NameStillTaken(deleted=True),),
        waits=(DELETED,) * FOUR,
    ),
    "a deletion that AWS does not find is not said to be done": way(
        "leftover: go fresh fresh pair"
        " -> who list create delete? create create create create create delete create enable list",
        MfaEnabled,
        Failing(Call.DELETE, Refuse("NoSuchEntity")),
        says=(NameStillTaken(deleted=False),),
        waits=(TAKEN,) * FOUR,
    ),
    "turned on by somebody else, it is not deleted": way(
        "leftover: go on+fresh again done -> who list create delete who list", MfaWasOn, says=(refusals.DeviceInUse,)
    ),
    "deleted by somebody else, it is made anew": way(f"leftover: go gone+fresh pair -> {MADE_ANEW}"),
    "gone under the person's hands, it is made anew after a page": way(
        "leftover: go scanned code gone+next again go pair -> who list create enable list who list create enable list",
        says=(refusals.DeviceNotFound,),
    ),
    "a new device is turned on elsewhere, though codes of the one before may have been taken": way(
        "leftover: go scanned pair back fresh code on+next -> who list create enable? list delete create enable list",
        MfaEnabled,
        Failing(Call.ENABLE, DropBefore()),
        says=(Note.PAIR_ANSWER_LOST, Note.TURNED_ON_ELSEWHERE),
    ),
    "a deletion without an answer that was done": way(
        f"leftover: go fresh pair -> {MADE_ANEW}", MfaEnabled, Failing(Call.DELETE, DropAfter())
    ),
    "a deletion without an answer that was not done": way(
        "leftover: go fresh fresh pair"
        " -> who list create delete? create create create create create delete create enable list",
        MfaEnabled,
        Failing(Call.DELETE, DropBefore()),
        says=(NameStillTaken(deleted=False),),
        waits=(TAKEN,) * FOUR,
    ),
}

LEAVING_WAYS: dict[str, Way] = {
    "left though somebody else has turned it on, which is not taken back": way(
        "go on+leave delete done -> who list create delete list", says=(Note.TURNED_ON_ELSEWHERE,)
    ),
    "left at the plan": way("leave -> who list", NotEnabled),
    "left and deleted": way("go leave delete -> who list create delete", UnfinishedDeleted),
    "left and kept": way("go leave keep -> who list create", NotEnabled),
    "left after a code and deleted": way("go code leave delete -> who list create delete", UnfinishedDeleted),
    "left after a code and kept": way("go code leave keep -> who list create", NotEnabled),
    "a second wish to leave keeps the device": way("go leave leave -> who list create", NotEnabled),
    "stayed, with the code that was typed": way("go next leave stay next -> who list create list enable list"),
    "went back from leaving": way("go next leave back next -> who list create list enable list"),
    "left in the pause before there is a device": way(
        "go -> who list create?",
        NotEnabled,
        Failing(Call.CREATE, Refuse("Throttling")),
        waits=(BUSY,),
        meanwhile=Person.leave_in_pause,
    ),
    **{
        f"left in a pause, and {choice}": way(
            f"go pair {choice} -> who list create enable?{' delete' * (choice == 'delete')}",
            SETTLED[choice],
            Failing(Call.ENABLE, Refuse("Throttling")),
            waits=(BUSY,),
            meanwhile=Person.leave_in_pause,
        )
        for choice in SETTLED
    },
    **{
        f"left while the device is made, and {choice}": way(
            f"go {choice} -> who list create{' delete' * (choice == 'delete')}",
            SETTLED[choice],
            meanwhile=leaving_during(Call.CREATE),
        )
        for choice in SETTLED
    },
    "left right before the device is made": way("go -> who list", NotEnabled, meanwhile=leaving_at(Call.CREATE)),
    "left while AWS takes the codes, which counts": way(
        "go pair -> who list create enable", CodesAccepted, meanwhile=leaving_during(Call.ENABLE)
    ),
    "left while its deletion is waited out, and kept": way(
        "go leave delete -> who list create delete?",
        NotEnabled,
        Failing(Call.DELETE, Refuse("Throttling")),
        waits=(BUSY,),
        meanwhile=Person.leave_in_pause,
    ),
    "its deletion is not done as AWS does not find it": way(
        "go leave delete -> who list create delete?", UnfinishedDeleted, Failing(Call.DELETE, Refuse("NoSuchEntity"))
    ),
    **{
        f"left from a page, and {choice}": way(
            f"go pair no-more {choice} -> who list create enable? list{' delete' * (choice == 'delete')}",
            SETTLED[choice],
            Failing(Call.ENABLE, Refuse("LimitExceeded")),
            says=(refusals.TooManyDevices,),
        )
        for choice in SETTLED
    },
    "left once more from the page about a deletion on leaving": way(
        "go leave delete leave -> who list create delete",
        NotEnabled,
        Failing(Call.DELETE, DropAfter()),
        says=(AnswerLost,),
    ),
    "left before AWS said who it is": way(" -> ", NotEnabled, meanwhile=leaving_at(Call.WHO_AM_I)),
    "left before AWS said what is on": way(" -> who", NotEnabled, meanwhile=leaving_at(Call.LIST)),
    **{
        f"a deletion on leaving by {type(fault).__name__}": way(
            f"go leave delete no-more -> who list create {mark('delete', fault)}",
            NotEnabled,
            Failing(Call.DELETE, fault),
            says=(AnswerLost,),
        )
        for fault in (*APPLIED, *NOT_APPLIED)
    },
}

TURNING_ON = {**ORDINARY_WAYS, **LEFTOVER_WAYS, **LEAVING_WAYS}
