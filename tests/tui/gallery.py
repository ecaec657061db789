"""The newer pages one by one, without a flow behind them: what is asked, and what became of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.profile import FileChange, KeptSession, NameRefusedError, ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.dialogue import Dialogue, GoBack, Leave
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.flows.questions import (
    CodeAsk,
    DeviceReport,
    Home,
    Leaving,
    NameAsk,
    Need,
    PasswordAsk,
    Question,
    Remark,
    SessionAsk,
    SessionUse,
    Task,
    Tone,
    Way,
)
from mfa_enroll.tui.app import Story

USER = IamUser("aws", "111122223333", "alice")
IDENTITY = Identity(USER, "profile work", temporary=False)
SINCE = datetime(2026, 11, 24, 5, 50, tzinfo=UTC)
OWN = MfaDevice(USER.device_serial, SINCE)
TOKEN = MfaDevice("GAHT12345678", SINCE)
OTHER = MfaDevice("arn:aws:iam::111122223333:mfa/alice-laptop", SINCE)
PASSKEY = MfaDevice("arn:aws:iam::111122223333:u2f/user/alice/yubikey", SINCE)

ALL_BUT_ADD = tuple(task for task in Task if task is not Task.ADD)

HOME = Home(
    IDENTITY,
    USER,
    OWN,
    (OWN, TOKEN),
    (
        KeptSession("work-mfa", datetime(2101, 11, 24, 19, 5, tzinfo=UTC)),
        KeptSession("old-mfa", datetime(2001, 11, 24, 19, 5, tzinfo=UTC)),
    ),
    ALL_BUT_ADD,
    remark=None,
)
REPORT = DeviceReport(USER, OWN, (OWN,))
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


def plan(name: str) -> ProfilePlan:
    """What a name would change, as the shared files have it; one is taken, and work-mfa is renewed."""
    if name == "default":
        raise NameRefusedError("The profile default holds your long-term access key. Choose another name.")
    return ProfilePlan(
        name,
        USER.device_serial,
        name == "work-mfa",
        (
            FileChange(
                "~/.aws/credentials",
                name,
                (
                    "aws_access_key_id = ASIA…",
                    "aws_secret_access_key = ••••",
                    "aws_session_token = ••••",
                    "x_mfa_enroll_expires = 2026-11-24T19:05:00Z",
                ),
            ),
            FileChange("~/.aws/config", f"profile {name}", ("region = eu-central-1",)),
        ),
        renewal="mfa-enroll session --profile work",
    )


NAME = NameAsk("mine-mfa", plan)


def session_ask(**but: Any) -> SessionAsk:
    """The question for a code of the user's own device, to work with; but for what is said."""
    ask = SessionAsk(
        use=SessionUse.WORK,
        user=USER,
        device=OWN,
        seconds=43_200,
        plan=plan("mine-mfa"),
        remark=None,
        next_at=None,
        server_time=lambda: 1_800_000_000.0,
    )
    return replace(ask, **but)


RENEWAL = session_ask(plan=plan("work-mfa"))
MANAGE = session_ask(use=SessionUse.MANAGE, seconds=3_600, plan=None)
WAITING = session_ask(remark=Remark(Tone.WARNING, "AWS did not take this code."), next_at=1_800_000_012.0)
PASSWORD = PasswordAsk(USER, STRICT, remark=None)
QUESTION = Question(
    "Turn MFA off?",
    ("This takes the device alice away and deletes it.", "Where a policy asks for MFA, you can then do nothing else."),
    (Way(value=False, name="Keep it on"), Way(value=True, name="Turn it off", meaning="It takes one code.")),
    steps=("You type one code.", "The device is taken away."),
    help="The entry in your app stops working.",
)
RESYNC = CodeAsk(
    need=Need.RESYNC, user=USER, uri=None, seed=None, kept=0, remark=None, next_at=None, server_time=lambda: 0.0
)
LEAVING = Leaving(USER.device_serial, replaced=True)

Asking = Callable[[Dialogue], Awaitable[object]]

PAGES: dict[str, Asking] = {
    "on now": lambda dialogue: dialogue.enabled(REPORT, (Task.SESSION, Task.PASSWORD, Task.DONE)),
    "home": lambda dialogue: dialogue.home(HOME),
    "home, told": lambda dialogue: dialogue.home(
        replace(HOME, remark=Remark(Tone.GOOD, "AWS takes the codes of your device again."), sessions=())
    ),
    "home of others": lambda dialogue: dialogue.home(
        replace(
            HOME,
            own=None,
            devices=(PASSKEY, OTHER),
            sessions=(),
            tasks=(Task.SESSION, Task.ADD, Task.PASSWORD, Task.STATUS, Task.DONE),
        )
    ),
    "question": lambda dialogue: dialogue.choose(QUESTION),
    "name": lambda dialogue: dialogue.name(NAME),
    "session": lambda dialogue: dialogue.session_code(session_ask()),
    "renewal": lambda dialogue: dialogue.session_code(RENEWAL),
    "next code": lambda dialogue: dialogue.session_code(WAITING),
    "printed": lambda dialogue: dialogue.session_code(session_ask(device=TOKEN, plan=None)),
    "sign in": lambda dialogue: dialogue.session_code(MANAGE),
    "password": lambda dialogue: dialogue.password(PASSWORD),
    "resync": lambda dialogue: dialogue.code(RESYNC),
    "leaving a replacement": lambda dialogue: dialogue.leaving(LEAVING),
}


@dataclass
class Answers:
    """What the pages were answered, in order: a value, or ``GoBack`` or ``Leave``."""

    given: list[object]

    def story(self, *asking: Asking) -> Story:
        """Ask one question after the other, until the person leaves."""

        async def tell(dialogue: Dialogue) -> Ending:
            dialogue.met(IDENTITY)
            for ask in asking:
                try:
                    self.given.append(await ask(dialogue))
                except GoBack as back:
                    self.given.append(back)
                except Leave as leave:
                    self.given.append(leave)
                    break
            return Ending(EndingKind.LEFT, ())

        return tell


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
