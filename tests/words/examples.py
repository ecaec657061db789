"""An example of everything that can be asked, said and come of a run."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from mfa_enroll.domain.denial import Denial, DeniedBy
from mfa_enroll.domain.device import MfaDevice, OldDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.keys import Keys, KeySource
from mfa_enroll.domain.principal import IamUser, Kind, OtherPrincipal
from mfa_enroll.domain.profile import FileChange, NameProblem, NameRefusal, OddFile, Oddity, Pending, ProfilePlan
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.domain.troubles.credentials import SecretKeyWrong
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.domain.troubles.refusals import DeletionDenied, PolicyDeniesCall
from mfa_enroll.flows import outcome, questions
from mfa_enroll.flows.outcome import Deletion, Outcome
from mfa_enroll.flows.progress import Doing, Pause, Waiting
from mfa_enroll.flows.questions import Question, Task
from mfa_enroll.flows.remarks import ClockOff, ClockTooFar, CodeKept, CodeUnknown, NameStillTaken, Note, Remark
from mfa_enroll.flows.troubles import CutOff, PhoneLost

ALICE = IamUser("aws", "111122223333", "alice")
SERIAL = ALICE.device_serial
WORK = Keys(source=KeySource.CREDENTIALS_FILE, profile="work", shown_id="AKIAEXAM…1234")
IDENTITY = Identity(ALICE, WORK)
PRACTICE = Identity(ALICE, Keys(source=KeySource.PRACTICE), ("http://127.0.0.1:5000",))
ELSEWHERE = Identity(ALICE, WORK, ("https://iam.example.com",))
A_ROLE = Identity(OtherPrincipal(Kind.ROLE, "arn:aws:sts::111122223333:assumed-role/ops/x", "ops"), WORK)

SINCE = datetime(2026, 11, 24, 5, 50, tzinfo=UTC)
UNTIL = datetime(2026, 11, 24, 19, 5, tzinfo=UTC)
OWN = MfaDevice(SERIAL, SINCE)
LAPTOP = MfaDevice("arn:aws:iam::111122223333:mfa/alice-laptop", SINCE)
TOKEN = MfaDevice("GAHT12345678", SINCE)
PASSKEY = MfaDevice("arn:aws:iam::111122223333:u2f/user/alice/yubikey", SINCE)

ANSWER = "AccessDenied to iam:EnableMFADevice, request 1f0c"
WRONG = Incident(trouble=SecretKeyWrong(keys=WORK, answer="SignatureDoesNotMatch to sts:GetCallerIdentity"))
DENIED = Incident(trouble=PolicyDeniesCall(call=Call.CREATE, user=ALICE, answer=ANSWER))
UNDELETABLE = Incident(
    trouble=DeletionDenied(
        user=ALICE,
        answer="AccessDenied to iam:DeleteVirtualMFADevice, request 1f0c",
        denial=Denial(
            DeniedBy.NOTHING_ALLOWS,
            f"User: {ALICE.arn} is not authorized to perform: iam:DeleteVirtualMFADevice on resource: {SERIAL} because "
            "no identity-based policy allows the iam:DeleteVirtualMFADevice action",
        ),
    )
)
CUT_OFF = Incident(trouble=CutOff(call=Call.CREATE, user=ALICE), left_behind=SERIAL)
PASSWORD_CUT_OFF = Incident(trouble=CutOff(call=Call.CHANGE_PASSWORD, user=ALICE))
LOST = Incident(trouble=PhoneLost(user=ALICE))

CHANGES = (
    FileChange("~/.aws/credentials", "work-mfa", (("aws_secret_access_key", Pending.KEY), ("expiration", Pending.END))),
)
BY_HAND = (FileChange("~/.aws/config", "profile work", (("mfa_serial", SERIAL),)),)
PLAN = ProfilePlan(
    name="work-mfa",
    serial=SERIAL,
    refreshes=False,
    changes=CHANGES,
    renewal=(("--profile", "work"),),
)
RENEWAL = replace(PLAN, refreshes=True)
NOTED = {
    "odd files": replace(PLAN, odd_files=tuple(OddFile("~/.aws/config", each, "/mnt/aws/config") for each in Oddity)),
    "the device is named for other tools": replace(PLAN, changes=BY_HAND),
    "the same, in place of another": replace(PLAN, changes=BY_HAND, wrong_serials=(f"{SERIAL}-old",)),
    "the same, by hand": replace(PLAN, by_hand=BY_HAND),
}
REFUSALS = [NameRefusal(problem, "work", "home") for problem in NameProblem]

_REPORT = questions.DeviceReport(ALICE, OWN, (OWN,))
_NEXT = (Task.SESSION, Task.PASSWORD, Task.DONE)
HOME = questions.Home(
    IDENTITY,
    ALICE,
    OWN,
    (OWN, TOKEN),
    (questions.SessionSeen("work-mfa", UNTIL, ended=False), questions.SessionSeen("old-mfa", SINCE, ended=True)),
    tuple(task for task in Task if task is not Task.ADD),
    remark=None,
)

QUESTIONS: dict[str, Question[Any]] = {
    "what will happen": questions.Plan(
        IDENTITY,
        ALICE,
        (questions.PlannedCall(Call.CREATE, SERIAL), questions.PlannedCall(Call.ENABLE, ALICE.arn)),
    ),
    "a leftover": questions.Leftover(SERIAL),
    "a leftover that is still there": questions.Leftover(SERIAL, NameStillTaken(deleted=False)),
    "leaving": questions.Leaving(SERIAL),
    "leaving, other devices on": questions.Leaving(SERIAL, others=True),
    "leaving, old device gone": questions.Leaving(SERIAL, replaced=OldDevice.GONE),
    "leaving, old device gone, other devices on": questions.Leaving(SERIAL, replaced=OldDevice.GONE, others=True),
    "leaving, codes not answered": questions.Leaving(SERIAL, unclear=True),
    "leaving, old device gone, codes not answered": questions.Leaving(SERIAL, replaced=OldDevice.GONE, unclear=True),
    "leaving, not to be deleted": questions.Leaving(SERIAL, deletable=False),
    "a problem": questions.Problem(WRONG),
    "a problem, for an administrator too": questions.Problem(replace(DENIED, left_behind=SERIAL)),
    "a problem, nothing to try": questions.Problem(CUT_OFF),
    "a problem, leading back": questions.Problem(LOST),
    "a problem, the last one": questions.Problem(WRONG, final=True),
    "a problem, old device gone": questions.Problem(replace(WRONG, old_device=OldDevice.GONE)),
    "a problem, old device gone, other devices on": questions.Problem(
        replace(WRONG, old_device=OldDevice.GONE, others_on=True)
    ),
    "a problem, old device off": questions.Problem(replace(UNDELETABLE, left_behind=SERIAL, old_device=OldDevice.OFF)),
    "MFA is on now": questions.Enabled(IDENTITY, replace(_REPORT, remark=ClockOff(210.0)), _NEXT),
    "MFA is on now, in practice": questions.Enabled(PRACTICE, _REPORT, _NEXT),
    "home": HOME,
    "home, calls going elsewhere": replace(
        HOME,
        identity=ELSEWHERE,
        own=None,
        devices=(PASSKEY, LAPTOP),
        sessions=(),
        answers=(Task.SESSION, Task.ADD, Task.PASSWORD, Task.STATUS, Task.DONE),
        remark=Note.LISTED_NOW,
    ),
    "home, in practice": replace(HOME, identity=PRACTICE),
    "a new phone": questions.NewPhone(ALICE, OWN, (OWN, LAPTOP)),
    "one more device": questions.OneMore(ALICE),
    "which device": questions.DeviceAtHand((OWN, TOKEN)),
    "no way back": questions.NoWayBack(ALICE, others=False),
    "no way back, other devices on": questions.NoWayBack(ALICE, others=True),
    "a way back, perhaps": questions.NoWayBack(ALICE, others=False, doubt=AnswerLost(call=Call.DELETE)),
    "turning MFA off": questions.TurnOff(ALICE, 0),
    "turning MFA off, another device on": questions.TurnOff(ALICE, 1),
    "turning MFA off, other devices on": questions.TurnOff(ALICE, 2),
    "turning MFA off, not to be deleted": questions.TurnOff(ALICE, 0, UNDELETABLE.trouble),
    "turning MFA off, perhaps not to be deleted": questions.TurnOff(ALICE, 1, AnswerLost(call=Call.DELETE)),
}

REMARKS: list[Remark] = [
    *Note,
    CodeUnknown(ALICE),
    *(CodeKept(skipped, drift) for skipped, drift in ((True, 0.0), (True, 210.0), (False, 210.0), (False, -60.0))),
    ClockTooFar(40_000.0),
    ClockTooFar(-40_000.0),
    ClockOff(210.0),
    ClockOff(-1.0),
    NameStillTaken(deleted=True),
    NameStillTaken(deleted=False),
]

DOINGS = [
    *(Doing(call, None if call is Call.WHO_AM_I else ALICE) for call in Call),
    Doing(Call.LIST, ALICE, making_sure=True),
    Doing(Call.DELETE, ALICE, asking=True),
    Doing(Call.CREATE, ALICE, asking=True),
]
PAUSES = [
    *(Pause(8.0, why, 2, 4) for why in Waiting if why is not Waiting.DEVICE_NOT_KNOWN_FOR_SESSIONS),
    Pause(8.0, Waiting.DEVICE_NOT_KNOWN_FOR_SESSIONS),
]

_STARTED = outcome.SessionStarted(user=ALICE, expires=UNTIL, plan=PLAN)
_DISABLED = outcome.MfaDisabled(user=ALICE, others=(), deletion=Deletion.DONE)

OUTCOMES: dict[str, Outcome] = {
    "MFA enabled": outcome.MfaEnabled(report=_REPORT, session=(("--profile", "work"),)),
    "MFA enabled, no session to be had": outcome.MfaEnabled(report=replace(_REPORT, remark=ClockOff(210.0))),
    "MFA enabled, left at a problem": outcome.MfaEnabled(report=_REPORT, because=CUT_OFF),
    "MFA was on": outcome.MfaWasOn(user=ALICE, own=OWN, devices=(OWN, LAPTOP)),
    "MFA was on, with others": outcome.MfaWasOn(
        user=ALICE, own=None, devices=(LAPTOP, TOKEN), lost_own=OldDevice.UNKNOWN
    ),
    "not enabled": outcome.NotEnabled(),
    "not enabled, device kept": outcome.NotEnabled(left_behind=SERIAL),
    "not enabled, before AWS answered": outcome.NotEnabled(unanswered=True),
    "not enabled, other devices on": outcome.NotEnabled(others=True),
    "not enabled, codes not answered": outcome.NotEnabled(unclear=True, left_behind=SERIAL),
    "not enabled, old device gone": outcome.NotEnabled(replaced=OldDevice.GONE, left_behind=SERIAL),
    "not enabled, device kept that cannot be deleted": outcome.NotEnabled(left_behind=SERIAL, undeletable=True),
    "not enabled, old device off": outcome.NotEnabled(
        replaced=OldDevice.OFF, because=UNDELETABLE, left_behind=SERIAL, undeletable=True
    ),
    "not enabled, old device off, other devices on": outcome.NotEnabled(
        replaced=OldDevice.UNKNOWN, others=True, left_behind=SERIAL
    ),
    "not enabled, old device gone, other devices on": outcome.NotEnabled(replaced=OldDevice.GONE, others=True),
    "not enabled, old device gone, codes not answered": outcome.NotEnabled(replaced=OldDevice.GONE, unclear=True),
    "not enabled, left at a problem": outcome.NotEnabled(because=WRONG),
    "not enabled, left at one for an administrator": outcome.NotEnabled(because=DENIED, left_behind=SERIAL),
    "unfinished device deleted": outcome.UnfinishedDeleted(serial=SERIAL, found=True),
    "unfinished device not found": outcome.UnfinishedDeleted(serial=SERIAL, found=False, others=True),
    "unfinished device deleted, old one gone": outcome.UnfinishedDeleted(
        serial=SERIAL, found=True, replaced=OldDevice.GONE
    ),
    "codes accepted": outcome.CodesAccepted(user=ALICE),
    "MFA disabled": _DISABLED,
    "MFA disabled, device not found": replace(_DISABLED, others=(LAPTOP,), deletion=Deletion.NOT_FOUND),
    "MFA disabled, device not to be deleted": replace(_DISABLED, deletion=Deletion.DENIED, left_behind=SERIAL),
    "MFA disabled, device perhaps left": replace(_DISABLED, deletion=Deletion.UNDECIDED, left_behind=SERIAL),
    "session started": _STARTED,
    "session started, keys in the environment": replace(
        _STARTED, enabled=True, plan=replace(PLAN, by_hand=BY_HAND, needs_environment=True, outranked=True)
    ),
    "session handed over": replace(_STARTED, plan=None, handed=True),
    "session kept and handed over": replace(_STARTED, handed=True),
    "no session": outcome.NoSession(),
    "no session, left at a problem": outcome.NoSession(because=CUT_OFF, left_behind=SERIAL),
    "password changed": outcome.PasswordChanged(user=ALICE),
    "password unchanged": outcome.PasswordUnchanged(),
    "password unchanged, left at a problem": outcome.PasswordUnchanged(because=PASSWORD_CUT_OFF),
}
