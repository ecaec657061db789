"""What is secret about an account and a visit to it, in every spelling, and where any of it is found."""

import base64
import os
import re
import urllib.parse
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from mfa_enroll.practice.devices import SEED_BYTES

SEED, SECRET_KEY, SESSION_KEY, SESSION_TOKEN = "seed", "secret access key", "session key", "session token"
CODE, PASSWORD, PICTURE = "code", "password", "picture"

_KEY_BYTES, _TOKEN_BYTES = 30, 180

_PIECE, _STRIDE = 10, 3
"""Pieces of a secret that stand for it: what leaves twelve characters of it, as asyncio's ``repr`` does, leaves one."""

_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][0B]|\x1b[=>78]")
_PRESSED = re.compile(rb"character='(.)'")
_TO_CLIPBOARD = re.compile(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]*)")
_BLOCKS = re.compile(rb"(?:\xe2\x96[\x80\x84\x88]){12,}")
"""Half blocks and whole ones in a row, of which the margin of a QR code consists."""


class Drawn:
    """Random bytes for a practice account, which are noted: all its keys, tokens and seeds are made of them."""

    def __init__(self) -> None:
        self._all: list[bytes] = []

    def __call__(self, count: int) -> bytes:
        """Draw some."""
        self._all.append(os.urandom(count))
        return self._all[-1]

    @property
    def seeds(self) -> list[str]:
        """All seeds, in base32."""
        return [base64.b32encode(each).decode() for each in self._of(SEED_BYTES)]

    @property
    def secret_key(self) -> str:
        """Of the long-term access key."""
        return base64.b64encode(self._of(_KEY_BYTES)[0]).decode()

    @property
    def session_keys(self) -> list[str]:
        """The secrets of the sessions' keys."""
        return [base64.b64encode(each).decode() for each in self._of(_KEY_BYTES)[1:]]

    @property
    def session_tokens(self) -> list[str]:
        """The sessions' tokens."""
        return [base64.b64encode(each).decode() for each in self._of(_TOKEN_BYTES)]

    def _of(self, size: int) -> list[bytes]:
        return [each for each in self._all if len(each) == size]


@dataclass(slots=True)
class Sentinels:
    """Everything that is to be found nowhere. Codes and passwords are added as they are typed."""

    drawn: Drawn = field(default_factory=Drawn)
    codes: set[str] = field(default_factory=set)
    passwords: set[str] = field(default_factory=set)

    def found(self, places: Mapping[str, bytes], *allowed: str) -> list[str]:
        """What is found where, but for kinds of secrets that are ``allowed`` there."""
        pieces = self._pieces()
        return [f"{kind} in {place}" for place, text in places.items() for kind in self._kinds(text, pieces, allowed)]

    def kinds(self, content: bytes, *allowed: str) -> list[str]:
        """The kinds of secrets that a text holds, but for those that are ``allowed`` there."""
        return self._kinds(content, self._pieces(), allowed)

    def _kinds(self, content: bytes, pieces: Mapping[str, set[bytes]], allowed: Collection[str]) -> list[str]:
        texts = set(_views(content))
        found = [kind for kind, some in pieces.items() if any(piece in text for text in texts for piece in some)]
        found += [CODE] if any(self._code().search(text) for text in _with_spaces(content)) else []
        found += [PICTURE] if _BLOCKS.search(content) else []
        return [kind for kind in found if kind not in allowed]

    def _pieces(self) -> dict[str, set[bytes]]:
        drawn = self.drawn
        secrets = {
            SEED: [spelt for seed in drawn.seeds for spelt in _of_seed(seed)],
            SECRET_KEY: _spellings(drawn.secret_key),
            SESSION_KEY: [spelt for each in drawn.session_keys for spelt in _spellings(each)],
            SESSION_TOKEN: [spelt for each in drawn.session_tokens for spelt in _spellings(each)],
            PASSWORD: [spelt for each in self.passwords for spelt in _spellings(each)],
        }
        return {kind: set().union(*map(_pieces_of, spelt)) for kind, spelt in secrets.items()}

    def _code(self) -> re.Pattern[bytes]:
        """Six digits are found by chance in longer numbers and names, so only by themselves, or in a disguise."""
        plain = [rf"(?<![\w.]){code[:3]}[ ]?{code[3:]}(?!\w)" for code in self.codes]
        disguised = [re.escape(spelt.decode()) for code in self.codes for spelt in _spellings(code)[1:]]
        return re.compile("|".join([*plain, *disguised, "(?!)"]).encode())


def _spellings(secret: str) -> list[bytes]:
    """A secret as it could stand somewhere, itself first."""
    plain = secret.encode()
    quoted = urllib.parse.quote(secret, safe="").encode()
    return [plain, plain.hex().encode(), base64.b64encode(plain).rstrip(b"="), *([quoted] if quoted != plain else [])]


def _of_seed(seed: str) -> Iterator[bytes]:
    """A seed in base32, and the bytes that it stands for."""
    key = base64.b32decode(seed)
    yield from (key, key.hex().encode(), key.hex().upper().encode(), base64.b64encode(key).rstrip(b"="))
    for spelt in (seed.rstrip("="), seed.lower().rstrip("=")):
        yield from _spellings(spelt)


def _pieces_of(secret: bytes) -> set[bytes]:
    return {secret[start : start + _PIECE] for start in range(0, max(len(secret) - _PIECE, 0) + 1, _STRIDE)}


def _with_spaces(content: bytes) -> Iterator[bytes]:
    """A text as it is, without control sequences, by the keys that it says were pressed, and what it has copied."""
    yield content
    yield _CONTROL.sub(b"", content)
    yield b"".join(_PRESSED.findall(content))
    for copied in _TO_CLIPBOARD.findall(content):
        yield base64.b64decode(copied)


def _views(content: bytes) -> Iterator[bytes]:
    """Likewise, and without spaces and line ends, which stand between the groups of a key and where a window wraps."""
    for text in _with_spaces(content):
        yield text
        yield re.sub(rb"\s", b"", text)
