"""Keyboards, input methods and lines as they are in the field, and what the program makes of what is typed there."""

import pytest
from textual import events
from textual.message import Message  # noqa: TC002 - as the other tests have it

from mfa_enroll.tui.keyboard import as_command
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.tui.sequences import WholeSequences
from mfa_enroll.tui.widgets.codebox import CodeBox
from tests.hunt.case import case
from tests.tui.gallery import SESSION, asking, revealed

CODE = "271828"
ESC = "\x1b"

ARRIVED = [
    case("anomalyco/opentui#781", "a mouse report, split after its ESC", [ESC, "[<35;40;12M"], ["escape"]),
    case("sinelaw/fresh#2793", "a mouse report, split in its numbers", [f"{ESC}[<35", ";40;12M"], []),
    case("own", "a mouse report in three pieces", [f"{ESC}[", "<35;40", ";12M"], []),
    case("prompt-toolkit/python-prompt-toolkit#332", "a mouse above the window", [f"{ESC}[<64;126;-3M"], []),
    case("1jehuang/jcode#970", "a late reply to OSC 11", [f"{ESC}]11;rgb:3030/3434/4646{ESC}\\"], []),
    case("realiti4/claude-swap#177", "a late reply, split", [f"{ESC}]11;rgb:1e", f"1d/1e1d/1e1d{ESC}", "\\"], []),
    case("own", "a late reply whose ESC was taken for the key", [ESC, "]11;rgb:3030/3434/4646\x07"], ["escape"]),
    case("own", "who the terminal is (DA1)", [f"{ESC}[?62;22c"], []),
    case("own", "an arrow key, split", [f"{ESC}[", "A"], ["up"]),
    case("own", "F1, split", [f"{ESC}O", "P"], ["f1"]),
    case("own", "the window gets the focus, split", [ESC, "[I"], ["escape"]),
    case("own", "Esc, then a code", [ESC, "1", "2"], ["escape", "1", "2"]),
    case("own", "Esc, then a bracket, as in a password", [ESC, "[", "1"], ["escape", "left_square_bracket", "1"]),
    case("own", "a sequence whose end never came, then a code", [f"{ESC}[<35", "", "", "12"], ["1", "2"]),
    case("own", "autotype of a password manager", ["271828\r"], [*CODE, "enter"]),
    case("pg83/shitty#16", "Ctrl+C on a Cyrillic layout, with its Latin key", [f"{ESC}[1089::99;5:1u"], ["ctrl+c"]),
    case("openai/codex#35599", "Ctrl+C on a Cyrillic layout, without", [f"{ESC}[1089;5u"], ["ctrl+c"]),
    case("github/copilot-cli#1382", "Ctrl+Q on a Ukrainian layout", [f"{ESC}[1081;5u"], ["ctrl+q"]),
    case("earendil-works/pi#718", "q on a Greek layout, with its Latin key", [f"{ESC}[59::113;1u"], ["q"]),
    case("ClementTsang/bottom#572", "Caps Lock", ["Q", f"{ESC}[113;65;81u", f"{ESC}[99;69u"], ["q", "q", "ctrl+c"]),
    case("own", "letters of a Russian layout", ["йзвклсиы"], list("qpdrkcbs")),
    case("own", "s on a Ukrainian layout", ["і"], ["s"]),
    case("own", "letters of Greek, Hebrew and Arabic layouts", ["κπדגيس"], list("kpsdds")),
    case("own", "letters and signs of an input method left on", ["ｑ？ｋ"], ["q", "question_mark", "k"]),
    case("own", "digits of a key pad", [f"{ESC}[57399u", f"{ESC}[57408;1;57u"], ["0", "9"]),
    case("own", "a release that was not asked for", [f"{ESC}[113;1:3u"], []),
    case("own", "a key with the code of no character", [f"{ESC}[99999999;1u", f"{ESC}[:;u", "q"], ["q"]),
    case("own", "letters that stand on no layout here", ["ßø"], ["ß", "ø"]),
]


@pytest.mark.parametrize(("pieces", "keys"), ARRIVED)
def test_what_arrives_is_read_as_the_keys_that_were_pressed(
    pieces: list[str], keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A piece comes half a second after another: longer than Textual waits for a sequence. Nothing: two seconds."""
    now = 0.0
    for module in ("mfa_enroll.tui.sequences", "textual._parser"):
        monkeypatch.setattr(f"{module}.get_time", lambda: now)
    parser = WholeSequences()
    arrived: list[Message] = []
    for piece in pieces:
        arrived += parser.feed(piece)
        now += 0.5 if piece else 2.0
        arrived += parser.tick()
    pressed = [event for event in arrived if isinstance(event, events.Key)]
    for key in pressed:
        as_command(key)
    assert [key.key for key in pressed] == keys


SCRIPTS = [
    case("longbridge/gpui-kit#2261", "full-width, an input method left on", "２７１８２８"),
    case("goatcorp/FFXIVQuickLauncher#636", "full-width behind plain ones", "271８２８"),
    case("own", "Arabic", "٢٧١٨٢٨"),
    case("own", "Persian", "۲۷۱۸۲۸"),
    case("own", "Devanagari", "२७१८२८"),
]


@pytest.mark.parametrize("digits", SCRIPTS)
@pytest.mark.parametrize("way", ["typed", "pasted", "kitty"])
async def test_digits_of_every_script_make_the_code(digits: str, way: str) -> None:
    """They are handed over as ASCII digits, which AWS takes."""
    async with asking(SESSION) as (desk, answers):
        if way == "pasted":
            await desk.paste(f"{digits[:3]} {digits[3:]}\n")
        else:
            codes = "".join(f"{ESC}[{ord(digit)};1;{ord(digit)}u" for digit in digits)
            for event in WholeSequences().feed(codes if way == "kitty" else digits):
                desk.app.post_message(event)
        await desk.outcome()
    assert revealed(answers) == [CODE]


@pytest.mark.parametrize(
    ("pasted", "left"),
    [
        case("hitobito/hitobito#2874", "a blank in the middle", "287 54", "28754"),
        case("mysociety/fixmystreet#3581", "blanks around", " 287 5 \n", "2875"),
        case("own", "a hyphen", "28-75", "2875"),
        case("own", "signs that look like digits", "²①Ⅷ", ""),
    ],
)
async def test_only_digits_of_what_is_pasted_are_taken(pasted: str, left: str) -> None:
    """As apps show a code, and as people copy it."""
    async with asking(SESSION) as (desk, _):
        page = await desk.page(SessionCodePage)
        await desk.paste(pasted)
        assert page.query_one(CodeBox).value == left
