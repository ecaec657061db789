"""Console passwords: what an account asks of a new one.

(IAM User Guide, "Set an account password policy for IAM users"; IAM API Reference, PasswordPolicy and ChangePassword.)
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mfa_enroll.domain.secret import Secret

SYMBOLS = "! @ # $ % ^ & * ( ) _ + - = [ ] { } | '"
"""What counts as a symbol, with blanks between, for people to read."""

LONGEST = 128
"""Characters that a password may have, whatever the policy is."""

_TYPEABLE = r"[\t\n\r\x20-\xff]*"
_UPPER, _LOWER, _DIGIT = "[A-Z]", "[a-z]", "[0-9]"
_SYMBOL = f"[{re.escape(SYMBOLS.replace(' ', ''))}]"


class RuleKind(enum.Enum):
    """What a rule asks for."""

    LENGTH = enum.auto()
    """At least so many characters."""
    KINDS = enum.auto()
    """Characters of at least so many of the four kinds, whichever they are."""
    CAPITAL = enum.auto()
    SMALL = enum.auto()
    NUMBER = enum.auto()
    SYMBOL = enum.auto()
    TYPED_TWICE = enum.auto()
    """The new password typed twice alike."""


_PATTERNS = {RuleKind.CAPITAL: _UPPER, RuleKind.SMALL: _LOWER, RuleKind.NUMBER: _DIGIT, RuleKind.SYMBOL: _SYMBOL}


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing asked of a new password. ``number`` is that of ``LENGTH`` and ``KINDS``."""

    kind: RuleKind
    number: int = 0

    def is_kept_by(self, new: Secret, again: Secret) -> bool:
        """Whether a new password keeps to it, that was typed ``again``."""
        match self.kind:
            case RuleKind.LENGTH:
                return len(new.reveal()) >= self.number
            case RuleKind.KINDS:
                return sum(bool(re.search(each, new.reveal())) for each in _PATTERNS.values()) >= self.number
            case RuleKind.TYPED_TWICE:
                return bool(new.reveal()) and new.reveal() == again.reveal()
        return bool(re.search(_PATTERNS[self.kind], new.reveal()))


class Unfit(enum.Enum):
    """Why AWS would not take a password whatever the policy is."""

    TOO_LONG = enum.auto()
    NOT_TYPEABLE = enum.auto()
    """It holds a character that is not on keyboards for Western European languages."""


class Field(enum.Enum):
    """What is typed for a new password."""

    CURRENT = enum.auto()
    NEW = enum.auto()
    AGAIN = enum.auto()


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is to be typed otherwise before a password can be sent: the first thing, in the order of the fields.

    Attributes:
        field: Where.
        unfit: Why AWS would not take it, whatever the policy is.
        missing: The rules that it does not keep to.
    """

    field: Field
    unfit: Unfit | None = None
    missing: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """An account's password policy. Without arguments it is AWS's own, which holds where none is set.

    Attributes:
        is_known: Whether AWS has said what it is. Where it has not, the rest is the least that any policy asks for.
        minimum_length: In characters.
        kinds: How many of the four kinds (capital letters, small ones, numbers, symbols) there have to be,
            whichever they are; 0 where the policy names them.
        uppercase: Whether a capital letter is asked for; likewise ``lowercase``, ``numbers``, ``symbols``.
        reuse_prevention: How many of the last passwords may not be taken again.
        days: For how many days a password is valid; 0 for ever.
    """

    is_known: bool = True
    minimum_length: int = 8
    kinds: int = 3
    uppercase: bool = False
    lowercase: bool = False
    numbers: bool = False
    symbols: bool = False
    reuse_prevention: int = 0
    days: int = 0

    def rules(self) -> Iterator[Rule]:
        """What can be checked here, in the order in which it is read."""
        yield Rule(RuleKind.LENGTH, self.minimum_length)
        if self.kinds:
            yield Rule(RuleKind.KINDS, self.kinds)
        asked = (
            (self.uppercase, RuleKind.CAPITAL),
            (self.lowercase, RuleKind.SMALL),
            (self.numbers, RuleKind.NUMBER),
            (self.symbols, RuleKind.SYMBOL),
        )
        yield from (Rule(kind) for is_asked, kind in asked if is_asked)
        yield Rule(RuleKind.TYPED_TWICE)

    def complaint(self, current: Secret, new: Secret, again: Secret) -> Complaint | None:
        """What is to be typed otherwise before the passwords can be sent; None where nothing is."""
        if not current.reveal():
            return Complaint(Field.CURRENT)
        reason = unfit(new)
        if reason is not None:
            return Complaint(Field.NEW, unfit=reason)
        missing = tuple(rule for rule in self.rules() if not rule.is_kept_by(new, again))
        if missing == (Rule(RuleKind.TYPED_TWICE),):
            return Complaint(Field.AGAIN, missing=missing)
        return Complaint(Field.NEW, missing=missing) if missing else None


NOT_KNOWN = PasswordPolicy(is_known=False, minimum_length=6, kinds=0)
"""Six characters are the least that a policy can ask for (IAM API Reference, UpdateAccountPasswordPolicy)."""


def unfit(password: Secret) -> Unfit | None:
    """Why AWS would not take a password whatever the policy is; None where it would."""
    if len(password.reveal()) > LONGEST:
        return Unfit.TOO_LONG
    return None if re.fullmatch(_TYPEABLE, password.reveal()) else Unfit.NOT_TYPEABLE
