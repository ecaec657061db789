"""Text of a policy matched against a request: wildcards, policy variables, segments of an ARN.

The rules are those of the IAM User Guide, "IAM JSON policy elements: Resource" and "IAM policy elements:
Variables and tags".
"""

import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from mfa_enroll.policy.undecidable import Undecidable, Unknown, UnknownKey

Value = str | tuple[str, ...] | Unknown
"""The value of a condition key, or its values where it is multivalued."""

Context = Mapping[str, Value]
"""Condition keys in lower case, with their values. A set of values is not empty."""


class Wildcard(enum.Enum):
    """What stands for other characters when it is written in a policy, but not inside a variable's value."""

    ANY = "*"
    ONE = "?"


Pattern = tuple[str | Wildcard, ...]
"""Policy text with its variables replaced: strings to be taken literally, and wildcards between them."""

COLONS_BEFORE_RESOURCE = 5

_LITERAL = re.compile(r"(?P<wildcard>\*+|\?)|(?P<text>[^*?]+)")
_TEMPLATE = re.compile(r"\$\{(?P<variable>[^}]*)\}|(?P<wildcard>\*+|\?)|(?P<text>(?:[^*?$]|\$(?!\{))+)")
_VARIABLE_TEXT = re.compile(r"\$\{[^}]*\}")
_KEY = r"[\w.:/=+@-]+(?: +[\w.:/=+@-]+)*"
_VARIABLE = re.compile(rf"(?P<key>{_KEY})(?:, '(?P<default>[^'*?${{}}]*)')?")


def resolve(text: str, context: Context, *, variables: bool) -> Pattern | None:
    """Read policy text into a pattern. None stands for what matches nothing: a variable had no value.

    Without ``variables`` (policies of Version 2008-10-17), ``${`` is text as any other.

    Raises:
        Undecidable: for a variable in a form AWS does not document, or whose key has no single value.
    """
    grammar = _TEMPLATE if variables else _LITERAL
    pattern: list[str | Wildcard] = []
    position = 0
    while position < len(text):
        token = grammar.match(text, position)
        if token is None:
            raise Undecidable(f"a policy variable in {text!r} is not closed")
        position = token.end()
        if token.lastgroup == "wildcard":
            pattern.append(Wildcard(token[0][0]))
        elif token.lastgroup == "text":
            pattern.append(token[0])
        else:
            value = _value(token["variable"], context)
            if value is None:
                return None
            pattern.append(value)
    return tuple(pattern)


def resolve_arn(text: str, context: Context, *, variables: bool) -> Pattern | None:
    """Read a Resource entry as :func:`resolve` does.

    Raises:
        Undecidable: moreover for a variable before the fifth colon, where AWS permits none.
    """
    if variables and any(
        "${" in segment for segment in text.split(":", COLONS_BEFORE_RESOURCE)[:COLONS_BEFORE_RESOURCE]
    ):
        raise Undecidable(f"{text!r} has a policy variable outside the resource part of the ARN")
    return resolve(text, context, variables=variables)


def _value(inside: str, context: Context) -> str | None:
    if inside in {"*", "?", "$"}:
        return inside
    variable = _VARIABLE.fullmatch(inside)
    if variable is None:
        raise Undecidable(f"the form of the policy variable ${{{inside}}} is not known here")
    value = context.get(variable["key"].lower(), variable["default"])
    if isinstance(value, Unknown):
        raise UnknownKey(variable["key"])
    if isinstance(value, tuple) or value == "":
        raise Undecidable(f"the policy variable ${{{inside}}} has no single value in this request")
    return value


def plain(pattern: Pattern) -> str:
    """The text of a pattern where wildcards mean themselves."""
    return "".join(piece if isinstance(piece, str) else piece.value for piece in pattern)


def matches(pattern: Pattern, value: str) -> bool:
    """Whether the whole ``value`` fits, with case, and with wildcards that stand for any character."""
    return _fits(((piece, True) for piece in pattern), value)


