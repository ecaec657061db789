"""A way through a story: what happens on it, and what comes of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import NewPassword
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import MfaEnabled, NotEnabled, Outcome, UnfinishedDeleted
from mfa_enroll.flows.progress import Waiting
from mfa_enroll.flows.questions import LeaveChoice, LeftoverChoice, Problem, Task
from mfa_enroll.policy.decision import Policy
from mfa_enroll.practice.account import AttachedPolicy
from tests.support.bench import Bench, bench
from tests.support.faults import BreakOff, DropAfter, DropBefore, Fault, Truncate, Unavailable
from tests.support.person import Person, code, device, go_on, next_code, pair, remark_of
from tests.support.story import OLD_PASSWORD, account_of, policy_without, story_of, tell

ACCOUNT = "123456789012"
"""The account that the simulator's decisions were made for, with the user alice."""

PASSWORDS = NewPassword(OLD_PASSWORD, Secret("New-password-2"))

WORDS: dict[str, object] = {
    **{task.name.lower(): task for task in Task},
    **{choice.name.lower(): choice for kind in (LeftoverChoice, LeaveChoice) for choice in kind},
    **dict.fromkeys(("go", "lost"), go_on),
    **dict.fromkeys(("yes", "again", "suggested"), True),
    **dict.fromkeys(("no", "no-more"), False),
    "leave": Leave(),
    "back": GoBack(),
    "alice": device("alice"),
    "other": device("alice-1"),
    "passwords": PASSWORDS,
    "next-passwords": NewPassword(PASSWORDS.new, OLD_PASSWORD),
    "unfit": NewPassword(OLD_PASSWORD, OLD_PASSWORD),
    "wrong-password": NewPassword(Secret("Wrong-password"), PASSWORDS.new),
}
"""What the words of a script answer."""


MEANWHILE: dict[str, Callable[[Bench], object]] = {
    "on": lambda here: here.enable(here.serial),
    "off": Bench.disable,
    "gone": lambda here: here.practice.devices.pop(here.serial),
    "ninth": lambda here: here.enable(here.practice.serial("alice-8")),
    "mended": lambda here: setattr(here.practice, "policies", [AttachedPolicy(Policy.parse(policy_without()))]),
}
"""What somebody else does before an answer: ``on+fresh``."""


def answers(script: str, here: Bench) -> list[object]:
    """What a person does by the words of a script. Any that has no meaning of its own is typed as it stands."""
    codes: dict[str, list[object]] = {
        "code": [code(here)],
        "other-code": [code(here, of="alice-1")],
        "spaced-code": [lambda ask: " {:.3} {:.3} ".format(*re.findall("...", code(here)(ask).reveal()))],
        "next": [next_code(here)],
        "4-steps-on": [next_code(here, 4)],
        "pair": [*pair(here)],
        **{f"{times}-wrong": wrong(here, times) for times in range(1, 6)},
    }

    def answer(words: str) -> Iterator[object]:
        *meanwhile, word = words.split("+")
        for given in codes.get(word) or [WORDS.get(word, word)]:
            yield _after([MEANWHILE[each] for each in meanwhile], given, here) if meanwhile else given

    return [each for words in script.split() for each in answer(words)]


def _after(changes: list[Callable[[Bench], object]], given: object, here: Bench) -> Callable[[object], object]:
    """An answer that is given once these have happened."""

    def late(ask: object) -> object:
        for change in changes:
            change(here)
        return given(ask) if callable(given) else given

    return late


SETTLED: dict[str, type[Outcome]] = {"delete": UnfinishedDeleted, "keep": NotEnabled}
"""How it ends for whoever leaves before the device is on, by what becomes of that."""

APPLIED: tuple[Fault, ...] = (DropAfter(), Truncate(), BreakOff())
NOT_APPLIED: tuple[Fault, ...] = (DropBefore(), Unavailable())
"""Ways in which an answer is lost, of a change that was made or not."""


class Failing(NamedTuple):
    """Requests of a call that fail: so many from the ``nth`` on."""

    call: Call
    fault: Fault
    nth: int = 1
    times: int = 1


