"""Every page by itself, without a flow behind it: what is asked, and the keys that are pressed then."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from mfa_enroll.domain.device import MfaDevice, OldDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.keys import Keys, KeySource
from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.profile import FileChange, NameProblem, NameRefusal, Pending, ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.domain.troubles.callers import PathNotCovered
from mfa_enroll.domain.troubles.credentials import SecretKeyWrong
from mfa_enroll.flows.asks import CodeAsk, NameAsk, Need, PasswordAsk, SessionAsk, SessionUse
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.flows.questions import (
    DeviceReport,
    Enabled,
    Home,
    Leaving,
    Leftover,
    NewPhone,
    Plan,
    PlannedCall,
    Problem,
    Question,
    SessionSeen,
    Task,
    TurnOff,
)
from mfa_enroll.flows.remarks import Note
from mfa_enroll.flows.troubles import PhoneLost
from mfa_enroll.tui.app import Story
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.widgets.phone import Authenticator
from tests.tui.desk import Desk, tell

Ask = Question[Any] | CodeAsk | NameAsk | SessionAsk | PasswordAsk

NOW = 1_800_000_000.0
SINCE = datetime(2026, 11, 24, 5, 50, tzinfo=UTC)
SEED = Secret("MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43UOV3HO6DZPJ5EE42SNNXW4YLDOR2W42LO")
USER = IamUser("aws", "111122223333", "alice")
KEYS = Keys(source=KeySource.CREDENTIALS_FILE, profile="work", shown_id="AKIAKCSK…ZCYS")
IDENTITY = Identity(USER, KEYS)
OWN = MfaDevice(USER.device_serial, SINCE)
TOKEN = MfaDevice("GAHT12345678", SINCE)
OTHER = MfaDevice("arn:aws:iam::111122223333:mfa/alice-laptop", SINCE)
PASSKEY = MfaDevice("arn:aws:iam::111122223333:u2f/user/alice/yubikey", SINCE)

PLAN = Plan(IDENTITY, USER, (PlannedCall(Call.CREATE, USER.device_serial), PlannedCall(Call.ENABLE, USER.arn)))
LEFTOVER = Leftover(USER.device_serial)
LEAVING = Leaving(USER.device_serial, replaced=OldDevice.GONE)
PROBLEM = Problem(Incident(trouble=SecretKeyWrong(keys=KEYS, answer="SignatureDoesNotMatch")))
PATH = Problem(Incident(trouble=PathNotCovered(user=replace(USER, path="/eng/"), answer="AccessDenied")))
LOST_PHONE = Problem(Incident(trouble=PhoneLost(user=USER)))
ENABLED = Enabled(IDENTITY, DeviceReport(USER, OWN, (OWN,)), (Task.SESSION, Task.PASSWORD, Task.DONE))
HOME = Home(
    IDENTITY,
    USER,
    OWN,
    (OWN, TOKEN),
    (
        SessionSeen("work-mfa", datetime(2101, 11, 24, 19, 5, tzinfo=UTC), ended=False),
        SessionSeen("old-mfa", datetime(2001, 11, 24, 19, 5, tzinfo=UTC), ended=True),
    ),
    tuple(task for task in Task if task is not Task.ADD),
    remark=None,
)
OTHERS_HOME = replace(
    HOME,
    own=None,
    devices=(PASSKEY, OTHER),
    sessions=(),
    answers=(Task.SESSION, Task.ADD, Task.PASSWORD, Task.STATUS, Task.DONE),
)
FULL_HOME = replace(HOME, devices=(OWN, *[TOKEN] * 7), remark=Note.IN_STEP)
NEW_PHONE = NewPhone(USER, OWN, (OWN, OTHER))
TURN_OFF = TurnOff(USER, others=1)

SCAN = CodeAsk(
    need=Need.SCAN,
    user=USER,
    uri=provisioning_uri(USER, SEED),
    seed=SEED,
    kept=0,
    remark=None,
    next_at=None,
    server_time=lambda: NOW,
)
SECOND_CODE = replace(SCAN, kept=1, next_at=NOW + 12)
RESUME = replace(SCAN, need=Need.RESUME, uri=None, seed=None)
RESYNC = replace(RESUME, need=Need.RESYNC)


def look(name: str) -> ProfilePlan | NameRefusal:
    """What a name would change, as the shared files have it; one is taken, and work-mfa is renewed."""
    if name == "default":
        return NameRefusal(NameProblem.OWN_KEY, name)
    return kept_as(name)


def kept_as(name: str) -> ProfilePlan:
    """What keeping a session under a name that can be taken changes."""
    settings = (
        ("aws_access_key_id", Pending.KEY),
        ("aws_secret_access_key", Pending.KEY),
        ("aws_session_token", Pending.KEY),
        ("x_mfa_enroll_expires", Pending.END),
    )
    return ProfilePlan(
        name,
        USER.device_serial,
        name == "work-mfa",
        (
            FileChange("~/.aws/credentials", name, settings),
            FileChange("~/.aws/config", f"profile {name}", (("region", "eu-central-1"),)),
        ),
        renewal="mfa-enroll session --profile work",
    )


NAME = NameAsk("mine-mfa", look)
SESSION = SessionAsk(
    use=SessionUse.WORK,
    user=USER,
    device=OWN,
    seconds=43_200,
    plan=kept_as("mine-mfa"),
    remark=None,
    next_at=None,
    server_time=lambda: NOW,
)
RENEWAL = replace(SESSION, plan=kept_as("work-mfa"))
WAITING = replace(SESSION, remark=Note.CODE_REFUSED, next_at=NOW + 12)
MANAGE = replace(SESSION, use=SessionUse.MANAGE, seconds=3_600, plan=None)
STRICT = PasswordPolicy(
    minimum_length=14,
    kinds=0,
    uppercase=True,
    lowercase=True,
    numbers=True,
    symbols=True,
    reuse_prevention=5,
    days=90,
)
PASSWORD = PasswordAsk(USER, STRICT, remark=None)

CHOICES: dict[str, Question[Any]] = {
    "plan": PLAN,
    "leftover": LEFTOVER,
    "leaving": LEAVING,
    "problem": PROBLEM,
    "path": PATH,
    "lost phone": LOST_PHONE,
    "enabled": ENABLED,
    "home": HOME,
    "home of others": OTHERS_HOME,
    "full home": FULL_HOME,
    "new phone": NEW_PHONE,
    "turn off": TURN_OFF,
}
"""The pages with ways to go on."""

FIELDS: dict[str, Ask] = {
    "picture": SCAN,
    "second code": SECOND_CODE,
    "resume": RESUME,
    "resync": RESYNC,
    "name": NAME,
    "session": SESSION,
    "renewal": RENEWAL,
    "next code": WAITING,
    "printed": replace(SESSION, device=TOKEN, plan=None),
    "sign in": MANAGE,
    "password": PASSWORD,
}
"""The pages with a field."""

PAGES: dict[str, Ask] = {**CHOICES, **FIELDS}
TYPED_ON = {"name", "password"}
"""The pages on which a letter is text, and no key."""

_VERBS: dict[type, str] = {
    CodeAsk: "code",
    NameAsk: "name",
    SessionAsk: "session_code",
    PasswordAsk: "password",
}


async def put(dialogue: Dialogue, ask: Ask) -> object:
    """Ask it."""
    return await getattr(dialogue, _VERBS.get(type(ask), "choose"))(ask)


def story(*asks: Ask, answers: list[object]) -> Story:
    """A story that asks one after the other until the person leaves; an answer may be ``GoBack`` or ``Leave``."""

    async def told(dialogue: Dialogue) -> Outcome:
        dialogue.met(IDENTITY)
        for ask in asks:
            try:
                answers.append(await put(dialogue, ask))
            except (GoBack, Leave) as turn:
                answers.append(turn)
                if isinstance(turn, Leave):
                    break
        return PasswordUnchanged()

    return told


@asynccontextmanager
async def asking(
    *asks: Ask, size: tuple[int, int] = (80, 24), phone: Authenticator | None = None, hide_qr: bool = False
) -> AsyncIterator[tuple[Desk, list[object]]]:
    """In front of the page of the first of these asks, with the list that the answers come into."""
    answers: list[object] = []
    async with tell(story(*asks, answers=answers), size, phone, hide_qr=hide_qr) as desk:
        await desk.page(AskingPage)
        yield desk, answers


def revealed(answers: list[object]) -> list[str]:
    """The codes that were given."""
    return [each.reveal() for each in answers if isinstance(each, Secret)]


class NotedPhone:
    """A phone with an entry, and a note of its owner's."""

    notes = ("Console password: Spring-2026",)

    def scan(self, uri: Secret) -> None:
        """There is nothing to scan on these pages."""

    def entries(self) -> list["NotedEntry"]:
        """One."""
        return [NotedEntry()]


@dataclass(frozen=True, slots=True)
class NotedEntry:
    """An entry whose code never changes."""

    label: str = "AWS:alice@111122223333"
    code: Secret = field(default_factory=lambda: Secret("271828"))
    seconds_left: float = 12.0
