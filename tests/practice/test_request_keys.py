"""Under any policy: the condition keys of a request, several policies, and what cannot be decided."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from mfa_enroll.aws.denials import read_denial
from mfa_enroll.domain.denial import DeniedBy
from mfa_enroll.policy.context import IAM_REGIONS
from mfa_enroll.policy.decision import Decision

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

START = 1_800_000_005
SECONDS = 300
"""How old the session is."""

ARN = "arn:aws:iam::111122223333:user/eng/alice"
OTHERS = {
    "aws:currenttime": "2020-01-01T00:00:00Z",
    "aws:tokenissuetime": "2020-01-01T00:00:00Z",
    "aws:epochtime": "1",
    "aws:multifactorauthage": "1",
    "aws:sourceip": "192.0.2.1",
}
"""Values that are not the request's, of keys that are not text."""


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def statement(effect: str = "Allow", *, action: str = "iam:GetUser", **more: Any) -> str:
    """A policy of one statement about all resources."""
    return json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": effect, "Action": action, "Resource": "*", **more}}
    )


def allows(serve: "Serve", operator: str, key: str, value: str, *, mfa: bool = False, **account: Any) -> bool:
    """Whether GetUser is allowed by a policy that allows it under one condition alone."""
    policy = statement(Condition={operator: {key: value}})
    practice: Practice = serve(policy=policy, path="/eng/", enrolled=True, tags={"team": "red"}, **account)
    keys = practice.session_keys(code=practice.code()) if mfa else practice.keys()
    practice.clock.now += SECONDS
    with suppress(ClientError):
        practice.client("iam", keys).get_user()
    received = practice.server.requests[-1]
    assert received.error == ("" if received.decision is Decision.ALLOWED else "AccessDenied")
    return not received.error


@pytest.mark.parametrize("mfa", [False, True])
@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("StringEquals", "aws:username", "alice"),
        ("StringEquals", "aws:PrincipalArn", ARN),
        ("StringEquals", "aws:PrincipalAccount", "111122223333"),
        ("StringEquals", "aws:PrincipalType", "User"),
        ("StringEquals", "aws:PrincipalTag/Team", "red"),
        ("StringLike", "aws:userid", "AIDA?????????????????"),
        ("StringEquals", "aws:RequestedRegion", "us-east-1"),
        ("StringEquals", "aws:ResourceAccount", "111122223333"),
        ("StringLike", "aws:UserAgent", "Boto3/*"),
        ("IpAddress", "aws:SourceIp", "127.0.0.1/32"),
        ("Bool", "aws:ViaAWSService", "false"),
        ("Bool", "aws:PrincipalIsAWSService", "false"),
        ("Bool", "aws:SecureTransport", "true"),
        ("DateEquals", "aws:CurrentTime", _moment(START + SECONDS)),
        ("NumericEquals", "aws:EpochTime", str(START + SECONDS)),
    ],
)
def test_every_request_carries_the_keys_that_aws_sends(
    serve: "Serve", operator: str, key: str, value: str, *, mfa: bool
) -> None:
    """With a long-term key as in a session, though the client signs for another region than IAM is in."""
    other = {"true": "false", "false": "true"}.get(value, OTHERS.get(key.lower(), "other"))
    assert allows(serve, operator, key, value, mfa=mfa)
    assert not allows(serve, operator, key, other, mfa=mfa)


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("Bool", "aws:MultiFactorAuthPresent", "true"),
        ("NumericEquals", "aws:MultiFactorAuthAge", str(SECONDS)),
        ("DateEquals", "aws:TokenIssueTime", _moment(START)),
    ],
)
def test_a_session_with_mfa_carries_three_more(serve: "Serve", operator: str, key: str, value: str) -> None:
    """They tell of the code and how old the session is; of a long-term access key they are absent, not false."""
    assert allows(serve, operator, key, value, mfa=True)
    assert not allows(serve, operator, key, OTHERS.get(key.lower(), "false"), mfa=True)
    assert allows(serve, "Null", key, "true")
    assert not allows(serve, "Null", key, "true", mfa=True)


@pytest.mark.parametrize(("partition", "region"), IAM_REGIONS.items())
def test_what_cannot_be_known_can_be_set(serve: "Serve", partition: str, region: str) -> None:
    """The address is the one given; IAM is in its partition's region."""
    account: dict[str, Any] = {"partition": partition, "source_ip": "203.0.113.7"}
    assert allows(serve, "IpAddress", "aws:SourceIp", "203.0.113.0/24", **account)
    assert not allows(serve, "IpAddress", "aws:SourceIp", "127.0.0.0/8", **account)
    assert allows(serve, "StringEquals", "aws:RequestedRegion", region, **account)


