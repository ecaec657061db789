"""What the page with the QR code and the codes says."""

from textual.content import Content

from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.flows.questions import Need
from mfa_enroll.tui.widgets.title import PRACTICE

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

CURTAIN = (
    "The QR code is hidden.\n\nWhoever sees it can make your codes: stop sharing your screen, then press r to show it."
)

WHAT_HELPS = (
    "Still not read? A larger window or a smaller font helps, line spacing 1.0, another font; b shows nothing but "
    "the picture, k the key for typing."
)

WHICH_ENTRY = "Look for an entry called AWS or Amazon Web Services with your user name."


def otherwise(*, practice: bool) -> str:
    """What else can be done in a window too small for the picture."""
    words = "Or press k to type the key instead, Enter to the codes."
    return f"{words} PRACTICE, not AWS." if practice else words


def hints(user: IamUser, *, practice: bool) -> Content:
    """For the beginning, below the field for codes."""
    paragraphs = [
        "The camera app alone does not work.",
        "Cannot scan? Press k for the key.",
        f"In the app the entry will be called {entry_label(user)}.",
    ]
    if practice:
        paragraphs.append("No phone at hand? Press p.")
    return Content("\n\n".join(paragraphs))


def strip(said: str = "", *, practice: bool) -> Content:
    """Beside a picture that has the window to itself: the keys, or what there is to be said instead."""
    label = (PRACTICE, "\n" if said else "\n\n") if practice else ()
    codes = (("Enter", "bold"), "  to the codes")
    if said:
        return Content.assemble(*label, said, *codes)
    return Content.assemble(
        *label,
        "Scan this with an authenticator app.\n\n",
        *codes,
        "\n",
        ("k", "bold"),
        "  type the key\n   instead\n",
        ("d", "bold"),
        "  doesn’t scan?\n",
        ("q", "bold"),
        "  leave",
    )