@dataclass(frozen=True, slots=True)
class Way:
    """A way through a story.

    Attributes:
        begin: What is there in the beginning, and which story it is, in words: the ordinary one if nothing is said.
        calls: The calls in order, by a word for each. With a star: in a session with MFA. With a question mark: a fault
            answered before anyone looked at what the call was signed with. Neither: with the access key.
        script: What the person does, in words.
        ends: How it ends.
        says: The remarks and the troubles that the person is told of, in order, by their value or their kind.
        waits: What the person is kept waiting for.
        fails: What goes wrong.
        meanwhile: What the person has in mind beside the script.
        prepare: What else is there in the beginning.
    """

    begin: str
    calls: str
    script: str
    ends: type[Outcome]
    says: tuple[object, ...]
    waits: tuple[Waiting, ...]
    fails: tuple[Failing, ...]
    meanwhile: Callable[[Person], object] | None
    prepare: Callable[[Bench], object] | None

    @property
    def account(self) -> dict[str, Any]:
        """The account that it begins with."""
        return account_of(self.begin)

    @property
    def signed_in(self) -> bool:
        """Whether it is told with the keys of a session with MFA."""
        return "signed-in" in self.begin.split()

    async def tell(self, monkeypatch: pytest.MonkeyPatch) -> "Told":
        """Go the way to its end."""
        with bench(account_id=ACCOUNT, **self.account) as here:
            if "leftover" in self.begin:
                here.scan(here.practice.devices[here.serial])
            if self.prepare:
                self.prepare(here)
            for call, fault, nth, times in self.fails:
                here.faults.add(call, nth=nth, times=times, fault=fault)
            person = Person(here, answers(self.script, here))
            if self.meanwhile:
                self.meanwhile(person)
            account = here.account_in_session(monkeypatch, mfa=True) if self.signed_in else None
            return Told(here, person, await tell(here, person, account, story_of(self.begin)))


class Told(NamedTuple):
    """A way that was gone to its end."""

    here: Bench
    person: Person
    outcome: Outcome

    @property
    def said(self) -> list[object]:
        """The remarks and troubles that the person was told of."""
        told = [ask.incident.trouble if isinstance(ask, Problem) else remark_of(ask) for ask in self.person.asked]
        return [each for each in told if each is not None]


def way(  # noqa: PLR0913 - each is one fact about the way, with an ordinary value
    words: str,
    ends: type[Outcome] = MfaEnabled,
    *fails: Failing,
    says: tuple[object, ...] = (),
    waits: tuple[Waiting, ...] = (),
    meanwhile: Callable[[Person], object] | None = None,
    prepare: Callable[[Bench], object] | None = None,
) -> Way:
    """A way. Its ``words`` are those of what is there in the beginning, if anything, of the script, and of the calls.

    ``"enrolled: resync pair done -> who list resync"``
    """
    before, _, calls = words.partition(" -> ")
    begin, _, script = before.rpartition(": ")
    return Way(begin, calls, script, ends, says, waits, fails, meanwhile, prepare)


def leaving_at(call: Call, *, making_sure: bool = False) -> Callable[[Person], None]:
    """Someone asks to leave right before a call is made."""
    return lambda person: person.leave_at(call, making_sure=making_sure)


def leaving_during(call: Call) -> Callable[[Person], None]:
    """Someone asks to leave while a call is under way."""
    return lambda person: person.leave_during(call)


def mark(call: str, fault: Fault) -> str:
    """A call as it is written of a fault: with a question mark where it was not looked at."""
    return call if fault in APPLIED else f"{call.rstrip('*')}?"


def wrong(here: Bench, times: int) -> list[object]:
    """Codes that are none of the device's, typed a minute after what was before."""

    def later(_ask: object) -> str:
        here.clock.advance(60)
        return "111111"

    return [later, *(f"{number}" * 6 for number in range(2, times + 1))]


def fido(here: Bench) -> str:
    """Serial number of a security key of the user's."""
    return f"arn:aws:iam::{here.practice.user.account}:u2f/user/alice/blue-key-ABCDEFGHIJ"
