"""What the bytes of a shared AWS file say, in the encoding in which AWS tools read them."""

import codecs
import locale

from mfa_enroll.domain.trouble import Trouble
from mfa_enroll.domain.troubles import files as troubles
from mfa_enroll.files.inifile import IniFile, UnparsableError

_BYTE_ORDER_MARKS = ("\N{ZERO WIDTH NO-BREAK SPACE}", "ï»¿")
"""As UTF-8 has it, and as the single-byte encoding of a Windows machine shows it."""


def understood(data: bytes, shown: str) -> IniFile | Trouble:
    """What ``data`` says, or why AWS tools cannot read it; ``shown`` names the file."""
    encoding = _encoding()
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return troubles.FileWithByteOrderMark(path=shown)
        text = data.decode(encoding)
        if text.startswith(_BYTE_ORDER_MARKS):
            return troubles.FileWithByteOrderMark(path=shown)
        if text.encode(encoding) != data:
            return troubles.FileUnchangeable(path=shown)
        return IniFile.parse(text)
    except UnicodeDecodeError as error:
        return troubles.FileNotText(path=shown, encoding=encoding, line=data[: error.start].count(b"\n") + 1)
    except UnparsableError as error:
        return troubles.FileMisspelt(path=shown, line=error.line, reason=error.reason)


def encoded(file: IniFile) -> bytes:
    """The bytes that say it. Raises ``UnicodeEncodeError``."""
    return file.text.encode(_encoding())


def _encoding() -> str:
    """What ``open`` takes without being told, and so botocore: the locale's encoding, or UTF-8 in UTF-8 mode."""
    return locale.getpreferredencoding(do_setlocale=False)
