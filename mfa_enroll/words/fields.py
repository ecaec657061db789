"""What the pages say on which the code for a session, or the name of a profile, is typed."""

from mfa_enroll.domain.device import DeviceKind
from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.profile import LONGEST_NAME, NameProblem, NameRefusal, ProfilePlan
from mfa_enroll.domain.text import clean
from mfa_enroll.flows.asks import SessionAsk, SessionUse
from mfa_enroll.words.page import Page, Said, Tone
from mfa_enroll.words.times import length_of_time

BOX_COPIED = Said(Tone.GOOD, "Sent to your terminal’s clipboard. If nothing arrives there, copy it by hand.")

NAME: Page[None] = Page(
    heading="Where to keep the session",
    parts=("Tools use it by the name of a profile: aws --profile NAME. Your long-term access key stays where it is.",),
    help=(
        "A profile is a name for keys in the files that the aws command and other tools read. Your access key stays "
        "in the profile it is in; the session gets one of its own, so that you can tell the two apart. What is not "
        "listed on the page is not changed."
    ),
)
BY_HAND = "This is not changed from here. Add it yourself:"
_REPLACES = Said(
    Tone.WARNING,
    "A session is kept there already that is not known to be of your access key. Yours would take its place.",
)

_NAMES_REFUSED = {
    NameProblem.EMPTY: "Type a name for the profile.",
    NameProblem.TOO_LONG: "That is too long: a name has at most {longest} characters.",
    NameProblem.ODD_CHARACTERS: (
        "A name is made of letters A to Z, digits and . _ - @ + / : %, and no dash comes first."
    ),
    NameProblem.DEFAULT: "Every AWS tool falls back on the default profile, so no session is kept there.",
    NameProblem.OWN_KEY: "Profile {name} holds your access key, which stays there. Choose another name.",
    NameProblem.ROLE: "Profile {name} is there already and takes on a role. Choose another name.",
    NameProblem.COMMAND: "Profile {name} is there already and gets its keys from a command. Choose another name.",
    NameProblem.CONSOLE_SIGN_IN: (
        "Profile {name} is there already and signs in through the console. Choose another name."
    ),
    NameProblem.IDENTITY_CENTER: (
        "Profile {name} is there already and signs in through IAM Identity Center. Choose another name."
    ),
    NameProblem.ACCESS_KEY: "Profile {name} is there already and holds an access key. Choose another name.",
    NameProblem.FOREIGN_SESSION: (
        "Profile {name} is there already and holds a session that another program keeps there. Choose another name."
    ),
    NameProblem.SESSION_OF_PROFILE: (
        "Profile {name} is there already and holds a session of profile {source}. Choose another name."
    ),
    NameProblem.SESSION_OF_ENVIRONMENT: (
        "Profile {name} is there already and holds a session of a key from the environment. Choose another name."
    ),
}


def session_page(ask: SessionAsk) -> Page[None]:
    """What the page says on which the code for a session is typed, but for what is said of the code before."""
    if ask.use is SessionUse.WORK:
        return Page(
            heading="Start an MFA session",
            parts=(_which_code(ask), f"The session lasts {length_of_time(ask.seconds)}.", _place(ask.plan)),
            help=(
                "A session is a second set of keys that AWS gives out for your access key and a code. It may do what "
                "your access key alone may not, and ends by itself. AWS takes each code once, so wait for the next one "
                "if you have just used one. In your app the entry may also be called Amazon Web Services."
            ),
        )
    asked = (
        "AWS asks for a code before a device is changed. The session that it starts is kept in memory only, and is "
        "gone when you leave."
    )
    return Page(
        heading="Sign in with a code first",
        parts=(asked, _which_code(ask)),
        help=(
            "Once MFA is on, AWS lets nobody change a device with an access key alone: a code has to come with it. AWS "
            "takes each code once, so wait for the next one if you have just used one. In your app the entry may also "
            "be called Amazon Web Services."
        ),
    )


def next_session_code(seconds_left: int) -> str:
    """When the phone shows a code that was not used yet."""
    if seconds_left > 0:
        return f"A code works once. The next one comes in {seconds_left} s."
    return "A code works once. The next one is there now."


def name_label(plan: ProfilePlan) -> str:
    """The heading of what a name would change."""
    return "This renews the session that is kept there:" if plan.refreshes else "This will be written:"


def name_remark(looked: ProfilePlan | NameRefusal) -> Said | None:
    """What is said of a name; None where nothing needs saying."""
    if isinstance(looked, NameRefusal):
        return Said(Tone.WARNING, name_refused(looked))
    return _REPLACES if looked.replaces else None


def name_refused(refusal: NameRefusal) -> str:
    """Why no session can be kept under a name."""
    return _NAMES_REFUSED[refusal.problem].format(
        name=clean(refusal.name), source=clean(refusal.source), longest=LONGEST_NAME
    )


def _which_code(ask: SessionAsk) -> str:
    device = ask.device
    match device.kind:
        case DeviceKind.VIRTUAL if device.serial == ask.user.device_serial:
            return f"Type the code that your authenticator app shows for {entry_label(ask.user)}."
        case DeviceKind.VIRTUAL:
            return f"Type the code that your authenticator app shows for the device {device.name}."
        case DeviceKind.FIDO:
            return f"Type the code that your passkey or security key {device.name} shows."
        case DeviceKind.HARDWARE:
            return f"Type the code that your hardware token {device.name} shows."


def _place(plan: ProfilePlan | None) -> str:
    if plan is None:
        return "It is kept in no file."
    if not plan.refreshes:
        return f"It is kept in profile {plan.name}."
    paths = ", ".join(dict.fromkeys(change.path for change in plan.changes))
    return (
        f"Renews the session in profile {plan.name} ({paths})."
        if paths
        else f"Renews the session in profile {plan.name}."
    )
