import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.decision import (
    Decision,
    Policy,
    Request,
    Undecidable,
    Verdict,
    caller_context,
    decide,
)

ALICE = "arn:aws:iam::123456789012:user/alice"
MFA_OF = {None: None, "true": True, "false": False}
DECISIONS = Path(__file__).parents[1] / "data/decisions.jsonl"
ROWS = [json.loads(line) for line in DECISIONS.read_text(encoding="utf-8").splitlines()]


def row_name(row: Mapping[str, str | None]) -> str:
    """The row in words, to find it in a report."""
    principal = str(row["principal"]).split(":", 1)[1]
    return f"{row['action']} on {row['resource']} by {principal[:48]} mfa {row['mfa']}"


def statement(
    effect: str = "Allow",
    action: str = "s3:Get",
    resource: str = "*",
    *,
    sid: str = "",
    condition: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """A statement on everything in S3, as far as nothing else is said."""
    return {
        "Sid": sid,
        "Effect": effect,
        "Action": action,
        "Resource": resource,
        "Condition": condition or {},
    }


def policy(*statements: Mapping[str, object], version: str | None = "2012-10-17") -> Policy:
    """A policy of these statements."""
    document: dict[str, object] = {"Statement": list(statements)}
    return Policy.parse(document | ({"Version": version} if version else {}))


def ask(
    *policies: Policy, action: str = "s3:Get", resource: str = "*", context: Mapping[str, str] | None = None
) -> Verdict:
    """What the policies say of a request that is for S3, as far as nothing else is said."""
    return decide(policies, Request(action, resource, context or {}))


def test_there_are_all_the_simulated_decisions() -> None:
    """The independent simulator's decisions are all here."""
    assert len(ROWS) == 119


@pytest.mark.parametrize("row", ROWS, ids=row_name)
def test_force_mfa_policy_decides_as_an_independent_simulator_does(row: Mapping[str, str]) -> None:
    """Every simulated decision on the force-MFA policy is decided alike."""
    context = caller_context(row["principal"], mfa=MFA_OF[row["mfa"]])
    verdict = decide([Policy.parse(force_mfa())], Request(row["action"], row["resource"], context))
    assert verdict.decision.value == row["decision"]


@pytest.mark.parametrize(
    ("action", "mfa", "expected"),
    [
        (
            "iam:CreateVirtualMFADevice",
            None,
            Verdict(Decision.ALLOWED, ("AllowIndividualUserToManageTheirOwnMFA",)),
        ),
        ("iam:ChangePassword", None, Verdict(Decision.IMPLICITLY_DENIED, ())),
        ("iam:GetUser", None, Verdict(Decision.EXPLICITLY_DENIED, ("BlockMostAccessUnlessSignedInWithMFA",))),
        ("iam:GetAccountPasswordPolicy", True, Verdict(Decision.ALLOWED, ("statement 2",))),
    ],
)
def test_verdict_names_the_statement_that_decided(action: str, expected: Verdict, *, mfa: bool | None) -> None:
    """A statement is named by its Sid, and by its place where it has none."""
    resource = "arn:aws:iam::123456789012:mfa/alice"
    request = Request(action, resource, caller_context(ALICE, mfa=mfa))
    assert decide([Policy.parse(force_mfa())], request) == expected


@pytest.mark.parametrize("action", ["sts:GetCallerIdentity", "sts:GetSessionToken", "STS:getsessiontoken"])
def test_no_policy_governs_the_two_calls_that_need_no_permission(action: str) -> None:
    """Asking who one is and signing in with a code are allowed by nothing and denied by nothing."""
    deny_all = policy(statement("Deny", "*"))
    assert ask(deny_all, action=action) == Verdict(Decision.ALLOWED, ())


def test_without_policies_everything_else_is_denied() -> None:
    """What nothing allows is denied."""
    assert ask() == Verdict(Decision.IMPLICITLY_DENIED, ())
    assert ask(policy(statement(action="s3:Put"))) == Verdict(Decision.IMPLICITLY_DENIED, ())


def test_a_deny_in_any_policy_beats_every_allow() -> None:
    """An explicit deny wins wherever it stands, and all denies that apply are named."""
    allow = policy(statement(sid="A"), statement("Deny", sid="D1"))
    assert ask(allow, policy(statement("Deny"))) == Verdict(Decision.EXPLICITLY_DENIED, ("D1", "statement 1"))


def test_all_allows_that_apply_are_named() -> None:
    """An allowed request names every statement that allows it."""
    allow = policy(statement(sid="A"), statement(action="s3:Put", sid="Not"), statement(action="s3:*"))
    assert ask(allow) == Verdict(Decision.ALLOWED, ("A", "statement 3"))


@pytest.mark.parametrize(
    ("entry", "action", "named"),
    [
        ("iam:GetUser", "IAM:getuser", True),
        ("IAM:GETUSER", "iam:GetUser", True),
        ("iam:Get*", "iam:GetUser", True),
        ("iam:*MFA*", "iam:CreateVirtualMFADevice", True),
        ("iam:G?tUser", "iam:GetUser", True),
        ("iam:GetUser?", "iam:GetUser", False),
        ("iam:Get", "iam:GetUser", False),
        ("iam:User", "iam:GetUser", False),
        ("*", "iam:GetUser", True),
    ],
)
def test_actions_match_without_case_and_with_wildcards(entry: str, action: str, *, named: bool) -> None:
    """An action's name has no case, and * and ? stand for characters in it; NotAction is the opposite."""
    assert (ask(policy(statement(action=entry)), action=action).decision is Decision.ALLOWED) is named
    inverse = policy({"Effect": "Allow", "NotAction": ["sqs:Send", entry], "Resource": "*"})
    assert (ask(inverse, action=action).decision is Decision.ALLOWED) is not named


def test_resource_lists_match_by_any_entry() -> None:
    """One entry that matches is enough for Resource, and one is enough to exempt from NotResource."""
    entries = ["arn:aws:s3:::a", "arn:aws:s3:::b/*"]
    listed = policy({"Effect": "Allow", "Action": "*", "Resource": entries})
    spared = policy({"Effect": "Allow", "Action": "*", "NotResource": entries})
    for resource, matched in [("arn:aws:s3:::b/x", True), ("arn:aws:s3:::A", False), ("*", False)]:
        assert (ask(listed, resource=resource).decision is Decision.ALLOWED) is matched
        assert (ask(spared, resource=resource).decision is Decision.ALLOWED) is not matched


def test_a_variable_without_value_matches_no_resource() -> None:
    """A statement on ${aws:username} says nothing of a caller who has no user name."""
    own = policy(statement(resource="arn:aws:iam::*:user/${aws:username}"))
    role = caller_context("arn:aws:sts::123456789012:assumed-role/Dev/alice", mfa=True)
    assert ask(own, resource=ALICE, context=role).decision is Decision.IMPLICITLY_DENIED
    assert ask(own, resource=ALICE, context=caller_context(ALICE, mfa=None)).decision is Decision.ALLOWED


def test_a_variable_without_value_in_not_resource_is_not_guessed() -> None:
    """What AWS says of NotResource with a variable without value is unclear, so it is refused."""
    spared = policy(
        {
            "Effect": "Allow",
            "Action": "s3:Get",
            "NotResource": ["arn:aws:s3:::${aws:username}", "arn:aws:s3:::public"],
        }
    )
    with pytest.raises(Undecidable, match=r"statement 1: .*NotResource"):
        ask(spared, resource="arn:aws:s3:::other")
    assert ask(spared, resource="arn:aws:s3:::public").decision is Decision.IMPLICITLY_DENIED
    assert ask(spared, action="s3:Put", resource="arn:aws:s3:::other").decision is Decision.IMPLICITLY_DENIED


@pytest.mark.parametrize("version", ["2008-10-17", None, "2012-10-17"])
def test_old_versions_know_no_variables(version: str | None) -> None:
    """In a policy of Version 2008-10-17, or of none, ${…} is text as any other, in resources and in conditions."""
    as_text, variable = "arn:aws:s3:::${aws:username}", {"StringEquals": {"aws:PrincipalType": "${aws:username}"}}
    on_resource = policy(statement(resource=as_text), version=version)
    conditional = policy(statement(condition=variable), version=version)
    is_old = version != "2012-10-17"
    for name, is_allowed in (("${aws:username}", is_old), ("al", not is_old)):
        context = {"aws:username": "al", "aws:PrincipalType": name}
        resource = f"arn:aws:s3:::{name}"
        assert (ask(on_resource, resource=resource, context=context).decision is Decision.ALLOWED) is is_allowed
        assert (ask(conditional, context=context).decision is Decision.ALLOWED) is is_allowed


def test_an_empty_set_is_an_absent_key() -> None:
    """A multivalued key without values is not there."""
    absent = policy(statement(condition={"Null": {"aws:TagKeys": True}}))
    for values, decision in [((), Decision.ALLOWED), (("a",), Decision.IMPLICITLY_DENIED)]:
        request = Request("s3:Get", "*", {"aws:TagKeys": values})
        assert decide([absent], request).decision is decision


DOUBTFUL = {"StringSortOf": {"aws:username": "x"}}


def test_a_doubt_matters_only_where_it_could_change_the_decision() -> None:
    """An unknown operator is refused, except where something certain decides without it."""
    doubtful_allow, doubtful_deny = (
        policy(statement(condition=DOUBTFUL)),
        policy(statement("Deny", condition=DOUBTFUL)),
    )
    allow, deny = policy(statement()), policy(statement("Deny"))
    with pytest.raises(Undecidable, match="StringSortOf"):
        ask(doubtful_allow)
    with pytest.raises(Undecidable, match="StringSortOf"):
        ask(doubtful_deny, allow)
    assert ask(doubtful_allow, allow) == Verdict(Decision.ALLOWED, ("statement 1",))
    assert ask(doubtful_allow, deny).decision is Decision.EXPLICITLY_DENIED
    assert ask(doubtful_deny, deny).decision is Decision.EXPLICITLY_DENIED
    assert ask(doubtful_deny, allow, action="s3:Put").decision is Decision.IMPLICITLY_DENIED


def test_a_condition_certain_to_fail_settles_a_doubtful_one() -> None:
    """Conditions are all required, so one that fails makes the others irrelevant."""
    both = {**DOUBTFUL, "Bool": {"aws:SecureTransport": True}}
    context = {"aws:SecureTransport": "false"}
    assert ask(policy(statement(condition=both)), context=context).decision is Decision.IMPLICITLY_DENIED
    with pytest.raises(Undecidable):
        ask(policy(statement(condition=both)), context={"aws:SecureTransport": "true"})


def test_caller_context_of_a_user_with_a_path() -> None:
    """The user name is the last component of the ARN, and the MFA key is there only when it is known."""
    arn = "arn:aws-cn:iam::123456789012:user/eng/alice"
    assert caller_context(arn, mfa=None) == {
        "aws:username": "alice",
        "aws:PrincipalArn": arn,
        "aws:PrincipalAccount": "123456789012",
        "aws:PrincipalType": "User",
    }
    assert caller_context(arn, mfa=False)["aws:MultiFactorAuthPresent"] == "false"


@pytest.mark.parametrize("arn", ["arn:aws:sts::123456789012:assumed-role/Dev/alice", "arn:aws:iam::123456789012:root"])
def test_caller_context_gives_a_user_name_to_users_alone(arn: str) -> None:
    """Roles, federated users and root have no aws:username."""
    assert caller_context(arn, mfa=True) == {"aws:MultiFactorAuthPresent": "true"}
