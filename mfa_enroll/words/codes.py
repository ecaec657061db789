"""What the page with the QR code and the two codes says."""

import enum

from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.qr import Style, TooSmall
from mfa_enroll.flows.asks import Need
from mfa_enroll.words.labels import NOT_AWS, PRACTICE
from mfa_enroll.words.lists import counted
from mfa_enroll.words.page import Said, Tone


class Scan(enum.Enum):
    """How the entry gets into the app."""

    HERE = enum.auto()
    AWAY = enum.auto()
    """The picture is not in sight while this is."""
    TYPED = enum.auto()
    BY_PHONE = enum.auto()


HELP = {
    Need.SCAN: (
        "Scan the picture with an authenticator app: in the app, add an account and choose to scan. Without a camera, "
        "show the key and type it into the app (time-based, six digits, 30 seconds). Then type the code that the app "
        "shows, wait until it changes, and type the next one. AWS asks for two to be sure that your phone keeps time."
    ),
    Need.RESUME: (
        "This device was made in an earlier attempt, and its QR code cannot be shown again. Open the entry that you "
        "scanned then, type its code, wait for the next one, and type that too. If you have no such entry: Esc, then "
        "start afresh."
    ),
    Need.RESYNC: (
        "AWS turns codes away when the clock of your phone has gone wrong since the device was turned on. From two "
        "codes in a row it learns by how much, and takes them again. The device stays as it is. Set the phone’s date "
        "and time to automatic, too, so that it does not happen again."
    ),
}

_SCANS = {
    Scan.HERE: "In the authenticator app, add an account: scan this code.",
    Scan.AWAY: "In the authenticator app, add an account: s shows the code.",
    Scan.TYPED: "In the authenticator app, add an account with this key.",
    Scan.BY_PHONE: "The practice phone has scanned the code.",
}
_OPENS = {
    Need.RESUME: "Open the AWS entry in your authenticator app.",
    Need.RESYNC: "Open the AWS entry for your device in the app.",
}
SECOND_STEP = "Type the code it shows."
THIRD_STEP = "Type the next code."

CURTAIN = (
    "The QR code is hidden.",
    "Whoever sees it can make your codes: stop sharing your screen, then press r to show it.",
)

WHICH_ENTRY = "Look for an entry called AWS or Amazon Web Services with your user name."
PHONE_AWAY = "p puts the phone away."

SCAN_THIS = "Scan this with an authenticator app."
STRIP = (("Enter", "to the codes"), ("k", "type the key instead"), ("d", "doesn’t scan?"), ("q", "leave"))
"""The keys that are named beside a picture which has the window to itself. Something that is said leaves the first."""

PHONE = "Practice phone"
NO_ENTRIES = "No entries yet."

DIGITS_ONLY = Said(Tone.NOTE, "Digits only: a code has six of them.")

KEY_COPIED = Said(
    Tone.NOTE,
    "Key sent to this computer’s clipboard, for an app on this computer. Nothing there? Type it in by hand. "
    "Afterwards copy something else over it.",
)

DRAWN = {
    Style.FULL: "Now drawn as full cells.",
    Style.HALF: "Now drawn as half blocks.",
    Style.INK: "Now drawn as half blocks, light on dark.",
    Style.INVERTED: "Now drawn as half blocks, dark on light.",
}
WHAT_HELPS = (
    "Still not read? A larger window or a smaller font helps, line spacing 1.0, another font; b shows nothing but "
    "the picture, k the key for typing."
)

WIDE_BLOCKS = (
    "It would be smaller in a terminal set to narrow ambiguous-width characters: here they are two columns wide "
    "(xterm: leave out -cjk_width)."
)


def first_step(need: Need, scan: Scan) -> str:
    """What comes before any code."""
    return _SCANS[scan] if need is Need.SCAN else _OPENS[need]


def next_code(seconds_left: int) -> str:
    """When the phone shows the next code of two."""
    return f"It comes in {seconds_left} s." if seconds_left > 0 else "It is there now."


def missing(digits: int) -> Said:
    """How many digits are missing, where Enter was pressed too early."""
    return Said(Tone.NOTE, counted(digits, "{n} digit is missing.", "{n} digits are missing."))


def hints(user: IamUser, *, practice: bool) -> tuple[str, ...]:
    """What stands below the field for codes at the beginning."""
    return (
        "The camera app alone does not work.",
        "Cannot scan? Press k for the key.",
        f"In the app the entry will be called {entry_label(user)}.",
        *(("No phone at hand? Press p.",) if practice else ()),
    )


def how_to_type(user: IamUser) -> str:
    """What to do with the key that stands below."""
    return f"Name it {entry_label(user)} and type this time-based key:"


def drawn(style: Style) -> Said:
    """How the picture is drawn now, and what else helps."""
    return Said(Tone.NOTE, f"{DRAWN[style]} {WHAT_HELPS}")


def no_room(too_small: TooSmall, *, practice: bool, wide_blocks: bool = False) -> str:
    """What to do about a window in which the picture does not fit."""
    columns, rows = too_small.columns_missing, too_small.rows_missing
    wider = counted(columns, "{n} column wider", "{n} columns wider")
    taller = counted(rows, "{n} row taller", "{n} rows taller")
    if columns and rows:
        grow = f"Make this window {wider} and {taller}, or its text smaller, and the picture appears here."
    else:
        grow = f"Make this window {wider if columns else taller}, or its text smaller, and the picture appears here."
    if wide_blocks:
        grow = f"{grow} {WIDE_BLOCKS}"
    otherwise = "Or press k to type the key instead, Enter to the codes."
    return " ".join((grow, otherwise, f"{PRACTICE}, {NOT_AWS}.") if practice else (grow, otherwise))
