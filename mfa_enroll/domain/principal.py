"""Who is calling: the ARN that GetCallerIdentity answers with, read into a principal.

The forms are those of the IAM User Guide, "IAM identifiers", and of the STS API Reference, GetCallerIdentity.
"""

import enum
import re
from dataclasses import dataclass

_USER_NAME = r"[\w+=,.@-]{1,128}"
_ARN = re.compile(r"arn:(?P<partition>aws[a-z-]*):(?P<service>iam|sts)::(?P<account>\d{12}):(?P<resource>.+)", re.ASCII)
_USER = re.compile(rf"user(?P<path>/(?:[\x21-\x7e]+/)?)(?P<name>{_USER_NAME})", re.ASCII)


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
    """A caller that has no MFA device of its own. ``name`` is the role's or the federated user's, if it has one."""

    kind: Kind
    arn: str
    name: str = ""


Principal = IamUser | OtherPrincipal


def parse_principal(arn: str) -> Principal:
    """Read a caller's ARN. What is not recognised is :attr:`Kind.UNKNOWN`; nothing is raised."""
    parts = _ARN.fullmatch(arn)
    if parts is None:
        return OtherPrincipal(Kind.UNKNOWN, arn)
    service, resource = parts["service"], parts["resource"]
    if service == "iam":
        user = _USER.fullmatch(resource)
        if user is not None:
            return IamUser(parts["partition"], parts["account"], user["name"], user["path"])
        if resource == "root":
            return OtherPrincipal(Kind.ROOT, arn)
        return OtherPrincipal(Kind.UNKNOWN, arn)
    kind, _, rest = resource.partition("/")
    name = rest.partition("/")[0]
    if kind == "assumed-role":
        # Identity Center signs people in through roles that it alone may create under this prefix.
        is_identity_center = name.startswith("AWSReservedSSO_")
        return OtherPrincipal(Kind.IDENTITY_CENTER if is_identity_center else Kind.ROLE, arn, name)
    if kind == "federated-user":
        return OtherPrincipal(Kind.FEDERATED, arn, name)
    return OtherPrincipal(Kind.UNKNOWN, arn)
