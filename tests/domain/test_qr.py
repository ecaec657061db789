import base64
import functools
import random
import subprocess
import sys
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from qrcode import ERROR_CORRECT_L, ERROR_CORRECT_M, QRCode

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.qr import Drawing, Modules, Style, TooSmall, encode, fit
from mfa_enroll.domain.secret import Secret

FULL, HALF = Style.FULL, Style.HALF
SEED = base64.b32encode(random.Random(1).randbytes(40)).decode()  # noqa: S311 - nobody's seed
Encode = Callable[[str], Modules]
QUIET_ZONES = (4, 2, 1)
BLANK_37 = Modules(((False,) * 37,) * 37)


def uri(name: str) -> Secret:
    """The URI for a user of this name, always with the same seed."""
    return provisioning_uri(IamUser("aws", "123456789012", name), Secret(SEED))


def read(drawing: Drawing, surround: int = 0) -> list[str]:
    """Read the drawing as a camera sees it, one half cell being 4 by 4 pixels of an otherwise dark image."""
    halves = [[cell[half] for cell in drawing.row(y)] for y in range(drawing.rows) for half in (0, 1)]
    image = Image.new("L", (drawing.columns, 2 * drawing.rows))
    image.putdata([255 * light for row in halves for light in row])
    image = image.resize((4 * image.width, 4 * image.height), Image.Resampling.NEAREST)
    ground = Image.new("L", (image.width + 80, image.height + 80), surround)
    ground.paste(image, (40, 40))
    return [code.text for code in zxingcpp.read_barcodes(ground, try_invert=False)]


@pytest.fixture(scope="module")
def modules() -> Encode:
    """The codes for users, made once for each name."""
    return functools.cache(lambda name: encode(uri(name)))


@pytest.mark.parametrize(
    ("name", "size"),
    [
        *(("a", 37), ("alice", 37), ("alice.cooper", 37), ("alice.coopers", 41)),
        *(("a" * 20, 41), ("a" * 64, 49), ("+" * 64, 53), ("7" * 20, 37)),
    ],
)
def test_a_code_is_as_small_as_mixed_segments_make_it(modules: Encode, name: str, size: int) -> None:
    """The account ID goes as digits and the seed as alphanumerics: every module saved is a larger picture."""
    assert modules(name).size == size


def test_level_m_would_always_be_larger() -> None:
    """Level L is chosen for its size alone, so no name may exist for which level M is as small."""
    for name in [*("a" * n for n in range(1, 65)), *("7" * n for n in range(1, 65)), "+" * 64]:
        low, medium = (QRCode(error_correction=level) for level in (ERROR_CORRECT_L, ERROR_CORRECT_M))
        for code in (low, medium):
            code.add_data(uri(name).reveal(), optimize=12)
        assert medium.best_fit() > low.best_fit()


@pytest.mark.parametrize("name", ["a", "alice", "a" * 20, "a" * 64, "+=,@" * 16])
@pytest.mark.parametrize("style", Style)
def test_every_drawing_is_read_back_as_the_uri(modules: Encode, name: str, style: Style) -> None:
    """No drawing that can be chosen leaves a camera without the exact URI, whatever surrounds it."""
    for quiet_zone in QUIET_ZONES:
        drawing = Drawing(modules(name), style, quiet_zone)
        assert {len(drawing.row(y)) for y in range(drawing.rows)} == {drawing.columns}
        for surround in (0, 90, 255):
            assert read(drawing, surround) == [uri(name).reveal()]


@pytest.mark.parametrize(
    ("columns", "rows", "expected"),
    [
        (200, 60, (FULL, 4)),
        (90, 45, (FULL, 4)),
        (89, 45, (FULL, 2)),
        (90, 44, (FULL, 2)),
        (82, 41, (FULL, 2)),
        (81, 41, (FULL, 1)),
        (82, 40, (FULL, 1)),
        (78, 39, (FULL, 1)),
        (77, 39, (HALF, 4)),
        (78, 38, (HALF, 4)),
        (45, 23, (HALF, 4)),
        (44, 23, (HALF, 2)),
        (45, 22, (HALF, 2)),
        (41, 21, (HALF, 2)),
        (40, 21, (HALF, 1)),
        (41, 20, (HALF, 1)),
        (39, 20, (HALF, 1)),
    ],
)
def test_the_best_drawing_that_fits_is_chosen(columns: int, rows: int, expected: tuple[Style, int]) -> None:
    """Full cells before half blocks, then the larger quiet zone, to the exact cell."""
    drawing = fit(BLANK_37, columns, rows)
    assert isinstance(drawing, Drawing)
    assert (drawing.style, drawing.quiet_zone) == expected
    assert drawing.columns <= columns
    assert drawing.rows <= rows


