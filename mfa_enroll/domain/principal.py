"""Who is calling: the ARN that GetCallerIdentity answers with, read into a principal.

The forms are those of the IAM User Guide, "IAM identifiers", and of the STS API Reference, GetCallerIdentity.
"""

import enum
import re
from dataclasses import dataclass

_USER_NAME = r"[\w+=,.@-]{1,128}"
_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):(?P<service>iam|sts)::(?P<account>\d{12}):(?P<resource>[\x21-\x7e]+)", re.ASCII
)
_USER = re.compile(rf"user(?P<path>/(?:[\x21-\x7e]+/)?)(?P<name>{_USER_NAME})", re.ASCII)

_IDENTITY_CENTER_PREFIX = "AWSReservedSSO_"
"""Identity Center signs people in through roles that it alone may create under this prefix."""


@dataclass(frozen=True, slots=True)
class IamUser:
    """An IAM user: the one kind of principal that has MFA devices of its own.

    ``path`` starts and ends with a slash; it is ``/`` for most users.
    """

    partition: str
    account: str
    name: str
    path: str = "/"

    @property
    def arn(self) -> str:
        """The user's ARN, which Enable, Deactivate, Resync and List authorize against."""
        return f"arn:{self.partition}:iam::{self.account}:user{self.path}{self.name}"

    @property
    def device_serial(self) -> str:
        """Serial number of the one virtual device a force-MFA policy lets this user manage.

        It is named exactly as the user and carries no path, whatever the user's own path is.
        """
        return f"arn:{self.partition}:iam::{self.account}:mfa/{self.name}"


class Kind(enum.Enum):
    """What a caller that is not an IAM user is instead."""

    ROLE = enum.auto()
    IDENTITY_CENTER = enum.auto()
    FEDERATED = enum.auto()
    ROOT = enum.auto()
    UNKNOWN = enum.auto()


@dataclass(frozen=True, slots=True)
class OtherPrincipal:
    """A caller that has no MFA device of its own. ``name`` is the role's or federated user's, or empty."""

    kind: Kind
    arn: str
    name: str = ""


Principal = IamUser | OtherPrincipal


def parse_principal(arn: str) -> Principal:
    """Read a caller's ARN. What is not recognised is :attr:`Kind.UNKNOWN`; nothing is raised."""
    parts = _ARN.fullmatch(arn)
    if parts is None:
        return OtherPrincipal(Kind.UNKNOWN, arn)
    if parts["service"] == "sts":
        return _temporary(arn, parts["resource"])
    if parts["resource"] == "root":
        return OtherPrincipal(Kind.ROOT, arn)
    user = _USER.fullmatch(parts["resource"])
    if user is None:
        return OtherPrincipal(Kind.UNKNOWN, arn)
    return IamUser(parts["partition"], parts["account"], user["name"], user["path"])


def _temporary(arn: str, resource: str) -> OtherPrincipal:
    kind, _, rest = resource.partition("/")
    name = rest.partition("/")[0]
    if kind == "assumed-role" and name.startswith(_IDENTITY_CENTER_PREFIX):
        return OtherPrincipal(Kind.IDENTITY_CENTER, arn, name)
    if kind == "assumed-role" and name:
        return OtherPrincipal(Kind.ROLE, arn, name)
    if kind == "federated-user" and name:
        return OtherPrincipal(Kind.FEDERATED, arn, name)
    return OtherPrincipal(Kind.UNKNOWN, arn)
