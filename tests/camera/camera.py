"""A camera: what becomes of a picture on its way from the screen through lens and sensor, and who still reads it.

``python -m tests.camera.camera`` prints, by kind of disturbance and strength, how many of so many shots are read: of
half blocks and of full cells as a terminal shows them, and of the same URI as a plain PNG with modules of the same
size, which is the limit of what any drawing can reach.

Strengths (at the pixels of a module ``m``; each shot is turned, shifted and seeded anew):

====================  ==========================================================================================
perspective           corners moved inwards by up to strength × 10 % of the side
blur                  Gaussian, sigma = strength × 0.15 m
noise                 Gaussian, sigma = strength × 15 of 255 grey levels, and the contrast halved
exposure              white at 255 + strength × 60 and clipped, black lifted to strength × 30, a gradient across
screen door           a grid of dark lines at every screen pixel, turned by 2 to 4°, strength × 20 % deep: moiré
distance              shrunk to 4 / strength px a module, then enlarged twofold
====================  ==========================================================================================
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image
from qrcode import ERROR_CORRECT_L, QRCode

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.qr import Drawing, Style, encode, fit
from mfa_enroll.domain.secret import Secret

Picture = NDArray[np.uint8]
Shot = Callable[[Picture, float, float, np.random.Generator], Picture]
"""A picture, pixels of a module, a strength and a source of chance become another picture."""

SEED = Secret("QFCTEQPBSJK42RR5NCWPWUHEFMZNS5XPXYEV5SPZPNERAOWCPAS7Q62PNQ2LFCNG")
URI = provisioning_uri(IamUser("aws", "123456789012", "alice"), SEED)
CELL = (10, 20)
"""Width and height of a terminal's cell in pixels: a half block is 10 × 10, a full module 20 × 20."""
GROUND = 18
"""Grey of the dark theme around the picture."""
STRENGTHS = (1.0, 2.0, 3.0, 4.0)


def half_blocks() -> tuple[Picture, float]:
    """The picture of an 80×24 window, and the pixels of its modules."""
    return _drawn(fit(encode(URI), 44, 22, prefer=Style.HALF)), CELL[0]


def full_cells() -> tuple[Picture, float]:
    """The picture of a window large enough for full cells, and the pixels of its modules."""
    return _drawn(fit(encode(URI), 90, 45)), 2.0 * CELL[0]


def plain(module: int) -> Picture:
    """The same URI as the encoder itself draws it, with modules of so many pixels."""
    code = QRCode(error_correction=ERROR_CORRECT_L, box_size=module, border=4)
    code.add_data(URI.reveal(), optimize=12)
    image = np.asarray(code.make_image().get_image().convert("L"), np.uint8)
    return _framed(image)


