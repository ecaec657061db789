"""What AWS accepts as parameters, and how it refuses the rest.

Lengths and patterns are those of the IAM and STS API References. AWS checks them before it looks at permissions.
No refusal repeats a value: it may be a code or a password.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.users import LONGEST_TAG_KEY, LONGEST_TAG_VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A parameter that is text.

    Attributes:
        name: As in the API Reference.
        shortest: Least number of characters.
        longest: Greatest number of characters, or None.
        pattern: What all of it has to match, as the API Reference writes it.
        allowed: AWS's own sentence on what it may contain. Without one the pattern itself is quoted.
    """

    name: str
    shortest: int = 1
    longest: int | None = None
    pattern: str
    allowed: str = ""

    def violations(self, value: str) -> Iterator[str]:
        """What is wrong with a value, in AWS's words."""
        if len(value) < self.shortest:
            yield f"Member must have length greater than or equal to {self.shortest}"
        if self.longest is not None and len(value) > self.longest:
            yield f"Member must have length less than or equal to {self.longest}"
        if not self.allowed and not self.matches(value):
            yield f"Member must satisfy regular expression pattern: {self.pattern}"

    def matches(self, value: str) -> bool:
        """Whether the whole value has the right form."""
        return re.fullmatch(self.pattern, value, re.ASCII) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A parameter that is a whole number."""

    name: str
    least: int
    most: int

    def violations(self, value: str) -> Iterator[str]:
        """What is wrong with a value, in AWS's words.

        Raises:
            AwsError: ``MalformedInput``, if it is no whole number of 32 bits at all.
        """
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", value) or not -(2**31) <= int(value) < 2**31:
            raise AwsError("MalformedInput", f"Invalid integer value for {self.name}")
        if int(value) < self.least:
            yield f"Member must have value greater than or equal to {self.least}"
        if int(value) > self.most:
            yield f"Member must have value less than or equal to {self.most}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A parameter that is one word out of a few."""

    name: str
    words: tuple[str, ...]

    def violations(self, value: str) -> Iterator[str]:
        """What is wrong with a value, in AWS's words."""
        if value not in self.words:
            yield f"Member must satisfy enum value set: [{', '.join(self.words)}]"


Constraint = Text | Number | Choice

_NAME_CHARACTERS: Final = "It must contain only alphanumeric characters and/or the following: +=,.@_-"
_SERIAL_CHARACTERS: Final = "It must contain only alphanumeric characters and/or the following: +=/:,.@_-"
_CODE: Final = r"[\d]+"

USER_NAME: Final = Text(name="UserName", longest=128, pattern=r"[\w+=,.@-]+", allowed=_NAME_CHARACTERS)
DEVICE_NAME: Final = Text(name="VirtualMFADeviceName", pattern=r"[\w+=,.@-]+", allowed=_NAME_CHARACTERS)
SERIAL_NUMBER: Final = Text(
    name="SerialNumber", shortest=9, longest=256, pattern=r"[\w+=/:,.@-]+", allowed=_SERIAL_CHARACTERS
)
CODE_1: Final = Text(name="AuthenticationCode1", shortest=6, longest=6, pattern=_CODE)
CODE_2: Final = Text(name="AuthenticationCode2", shortest=6, longest=6, pattern=_CODE)
TOKEN_CODE: Final = Text(name="TokenCode", shortest=6, longest=6, pattern=r"[\d]*")
PATH: Final = Text(
    name="Path",
    longest=512,
    pattern=r"(/)|(/[\x21-\x7e]+/)",
    allowed="It must begin and end with / and contain only alphanumeric characters and/or / characters.",
)
MARKER: Final = Text(name="Marker", longest=320, pattern=r"[ -\xff]+")
MAX_ITEMS: Final = Number(name="MaxItems", least=1, most=1000)
DURATION: Final = Number(name="DurationSeconds", least=900, most=129_600)
ASSIGNMENT: Final = Choice(name="AssignmentStatus", words=("Any", "Unassigned", "Assigned"))
OLD_PASSWORD: Final = Text(name="OldPassword", longest=128, pattern=r"[\t\n\r -\xff]+")
NEW_PASSWORD: Final = Text(name="NewPassword", longest=128, pattern=r"[\t\n\r -\xff]+")

_ANYTHING: Final = r"[\s\S]*"
_MOST_TAGS: Final = 50


def validate(
    values: Mapping[str, str], *, required: Iterable[Constraint] = (), optional: Iterable[Constraint] = ()
) -> None:
    """Hold parameters against their constraints.

    Raises:
        AwsError: ``ValidationError``, naming every parameter that breaks one, or ``MalformedInput``.
    """
    required = tuple(required)
    given = tuple(constraint for constraint in (*required, *optional) if constraint.name in values)
    broken = [
        f"Value null at '{_member(constraint)}' failed to satisfy constraint: Member must not be null"
        for constraint in required
        if constraint.name not in values
    ]
    broken += [
        f"Value at '{_member(constraint)}' failed to satisfy constraint: {violation}"
        for constraint in given
        for violation in constraint.violations(values[constraint.name])
    ]
    if broken:
        plural = "" if len(broken) == 1 else "s"
        raise AwsError("ValidationError", f"{len(broken)} validation error{plural} detected: {'; '.join(broken)}")
    for constraint in given:
        if isinstance(constraint, Text) and not constraint.matches(values[constraint.name]):
            raise AwsError(
                "ValidationError", f"The specified value for {_member(constraint)} is invalid. {constraint.allowed}"
            )


def tags(values: Mapping[str, str]) -> dict[str, str]:
    """The tags among the parameters, ``Tags.member.1.Key`` and so on, by key. Their characters are not checked.

    AWS takes no key that begins with ``aws:`` (IAM User Guide, "Tags for IAM resources"). Which error it answers with
    is not documented; here such a key is taken.

    Raises:
        AwsError: ``MalformedInput``, if they are not numbered from 1 without a gap; ``ValidationError`` for too many,
            or for one whose key or value is missing or too long; ``InvalidInput`` for a key that is there twice.
    """
    given = {name.split(".")[2] for name in values if name.startswith("Tags.member.")}
    if given != {str(number) for number in range(1, len(given) + 1)}:
        raise AwsError("MalformedInput")
    if len(given) > _MOST_TAGS:
        broken = (
            f"Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to {_MOST_TAGS}"
        )
        raise AwsError("ValidationError", f"1 validation error detected: {broken}")
    found: dict[str, str] = {}
    for number in range(1, len(given) + 1):
        key, value = (f"tags.{number}.member.{part}" for part in ("key", "value"))
        sent = {key: f"Tags.member.{number}.Key", value: f"Tags.member.{number}.Value"}
        tag = {name: values[field] for name, field in sent.items() if field in values}
        validate(
            tag,
            required=[
                Text(name=key, longest=LONGEST_TAG_KEY, pattern=_ANYTHING),
                Text(name=value, shortest=0, longest=LONGEST_TAG_VALUE, pattern=_ANYTHING),
            ],
        )
        if tag[key].lower() in (earlier.lower() for earlier in found):
            raise AwsError("InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        found[tag[key]] = tag[value]
    return found


def _member(constraint: Constraint) -> str:
    return constraint.name[0].lower() + constraint.name[1:]
