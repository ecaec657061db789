"""What is known of the caller once AWS has answered."""

from dataclasses import dataclass

from mfa_enroll.domain.keys import Keys, KeySource
from mfa_enroll.domain.principal import Principal


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is calling, with which credentials, and where the calls go.

    Attributes:
        principal: The caller that AWS sees.
        keys: The keys that sign the calls.
        foreign_endpoints: Addresses that calls go to and that are not AWS's own. Ordinarily empty.
    """

    principal: Principal
    keys: Keys
    foreign_endpoints: tuple[str, ...] = ()

    @property
    def is_practice(self) -> bool:
        """Whether the caller is the user of the practice account. Its address is no stranger's."""
        return self.keys.source is KeySource.PRACTICE

    @property
    def temporary(self) -> bool:
        """Whether the keys are those of a session."""
        return self.keys.temporary