def _drawn(drawing: object) -> Picture:
    if not isinstance(drawing, Drawing):
        raise TypeError(drawing)
    width, height = CELL
    halves = np.array([[cell[half] for cell in drawing.row(y)] for y in range(drawing.rows) for half in (0, 1)])
    return _framed(np.kron(halves, np.ones((height // 2, width))).astype(np.uint8) * 255)


def _framed(image: Picture) -> Picture:
    padded: Picture = np.pad(image, 60, constant_values=GROUND)
    return padded


def perspective(picture: Picture, _module: float, strength: float, chance: np.random.Generator) -> Picture:
    """Seen from the side."""
    height, width = picture.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32)
    moved = corners + inwards * chance.uniform(0, 0.1 * strength, (4, 2)).astype(np.float32) * width
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return _picture(cv2.warpPerspective(picture, matrix, (width, height), borderValue=[GROUND]))


def blur(picture: Picture, module: float, strength: float, _chance: np.random.Generator) -> Picture:
    """Out of focus."""
    return _picture(cv2.GaussianBlur(picture, (0, 0), 0.15 * strength * module))


def noise(picture: Picture, _module: float, strength: float, chance: np.random.Generator) -> Picture:
    """In the dark."""
    return _picture(64 + 0.5 * picture + chance.normal(0, 15 * strength, picture.shape))


def exposure(picture: Picture, _module: float, strength: float, chance: np.random.Generator) -> Picture:
    """Too bright, with a reflection that grows to one side."""
    black, white = 30 * strength, 255 + 60 * strength
    slope = np.linspace(0, 40 * strength, picture.shape[1])
    return _picture(black + picture * (white - black) / 255 + (slope if chance.random() < 0.5 else slope[::-1]))


def screen_door(picture: Picture, _module: float, strength: float, chance: np.random.Generator) -> Picture:
    """So near that the screen's own pixels show, as moiré."""
    y, x = np.indices(picture.shape)
    turned = np.deg2rad(chance.uniform(2, 4))
    across, down = x * np.cos(turned) + y * np.sin(turned), y * np.cos(turned) - x * np.sin(turned)
    pitch = chance.uniform(2.6, 3.4)
    door = np.sin(2 * np.pi * across / pitch) + np.sin(2 * np.pi * down / pitch)
    return _picture(picture * (1 - 0.2 * strength * (door + 2) / 4))


def distance(picture: Picture, module: float, strength: float, _chance: np.random.Generator) -> Picture:
    """From across the table: few pixels of the sensor are left for a module."""
    share = 4 / strength / module
    small = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return _picture(cv2.resize(small, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR))


KINDS: dict[str, Shot] = {
    "perspective": perspective,
    "blur": blur,
    "noise": noise,
    "exposure": exposure,
    "screen door": screen_door,
    "distance": distance,
}


def _picture(values: NDArray[np.generic]) -> Picture:
    clipped: Picture = np.clip(values, 0, 255).astype(np.uint8)
    return clipped


def handheld(picture: Picture, chance: np.random.Generator) -> Picture:
    """Turned by a few degrees and shifted by a part of a pixel: no two shots are the same."""
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-6, 6), 1)
    shift = np.hstack([np.zeros((2, 2)), chance.uniform(-1, 1, (2, 1))])
    return _picture(cv2.warpAffine(picture, matrix + shift, (width, height), borderValue=[GROUND]))


def zxing(picture: Picture) -> bool:
    """Whether zxing-cpp reads the URI, without trying the picture inverted."""
    only_qr = zxingcpp.barcode_formats_from_str("QRCode")
    found = zxingcpp.read_barcodes(Image.fromarray(picture), formats=only_qr, try_invert=False)
    return [code.text for code in found] == [URI.reveal()]


def opencv(picture: Picture) -> bool:
    """Whether OpenCV does."""
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    return bool(text == URI.reveal())


DECODERS: dict[str, Callable[[Picture], bool]] = {"zxing": zxing, "opencv": opencv}


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of ``shots`` a decoder read off one picture, at one kind and strength."""

    kind: str
    strength: float
    picture: str
    decoder: str
    read: int
    shots: int


def session(
    shots: int, strengths: tuple[float, ...] = STRENGTHS, decoders: tuple[str, ...] = tuple(DECODERS)
) -> Iterator[Rate]:
    """Photograph every picture in every way so many times, each picture by the same chances."""
    half, full = half_blocks(), full_cells()
    pictures = {
        "half blocks": half,
        "PNG, as half": (plain(round(half[1])), half[1]),
        "full cells": full,
        "PNG, as full": (plain(round(full[1])), full[1]),
    }
    for nth_kind, (kind, disturb) in enumerate(KINDS.items()):
        for strength in strengths:
            for name, (picture, module) in pictures.items():
                chance = np.random.default_rng([nth_kind, round(10 * strength)])
                taken = [disturb(handheld(picture, chance), module, strength, chance) for _ in range(shots)]
                for decoder in decoders:
                    read = sum(DECODERS[decoder](each) for each in taken)
                    yield Rate(kind, strength, name, decoder, read, shots)


def table(rates: list[Rate]) -> str:
    """The rates in per cent: a row for each kind and strength, a column for each picture and decoder."""
    columns = list(dict.fromkeys((rate.picture, rate.decoder) for rate in rates))
    rows = list(dict.fromkeys((rate.kind, rate.strength) for rate in rates))
    cells = {(rate.kind, rate.strength, rate.picture, rate.decoder): rate for rate in rates}
    lines = [" " * 18 + "".join(f"{picture:>14}" for picture, _ in columns)]
    lines.append(f"{'':18}" + "".join(f"{decoder:>14}" for _, decoder in columns))
    for kind, strength in rows:
        row = [cells[kind, strength, *column] for column in columns]
        lines.append(f"{kind:14}{strength:4.1f}" + "".join(f"{100 * each.read / each.shots:13.0f}%" for each in row))
    totals = [share(rates, *column) for column in columns]
    lines.append(f"{'all':18}" + "".join(f"{100 * total:13.1f}%" for total in totals))
    return "\n".join(lines)


def share(rates: list[Rate], picture: str, decoder: str) -> float:
    """The share of all shots of a picture that a decoder read."""
    chosen = [rate for rate in rates if (rate.picture, rate.decoder) == (picture, decoder)]
    return sum(rate.read for rate in chosen) / sum(rate.shots for rate in chosen)


if __name__ == "__main__":
    print(table(list(session(shots=20))))  # noqa: T201 - the table is what it is run for
