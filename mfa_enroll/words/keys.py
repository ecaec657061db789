"""What the keys are called in the footer, how the help explains them, and what the help page says by itself."""

from dataclasses import dataclass

from mfa_enroll.words import labels
from mfa_enroll.words.page import Said, Tone


@dataclass(frozen=True, slots=True)
class Key:
    """A key's name, in a word or two, and what it is for."""

    name: str
    meaning: str


LEAVE = Key(labels.LEAVE, "Leave; asks first where something is unfinished")
LEAVE_WHILE_TYPING = Key(labels.LEAVE, "Leave, as Ctrl+C does")
HELP = Key("Help", "What this page is about")
BACK = Key(labels.BACK, "Back to what was before")
CLEAR = Key("Clear", "Take away what is typed; once more: back")
BACK_TO_PAGE = Key(labels.BACK, "Back to the page")
MORE = Key("More", "Read on, where not all is in sight (PgUp: back)")
CHOOSE = Key("Choose", "Choose what is marked; ↑ ↓ or its number mark another")
GO_ON = Key("Go on", "To the next field, and on from the last one")
COLOURS = Key("Colours", "Light or dark colours")
COPY_BOX = Key("Copy the box", "Copy the text in the box to the terminal’s clipboard")
SERIAL = Key("mfa_serial", "Write mfa_serial beside your access key, or leave it out")
PHONE = Key("Phone", "A phone with an authenticator app, for practice")

PICTURE = Key("Picture", "The picture, or the codes")
DRAW_OTHERWISE = Key("Doesn’t scan?", "Draw the picture in another way")
REVEAL = Key("Reveal", "Show or hide the picture")
BRIGHT = Key("Bright", "Show the picture and nothing else; Esc comes back")
TYPED_KEY = Key("Key", "Show or hide the key, to type it into the app by hand")
COPY_KEY = Key("Copy key", "Copy the key to the terminal’s clipboard")

ESCAPE_LEAVES = Said(Tone.NOTE, "Press Esc once more to leave.")

HELP_HEADING = "Help"
KEYS_HEADING = "Keys"
WHAT_IS_CHANGED = (
    "In AWS, mfa-enroll changes nothing but the MFA device that bears your name and your own password; on this "
    "computer, nothing but the lines that it lists before it keeps a session."
)
