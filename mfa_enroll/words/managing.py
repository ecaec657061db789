"""The pages of someone who has MFA on."""

from typing import TYPE_CHECKING

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.trouble import Trouble
from mfa_enroll.domain.troubles.refusals import DeletionDenied
from mfa_enroll.flows.questions import DeviceAtHand, Home, NewPhone, NoWayBack, OneMore, SessionSeen, Task, TurnOff
from mfa_enroll.words.devices import KINDS
from mfa_enroll.words.handing_over import request_for_turning_off
from mfa_enroll.words.labels import CODES_NOT_ACCEPTED
from mfa_enroll.words.lists import counted
from mfa_enroll.words.openings import connection
from mfa_enroll.words.page import Exact, Label, Listed, Page, Steps, Table, Way
from mfa_enroll.words.remarks import said
from mfa_enroll.words.times import moment
from mfa_enroll.words.troubles import trouble_page

if TYPE_CHECKING:
    from mfa_enroll.words.page import Part

_HELP = "Choose one of the ways that the page offers, or go back."

_TASKS = {
    Task.SESSION: Way(Task.SESSION, "Start an MFA session", "hours of work for one code"),
    Task.REPLACE: Way(Task.REPLACE, "Move to a new phone", "needs a code of the old one"),
    Task.RESYNC: Way(Task.RESYNC, CODES_NOT_ACCEPTED, "two codes set it right"),
    Task.REMOVE: Way(Task.REMOVE, "Turn MFA off", "needs a last code"),
    Task.ADD: Way(Task.ADD, "Turn on a device of your own, too"),
    Task.PASSWORD: Way(Task.PASSWORD, "Change your password", "that for the AWS console"),
    Task.STATUS: Way(Task.STATUS, "Ask AWS again", "what is on by now"),
    Task.DONE: Way(Task.DONE, "Done"),
}


def home(question: Home) -> Page[Task]:
    """The page on what is on, and on what can be done."""
    who = ("You are", f"{question.user.name}, account {question.user.account}")
    devices = Listed(tuple(_device(each, is_own=each == question.own) for each in question.devices))
    parts: list[Part] = [Table((who, *connection(question.identity))), Label("Your devices:"), devices]
    if question.sessions:
        parts += [Label("Your sessions:"), Listed(tuple(map(_session, question.sessions)))]
    return Page(
        heading="MFA is on",
        parts=tuple(parts),
        ways=tuple(_TASKS[task] for task in question.answers),
        help=(
            "AWS lists these devices for you; each of them can be used to sign in. Only the one that bears your name "
            "can be changed here, and not before you agree to it on the next page. The others are shown only."
        ),
        remark=said(question.remark) if question.remark else None,
        compact=True,
    )


def _device(device: MfaDevice, *, is_own: bool) -> tuple[str, str]:
    kind = KINDS[device.kind]
    name = f"{device.name}, {kind}" if is_own else f"{device.name}, {kind}, shown only"
    return name, f"since {moment(device.enabled_since)}"


def _session(session: SessionSeen) -> tuple[str]:
    if session.ended:
        return (f"profile {session.profile}, ended",)
    if session.expires is None:
        return (f"profile {session.profile}, which another program has changed: nobody knows until when",)
    return (f"profile {session.profile}, until {moment(session.expires)}",)


def new_phone(question: NewPhone) -> Page[MfaDevice | None]:
    """The page on what moving to a new phone takes."""
    ways: list[Way[MfaDevice | None]] = [
        Way(each, "I have the old phone" if each == question.own else f"I have my device {each.name}")
        for each in question.devices
    ]
    return Page(
        heading="Move MFA to a new phone",
        parts=(
            "AWS asks for a code of a device that is on: your access key alone cannot do this.",
            Steps(
                (
                    f"You type one code, from the entry {entry_label(question.user)} on the old phone.",
                    "The old device is taken away. You are asked once more before.",
                    "You scan a new QR code with the new phone and type two of its codes.",
                )
            ),
        ),
        ways=(*ways, Way(None, "I have lost it", "Shows what your administrator can do.")),
        help=(
            "The device in AWS bears your user name, and there can be only one of that name. So the old one goes "
            "first. Nothing is changed before you are asked once more."
        ),
    )


