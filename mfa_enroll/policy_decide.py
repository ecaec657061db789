"""``mfa-enroll policy decide``: requests in, decisions out, one JSON object a line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from mfa_enroll.domain.text import clean
from mfa_enroll.policy.decision import Decision, Policy, PolicyError, Request, Undecidable, caller_context, decide
from mfa_enroll.words import policy_decisions as words

DECISIONS = {
    Decision.ALLOWED: "allowed",
    Decision.IMPLICITLY_DENIED: "implicit-deny",
    Decision.EXPLICITLY_DENIED: "explicit-deny",
}
"""Decisions by their names for other programs."""

_REQUIRED = ("policies", "action", "resource")
_OPTIONAL = ("context", "principal", "boundary", "scps")


class _LineError(Exception):
    """A line cannot be decided. The message says why."""


def answers(lines: Iterable[bytes]) -> Iterator[dict[str, object]]:
    """The answer to each line that is not blank, as soon as it is there.

    A line that cannot be decided is answered with ``error`` and its number, counted from 1.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _answer(_read(line))
            except (_LineError, PolicyError) as error:
                yield {"error": clean(str(error)), "line": number}


def _answer(asked: Mapping[str, object]) -> dict[str, object]:
    policies = [_policy(document) for document in _list(asked, "policies")]
    boundary = None if asked.get("boundary") is None else _policy(asked["boundary"])
    service_control = [_policy(document) for document in _list(asked, "scps")]
    request = Request(_text(asked, "action"), _text(asked, "resource"), _context(asked))
    try:
        verdict = decide(policies, request, boundary=boundary, service_control=service_control)
    except Undecidable as doubt:
        named = [doubt.statement] if doubt.statement else []
        return {"decision": "undecided", "statements": named, "why": clean(str(doubt))}
    return {
        "decision": DECISIONS[verdict.decision],
        "statements": list(verdict.statements),
        "why": words.why(verdict),
    }


def _read(line: bytes) -> Mapping[str, object]:
    try:
        read = json.loads(
            line.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_int=Decimal,
            parse_float=Decimal,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise _LineError(words.not_json(f"{error.msg} at character {error.colno}")) from None
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise _LineError(words.not_json(str(error))) from None
    if not isinstance(read, dict):
        raise _LineError(words.NOT_AN_OBJECT)
    for name in _REQUIRED:
        if name not in read:
            raise _LineError(words.missing(name))
    for name in read:
        if name not in (*_REQUIRED, *_OPTIONAL):
            raise _LineError(words.unknown(name))
    return read


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(words.TWICE)
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _policy(document: object) -> Policy:
    if isinstance(document, str | dict):
        return Policy.parse(document)
    raise _LineError(words.NOT_A_DOCUMENT)


def _list(asked: Mapping[str, object], name: str) -> list[object]:
    value = asked.get(name, [])
    if not isinstance(value, list):
        raise _LineError(words.of_another_kind(name, "a list"))
    return value


def _text(asked: Mapping[str, object], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise _LineError(words.of_another_kind(name, "text"))
    return value


def _context(asked: Mapping[str, object]) -> dict[str, str | tuple[str, ...]]:
    """The keys of the request, after those of the principal; null takes a key away."""
    given = asked.get("context")
    if not isinstance(given, dict | None):
        raise _LineError(words.of_another_kind("context", "an object"))
    of_principal = {} if asked.get("principal") is None else caller_context(_text(asked, "principal"), mfa=None)
    values: dict[str, object] = {name.lower(): value for name, value in of_principal.items()}
    values |= {name.lower(): value for name, value in (given or {}).items()}
    return {name: _value(name, value) for name, value in values.items() if value is not None}


def _value(name: str, value: object) -> str | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(_single(name, each) for each in value)
    return _single(name, value)


def _single(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | Decimal):
        return str(value)
    raise _LineError(words.of_another_kind(name, "text, a number, true, false or a list of those"))