def matches_resource(entry: str, resource: str, context: Context, *, variables: bool) -> bool:
    """Whether a Resource entry, "*" or an ARN, matches the resource of a request.

    To an ARN of fewer than six components AWS adds "*" for each that is missing. In an ARN of IAM, a wildcard in what
    says the type of resource (``user``, ``mfa``) makes the entry match nothing; a resource part of "*" alone has no
    type, and matches all. (IAM User Guide, "IAM ARNs".)

    Raises:
        Undecidable: for a variable before the fifth colon, or with a value or form that is not known here, and for an
            incomplete ARN that would match as it stands and does not when it is completed.
    """
    pattern = resolve_arn(entry, context, variables=variables)
    if pattern is None:
        return False
    fits = matches_arn(pattern, resource, beyond_segments=True)
    missing = COLONS_BEFORE_RESOURCE - plain(pattern).count(":")
    if entry.startswith("arn:") and missing > 0:
        completed = matches_arn((*pattern, *(":", Wildcard.ANY) * missing), resource, beyond_segments=True)
        if fits and not completed:
            raise Undecidable(f"{entry!r} is not an ARN of six components")
        return completed
    of_iam = resource.split(":")[2:3] == ["iam"]
    return fits and not (of_iam and _has_wildcard_type(entry, variables=variables))


def _has_wildcard_type(entry: str, *, variables: bool) -> bool:
    text = _VARIABLE_TEXT.sub("", entry) if variables else entry
    part = text.split(":", COLONS_BEFORE_RESOURCE)[-1]
    return bool(part.strip("*")) and bool(set("*?") & set(part.partition("/")[0]))


def matches_arn(pattern: Pattern, arn: str, *, beyond_segments: bool) -> bool:
    """Whether ``arn`` fits, with case, where a wildcard before the fifth colon stays within its segment.

    With ``beyond_segments``, a ``*`` that ends a segment may match colons too: "If the * wildcard is the last
    character of a resource ARN segment, it can expand to match beyond the colon boundaries." Condition
    operators are without: there each of the six components "is checked separately".
    """
    return _fits(_freedom(pattern, beyond_segments), arn)


_Piece = tuple[str | Wildcard, bool]
"""A piece of a pattern, and of a wildcard whether it stands for colons too."""


def _freedom(pattern: Pattern, beyond_segments: bool) -> Iterator[_Piece]:  # noqa: FBT001 - named at its only caller
    colons = 0
    for piece, following in pairwise((*pattern, ":")):
        if isinstance(piece, str):
            colons += piece.count(":")
        ends_segment = isinstance(following, str) and following.startswith(":")
        yield piece, colons >= COLONS_BEFORE_RESOURCE or (beyond_segments and piece is Wildcard.ANY and ends_segment)


def _fits(pieces: Iterable[_Piece], value: str) -> bool:
    """Whether the pieces make up ``value``.

    All places that the pieces so far may lead to are followed at once. A regular expression tries one after the
    other, and for a few stars in a name of ordinary length that takes minutes.
    """
    places = {0}
    for piece, free in pieces:
        if isinstance(piece, str):
            places = {at + len(piece) for at in places if value.startswith(piece, at)}
        elif piece is Wildcard.ONE:
            places = {at + 1 for at in places if at < len(value) and (free or value[at] != ":")}
        else:
            places = _within_reach(places, value, free)
    return len(value) in places


def _within_reach(places: set[int], value: str, free: bool) -> set[int]:  # noqa: FBT001 - as its piece has it
    if free:
        return set(range(min(places, default=len(value) + 1), len(value) + 1))
    reached: set[int] = set()
    for at in sorted(places):
        if at not in reached:
            colon = value.find(":", at)
            reached.update(range(at, (len(value) if colon < 0 else colon) + 1))
    return reached