def one_more(question: OneMore) -> Page[None]:
    """The page on what turning on a device beside others takes."""
    return Page(
        heading="Turn on a device of your own, too",
        parts=(
            f"It will be called {question.user.name}, and your other devices stay as they are.",
            "AWS asks for a code of one of the others first.",
        ),
        ways=(Way(None, "Go on"),),
        help=_HELP,
    )


def device_at_hand(question: DeviceAtHand) -> Page[MfaDevice]:
    """The page that asks which of several devices the code will be of."""
    return Page(
        heading="Which device is at hand?",
        parts=("One code of any of your devices will do.",),
        ways=tuple(Way(device, device.name, KINDS[device.kind]) for device in question.devices),
        help=_HELP,
    )


def no_way_back(question: NoWayBack) -> Page[bool]:
    """The page that asks once more before the old device is taken away."""
    meanwhile = (
        "Until the new phone’s two codes are in, only your other devices are on."
        if question.others
        else "Until the new phone’s two codes are in, MFA is off."
    )
    return Page(
        heading="Take the old device away now?",
        parts=(
            f"The old phone’s codes for {entry_label(question.user)} then stop working for good."
            if question.doubt is None
            else f"The old phone’s codes for {entry_label(question.user)} then stop working.",
            *(() if question.doubt is None else (_in_doubt(question.doubt),)),
            f"{meanwhile} If something interrupts you, run mfa-enroll again: it goes on from there.",
        ),
        ways=(
            Way(value=False, name="Leave everything as it is"),
            Way(value=True, name="Take it away and make a new one"),
        ),
        help="Have the new phone at hand, with an authenticator app on it, before you go on.",
    )


def turn_off(question: TurnOff) -> Page[bool]:
    """The page that warns before MFA is turned off."""
    afterwards = (
        counted(
            question.others,
            "Your other device stays on, and you can still sign in with MFA.",
            "Your other devices stay on, and you can still sign in with MFA.",
        )
        if question.others
        else "Where a policy asks for MFA, you can then do nothing in AWS but set it up again. Sessions that are "
        "running last until they end."
    )
    if question.doubt is not None:
        return _turn_off_only(question, question.doubt, afterwards)
    taken = (
        f"This turns the device {question.user.name} off and, if your policy lets you, deletes it. Its entry in your "
        "app then stops working for good."
    )
    return Page(
        heading="Turn MFA off?",
        parts=(
            taken,
            afterwards,
            "AWS asks for one code of a device that is on. To move to a new phone, choose that instead.",
        ),
        ways=(Way(value=False, name="Keep it on"), Way(value=True, name="Turn it off")),
        help=_HELP,
    )


def _turn_off_only(question: TurnOff, doubt: Trouble, afterwards: str) -> Page[bool]:
    """The page that asks once more where the device will stay in AWS, or may."""
    parts: tuple[Part, ...] = (_in_doubt(doubt), afterwards)
    request = ""
    if isinstance(doubt, DeletionDenied):
        request = request_for_turning_off(doubt)
        parts = (
            f"AWS does not let you delete the device {question.user.name}: once off, it stays in AWS.",
            "Keep its entry in your app: its codes turn the same device on again.",
            afterwards,
            Label("For your administrator, if it should go:"),
            Exact(request),
        )
    return Page(
        heading="Turn MFA off all the same?",
        parts=parts,
        ways=(Way(value=False, name="Keep it on"), Way(value=True, name="Turn it off")),
        help=_HELP,
        copyable=request,
    )


def _in_doubt(doubt: Trouble) -> str:
    return (
        f"It is not known whether AWS lets you delete the device ({trouble_page(doubt).heading}). If it does not, the "
        "codes of its entry turn the same device on again: keep that until you are done."
    )
