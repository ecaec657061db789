"""Policy documents in files that the person names."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mfa_enroll import policies
from mfa_enroll.policy.decision import Policy, PolicyError

_LONGEST_NAME: Final = 128


class PolicyFileError(Exception):
    """A file cannot be read, or is no policy. The message is the reason, with its line, without the file's name.

    ``document`` is its text, where that could be read.
    """

    def __init__(self, reason: str, document: str = "") -> None:
        super().__init__(reason)
        self.document = document


@dataclass(frozen=True, slots=True)
class PolicyFile:
    r"""A policy document: its text, the policy that it is, and a name that IAM would take for it.

    (IAM API Reference, CreatePolicy: ``[\w+=,.@-]+``, at most 128 characters.)
    """

    name: str
    document: str
    policy: Policy


def read_policy_file(path: str) -> PolicyFile:
    """Read a policy from a file in UTF-8, with a byte order mark or without, or one that comes with the program.

    A file goes before a policy of the program by the same name.

    Raises:
        PolicyFileError: There is no policy to be had from it.
    """
    document = ""
    try:
        is_built_in = path in policies.NAMES and not Path(path).exists()
        document = policies.document(path) if is_built_in else Path(path).read_text(encoding="utf-8-sig")
        policy = Policy.parse(document)
    except OSError as error:
        raise PolicyFileError(error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise PolicyFileError("it is not text in UTF-8") from None
    except (PolicyError, ValueError) as error:
        raise PolicyFileError(_with_line(document, str(error)), document) from None
    name = re.sub(r"[^\w+=,.@-]+", "-", Path(path).stem, flags=re.ASCII)[:_LONGEST_NAME]
    return PolicyFile(name or "policy", document, policy)


def _with_line(document: str, reason: str) -> str:
    """The reason, with the line of what it is about: of the statement, or of a name outside of all statements."""
    said = re.search(r"statement (\d+)", reason)
    repeats = "stands twice" in reason or "same Sid" in reason
    number = int(said[1]) if said else _statement_that_repeats(document) if repeats else None
    for at, (line, _) in enumerate(_statements(document), 1):
        if at == number:
            return f"line {line}: {reason}"
    named = re.search(r"'([^']+)'", reason) or re.search(r"the (Version)\b", reason)
    places = [it.start() for it in re.finditer(rf'"{re.escape(named[1])}"\s*:', document)] if named else []
    if places:
        line = document.count("\n", 0, places[-1 if repeats else 0]) + 1
        return f"line {line}: {reason}"
    return reason


def _statement_that_repeats(document: str) -> int | None:
    """The first statement, counted from 1, in which a name stands twice, or whose Sid an earlier one has."""
    sids: set[str] = set()
    for number, (_, text) in enumerate(_statements(document), 1):
        try:
            statement = json.loads(text, object_pairs_hook=_without_repetition)
        except ValueError:
            return number
        sid = str(statement.get("Sid") or "") if isinstance(statement, dict) else ""
        if sid in sids:
            return number
        sids |= {sid} - {""}
    return None


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def _statements(document: str) -> Iterator[tuple[int, str]]:
    """The line in which each statement begins, and its text; up to where the document is no JSON any more."""
    start = re.search(r'"Statement"\s*:\s*\[?', document)
    decoder = json.JSONDecoder()
    at = start.end() if start else len(document)
    while gap := re.compile(r"[\s,]*").match(document, at):
        try:
            _, end = decoder.raw_decode(document, gap.end())
        except (ValueError, RecursionError):
            return
        yield document.count("\n", 0, gap.end()) + 1, document[gap.end() : end]
        at = end