@pytest.mark.parametrize(
    ("columns", "rows", "columns_missing", "rows_missing"),
    [(38, 20, 1, 0), (39, 19, 0, 1), (38, 19, 1, 1), (200, 19, 0, 1), (10, 60, 29, 0), (0, 0, 39, 20)],
)
@pytest.mark.parametrize("prefer", Style)
def test_what_is_missing_is_said_to_the_cell(
    columns: int, rows: int, columns_missing: int, rows_missing: int, prefer: Style
) -> None:
    """Growing by exactly what is missing is enough, and nothing is drawn before."""
    assert fit(BLANK_37, columns, rows, prefer) == TooSmall(39, 20, columns_missing, rows_missing)
    assert isinstance(fit(BLANK_37, columns + columns_missing, rows + rows_missing, prefer), Drawing)


@pytest.mark.parametrize(("columns", "rows", "quiet_zone"), [(200, 60, 4), (45, 23, 4), (44, 23, 2), (39, 20, 1)])
def test_other_styles_are_drawn_where_they_are_preferred(columns: int, rows: int, quiet_zone: int) -> None:
    """All take the room of half blocks, so that they can be preferred at any size. Ink alone never comes by itself."""
    for style in (HALF, Style.INK, Style.INVERTED):
        assert fit(BLANK_37, columns, rows, prefer=style) == Drawing(BLANK_37, style, quiet_zone)
    drawing = fit(BLANK_37, columns, rows)
    assert isinstance(drawing, Drawing)
    assert drawing.style in {FULL, HALF}


@pytest.mark.parametrize("quiet_zone", QUIET_ZONES)
def test_the_half_row_left_over_is_light(quiet_zone: int) -> None:
    """An odd number of rows is made up with quiet zone."""
    drawing = Drawing(Modules(((True,) * 37,) * 37), Style.INK, quiet_zone)
    assert drawing.ink(drawing.rows - 1) == "█" * drawing.columns


def test_ink_is_light() -> None:
    """Each pair of modules has its own glyph, and white ink on black ground is the standard polarity."""
    rows = ((False, False, True, True), (False, True, False, True)) * 2
    drawing = Drawing(Modules(rows), Style.INK, 4)
    assert [drawing.ink(y) for y in range(drawing.rows)] == [
        "█" * 12,
        "█" * 12,
        "█████▀▄ ████",
        "█████▀▄ ████",
        "█" * 12,
        "█" * 12,
    ]


@pytest.mark.parametrize("quiet_zone", QUIET_ZONES)
def test_inverted_each_half_cell_has_the_other_ink(modules: Encode, quiet_zone: int) -> None:
    """Where light was ink it is ground, and where it was ground it is ink, the quiet zone included."""
    light, dark = (Drawing(modules("alice"), style, quiet_zone) for style in (Style.INK, Style.INVERTED))
    changed_over = str.maketrans("█▀▄ ", " ▄▀█")
    assert (light.columns, light.rows) == (dark.columns, dark.rows)
    for y in range(light.rows):
        assert light.row(y) == dark.row(y)
        assert light.ink(y).translate(changed_over) == dark.ink(y)


def test_neither_modules_nor_drawings_print(modules: Encode) -> None:
    """The modules are the seed in another alphabet: nothing of them is in a repr."""
    assert repr(modules("alice")) == "Modules()"
    assert repr(Drawing(modules("alice"), HALF, 2)) == f"Drawing(style={HALF!r}, quiet_zone=2)"


def test_the_encoder_is_loaded_only_to_encode() -> None:
    """The encoder brings an image library along, which no start of the program should wait for."""
    program = "import sys, mfa_enroll.domain.qr; sys.exit('qrcode' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], check=False)  # noqa: S603 - our own interpreter
    assert run.returncode == 0
