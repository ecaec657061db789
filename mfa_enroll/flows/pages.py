"""What a flow has to say and ask by itself, without a refusal by AWS."""

from collections.abc import Sequence
from dataclasses import replace

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.remedy import request_for_removal
from mfa_enroll.flows.caller import Caller
from mfa_enroll.flows.questions import Question, Way


def not_listed(user: IamUser) -> Problem:
    """AWS took the codes, and the listing does not show the device."""
    return Problem(
        title="AWS does not show the device yet",
        happened=f"AWS accepted your two codes for {user.device_serial}, but does not list the device as on.",
        steps=("Wait a minute, then try again: this asks AWS for the list once more.",),
        who=Who.YOU,
        can_retry=True,
    )


def not_on(user: IamUser) -> Problem:
    """A session takes a code, and there is no device to show one."""
    return Problem(
        title="MFA is not on yet",
        happened=f"A session takes a code from an MFA device, and AWS lists none for {user.name}.",
        steps=("Leave, and run mfa-enroll: it turns MFA on and then offers the session.",),
        who=Who.YOU,
        can_retry=True,
    )


def no_codes(user: IamUser) -> Problem:
    """All devices are passkeys or security keys, which GetSessionToken does not take."""
    return Problem(
        title="Your MFA devices show no codes",
        happened=(
            f"AWS lists passkeys or security keys for {user.name} and nothing else. They work in the AWS console, "
            "but this needs a device that shows six-digit codes."
        ),
        steps=(
            "Sign in to the AWS console with your security key, and open “Security credentials” in the account menu.",
            f"Choose “Assign MFA device” and “Authenticator app”, and call the device {user.name}. Then try again.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def lost_phone(user: IamUser) -> Problem:
    """Without a code of a device that is on, AWS lets the user change nothing."""
    return Problem(
        title="Lost phone: ask your administrator",
        happened=(
            "Without a code from a device that is on, AWS does not let you take it away. That protects you: whoever "
            "has only your access key cannot do it either."
        ),
        steps=(
            "Send the text below to your administrator. It is printed again when you leave.",
            "When the device has been taken away, run mfa-enroll again to set up the new phone.",
        ),
        who=Who.ADMINISTRATOR,
        hand_over=request_for_removal(user, ""),
        can_retry=True,
        leads_back=True,
    )


def another_by_now(user: IamUser) -> Problem:
    """Between the question and the answer, a second terminal has turned on another device of that name."""
    return Problem(
        title="The device was changed meanwhile",
        happened=(
            f"Another device called {user.name} was turned on while this one was open, in a second window perhaps. "
            "It stays on, and nothing was changed here."
        ),
        steps=("Try again: this shows what is on now.",),
        who=Who.YOU,
        can_retry=True,
    )


def new_phone(who: Caller, devices: Sequence[MfaDevice]) -> Question[MfaDevice | None]:
    """What moving to a new phone takes, and whether there is a code for it. None: the phone is lost."""
    names = {device: f"I have my device {device.name}" for device in devices}
    if who.own is not None:
        names[who.own] = "I have the old phone"
    ways: list[Way[MfaDevice | None]] = [Way(device, name) for device, name in names.items()]
    return Question(
        "Move MFA to a new phone",
        ("AWS asks for a code of a device that is on: your access key alone cannot do this.",),
        (*ways, Way(None, "I have lost it", "Shows what your administrator can do.")),
        steps=(
            f"You type one code, from the entry {entry_label(who.user)} on the old phone.",
            "The old device is taken away. You are asked once more before.",
            "You scan a new QR code with the new phone and type two of its codes.",
        ),
        help=(
            "The device in AWS bears your user name, and there can be only one of that name. So the old one goes "
            "first. Nothing is changed before you are asked once more."
        ),
    )


def one_more(user: IamUser) -> Question[None]:
    """What turning on a device beside others takes."""
    taken = f"It will be called {user.name}, and your other devices stay as they are."
    return Question(
        "Turn on a device of your own, too",
        (taken, "AWS asks for a code of one of the others first."),
        (Way(None, "Go on"),),
    )


def device_at_hand(devices: Sequence[MfaDevice]) -> Question[MfaDevice]:
    """Which of several devices the code will be of."""
    return Question(
        "Which device is at hand?",
        ("One code of any of your devices will do.",),
        tuple(Way(device, device.name, device.kind.value) for device in devices),
    )


def no_way_back(who: Caller) -> Question[bool]:
    """The last question before the old device is taken away."""
    until = "Until the new phone’s two codes are in,"
    meanwhile = f"{until} only your other devices are on" if who.others else f"{until} MFA is off"
    return Question(
        "Take the old device away now?",
        (
            f"The old phone’s codes for {entry_label(who.user)} then stop working for good.",
            f"{meanwhile}. If something interrupts you, run mfa-enroll again: it goes on from there.",
        ),
        (
            Way(value=False, name="Leave everything as it is"),
            Way(value=True, name="Take it away and make a new one"),
        ),
        help="Have the new phone at hand, with an authenticator app on it, before you go on.",
    )


def old_one_gone(problem: Problem, who: Caller) -> Problem:
    """A problem met when the old device is taken away already."""
    state = "your other devices are still on" if who.others else "MFA is off now"
    return replace(problem, happened=f"{problem.happened} The old device was taken away already: {state}.")


def turn_off(who: Caller) -> Question[bool]:
    """The warning before MFA is turned off."""
    blocked = (
        f"Your other device{'s stay' if len(who.others) > 1 else ' stays'} on, and you can still sign in with MFA."
        if who.others
        else "Where a policy asks for MFA, you can then do nothing in AWS but set it up again. Sessions that are "
        "running last until they end."
    )
    return Question(
        "Turn MFA off?",
        (
            f"This takes the device {who.user.name} away and deletes it. Its entry in your app stops working for good.",
            blocked,
            "AWS asks for one code of a device that is on. To move to a new phone there is an entry of its own.",
        ),
        (
            Way(value=False, name="Keep it on"),
            Way(value=True, name="Turn it off"),
        ),
    )
