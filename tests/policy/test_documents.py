"""The documents that come with the program, and the names of actions."""

import json

import botocore.session
import pytest

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policies import NAMES, document, force_mfa
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.decision import Policy
from mfa_enroll.policy.events import Event
from mfa_enroll.policy.names import actions, is_unknown, nearest
from mfa_enroll.policy.outlook import Answer, outlook

LIMIT = 6_144
"""Characters of a managed policy, white space aside. (IAM User Guide, "IAM and AWS STS quotas".)"""

WITHOUT_A_CALL = {
    *("iam:DeleteCloudFrontPublicKey", "iam:GetCloudFrontPublicKey", "iam:ListCloudFrontPublicKeys"),
    *("iam:UpdateCloudFrontPublicKey", "iam:UploadCloudFrontPublicKey", "iam:PassRole"),
    *("iam:GetAccountEmailAddress", "iam:GetAccountName", "iam:UpdateAccountEmailAddress", "iam:UpdateAccountName"),
    *("iam:ListSTSRegionalEndpointsStatus", "iam:SetSTSRegionalEndpointStatus"),
    *("sts:GetServiceBearerToken", "sts:SetContext", "sts:SetSourceIdentity", "sts:TagGetWebIdentityToken"),
    "sts:TagSession",
}
"""Permissions that are in the Service Authorization Reference and no calls of IAM or STS."""


@pytest.mark.parametrize("name", NAMES)
def test_each_document_is_one_that_aws_takes(name: str) -> None:
    """It is a policy, fits into a managed one, and each statement can be told from the others by its name."""
    assert Policy.parse(document(name)).statements
    assert len("".join(document(name).split())) <= LIMIT
    assert document(name).endswith("}\n") or name == "force-mfa"


@pytest.mark.parametrize("name", ["aws-current", "hardened"])
def test_every_statement_of_the_newer_documents_has_a_sid(name: str) -> None:
    """AWS names the policy in a refusal; the report of a check names the statement."""
    assert all(statement.get("Sid") for statement in json.loads(document(name))["Statement"])


def test_the_force_mfa_policy_is_one_of_the_documents() -> None:
    """By its own function, and by its name."""
    assert force_mfa() == document("force-mfa")


def test_the_names_of_actions_are_those_of_aws() -> None:
    """``actions.txt`` has all of botocore's. Where it does not, this says which lines to add and to take out."""
    session = botocore.session.get_session()
    calls = {f"{it}:{name}" for it in ("iam", "sts") for name in session.get_service_model(it).operation_names}
    packaged = [*actions().values()]
    assert sorted({*calls, *WITHOUT_A_CALL} - {*packaged}) == [], "to add to actions.txt"
    assert sorted({*packaged} - calls - WITHOUT_A_CALL) == [], "to take out of actions.txt"
    assert packaged == sorted(packaged)


@pytest.mark.parametrize(
    ("entry", "meant"),
    [
        ("iam:ListMFADevice", "iam:ListMFADevices"),
        ("iam:CreateVirtualMfaDevices", "iam:CreateVirtualMFADevice"),
        ("sts:GetSessionTokens", "sts:GetSessionToken"),
        ("iam:Frobnicate", None),
    ],
)
def test_a_misspelt_action_is_unknown_and_the_nearest_is_named(entry: str, meant: str | None) -> None:
    """The right name is guessed only where it is near."""
    assert is_unknown(entry)
    assert nearest(entry) == meant


@pytest.mark.parametrize("entry", ["*", "iam:*", "IAM:listmfadevices", "iam:?istUsers", "s3:Nothing", "sts:Tag*", ""])
def test_an_action_of_another_service_or_in_another_case_is_not_misspelt(entry: str) -> None:
    """Policies match actions without case, and wildcards match what they match."""
    assert not is_unknown(entry)


_ALWAYS = {"enroll", "resync", "work-with-mfa"}
POSSIBLE = {
    "force-mfa": {*_ALWAYS, "start-again", "first-password", "new-phone", "turn-off"},
    "aws-current": _ALWAYS,
    "hardened": {*_ALWAYS, "start-again", "first-password", "new-phone", "turn-off"},
}


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
@pytest.mark.parametrize("path", ["/", "/eng/", "/a/b/"])
@pytest.mark.parametrize("name", NAMES)
def test_what_users_can_do_under_each_document(name: str, path: str, partition: str) -> None:
    """What the README says of it. The two older ones are for users without a path in the partition ``aws``."""
    user = IamUser(partition, "999999999999", "alice", path)
    policies = Policies((Policy.parse(document(name)),))
    possible = {event.value for event in Event if outlook(policies, event, user).answer is Answer.YES}
    if name == "hardened" or (partition, path) == ("aws", "/"):
        assert possible == POSSIBLE[name]
    else:
        assert "enroll" not in possible
    assert Event.WORK_WITHOUT_MFA.value not in possible
