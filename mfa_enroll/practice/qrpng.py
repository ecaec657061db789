"""A QR code as a PNG image, for CreateVirtualMFADevice to hand out.

(ISO/IEC 18004 by way of ``qrcode``; PNG, W3C Recommendation, third edition.)
"""

import struct
import zlib
from typing import Final

from mfa_enroll.domain.secret import Secret

_PIXELS_PER_MODULE: Final = 5
_QUIET_ZONE: Final = 4


def qr_png(text: Secret) -> bytes:
    """Draw text as a QR code, black on white, one bit a pixel."""
    import qrcode  # noqa: PLC0415 -- needed for one call alone, and slow to import

    code = qrcode.QRCode(border=_QUIET_ZONE)
    code.add_data(text.reveal())
    code.make()
    modules: list[list[bool]] = code.get_matrix()
    side = len(modules) * _PIXELS_PER_MODULE
    rows = b"".join(_scanline(row) * _PIXELS_PER_MODULE for row in modules)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _scanline(row: list[bool]) -> bytes:
    """A row of modules as pixels, light ones as set bits, after the byte that says they are not filtered."""
    bits = "".join(("0" if is_dark else "1") * _PIXELS_PER_MODULE for is_dark in row)
    width = -(-len(bits) // 8)
    return b"\x00" + int(bits.ljust(width * 8, "0"), 2).to_bytes(width, "big")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
