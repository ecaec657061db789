"""The condition keys that a user's request to IAM or STS carries.

Which keys AWS sends, and when, is told in the IAM User Guide, "AWS global condition context keys". Keys of services in
between, of VPC endpoints and of organizations are absent: the request comes straight from the user's tool.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.patterns import Value
from mfa_enroll.policy.undecidable import UNKNOWN, Unknown

__all__ = ["IAM_REGIONS", "Value", "request_context"]

IAM_REGIONS: Final = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
"""Where IAM is, by partition. (AWS General Reference, "IAM endpoints and quotas".)"""


def request_context(  # noqa: PLR0913 -- keyword-only: each is one fact about the request, and may be unknown
    user: IamUser,
    *,
    mfa: bool | None,
    session_age: int = 0,
    now: float | Unknown = UNKNOWN,
    region: str = "",
    source_ip: str | Unknown = UNKNOWN,
    user_agent: str | Unknown | None = UNKNOWN,
    user_id: str | Unknown = UNKNOWN,
    tags: Mapping[str, str] | None = None,
) -> dict[str, Value]:
    """The condition keys of a request that a user signs. What is not known is UNKNOWN, not absent.

    Args:
        user: Who signs it.
        mfa: Whether the session was started with a code. None for a long-term access key, with which
            aws:MultiFactorAuthPresent is not there at all.
        session_age: How many seconds ago the session was started.
        now: Seconds since 1970.
        region: aws:RequestedRegion; if empty the region where IAM is in the user's partition. ("For example,
            requests to IAM are always us-east-1": IAM User Guide, aws:RequestedRegion.)
        source_ip: The address that the request comes from.
        user_agent: The User-Agent header; None where there is none.
        user_id: The user's unique ID, such as ``AIDA…``.
        tags: The user's tags.
    """
    context: dict[str, Value] = {
        "aws:CurrentTime": _moment(now),
        "aws:EpochTime": now if isinstance(now, Unknown) else str(int(now)),
        "aws:PrincipalAccount": user.account,
        "aws:PrincipalArn": user.arn,
        "aws:PrincipalIsAWSService": "false",
        "aws:PrincipalType": "User",
        "aws:RequestedRegion": region or IAM_REGIONS.get(user.partition, UNKNOWN),
        "aws:ResourceAccount": user.account,
        "aws:SecureTransport": "true",
        "aws:SourceIp": source_ip,
        "aws:ViaAWSService": "false",
        "aws:userid": user_id,
        "aws:username": user.name,
        **{f"aws:PrincipalTag/{key}": value for key, value in (tags or {}).items()},
    }
    if user_agent is not None:
        context["aws:UserAgent"] = user_agent
    if mfa is not None:
        context["aws:MultiFactorAuthPresent"] = "true" if mfa else "false"
        context["aws:TokenIssueTime"] = _moment(now if isinstance(now, Unknown) else now - session_age)
    if mfa:
        context["aws:MultiFactorAuthAge"] = str(session_age)
    return context


def _moment(at: float | Unknown) -> str | Unknown:
    return at if isinstance(at, Unknown) else f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"
