"""Every page that there is, by the way to it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mfa_enroll.domain.failure import Call
from mfa_enroll.practice.faults import Refuse
from tests.interruption.visit import Visit
from tests.program.enrolling import CREATE, EARLIER, LEAVE
from tests.program.terminal import CTRL_C, ENTER

CREATING = "Creating the MFA device"


@dataclass(frozen=True, slots=True)
class Place:
    """A page.

    Attributes:
        reach: The way there.
        left: The exit code of leaving it in order.
        asked: Whether leaving asks what becomes of a device first.
        account: The account that it takes.
        arguments: The command that it takes.
    """

    reach: Callable[[Visit], None]
    left: int = 130
    asked: bool = False
    account: dict[str, object] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()


def plan(at: Visit) -> None:
    """The first page, with what will be done."""
    at.see(CREATE)


def busy(at: Visit) -> None:
    """A pause while AWS is busy."""
    at.here.fail(Call.CREATE, Refuse("ConcurrentModification"), times=5)
    plan(at)
    at.press(ENTER)
    at.see("Trying again in")


def leftover(at: Visit) -> None:
    """A device of an earlier attempt."""
    plan(at)
    at.press(ENTER)
    at.see(EARLIER)


def resumed(at: Visit) -> None:
    """The codes of a device that was scanned in an earlier attempt."""
    leftover(at)
    at.press("1" + ENTER)
    at.see("Esc Back")


def codes(at: Visit) -> None:
    """The QR code."""
    plan(at)
    at.press(ENTER)
    at.see_picture()


def first_code(at: Visit) -> None:
    """The QR code, with one code typed."""
    codes(at)
    at.type_first_code()


def picture(at: Visit) -> None:
    """The QR code and nothing else."""
    codes(at)
    at.press("b")
    at.window.wait_until(lambda: "mfa-enroll" not in at.window.text and "▄" in at.window.text, "the picture alone")


def leaving(at: Visit) -> None:
    """The question what becomes of the device."""
    first_code(at)
    at.press(CTRL_C)
    at.see(LEAVE)


def problem(at: Visit) -> None:
    """A problem."""
    at.here.fail(Call.CREATE, Refuse("AccessDenied"))
    plan(at)
    at.press(ENTER)
    at.see("For your administrator")


def help_before(at: Visit) -> None:
    """Help over the first page."""
    plan(at)
    _help(at)


def help_over_codes(at: Visit) -> None:
    """Help over the QR code."""
    first_code(at)
    _help(at)


def enabled(at: Visit) -> None:
    """The page after the second code."""
    first_code(at)
    at.type_code()
    at.see("✓ MFA is on")


def home(at: Visit) -> None:
    """The page of someone with MFA on."""
    at.see("Your devices:")


def new_phone(at: Visit) -> None:
    """What moving to a new phone takes."""
    home(at)
    at.choose("Move to a new phone")
    at.see("Move MFA to a new phone")


def lost_phone(at: Visit) -> None:
    """What to do without the old phone."""
    new_phone(at)
    at.choose("I have lost it")
    at.see("Lost phone")


def sign_in(at: Visit) -> None:
    """The code before a device is changed."""
    new_phone(at)
    at.choose("I have the old phone")
    at.see("Sign in with a code first")


def no_way_back(at: Visit) -> None:
    """The last question before the old device goes."""
    sign_in(at)
    at.type_code()
    at.see("Take the old device away now?")


def replacing(at: Visit) -> None:
    """The QR code for the new phone, when the old device is gone."""
    no_way_back(at)
    at.choose("Take it away and make a new one")
    at.see_picture()


def leaving_without(at: Visit) -> None:
    """The question what becomes of the new device, when the old one is gone."""
    replacing(at)
    at.press(CTRL_C)
    at.see(LEAVE)


def out_of_step(at: Visit) -> None:
    """The codes that bring a device in step, with one typed."""
    home(at)
    at.choose("Codes are not accepted")
    at.see("Esc Back")
    at.type_first_code()


def turn_off(at: Visit) -> None:
    """The warning before MFA is turned off."""
    home(at)
    at.choose("Turn MFA off")
    at.see("Turn MFA off?")


def last_code(at: Visit) -> None:
    """The code before MFA is turned off."""
    turn_off(at)
    at.choose("Turn it off")
    at.see("Sign in with a code first")


def one_more(at: Visit) -> None:
    """The question before a device beside others."""
    home(at)
    at.choose("Turn on a device of your own, too")
    at.see("your other devices stay as they are")


def adding(at: Visit) -> None:
    """The QR code of a device beside others."""
    one_more(at)
    at.press(ENTER)
    at.see("Sign in with a code first")
    at.type_code(at.here.practice.enabled_devices()[0])
    at.see_picture()


def which_device(at: Visit) -> None:
    """The choice between several devices."""
    at.see("Which device is at hand?")


def name(at: Visit) -> None:
    """Where to keep a session."""
    at.see("Where to keep the session")
    at.see("aws_secret_access_key")


def session_code(at: Visit) -> None:
    """The code for a session."""
    name(at)
    at.press(ENTER)
    at.see("Type the code that your")


def password(at: Visit) -> None:
    """A new password, typed in part."""
    at.see("The new password needs")
    at.press("Old-password-1\rNew-pass")
    at.see("••••••••")


def _help(at: Visit) -> None:
    at.press("?")
    at.see("In AWS, mfa-enroll changes nothing but")


_ENROLLED: dict[str, object] = {"enrolled": True}

PLACES = {
    "plan": Place(plan),
    "help": Place(help_before),
    "busy": Place(busy),
    "problem": Place(problem, left=1),
    "leftover": Place(leftover, account={"leftover": True}),
    "resumed": Place(resumed, account={"leftover": True}),
    "codes": Place(codes, asked=True),
    "first code": Place(first_code, asked=True),
    "picture": Place(picture, asked=True),
    "help over codes": Place(help_over_codes, asked=True),
    "leaving": Place(leaving),
    "enabled": Place(enabled, left=0),
    "home": Place(home, left=0, account=_ENROLLED),
    "new phone": Place(new_phone, left=0, account=_ENROLLED),
    "lost phone": Place(lost_phone, left=1, account=_ENROLLED),
    "sign in": Place(sign_in, left=0, account=_ENROLLED),
    "no way back": Place(no_way_back, left=0, account=_ENROLLED),
    "replacing": Place(replacing, asked=True, account=_ENROLLED),
    "leaving without": Place(leaving_without, account=_ENROLLED),
    "out of step": Place(out_of_step, left=0, account=_ENROLLED),
    "turn off": Place(turn_off, left=0, account=_ENROLLED),
    "last code": Place(last_code, left=0, account=_ENROLLED),
    "one more": Place(one_more, left=0, account={"others": 1}),
    "adding": Place(adding, asked=True, account={"others": 1}),
    "which device": Place(which_device, account={"others": 2}, arguments=("session",)),
    "name": Place(name, account=_ENROLLED, arguments=("session",)),
    "session code": Place(session_code, account=_ENROLLED, arguments=("session",)),
    "password": Place(password, arguments=("password",)),
}
