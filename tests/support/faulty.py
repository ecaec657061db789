"""Policy documents that are sound but for what is changed, users they are attached to, and what is found in them."""

from collections.abc import Mapping

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.findings import Finding

ALICE = IamUser("aws", "999999999999", "alice")
UNDER_A_PATH = IamUser("aws", "999999999999", "alice", "/eng/")
IN_CHINA = IamUser("aws-cn", "999999999999", "alice")

OWN_USER = "arn:aws:iam::*:user/${aws:username}"
OWN_DEVICE = "arn:aws:iam::*:mfa/${aws:username}"
TURNING_ON = ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices"]
WITHOUT_MFA = {"aws:MultiFactorAuthPresent": "false"}


def allow(*, Sid: str = "", **changed: object) -> dict[str, object]:  # noqa: N803 - as policies spell it
    """A statement with which a user can turn on a device, but for what is changed."""
    whole = {"Sid": Sid, "Effect": "Allow", "Action": TURNING_ON, "Resource": "*", **changed}
    return {name: value for name, value in whole.items() if value and f"Not{name}" not in changed}


def deny(operator: str, **changed: object) -> dict[str, object]:
    """A statement that denies all but turning on a device to those without MFA."""
    condition = {operator: WITHOUT_MFA}
    whole = {"Effect": "Deny", "NotAction": TURNING_ON, "Resource": "*", "Condition": condition, **changed}
    return {name: value for name, value in whole.items() if value}


def policy(*statements: Mapping[str, object], **changed: object) -> dict[str, object]:
    """A document of these statements."""
    return {"Version": "2012-10-17", "Statement": list(statements), **changed}


def kinds(found: tuple[Finding, ...]) -> set[str]:
    """The kinds, as other programs read them."""
    return {finding.kind.value for finding in found}


PATHS, DELETE = "users-without-path-only", "delete-without-mfa"
