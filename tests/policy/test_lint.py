"""What the linter finds, and what it does not."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.decision import Policy
from mfa_enroll.policy.findings import Change, Finding, Fix, Kind, Weight
from mfa_enroll.policy.lint import lint
from tests.support.faulty import (
    ALICE,
    DELETE,
    IN_CHINA,
    OWN_DEVICE,
    OWN_USER,
    TURNING_ON,
    UNDER_A_PATH,
    allow,
    deny,
    kinds,
    policy,
)

_ADDED_PATH = Fix(Change.ADD_RESOURCES, ["arn:aws:iam::*:user/*/${aws:username}"])
_LET_IN = {"BoolIfExists": {"aws:multifactorauthpresent": [True]}}


@pytest.mark.parametrize(
    ("faulty", "user", "expected"),
    [
        (policy(allow(), Id="x"), ALICE, Finding(Kind.ID, (), ("x",), Fix(Change.REMOVE, ["Id"]))),
        (
            policy(allow(Sid="One", Resource=[OWN_USER, "*"]), allow(Resource=["*", OWN_USER]), Version="2008-10-17"),
            ALICE,
            Finding(
                Kind.VARIABLES_AS_TEXT,
                ("One", "statement 2"),
                (OWN_USER,),
                Fix(Change.SET, {"Version": "2012-10-17"}),
            ),
        ),
        (
            {"Statement": allow(Condition={"StringEquals": {"aws:userid": "${aws:userid}"}})},
            ALICE,
            Finding(
                Kind.VARIABLES_AS_TEXT,
                ("statement 1",),
                ("${aws:userid}",),
                Fix(Change.SET, {"Version": "2012-10-17"}),
            ),
        ),
        (
            policy(allow(Resource=["*", "arn:aws:s3:::b"]), allow(NotResource="arn:aws:iam::1:user/a")),
            IN_CHINA,
            Finding(
                Kind.OTHER_PARTITION,
                ("statement 1", "statement 2"),
                ("arn:aws:s3:::b", "arn:aws:iam::1:user/a"),
                Fix(Change.REPLACE, {"arn:aws:": "arn:aws-cn:"}),
            ),
        ),
        (
            policy(allow(Resource=[OWN_USER, OWN_DEVICE])),
            UNDER_A_PATH,
            Finding(Kind.PATH_NOT_COVERED, ("statement 1",), (OWN_USER,), _ADDED_PATH),
        ),
        (
            policy(allow(Resource=[OWN_USER, OWN_DEVICE, "arn:aws:iam::*:user/ops/*"])),
            UNDER_A_PATH,
            Finding(Kind.PATH_NOT_COVERED, ("statement 1",), (OWN_USER,), _ADDED_PATH),
        ),
        (
            policy(allow(Resource=[OWN_USER, OWN_DEVICE])),
            ALICE,
            Finding(Kind.USERS_WITHOUT_PATH_ONLY, ("statement 1",), (OWN_USER,), _ADDED_PATH),
        ),
        (
            policy(allow(Sid="Own", Resource="arn:aws:iam::*:mfa/*")),
            UNDER_A_PATH,
            Finding(
                Kind.USER_CALLS_ON_DEVICES,
                ("Own",),
                ("iam:ListMFADevices", "iam:EnableMFADevice"),
                Fix(
                    Change.ADD_STATEMENTS,
                    [
                        allow(
                            Sid="AllowOnOwnUser",
                            Action=["iam:ListMFADevices", "iam:EnableMFADevice"],
                            Resource=[OWN_USER, "arn:aws:iam::*:user/*/${aws:username}"],
                        )
                    ],
                ),
            ),
        ),
        (
            policy(allow(Resource=["arn:aws:iam::*:us*/alice", "*"])),
            ALICE,
            Finding(
                Kind.WILDCARD_IN_TYPE,
                ("statement 1",),
                ("arn:aws:iam::*:us*/alice",),
                Fix(Change.REPLACE, {"arn:aws:iam::*:us*/alice": ["arn:aws:iam::*:user/alice"]}),
            ),
        ),
        (
            policy(allow(Resource=["arn:aws:iam::*:*/alice", "*"])),
            ALICE,
            Finding(
                Kind.WILDCARD_IN_TYPE,
                ("statement 1",),
                ("arn:aws:iam::*:*/alice",),
                Fix(
                    Change.REPLACE,
                    {"arn:aws:iam::*:*/alice": ["arn:aws:iam::*:mfa/alice", "arn:aws:iam::*:user/alice"]},
                ),
            ),
        ),
        (
            policy(allow(Resource=["arn:aws:iam::*:ro?e/x", "*"])),
            ALICE,
            Finding(Kind.WILDCARD_IN_TYPE, ("statement 1",), ("arn:aws:iam::*:ro?e/x",)),
        ),
        (
            policy(allow(Action=[*TURNING_ON, "IAM:EnableVirtualMFADevice"])),
            ALICE,
            Finding(
                Kind.UNKNOWN_ACTION,
                ("statement 1",),
                ("IAM:EnableVirtualMFADevice",),
                Fix(Change.REPLACE, {"IAM:EnableVirtualMFADevice": "iam:DeleteVirtualMFADevice"}),
            ),
        ),
        (
            policy(allow(), deny("BoolIfExists", NotAction="sts:Get*Sesion*")),
            ALICE,
            Finding(Kind.UNKNOWN_ACTION, ("statement 2",), ("sts:Get*Sesion*",)),
        ),
        (
            policy(
                allow(), deny("Bool", Sid="D"), deny("BoolIfExists", NotAction=[], Action="iam:DeactivateMFADevice")
            ),
            ALICE,
            Finding(
                Kind.BOOL_IN_DENY,
                ("D",),
                ("Bool aws:MultiFactorAuthPresent",),
                Fix(Change.REPLACE, {"Bool": "BoolIfExists"}),
            ),
        ),
        (
            policy(allow(Condition=_LET_IN)),
            ALICE,
            Finding(
                Kind.IF_EXISTS_IN_ALLOW,
                ("statement 1",),
                ("BoolIfExists aws:multifactorauthpresent",),
                Fix(Change.REPLACE, {"BoolIfExists": "Bool"}),
            ),
        ),
        (
            policy(allow(Resource=["*", "arn:aws:iam::123456789012:user/*"])),
            ALICE,
            Finding(
                Kind.EXAMPLE_ACCOUNT,
                ("statement 1",),
                ("arn:aws:iam::123456789012:user/*",),
                Fix(Change.REPLACE, {"123456789012": "*"}),
            ),
        ),
        (
            policy(allow(Effect="allow")),
            ALICE,
            Finding(Kind.REFUSED, (), ("the Effect of statement 1 is neither Allow nor Deny",)),
        ),
    ],
    ids=lambda it: it.kind.value if isinstance(it, Finding) else None,
)
def test_a_finding_says_where_it_is_and_what_mends_it(
    faulty: Mapping[str, Any], user: IamUser, expected: Finding
) -> None:
    """The statements, the texts in them, and the change, as data."""
    assert expected in lint(faulty, user)


@pytest.mark.parametrize(
    ("text", "escape"),
    [
        ("arn:aws:iam::*:user/$${aws:username}", "$${"),
        ("arn:aws:iam::*:user/&{aws:username}", "&{"),
        ("arn:aws:iam::*:user/${!aws:username}", "${!"),
        ("arn:aws:iam::ACCOUNT-ID:user/x", None),
        ("arn:aws:iam::account-ID-without-hyphens:user/x", None),
        ("arn:aws:iam::<your account>:user/x", None),
        ("arn:${AWS::Partition}:iam::*:user/x", None),
        ("arn:aws:iam::${account_id}:user/x", None),
        ("arn:aws:iam::{{ account }}:user/x", None),
        ("arn:aws:s3:::<bucket>", None),
    ],
)
def test_placeholders_are_found(text: str, escape: str | None) -> None:
    """What a template or a person left in it, in a resource or in a condition."""
    fix = Fix(Change.REPLACE, {escape: "${"}) if escape else None
    expected = Finding(Kind.PLACEHOLDER, ("statement 1",), (text,), fix)
    assert expected in lint(policy(allow(Resource=["*", text])), ALICE)
    assert expected in lint(policy(allow(Condition={"StringLike": {"aws:PrincipalArn": text}})), ALICE)


@pytest.mark.parametrize(
    "sound",
    [
        policy(allow()),
        policy(allow(Action="*")),
        policy(allow(NotAction="s3:*")),
        policy(allow(NotResource="arn:aws:s3:::b")),
        policy(allow(Resource=["arn:aws:iam::*:mfa/${aws:username}", "arn:aws:iam::*:user/*${aws:username}"])),
        policy(allow(Resource=["arn:aws:iam::*:*"])),
        policy(allow(Resource=["*", "arn:aws:s3:::*-logs/${aws:PrincipalTag/account-id, 'none'}/${*}"])),
        policy(allow(Resource=["*", "arn:aws:iam::aws:policy/x", "arn:aws:iam::cloudfront:user/x"])),
        policy(
            allow(Action=[*TURNING_ON, "iam:PassRole", "STS:tagsession", "iam:*mfa*", "ec2:Nothing", "i?m:Nothing"])
        ),
        policy(allow(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
        policy(allow(), deny("BoolIfExists"), deny("Bool")),
        policy(allow(), deny("Bool"), deny("BoolIfExists", NotAction=[], Action=["*"])),
        policy(allow(), deny("Null", Condition={"Null": {"aws:MultiFactorAuthAge": True}}), deny("Bool")),
        policy(allow(), deny("Bool", Condition={"Bool": {"aws:ViaAWSService": "false"}})),
        policy(allow(), deny("Bool", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})),
    ],
)
def test_no_false_alarm(sound: Mapping[str, Any]) -> None:
    """What is well written, if unusual, goes without a word, but for taking a device away without MFA."""
    assert kinds(lint(sound, ALICE)) <= {DELETE, "deactivate-without-mfa"}


@pytest.mark.parametrize(
    "lacking",
    [policy(deny("BoolIfExists")), policy(allow(Action="s3:*")), policy(allow(Resource="arn:aws:iam::*:user/*"))],
)
def test_what_other_policies_allow_is_not_missed(lacking: Mapping[str, Any]) -> None:
    """A document may leave it to another to allow the calls that turn on a device."""
    others = [Policy.parse(policy(allow(Action="*")))]
    faults = {it.kind for it in lint(lacking, ALICE) if it.kind.weight is Weight.FAULT}
    assert faults & {Kind.NOTHING_ALLOWED, Kind.DEVICE_CALLS_ON_USERS}
    assert not [it for it in lint(lacking, ALICE, others=others) if it.kind.weight is Weight.FAULT]


@pytest.mark.parametrize(
    "condition",
    [
        {"IpAddress": {"aws:SourceIp": "the office"}},
        {"NumericLessThan": {"aws:MultiFactorAuthAge": "an hour"}},
        {"DateLessThan": {"aws:CurrentTime": "tomorrow"}},
        {"DateLessThan": {"aws:CurrentTime": "2030-13-01"}},
        {"ArnLike": {"aws:PrincipalArn": "alice"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws"}},
    ],
)
def test_a_condition_value_that_aws_refuses_is_found(condition: Mapping[str, Any]) -> None:
    """The reason names the value."""
    ((value,),) = (keys.values() for keys in condition.values())
    found = lint(policy(allow(Condition=condition)), ALICE)
    assert [it.kind for it in found] == [Kind.REFUSED]
    assert value in found[0].where[0]


@pytest.mark.parametrize(
    ("operator", "key", "value"),
    [
        ("Bool", "aws:MultiFactorAuthPresent", "yes"),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", ""),
        ("Null", "aws:MultiFactorAuthAge", "maybe"),
        ("DateLessThan", "aws:CurrentTime", "2030"),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:*"),
        ("NotIpAddress", "aws:SourceIp", "192.0.2.010"),
    ],
)
def test_a_condition_value_of_unknown_meaning_is_found(operator: str, key: str, value: str) -> None:
    """AWS may take the document, so it is read; the finding names the condition. A variable is not judged."""
    found = lint(policy(allow(Sid="Own", Condition={operator: {key: [value, "${aws:x}"]}})), ALICE)
    assert [(it.kind, it.statements, it.where) for it in found] == [
        (Kind.UNCLEAR_VALUE, ("Own",), (f"{operator} {key} {value}",))
    ]


def test_a_document_that_cannot_be_read_is_looked_at_all_the_same() -> None:
    """A refusal comes first, and what else is wrong follows."""
    found = lint(policy(allow(Sid="no-dash", Resource="arn:aws:iam::*:user/$${aws:username}")), ALICE)
    assert found[0].kind is Kind.REFUSED
    assert Kind.PLACEHOLDER in {it.kind for it in found}
    assert kinds(lint("{", ALICE)) == kinds(lint("[1]", ALICE)) == {"refused", "nothing-allowed"}


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["Allow", "Deny", OWN_USER, "iam:*", "*", "x", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Version",
                    "Id",
                    "Sid",
                    "Effect",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Condition",
                    "Bool",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@given(_JSON, _JSON)
def test_any_json_can_be_looked_at(statement: object, whole: object) -> None:
    """Nothing that JSON can say stops the linter, and what it finds can be written as JSON again."""
    for document_ in (json.dumps(whole), json.dumps({"Version": "2012-10-17", "Statement": statement})):
        json.dumps([it.as_json() for it in lint(document_, ALICE)])
