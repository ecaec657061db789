"""What a failed call was about: all that its page may tell beside AWS's answer."""

from dataclasses import dataclass

from mfa_enroll.aws.keys import Keys
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked of AWS.

    Attributes:
        call: The call.
        options: What the person chose about the way there.
        keys: What it was signed with, or would have been.
        user: Whom it is about; None while that is not known.
        foreign_endpoints: Addresses that calls go to and that are not AWS's own.
        offset: Server time minus local time in seconds, if known.
        profiles: The profiles that exist, where one that does not was named.
        answer: What AWS answered, for a support ticket.
    """

    call: Call
    options: Options
    keys: Keys
    user: IamUser | None = None
    foreign_endpoints: tuple[str, ...] = ()
    offset: float | None = None
    profiles: tuple[str, ...] = ()
    answer: str = ""
