"""Callers that have no MFA device to turn on, or whom the usual policy does not match."""

from dataclasses import dataclass

from mfa_enroll.domain.principal import OtherPrincipal
from mfa_enroll.domain.trouble import KeyTrouble, UserTrouble


@dataclass(frozen=True, kw_only=True)
class NotAnIamUser(KeyTrouble):
    """A caller that is no IAM user."""

    principal: OtherPrincipal


class SignedInAsRole(NotAnIamUser):
    """A role, which has no MFA device."""


class SignedInByIdentityCenter(NotAnIamUser):
    """A role of IAM Identity Center, whose MFA devices are registered elsewhere."""


class FederatedCredentials(NotAnIamUser):
    """Credentials of GetFederationToken, which cannot call IAM at all."""


class RootUser(NotAnIamUser):
    """The account's root user, whose MFA is set up in the console alone."""


class CallerUnknown(NotAnIamUser):
    """A caller whose ARN has no form that is known here."""


class PathNotCovered(UserTrouble):
    """A user whose path the usual policy resource ``user/${aws:username}`` does not match: the listing was denied."""


class SessionNeedsAccessKey(KeyTrouble):
    """A session was to be started with the keys of another one, which AWS does not do."""

    @property
    def can_retry(self) -> bool:
        """No: the same keys will not do later either."""
        return False
