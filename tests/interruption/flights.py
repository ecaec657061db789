"""Every call of every story, by the way to the page from which it is made."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mfa_enroll.domain.failure import Call
from tests.interruption import places
from tests.interruption.visit import NEW_PASSWORD, Visit
from tests.program.terminal import ENTER
from tests.support.bench import Bench

Effect = Callable[[Bench], bool]


@dataclass(frozen=True, slots=True)
class Flight:
    """A call.

    Attributes:
        call: The next one of which kind.
        reach: The way to the page.
        send: What makes the call there.
        effect: Whether the account holds what the call comes to; None for one that changes nothing.
        left: The exit code of leaving in order meanwhile.
        asked: Whether leaving asks what becomes of a device.
        account: The account that it takes.
        arguments: The command that it takes.
    """

    call: Call
    reach: Callable[[Visit], None]
    send: Callable[[Visit], None]
    effect: Effect | None = None
    left: int = 130
    asked: bool = False
    account: dict[str, object] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()

    def holds(self, here: Bench) -> bool:
        """Whether the account holds what the call comes to, if it comes to anything."""
        return self.effect is None or self.effect(here)


def nothing(_at: Visit) -> None:
    """It is made without anyone doing anything."""


def press(keys: str) -> Callable[[Visit], None]:
    """Press keys."""
    return lambda at: at.press(keys)


def choose(name: str) -> Callable[[Visit], None]:
    """Choose a way."""
    return lambda at: at.choose(name)


def code(at: Visit) -> None:
    """Type a new code."""
    at.type_code()


def passwords(at: Visit) -> None:
    """Type the rest of the new password, and once more."""
    at.press(f"word-2\r{NEW_PASSWORD.reveal()}\r")


def two_codes(at: Visit) -> None:
    """Type both."""
    at.type_first_code()
    at.type_code()


def last_code_and_off(at: Visit) -> None:
    """The code after which the device is turned off and deleted."""
    places.last_code(at)


def old_one_goes(at: Visit) -> None:
    """The page after which the old device is taken away and a new one made."""
    places.no_way_back(at)


def new_one_scanned(at: Visit) -> None:
    """The codes of the new phone, one of them typed."""
    places.replacing(at)
    at.type_first_code()


def other_code(at: Visit) -> None:
    """The code of another device, after which one more is made."""
    places.one_more(at)
    at.press(ENTER)
    at.see("Sign in with a code first")


def code_of_other(at: Visit) -> None:
    """Type it."""
    at.type_code(at.here.practice.enabled_devices()[0])


def _made(here: Bench) -> bool:
    return here.serial in here.practice.devices


def _gone(here: Bench) -> bool:
    return here.serial not in here.practice.devices


def _on(here: Bench) -> bool:
    return here.is_enrolled


def _off(here: Bench) -> bool:
    return not here.is_enrolled


def _opened(here: Bench) -> bool:
    return bool(here.practice._sessions)


def _in_step(here: Bench) -> bool:
    return len(here.practice.verification._bindings[here.serial]) > 1


def _changed(here: Bench) -> bool:
    profile = here.practice.login_profile
    return profile is not None and profile.password.reveal() == NEW_PASSWORD.reveal()


_ENROLLED: dict[str, object] = {"enrolled": True}
_LEFTOVER: dict[str, object] = {"leftover": True}
_AWAY = choose("Take it away and make a new one")

FLIGHTS = {
    "who": Flight(Call.WHO_AM_I, nothing, nothing),
    "list": Flight(Call.LIST, nothing, nothing),
    "create": Flight(Call.CREATE, places.plan, press(ENTER), _made, asked=True),
    "enable": Flight(Call.ENABLE, places.first_code, code, _on, left=0),
    "list when on": Flight(Call.LIST, places.first_code, code, left=0),
    "delete unfinished": Flight(Call.DELETE, places.leaving, press("2" + ENTER), _gone),
    "delete leftover": Flight(Call.DELETE, places.leftover, press("2" + ENTER), _gone, account=_LEFTOVER),
    "create afresh": Flight(Call.CREATE, places.leftover, press("2" + ENTER), _made, asked=True, account=_LEFTOVER),
    "session": Flight(
        Call.START_SESSION, places.session_code, code, _opened, left=0, account=_ENROLLED, arguments=("session",)
    ),
    "sign in": Flight(Call.START_SESSION, places.sign_in, code, _opened, left=0, account=_ENROLLED),
    "list old": Flight(Call.LIST, old_one_goes, _AWAY, left=0, account=_ENROLLED),
    "deactivate": Flight(Call.DEACTIVATE, old_one_goes, _AWAY, _off, account=_ENROLLED),
    "delete old": Flight(Call.DELETE, old_one_goes, _AWAY, _gone, account=_ENROLLED),
    "create new": Flight(Call.CREATE, old_one_goes, _AWAY, _made, asked=True, account=_ENROLLED),
    "enable new": Flight(Call.ENABLE, new_one_scanned, code, _on, left=0, account=_ENROLLED),
    "list when replaced": Flight(Call.LIST, new_one_scanned, code, left=0, account=_ENROLLED),
    "turn off": Flight(Call.DEACTIVATE, last_code_and_off, code, _off, left=0, account=_ENROLLED),
    "delete": Flight(Call.DELETE, last_code_and_off, code, _gone, left=0, account=_ENROLLED),
    "resync": Flight(Call.RESYNC, places.out_of_step, code, _in_step, left=0, account=_ENROLLED),
    "create beside": Flight(Call.CREATE, other_code, code_of_other, _made, asked=True, account={"others": 1}),
    "list beside": Flight(Call.LIST, places.adding, two_codes, left=0, account={"others": 1}),
    "list again": Flight(Call.LIST, places.home, choose("Ask AWS again"), left=0, account=_ENROLLED),
    "password policy": Flight(Call.PASSWORD_POLICY, nothing, nothing, arguments=("password",)),
    "password": Flight(Call.CHANGE_PASSWORD, places.password, passwords, _changed, left=0, arguments=("password",)),
}