def test_tags_of_a_device_are_keys_of_its_creation(serve: "Serve") -> None:
    """A policy may ask for a tag on each new device."""
    keys = {"StringEquals": {"aws:RequestTag/team": "red"}, "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}
    practice = serve(policy=statement(action="iam:*", Condition=keys))
    create = practice.iam.create_virtual_mfa_device
    for tags in ([], [{"Key": "team", "Value": "blue"}], [{"Key": k, "Value": "red"} for k in ("team", "more")]):
        assert practice.refused(create, VirtualMFADeviceName="alice", Tags=tags).code == "AccessDenied"
    assert create(VirtualMFADeviceName="alice", Tags=[{"Key": "team", "Value": "red"}])


@pytest.mark.parametrize("key", ["aws", "iam"])
def test_a_users_tags_are_keys_of_every_call_about_that_user(serve: "Serve", key: str) -> None:
    """Whatever the call, offered or not; not of a call about another user or about nothing in particular."""
    condition = {"StringEquals": {f"{key}:ResourceTag/Team": "red"}}
    practice = serve(policy=statement(action="iam:*", Condition=condition), tags={"team": "red"}, path="/eng/")
    iam: Any = practice.iam
    device = {"UserName": "alice", "SerialNumber": practice.serial}
    codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "123456"}
    for call, given in (
        (iam.get_user, {}),
        (iam.list_mfa_devices, {"UserName": "alice"}),
        (iam.enable_mfa_device, {**device, **codes}),
        (iam.resync_mfa_device, {**device, **codes}),
        (iam.deactivate_mfa_device, device),
        (iam.get_mfa_device, device),
        (iam.change_password, {"OldPassword": "x", "NewPassword": "x"}),
        (iam.list_access_keys, {}),
    ):
        with suppress(ClientError):
            call(**given)
        assert practice.server.requests[-1].decision is Decision.ALLOWED, call
    for call, given in (
        (iam.get_user, {"UserName": "bob"}),
        (iam.list_mfa_devices, {}),
        (iam.delete_virtual_mfa_device, {"SerialNumber": practice.serial}),
    ):
        assert practice.refused(call, **given).code == "AccessDenied"


def test_a_devices_tags_are_keys_of_calls_about_it(serve: "Serve") -> None:
    """From its creation on, under the one name that AWS has for them; not of calls about the user."""
    tags = {"Tags": [{"Key": "team", "Value": "red"}]}
    policies = {
        "tagged": statement(action="iam:*MFADevice*", Condition={"StringEquals": {"aws:ResourceTag/team": "red"}}),
        "other": statement("Deny", action="*", Condition={"Null": {"iam:ResourceTag/team": "false"}}),
    }
    practice = serve(policies=policies, leftover=True)
    iam: Any = practice.iam
    device, untagged = {"SerialNumber": practice.account.serial("spare")}, {"SerialNumber": practice.serial}
    assert iam.create_virtual_mfa_device(VirtualMFADeviceName="spare", **tags)
    assert practice.refused(iam.tag_mfa_device, **device, **tags).code == "InvalidAction"
    codes = practice.pair(serial=device["SerialNumber"])
    assert practice.refused(iam.enable_mfa_device, UserName="alice", **device, **codes).code == "AccessDenied"
    for call, given in ((iam.tag_mfa_device, tags), (iam.delete_virtual_mfa_device, {})):
        assert practice.refused(call, **untagged, **given).code == "AccessDenied"
    iam.delete_virtual_mfa_device(**device)
    assert practice.refused(iam.create_virtual_mfa_device, VirtualMFADeviceName="spare").code == "AccessDenied"


def test_several_policies_count_together(serve: "Serve") -> None:
    """What one allows another may deny; AWS's words name the one that denies, if it has an ARN."""
    allowing, denying = statement(action="*"), statement("Deny")
    assert serve(policies={"a": allowing}).iam.get_user()
    for account, named in (
        ({"policies": {"a": allowing, "b": denying}}, ": arn:aws:iam::111122223333:policy/b"),
        ({"policies": {"a": allowing}, "policy": denying}, ""),
    ):
        practice = serve(**account)
        refusal = practice.refused(practice.iam.get_user)
        assert refusal.message == (
            "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:GetUser on resource: "
            f"user alice with an explicit deny in an identity-based policy{named}"
        )


def test_the_reasons_of_a_denial_read_apart(serve: "Serve") -> None:
    """A policy's denial, one that could not be decided and AWS's own rule about keys alone are told by the message."""
    allowing, doubt = statement(action="*"), {"ForAnyValue:StringEqualsIfExists": {"aws:none": "x"}}
    for policies, by, quoted in (
        ([allowing, statement("Deny", action="*")], DeniedBy.STATEMENT, "explicit deny"),
        ([statement()], DeniedBy.NOTHING_ALLOWS, "because no identity-based policy allows"),
        ([allowing, statement("Deny", action="*", Condition=doubt)], DeniedBy.UNSAID, "could not be decided here: sta"),
        ([allowing], DeniedBy.UNSAID, ""),
    ):
        practice = serve(policies={str(number): policy for number, policy in enumerate(policies)}, enrolled=True)
        refusal = practice.refused(practice.iam.deactivate_mfa_device, UserName="alice", SerialNumber=practice.serial)
        denial = read_denial(refusal.message)
        assert denial.by is by
        assert quoted in denial.quotation
        assert bool(denial.quotation) == bool(quoted)


def test_what_cannot_be_decided_is_denied_and_says_so(serve: "Serve") -> None:
    """The answer is a denial that names the reason; what does not hang on it is decided as ever."""
    doubtful = statement("Deny", Sid="Doubtful", Condition={"ForAnyValue:StringEqualsIfExists": {"aws:none": "x"}})
    practice = serve(policies={"a": statement(action="*"), "b": doubtful})
    refusal = practice.refused(practice.iam.get_user)
    assert refusal.code == "AccessDenied"
    assert "iam:GetUser on resource: user alice because whether the policies allow it could not be" in refusal.message
    assert "Doubtful" in refusal.message
    assert practice.server.requests[-1].decision is None
    assert practice.iam.list_mfa_devices(UserName="alice")["MFADevices"] == []
