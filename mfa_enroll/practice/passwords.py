"""Console passwords, and the account's rules for them.

(IAM User Guide, "Set an account password policy for IAM users"; IAM API Reference, PasswordPolicy.)
"""

import hmac
import re
from dataclasses import dataclass, field
from typing import Final

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.errors import AwsError

_SYMBOLS: Final = "!@#$%^&*()_+-=[]{}|'"
_DEFAULT_LENGTH: Final = 8
_DEFAULT_KINDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPasswordPolicy:
    """A password policy that an administrator has set. Its defaults are those of UpdateAccountPasswordPolicy.

    It gives no permissions.

    Attributes:
        minimum_length: 6 to 128 characters.
        require_symbols: Whether there has to be a symbol. The three attributes below ask for other characters.
        reuse_prevention: How many earlier passwords may not be taken again, 0 to 24.
        max_age: For how many days a password is valid, 1 to 1095; 0 for ever.
    """

    minimum_length: int = 6
    require_symbols: bool = False
    require_numbers: bool = False
    require_uppercase: bool = False
    require_lowercase: bool = False
    reuse_prevention: int = 0
    max_age: int = 0

    def accepts(self, password: str, earlier: tuple[Secret, ...]) -> bool:
        """Whether a new password keeps to this policy. ``earlier`` has the current one last."""
        required = (
            (self.require_symbols, any(character in _SYMBOLS for character in password)),
            (self.require_numbers, re.search("[0-9]", password)),
            (self.require_uppercase, re.search("[A-Z]", password)),
            (self.require_lowercase, re.search("[a-z]", password)),
        )
        barred = earlier[-self.reuse_prevention :] if self.reuse_prevention else ()
        return (
            len(password) >= self.minimum_length
            and all(found for is_required, found in required if is_required)
            and not any(_is_same(password, old) for old in barred)
        )


def _keeps_to_default(password: str) -> bool:
    """AWS's own rules, where no policy is set: eight characters, of three kinds out of four."""
    kinds = sum(bool(re.search(kind, password)) for kind in ("[A-Z]", "[a-z]", "[0-9]", f"[{re.escape(_SYMBOLS)}]"))
    return len(password) >= _DEFAULT_LENGTH and kinds >= _DEFAULT_KINDS


def _is_same(password: str, secret: Secret) -> bool:
    return hmac.compare_digest(password.encode(), secret.reveal().encode())


_MOST_EARLIER: Final = 24
"""What a password policy can bar. (IAM API Reference, UpdateAccountPasswordPolicy.)"""


@dataclass(slots=True)
class LoginProfile:
    """A user's console password, with those before it."""

    password: Secret
    _earlier: list[Secret] = field(default_factory=list)

    def change(self, old: str, new: str, policy: AccountPasswordPolicy | None) -> None:
        """Set a new password.

        Raises:
            AwsError: ``AccessDenied`` for a wrong old password, ``PasswordPolicyViolation`` for an unfit new
                one.
        """
        if not _is_same(old, self.password):
            raise AwsError("AccessDenied", "The old password was incorrect.")
        earlier = (*self._earlier, self.password)
        is_fit = _keeps_to_default(new) if policy is None else policy.accepts(new, earlier)
        if not is_fit:
            raise AwsError("PasswordPolicyViolation")
        self._earlier = [*self._earlier, self.password][-_MOST_EARLIER:]
        self.password = Secret(new)
