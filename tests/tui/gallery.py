"""Every page by itself, without a flow behind it: what is asked, and the keys that are pressed then."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.profile import FileChange, NameProblem, NameRefusal, Pending, ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import CodeAsk, NameAsk, Need, PasswordAsk, SessionAsk, SessionUse
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.flows.questions import Question
from mfa_enroll.flows.remarks import Note
from mfa_enroll.tui.app import Story
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.tui.widgets.phone import Authenticator
from tests.tui.desk import Desk, tell
from tests.words import examples as example
from tests.words.examples import QUESTIONS

Ask = Question[Any] | CodeAsk | NameAsk | SessionAsk | PasswordAsk

NOW = 1_800_000_000.0
SEED = Secret("MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43UOV3HO6DZPJ5EE42SNNXW4YLDOR2W42LO")

USER, IDENTITY, OWN, TOKEN = example.ALICE, example.IDENTITY, example.OWN, example.TOKEN

HOME = example.HOME
PLAN = QUESTIONS["what will happen"]
LEAVING = QUESTIONS["leaving, old device gone"]
PROBLEM = QUESTIONS["a problem"]
HANDED_OVER = QUESTIONS["a problem, for an administrator too"]
ENABLED = QUESTIONS["MFA is on now"]
FULL_HOME = replace(HOME, devices=(OWN, *[TOKEN] * 7), remark=Note.IN_STEP)
NEW_PHONE = QUESTIONS["a new phone"]
TURN_OFF = QUESTIONS["turning MFA off, another device on"]

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
        renewal=(("--profile", "work"),),
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
    "leftover": QUESTIONS["a leftover"],
    "leaving": LEAVING,
    "problem": PROBLEM,
    "handed over": HANDED_OVER,
    "lost phone": QUESTIONS["a problem, leading back"],
    "enabled": ENABLED,
    "home": HOME,
    "home of others": QUESTIONS["home, calls going elsewhere"],
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
