"""Ways on which MFA is turned on though AWS is busy, refuses, or does not answer."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles import refusals
from mfa_enroll.domain.troubles.network import AnswerLost, AwsBusy
from mfa_enroll.flows.outcome import MfaEnabled, MfaWasOn, NotEnabled
from mfa_enroll.flows.progress import Waiting
from mfa_enroll.flows.remarks import Note
from tests.flows.way import APPLIED, NOT_APPLIED, Failing, Way, leaving_at, mark, way
from tests.support.faults import DropAfter, DropBefore, Refuse
from tests.support.person import Person

ORDINARY = "who list create enable list"
BUSY, CAUGHT_UP = Waiting.AWS_IS_BUSY, Waiting.DEVICE_NOT_KNOWN_YET
SIX = 6
"""How often AWS is asked again while it is busy."""


def _leave_once(person: Person) -> None:
    """Ask to leave when AWS is first asked to make sure, and not again."""
    looks = iter((True, False))
    person.on_doing = lambda doing: person.leave.set() if doing.making_sure and next(looks) else None


def _leave_at_second_look(person: Person) -> None:
    """Ask to leave when AWS is asked to make sure for the second time."""
    looks = iter((False, True))
    person.on_doing = lambda doing: person.leave.set() if doing.making_sure and next(looks) else None


IN_TROUBLE: dict[str, Way] = {
    **{
        f"busy: {error} to {call.name}": way(
            f"go pair -> {ORDINARY.replace(word, f'{word}? {word}')}",
            MfaEnabled,
            Failing(call, Refuse(error)),
            waits=(BUSY,),
        )
        for error in ("Throttling", "ConcurrentModification", "EntityTemporarilyUnmodifiable")
        for call, word in ((Call.CREATE, "create"), (Call.ENABLE, "enable"))
    },
    "a busy listing": way(
        "go pair -> who list? list? list? list create enable list",
        MfaEnabled,
        Failing(Call.LIST, Refuse("Throttling"), times=3),
        waits=(BUSY,),
    ),
    "busy for good with making it": way(
        f"go again go pair -> who list{' create?' * (SIX + 1)} who list create enable list",
        MfaEnabled,
        Failing(Call.CREATE, Refuse("Throttling"), times=SIX + 1),
        says=(AwsBusy,),
        waits=(BUSY,) * SIX,
    ),
    "busy for good with turning it on": way(
        f"go pair again pair -> who list create{' enable?' * (SIX + 1)} list list enable list",
        MfaEnabled,
        Failing(Call.ENABLE, Refuse("Throttling"), times=SIX + 1),
        says=(AwsBusy,),
        waits=(BUSY,) * SIX,
    ),
    "the device is not there everywhere": way(
        "go pair -> who list create enable? enable? enable list",
        MfaEnabled,
        Failing(Call.ENABLE, Refuse("NoSuchEntity"), times=2),
        waits=(CAUGHT_UP,) * 2,
    ),
    "no room in the account, for a while": way(
        "go again go pair -> who list create? who list create enable list",
        MfaEnabled,
        Failing(Call.CREATE, Refuse("LimitExceeded")),
        says=(refusals.AccountFull,),
    ),
    "no room in the account, and left": way(
        "go leave -> who list create?",
        NotEnabled,
        Failing(Call.CREATE, Refuse("LimitExceeded")),
        says=(refusals.AccountFull,),
    ),
    "codes refused once: two new ones, of the same device": way(
        "go pair code pair -> who list create enable? enable list",
        MfaEnabled,
        Failing(Call.ENABLE, Refuse("InvalidAuthenticationCode")),
        says=(Note.PAIR_REFUSED, Note.SAME_CODE_AGAIN),
    ),
    "right codes refused twice: it was replaced, so the story starts anew": way(
        "go pair pair again go fresh pair"
        " -> who list create enable? enable? list who list create delete create enable list",
        MfaEnabled,
        Failing(Call.ENABLE, Refuse("InvalidAuthenticationCode"), times=2),
        says=(Note.PAIR_REFUSED, refusals.CodePairRefused),
    ),
    "a refusal that nobody foresaw: the listing, then two new codes": way(
        "go pair again pair -> who list create enable? list list enable list",
        MfaEnabled,
        Failing(Call.ENABLE, Refuse("LimitExceeded")),
        says=(refusals.TooManyDevices,),
    ),
    **{
        f"making it without an answer by {type(fault).__name__}, and left": way(
            f"go no-more -> who list {mark('create', fault)}",
            NotEnabled,
            Failing(Call.CREATE, fault),
            says=(AnswerLost,),
        )
        for fault in (*APPLIED, *NOT_APPLIED)
    },
    **{
        f"making it without an answer by {type(fault).__name__}, and again": way(
            "go again go fresh pair -> who list create who list create delete create enable list"
            if fault in APPLIED
            else "go again go pair -> who list create? who list create enable list",
            MfaEnabled,
            Failing(Call.CREATE, fault),
            says=(AnswerLost,),
        )
        for fault in (*APPLIED, *NOT_APPLIED)
    },
    **{
        f"turning it on without an answer by {type(fault).__name__}: done, so nobody is bothered": way(
            f"go pair -> {ORDINARY}", MfaEnabled, Failing(Call.ENABLE, fault)
        )
        for fault in APPLIED
    },
    **{
        f"turning it on without an answer by {type(fault).__name__}: not done, so two new codes": way(
            "go pair pair -> who list create enable? list enable list",
            MfaEnabled,
            Failing(Call.ENABLE, fault),
            says=(Note.PAIR_ANSWER_LOST,),
        )
        for fault in NOT_APPLIED
    },
    "turning it on without an answer twice is a page": way(
        "go pair pair no-more keep -> who list create enable? list enable? list",
        NotEnabled,
        Failing(Call.ENABLE, DropBefore(), times=2),
        says=(Note.PAIR_ANSWER_LOST, AnswerLost),
    ),
    "codes for a device that somebody else has just turned on": way(
        f"go code on+next -> {ORDINARY}", says=(Note.TURNED_ON_ELSEWHERE,)
    ),
    "after codes without an answer, nobody is told that it was turned on elsewhere": way(
        "go pair next on+next -> who list create enable? list enable list",
        MfaEnabled,
        Failing(Call.ENABLE, DropBefore()),
        says=(Note.PAIR_ANSWER_LOST,),
    ),
    "what was left is turned on by somebody else, and not spoken of any more": way(
        "go on+again done -> who list create who list",
        MfaWasOn,
        Failing(Call.CREATE, DropAfter()),
        says=(AnswerLost,),
    ),
    "what was left is turned on by somebody else, and a later page does not name it": way(
        "go on+again resync 4-wrong no-more -> who list create who list resync resync",
        NotEnabled,
        Failing(Call.CREATE, DropAfter()),
        says=(AnswerLost, Note.RESYNC_REFUSED, refusals.ResyncRefused),
    ),
    "the policy lacks the listing, until it is mended": way(
        f"lacking=list: mended+again go pair -> who list {ORDINARY}", says=(refusals.PolicyDeniesCall,)
    ),
    "the policy lacks making it, until it is mended": way(
        f"lacking=create: go mended+again go pair -> who list create {ORDINARY}", says=(refusals.PolicyDeniesCall,)
    ),
    "the policy lacks turning it on, until it is mended": way(
        "lacking=enable: go pair mended+again pair -> who list create enable list list enable list",
        says=(refusals.TurningOnDenied,),
    ),
    "the policy lacks turning it on, and another one is on meanwhile": way(
        "lacking=enable: go next ninth+next no-more keep -> who list create enable list",
        NotEnabled,
        says=(refusals.TurningOnDenied,),
    ),
    "the policy lacks turning it on, and kept": way(
        "lacking=enable: go pair no-more keep -> who list create enable list",
        NotEnabled,
        says=(refusals.TurningOnDenied,),
    ),
    **{
        f"the policy lacks deleting a leftover: {last}": way(
            f"lacking=delete leftover: go fresh {last} -> who list create delete{calls}",
            ends,
            says=(refusals.DeletionDenied,),
        )
        for last, calls, ends in (
            ("no-more", "", NotEnabled),
            ("back leave", "", NotEnabled),
            ("back scanned pair", " enable list", MfaEnabled),
            ("mended+back fresh pair", " delete create enable list", MfaEnabled),
        )
    },
    **{
        f"the policy lacks deleting it on leaving: {last}": way(
            f"lacking=delete: go leave delete {last} -> who list create delete list{calls}",
            ends,
            says=(Note.DELETION_DENIED,),
        )
        for last, calls, ends in (
            ("pair", " enable list", MfaEnabled),
            ("leave keep", "", NotEnabled),
            ("leave leave", "", NotEnabled),
        )
    },
    "neither an answer to the codes nor a listing, and kept": way(
        "go pair no-more keep -> who list create enable list? list? list?",
        NotEnabled,
        Failing(Call.ENABLE, DropAfter()),
        Failing(Call.LIST, DropBefore(), nth=2, times=3),
        says=(AnswerLost,),
    ),
    "neither an answer to the codes nor a listing, stayed, and kept": way(
        "go pair no-more stay keep -> who list create enable list? list? list?",
        NotEnabled,
        Failing(Call.ENABLE, DropAfter()),
        Failing(Call.LIST, DropBefore(), nth=2, times=3),
        says=(AnswerLost,),
        meanwhile=_leave_at_second_look,
    ),
    "left while the listing is asked after a lost answer, and kept": way(
        "go pair keep -> who list create enable",
        NotEnabled,
        Failing(Call.ENABLE, DropAfter()),
        meanwhile=leaving_at(Call.LIST, making_sure=True),
    ),
    "deleting it on leaving finds out that it is on": way(
        "go pair delete -> who list create enable delete list",
        MfaEnabled,
        Failing(Call.ENABLE, DropAfter()),
        meanwhile=_leave_once,
    ),
}
