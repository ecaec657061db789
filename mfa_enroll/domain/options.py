"""What the person may choose about the way to AWS."""

from dataclasses import dataclass

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which credentials to call with, and where.

    What is None here is looked up as the AWS CLI does: environment variables, then the shared config and
    credentials files. Where no region is found, the commercial partition is called.

    Attributes:
        profile: A profile of the shared files.
        region: A region; it decides the partition (``cn-north-1`` is China's, ``us-gov-west-1`` GovCloud's).
        endpoint_url: One address for all calls, instead of AWS's own.
        access_key_id: With ``secret_access_key``, the one key to call with, meant for the practice account.
            Environment, profiles and files then play no part at all, so ``endpoint_url`` is needed.
        secret_access_key: The other half of that key.
        session_keys: Sign with these, and look up everything else as if they were not there.
    """

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    access_key_id: str | None = None
    secret_access_key: Secret | None = None
    session_keys: SessionKeys | None = None
