"""Ways through the stories, with the calls that each makes and the credentials that each call is made with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import Ending
from mfa_enroll.flows.questions import LeaveChoice, LeftoverChoice, NewPassword, Task
from mfa_enroll.flows.session import Request
from mfa_enroll.practice.faults import DropAfter, DropBefore, Fault, Refuse, Truncate
from tests.support.bench import Bench
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import tell, tell_password, tell_session

SCANNED, FRESH = LeftoverChoice.SCANNED, LeftoverChoice.FRESH
STAY, DELETE, KEEP = LeaveChoice.STAY, LeaveChoice.DELETE, LeaveChoice.KEEP
SESSION, REPLACE, ADD, RESYNC = Task.SESSION, Task.REPLACE, Task.ADD, Task.RESYNC
REMOVE, PASSWORD, STATUS, DONE = Task.REMOVE, Task.PASSWORD, Task.STATUS, Task.DONE
YES, NO, LOST, SUGGESTED = True, False, None, object()
OLD = Secret("Old-password-1")
PASSWORDS = NewPassword(OLD, Secret("New-password-2"))
ALICE, OTHER = device("alice"), device("alice-1")

Story = Callable[[Bench, Person], Awaitable[Ending]]


@dataclass(frozen=True, slots=True)
class Way:
    """A way through a story.

    Attributes:
        calls: The calls in order, by a word for each. With a star: in a session with MFA. With a question mark: a fault
            answered before anyone looked at what the call was signed with. Neither: with the access key.
        script: What the person does.
        fault: What goes wrong with the first call of a kind.
        told: Which story it is.
        account: The account that it begins with.
    """

    calls: str
    script: Callable[[Bench], list[object]]
    fault: tuple[Call, Fault] | None
    told: Story
    account: dict[str, Any]


def way(
    calls: str,
    script: Callable[[Bench], list[object]],
    fault: tuple[Call, Fault] | None = None,
    told: Story = tell,
    **account: Any,
) -> Way:
    """A way, of the ordinary story if nothing else is said."""
    return Way(calls, script, fault, told, account)


async def printed(here: Bench, person: Person) -> Ending:
    """A session whose keys are handed over."""
    return await tell_session(here, person, Request(hand_over=lambda _keys: None))


TURNING_ON = {
    "ordinary": way("who list create enable list", lambda h: [go_on, *pair(h)]),
    "another code between": way("who list create enable list", lambda h: [go_on, "000", *pair(h)]),
    "left at the plan": way("who list", lambda _: [Leave()]),
    "left and deleted": way("who list create delete", lambda h: [go_on, code(h), Leave(), DELETE]),
    "left and kept": way("who list create", lambda _: [go_on, Leave(), KEEP]),
    "stayed": way("who list create list enable list", lambda h: [go_on, Leave(), STAY, *pair(h)]),
    "leftover scanned": way("who list create enable list", lambda h: [go_on, SCANNED, *pair(h)], leftover=True),
    "leftover made anew": way(
        "who list create delete create enable list", lambda h: [go_on, FRESH, *pair(h)], leftover=True
    ),
    "leftover, and back": way(
        "who list create delete create enable list",
        lambda h: [go_on, SCANNED, GoBack(), FRESH, *pair(h)],
        leftover=True,
    ),
    "create lost": way(
        "who list create who list create delete create enable list",
        lambda h: [go_on, YES, go_on, FRESH, *pair(h)],
        (Call.CREATE, DropAfter()),
    ),
    "create busy": way(
        "who list create? create enable list", lambda h: [go_on, *pair(h)], (Call.CREATE, Refuse("Throttling"))
    ),
    "enable lost": way("who list create enable list", lambda h: [go_on, *pair(h)], (Call.ENABLE, DropAfter())),
    "enable cut short": way("who list create enable list", lambda h: [go_on, *pair(h)], (Call.ENABLE, Truncate())),
    "device not there yet": way(
        "who list create enable? enable list", lambda h: [go_on, *pair(h)], (Call.ENABLE, Refuse("NoSuchEntity"))
    ),
    "codes refused": way(
        "who list create enable? enable list",
        lambda h: [go_on, *pair(h), *pair(h)],
        (Call.ENABLE, Refuse("InvalidAuthenticationCode")),
    ),
    "enable refused": way(
        "who list create enable? list list enable list",
        lambda h: [go_on, *pair(h), YES, *pair(h)],
        (Call.ENABLE, Refuse("LimitExceeded")),
    ),
    "delete lost": way(
        "who list create delete create enable list",
        lambda h: [go_on, FRESH, *pair(h)],
        (Call.DELETE, DropAfter()),
        leftover=True,
    ),
    "a session next": way(
        "who list create enable list start", lambda h: [go_on, *pair(h), SESSION, SUGGESTED, next_code(h)]
    ),
    "a session next, with a code typed before": way(
        "who list create enable list start",
        lambda h: [go_on, *pair(h), SESSION, SUGGESTED, code(h), next_code(h)],
    ),
    "a session next, and back": way(
        "who list create enable list", lambda h: [go_on, *pair(h), SESSION, GoBack(), DONE]
    ),
    "the password next": way(
        "who list create enable list policy password",
        lambda h: [go_on, *pair(h), PASSWORD, PASSWORDS, DONE],
        password=OLD,
    ),
}

AT_HOME = {
    "a look": way("who list", lambda _: [DONE], enrolled=True),
    "a look at others": way("who list", lambda _: [DONE], others=3),
    "another look": way("who list who list", lambda _: [STATUS, DONE], enrolled=True),
    "password": way("who list policy password", lambda _: [PASSWORD, PASSWORDS, DONE], enrolled=True, password=OLD),
    "password, and back": way("who list policy", lambda _: [PASSWORD, GoBack(), DONE], enrolled=True),
    "resync": way("who list resync", lambda h: [RESYNC, *pair(h), DONE], enrolled=True),
    "resync, and back": way("who list", lambda h: [RESYNC, code(h), GoBack(), DONE], enrolled=True),
    "resync lost": way(
        "who list resync resync",
        lambda h: [RESYNC, *pair(h), *pair(h), DONE],
        (Call.RESYNC, DropAfter()),
        enrolled=True,
    ),
    "session": way("who list start", lambda h: [SESSION, SUGGESTED, code(h)], enrolled=True),
    "session of another device": way(
        "who list start",
        lambda h: [SESSION, OTHER, SUGGESTED, code(h, of="alice-1")],
        enrolled=True,
        others=1,
    ),
    "session, and back at each question": way(
        "who list start",
        lambda h: [
            *(SESSION, GoBack(), SESSION, ALICE, GoBack()),
            *(SESSION, ALICE, SUGGESTED, GoBack(), "work-mfa", code(h)),
        ],
        enrolled=True,
        others=1,
    ),
    "session, its answer lost": way(
        "who list start start",
        lambda h: [SESSION, SUGGESTED, code(h), next_code(h)],
        (Call.START_SESSION, DropAfter()),
        enrolled=True,
    ),
}

REPLACED = "who list start list* deactivate* delete* create* enable* list*"

CHANGING = {
    "replace": way(REPLACED, lambda h: [REPLACE, ALICE, code(h), YES, *pair(h), DONE], enrolled=True),
    "replace with a code of another": way(
        REPLACED,
        lambda h: [REPLACE, OTHER, code(h, of="alice-1"), YES, *pair(h), DONE],
        enrolled=True,
        others=1,
    ),
    "replace, and a session next": way(
        f"{REPLACED} start",
        lambda h: [REPLACE, ALICE, code(h), YES, *pair(h), SESSION, SUGGESTED, next_code(h)],
        enrolled=True,
    ),
    "replace, with the old phone lost": way("who list", lambda _: [REPLACE, LOST, False], enrolled=True),
    "replace, and back at each question": way(
        "who list start start",
        lambda h: [
            *(REPLACE, GoBack(), REPLACE, ALICE, GoBack(), REPLACE, ALICE, code(h), GoBack()),
            *(REPLACE, ALICE, next_code(h), NO, DONE),
        ],
        enrolled=True,
    ),
    "replace, left and deleted": way(
        "who list start list* deactivate* delete* create* delete*",
        lambda h: [REPLACE, ALICE, code(h), YES, Leave(), DELETE],
        enrolled=True,
    ),
    "replace, deactivation lost": way(
        "who list start list* deactivate* list* delete* create* enable* list*",
        lambda h: [REPLACE, ALICE, code(h), YES, *pair(h), DONE],
        (Call.DEACTIVATE, DropAfter()),
        enrolled=True,
    ),
    "replace, deactivation not done": way(
        "who list start list* deactivate? list* who list start list* deactivate* delete* create* enable* list*",
        lambda h: [
            *(REPLACE, ALICE, code(h), YES, True),
            *(REPLACE, ALICE, next_code(h), YES, *pair(h), DONE),
        ],
        (Call.DEACTIVATE, DropBefore()),
        enrolled=True,
    ),
    "add": way(
        "who list start create* enable* list*",
        lambda h: [ADD, go_on, code(h), *pair(h), DONE],
        others=1,
    ),
    "add, one being there": way(
        "who list start create* delete* create* enable* list*",
        lambda h: [ADD, go_on, OTHER, code(h, of="alice-1"), FRESH, *pair(h), DONE],
        leftover=True,
        others=2,
    ),
    "add, and back": way("who list", lambda _: [ADD, GoBack(), DONE], others=1),
    "remove": way("who list start list* deactivate* delete*", lambda h: [REMOVE, YES, code(h)], enrolled=True),
    "remove with a code of another": way(
        "who list start list* deactivate* delete*",
        lambda h: [REMOVE, YES, OTHER, code(h, of="alice-1")],
        enrolled=True,
        others=1,
    ),
    "remove, and back at each question": way(
        "who list", lambda _: [REMOVE, NO, REMOVE, GoBack(), REMOVE, YES, GoBack(), DONE], enrolled=True
    ),
}

COMMANDS = {
    "session": way("who list start", lambda h: [SUGGESTED, code(h)], told=tell_session, enrolled=True),
    "session, printed": way("who list start", lambda h: [code(h)], told=printed, enrolled=True),
    "session, nothing being on": way("who list", lambda _: [False], told=tell_session),
    "session, and back": way("who list", lambda _: [GoBack()], told=tell_session, enrolled=True),
    "session, printed, and back": way("who list", lambda _: [GoBack()], told=printed, enrolled=True),
    "password": way("who policy password", lambda _: [PASSWORDS], told=tell_password, password=OLD),
    "password, and back": way("who policy", lambda _: [GoBack()], told=tell_password),
}

WAYS = {
    **TURNING_ON,
    **{f"at home: {name}": each for name, each in AT_HOME.items()},
    **CHANGING,
    **{f"command: {name}": each for name, each in COMMANDS.items()},
}
