import pyte
import pytest

from mfa_enroll.domain.qr import Drawing, Style, encode
from mfa_enroll.domain.secret import Secret
from tests.support.painter import BLACK, RGB, WHITE, paint_pyte, read_codes

TEXT = "otpauth://totp/AWS:alice@123456789012?secret=JBSWY3DPEHPK3PXP&issuer=AWS"


def screen(colours: str) -> pyte.Screen:
    """A terminal in which the text stands as a code, in half blocks after this escape sequence."""
    drawing = Drawing(encode(Secret(TEXT)), Style.INK, 2)
    terminal = pyte.Screen(80, 40)
    stream = pyte.Stream(terminal)
    stream.feed("Scan 扫描:\r\n")
    for y in range(drawing.rows):
        stream.feed(f"  {colours}{drawing.ink(y)}\x1b[0m\r\n")
    return terminal


@pytest.mark.parametrize(
    ("colours", "ink", "ground"),
    [
        ("\x1b[38;2;255;255;255;48;2;0;0;0m", BLACK, WHITE),
        ("\x1b[38;5;231;48;5;16m", BLACK, WHITE),
        ("\x1b[97;40m", BLACK, WHITE),
        ("\x1b[37;40m", BLACK, WHITE),
        ("", WHITE, BLACK),
        ("\x1b[7m", BLACK, WHITE),
    ],
)
def test_a_code_in_a_terminal_is_read(colours: str, ink: RGB, ground: RGB) -> None:
    """Explicit, indexed, named, default and reversed colours are painted as a terminal paints them."""
    assert read_codes(paint_pyte(screen(colours), ink, ground)) == [TEXT]


def test_an_inverted_code_is_not_read() -> None:
    """Not every camera app reads light on dark, so the reader here must not either."""
    assert read_codes(paint_pyte(screen(""), ink=BLACK, ground=WHITE)) == []
