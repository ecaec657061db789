"""A profile's ``credential_process``: run without a terminal, and what it says where it gives no credentials."""

import json
import re
import subprocess
from pathlib import PurePath
from typing import Any

from mfa_enroll.domain.text import clean

_LONGEST = 160
"""Characters of a command's words that are told."""

_LONGEST_PROGRAM = 40

_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
"""Colours and the like (ECMA-48, 5.4 and 8.3.89). Their beginning alone would be taken out by ``clean``."""

_WANTS_TERMINAL = re.compile(
    r"\btty\b|(?:not a|no|interactive) terminal|terminal (?:is )?required|requires? an? terminal"
    r"|(?<!unexpected )\bEOF\b|EOFError|cannot prompt"
    r"|inappropriate ioctl|device not configured|no such device or address",
    re.IGNORECASE,
)
"""What programs say that would ask: sudo, gpg, docker, Go's and Python's ways to read a password. An unexpected end of
file is one of a connection."""

_LONG_WORD = re.compile(r"[A-Za-z0-9+/=_-]{16,}")
_NAMED_SECRET = re.compile(
    r"(?:password|passwd|passphrase|secret|token|key|code|otp|seed)\w*[\"']?\s*[=:]\s*\S", re.IGNORECASE
)
_LONGEST_WORD = 32


class CommandFailedError(Exception):
    """The command gave no credentials.

    Attributes:
        program: Its first word, without folders.
        said: The last line of its error output, fit to be shown, or why the system did not start it.
        started: Whether it was started.
        wants_terminal: Whether it seems to have wanted to ask something.
    """

    def __init__(self, program: str, said: str, *, started: bool, wants_terminal: bool = False) -> None:
        super().__init__()
        self.program = program
        self.said = said
        self.started = started
        self.wants_terminal = wants_terminal


class Command(subprocess.Popen[bytes]):
    """A command without a terminal to ask through: the full screen has it."""

    def __init__(self, arguments: list[str], **options: Any) -> None:  # noqa: ANN401 - as Popen has them
        self._program = clean(PurePath(arguments[0]).name)[:_LONGEST_PROGRAM] if arguments else ""
        failure = None
        try:
            super().__init__(arguments, stdin=subprocess.DEVNULL, start_new_session=True, **options)
        except OSError as error:
            failure = CommandFailedError(self._program, clean(error.strerror or ""), started=False)
        # Not within the except clause: the system's error names the whole path, and would stay as the context.
        if failure:
            raise failure

    def communicate(self, input: bytes | None = None, timeout: float | None = None) -> tuple[bytes, bytes]:  # noqa: A002 - Popen's name
        """What it writes, once it has ended.

        Raises:
            CommandFailedError: That is nothing that credentials could be in.
        """
        out, err = super().communicate(input, timeout)
        if self.returncode or not _is_object(out):
            text = err.decode(errors="replace")
            raise CommandFailedError(
                self._program, last_words(text), started=True, wants_terminal=bool(_WANTS_TERMINAL.search(text))
            )
        return out, err


def last_words(text: str) -> str:
    """The last line that says something, fit to be shown; nothing of it where it may hold a secret."""
    lines = (line.strip() for line in _ESCAPE_SEQUENCE.sub("", text).splitlines())
    line = clean(next((line for line in reversed(list(lines)) if line), ""))
    if _NAMED_SECRET.search(line) or any(map(_may_be_secret, _LONG_WORD.findall(line))):
        return ""
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _may_be_secret(word: str) -> bool:
    """Whether a long word, or path, looks like a key, a token or a seed: little that people write does."""
    has_capitals, has_digits = re.search("[A-Z]", word), re.search("[0-9]", word)
    is_endless = len(word) >= _LONGEST_WORD and "/" not in word
    return is_endless or word.isupper() or bool(has_capitals and has_digits)


def _is_object(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict)
    except ValueError:
        return False
