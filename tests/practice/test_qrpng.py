import io
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.qrpng import qr_png

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve


def decode(png: bytes) -> str:
    """What a QR reader sees in an image."""
    with Image.open(io.BytesIO(png)) as image:
        image.load()
        (found,) = zxingcpp.read_barcodes(image.convert("L"))
    return str(found.text)


def test_the_image_holds_the_seed_that_was_shown(practice: "Practice") -> None:
    """The QR code that comes with a new device holds the same seed as its text."""
    made = practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")["VirtualMFADevice"]
    text = decode(made["QRCodePNG"])

    assert text == practice.account.provisioning_uri().reveal()
    assert made["Base32StringSeed"].decode() in text


def test_the_longest_name(serve: "Serve") -> None:
    """A name of 64 characters, all of which are escaped in the URI, still makes a code that can be read."""
    practice = serve(user="@" * 64)
    made = practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="@" * 64)["VirtualMFADevice"]

    assert decode(made["QRCodePNG"]) == practice.account.provisioning_uri().reveal()


@pytest.mark.parametrize("length", [1, 14, 100, 500])
def test_images_of_any_size(length: int) -> None:
    """The image is a whole PNG of one bit a pixel, dark on light within a quiet zone, whatever its width."""
    png = qr_png(Secret("x" * length))
    with Image.open(io.BytesIO(png)) as image:
        image.verify()
        assert (image.format, image.mode) == ("PNG", "1")
        assert image.width == image.height
    with Image.open(io.BytesIO(png)) as image:
        corner, first_module = image.getpixel((0, 0)), image.getpixel((20, 20))
        assert (corner, first_module) == (255, 0)

    assert decode(png) == "x" * length
