"""What is known of the caller once AWS has answered."""

from dataclasses import dataclass

from mfa_enroll.domain.principal import Principal


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is calling, with which credentials, and where the calls go.

    Attributes:
        principal: The caller that AWS sees.
        credentials: Where the keys come from, in plain words: "profile work", "environment variables".
        temporary: Whether the keys carry a session token.
        foreign_endpoints: Addresses that calls go to and that are not AWS's own. Ordinarily empty.
    """

    principal: Principal
    credentials: str
    temporary: bool
    foreign_endpoints: tuple[str, ...] = ()
