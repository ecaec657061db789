"""Programs that read QR codes off a picture, each its own way."""

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from tests.support.painter import read_codes


def _zbar(image: Image.Image) -> list[str]:
    picture = BytesIO()
    image.save(picture, "png")
    command = ["zbarimg", "-q", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", "-"]
    # It fails where it finds nothing, which is an answer here.
    found = subprocess.run(  # noqa: S603 - nothing in the command comes from elsewhere
        command, input=picture.getvalue(), capture_output=True, check=False
    )
    return found.stdout.decode().splitlines()


def _opencv(image: Image.Image) -> list[str]:
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(np.asarray(image.convert("L")))
    return [text]


def _opencv_aruco(image: Image.Image) -> list[str]:
    text, _, _ = cv2.QRCodeDetectorAruco().detectAndDecode(np.asarray(image.convert("L")))
    return [text]


DECODERS: dict[str, Callable[[Image.Image], list[str]]] = {
    "zxing": read_codes,
    "opencv": _opencv,
    "aruco": _opencv_aruco,
}
"""By name. None of them is asked to try an inverted picture: not every camera app does."""

if shutil.which("zbarimg"):
    DECODERS["zbar"] = _zbar
