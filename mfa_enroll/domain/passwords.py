"""Console passwords: what an account asks of a new one.

(IAM User Guide, "Set an account password policy for IAM users"; IAM API Reference, PasswordPolicy and ChangePassword.)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mfa_enroll.domain.secret import Secret

SYMBOLS = "! @ # $ % ^ & * ( ) _ + - = [ ] { } | '"
"""What counts as a symbol, for people to read."""

_LONGEST = 128
_TYPEABLE = r"[\t\n\r\x20-\xff]*"
_UPPER, _LOWER, _DIGIT = "[A-Z]", "[a-z]", "[0-9]"
_SYMBOL = f"[{re.escape(SYMBOLS.replace(' ', ''))}]"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing asked of a new password, in words: "a number"."""

    words: str
    patterns: tuple[str, ...]
    at_least: int = 1
    """How many of the patterns have to be found."""

    def is_kept_by(self, password: Secret) -> bool:
        """Whether a password keeps to it."""
        found = sum(bool(re.search(pattern, password.reveal(), re.DOTALL)) for pattern in self.patterns)
        return found >= self.at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPolicy:
    """An account's password policy. Without arguments it is AWS's own, which holds where none is set.

    Attributes:
        minimum_length: In characters.
        kinds: How many of the four kinds (capital letters, small ones, numbers, symbols) there have to be,
            whichever they are; 0 where the policy names them.
        uppercase: Whether a capital letter is asked for; likewise ``lowercase``, ``numbers``, ``symbols``.
        reuse_prevention: How many of the last passwords may not be taken again.
        days: For how many days a password is valid; 0 for ever.
    """

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
        yield Rule(f"at least {self.minimum_length} characters", (rf"\A.{{{self.minimum_length},}}\Z",))
        if self.kinds:
            words = f"{self.kinds} of: capital letter, small letter, number, symbol"
            yield Rule(words, (_UPPER, _LOWER, _DIGIT, _SYMBOL), self.kinds)
        asked = (
            (self.uppercase, "a capital letter, A to Z", _UPPER),
            (self.lowercase, "a small letter, a to z", _LOWER),
            (self.numbers, "a number", _DIGIT),
            (self.symbols, f"a symbol: {SYMBOLS}", _SYMBOL),
        )
        yield from (Rule(words, (pattern,)) for is_asked, words, pattern in asked if is_asked)

    def unfit(self, password: Secret) -> str:
        """Why AWS would not take a password whatever the policy is; empty where it would."""
        if len(password.reveal()) > _LONGEST:
            return f"A password has at most {_LONGEST} characters."
        if not re.fullmatch(_TYPEABLE, password.reveal()):
            return "AWS takes letters, digits and signs of Western European keyboards only."
        return ""

    def notes(self) -> Iterator[str]:
        """What cannot be checked here, and what follows, a sentence each."""
        if self.reuse_prevention == 1:
            yield "It may not be the current password again."
        elif self.reuse_prevention:
            yield f"It may not be one of the last {self.reuse_prevention} passwords."
        if self.days:
            yield f"It is valid for {self.days} day{'' if self.days == 1 else 's'}."
