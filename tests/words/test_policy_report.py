"""The report of a check, to be read as a document."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.check import check
from mfa_enroll.policy.decision import Policy
from mfa_enroll.words.policy_report import report
from tests.support.published import PUBLISHED

_USER = IamUser("aws", "111122223333", "alice")

_OFFICE = {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"]}}


def _document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _published(number: str) -> str:
    return next(each.text for each in PUBLISHED if each.name.startswith(number))


_ALL = {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}
_READING = {**_ALL, "Sid": "Reading", "Action": "s3:*"}
_DENY = {**_ALL, "Sid": "Denying", "Effect": "Deny"}
_NOT_ROLES = {"Sid": "Denying", "Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*"}
_OLD = {"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}}
_ELSEWHERE = {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}

_CASES: dict[str, tuple[list[str], list[str], list[str]]] = {
    "all is well": ([force_mfa()], [], []),
    "no deletion": ([_published("04")], [], []),
    "no Version": ([_published("54")], [], []),
    "Deny by region": ([_published("49")], [], []),
    "not forced": ([_published("22")], [], []),
    "from the office alone": ([_document({**_ALL, "Condition": _OFFICE})], [], []),
    "bounded": ([force_mfa()], [_document(_READING)], []),
    "service control": ([force_mfa()], [], [_document(_READING), _document({**_READING, "Effect": "Deny"})]),
    "a Deny of deletion alone": ([force_mfa(), _document({**_DENY, "Action": "iam:DeleteVirtualMFADevice"})], [], []),
    "for a time": ([_document(_ALL, {**_DENY, "Condition": _OLD})], [], []),
    "through a role": ([_document(_ALL, {**_NOT_ROLES, "Condition": _ELSEWHERE})], [], []),
    "too many values": ([_document({**_ALL, "Resource": "arn:aws:iam::*:*${aws:PrincipalTag/login}"})], [], []),
    "nothing small helps": ([force_mfa(), _document({**_ALL, "Effect": "Deny", "Action": "iam:*"})], [], []),
}


def _report(identity: list[str], boundary: list[str], service_control: list[str]) -> str:
    policies = Policies(
        tuple(map(Policy.parse, identity)),
        next(map(Policy.parse, boundary), None),
        tuple(map(Policy.parse, service_control)),
    )
    names = {(source, index): f"{source.name.lower()}-{index + 1}.json" for source, index, _ in policies.all()}
    return "\n".join(report(check(policies, _USER), names, {}))


@pytest.mark.parametrize("case", _CASES)
def test_report(case: str, document: SnapshotAssertion) -> None:
    """What an administrator reads."""
    assert _report(*_CASES[case]) == document
