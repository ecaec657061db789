import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import (
    Decision,
    Policy,
    Request,
    Source,
    Undecidable,
    Verdict,
    caller_context,
    decide,
)
from mfa_enroll.policy.patterns import Value
from mfa_enroll.policy.undecidable import UNKNOWN, Depends

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
    *policies: Policy, action: str = "s3:Get", resource: str = "*", context: Mapping[str, Value] | None = None
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


def test_a_variable_without_value_spares_no_resource() -> None:
    """An entry of NotResource with a variable that has no value matches nothing, so the statement applies."""
    spared = policy(
        {"Effect": "Deny", "Action": "s3:Get", "NotResource": ["arn:aws:s3:::${aws:username}", "arn:aws:s3:::public"]}
    )
    assert ask(spared, resource="arn:aws:s3:::other").decision is Decision.EXPLICITLY_DENIED
    assert ask(spared, resource="arn:aws:s3:::public").decision is Decision.IMPLICITLY_DENIED
    al = {"aws:username": "al"}
    assert ask(spared, resource="arn:aws:s3:::al", context=al).decision is Decision.IMPLICITLY_DENIED


@pytest.mark.parametrize(
    ("entry", "resource", "expected"),
    [
        ("arn:aws:iam::*:*/alice", ALICE, False),
        ("arn:aws:iam::*:u*/alice", ALICE, False),
        ("arn:aws:iam::*:u*", ALICE, False),
        ("arn:aws:iam::*:user*", ALICE, False),
        ("arn:aws:iam::*:use?/alice", ALICE, False),
        ("arn:aws:iam::*:*/${aws:username}", ALICE, False),
        ("arn:aws:i*::*:*/alice", ALICE, False),
        ("arn:aws:iam::*:user/*", ALICE, True),
        ("arn:aws:iam::*:user/${aws:username}", ALICE, True),
        ("arn:aws:iam::*:${aws:PrincipalTag/kind}/alice", ALICE, True),
        ("arn:aws:iam::*:*", ALICE, True),
        ("arn:aws:iam::*:**", ALICE, True),
        ("arn:aws:iam::*:a${?}/b", "arn:aws:iam::123456789012:a?/b", True),
        ("arn:aws:s3:::*/alice", "arn:aws:s3:::bucket/alice", True),
        ("arn:aws:iam", ALICE, True),
        ("arn:aws:iam::*", ALICE, True),
        ("arn:aws:iam::12345678901?", ALICE, True),
        ("arn:aws:iam::999999999999", ALICE, False),
        ("arn:aws:s3", ALICE, False),
    ],
)
def test_resources_of_iam(entry: str, resource: str, *, expected: bool) -> None:
    """A wildcard in the type of an IAM resource matches nothing, and an incomplete ARN goes on with wildcards."""
    context = {"aws:username": "alice", "aws:PrincipalTag/kind": "user"}
    listed = policy(statement(resource=entry))
    spared = policy({"Effect": "Allow", "Action": "s3:Get", "NotResource": entry})
    for one, allowed in ((listed, expected), (spared, not expected)):
        assert (ask(one, resource=resource, context=context).decision is Decision.ALLOWED) is allowed


@pytest.mark.parametrize("entry", ["arn:*:user/alice", "arn:aws:iam*:user/alice", "arn:aws:iam:*:user/alice"])
def test_an_incomplete_arn_that_fits_as_it_stands_is_not_guessed(entry: str) -> None:
    """A * may reach beyond its segment, and an ARN is completed at its end: AWS does not say which comes first."""
    with pytest.raises(Undecidable, match="not an ARN of six components"):
        ask(policy(statement(resource=entry)), resource=ALICE)


def test_a_variable_whose_value_is_not_known_leaves_the_resource_open() -> None:
    """The key is named, and it matters only where no other entry matches."""
    own = {"Effect": "Allow", "Action": "s3:Get", "Resource": ["arn:aws:s3:::${aws:userid}", "arn:aws:s3:::public"]}
    context = {"aws:userid": UNKNOWN}
    with pytest.raises(Undecidable, match=r"^statement 1: the value of aws:userid is not known here$"):
        ask(policy(own), resource="arn:aws:s3:::other", context=context)
    assert ask(policy(own), resource="arn:aws:s3:::public", context=context).decision is Decision.ALLOWED


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


DOUBTFUL = {"stringequals": {"aws:username": "x"}}


def test_a_doubt_matters_only_where_it_could_change_the_decision() -> None:
    """An unknown operator is refused, except where something certain decides without it."""
    doubtful_allow, doubtful_deny = (
        policy(statement(condition=DOUBTFUL)),
        policy(statement("Deny", condition=DOUBTFUL)),
    )
    allow, deny = policy(statement()), policy(statement("Deny"))
    with pytest.raises(Undecidable, match="stringequals"):
        ask(doubtful_allow)
    with pytest.raises(Undecidable, match="stringequals"):
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


FROM_OFFICE = Condition("IpAddress", "aws:SourceIp", ("192.0.2.0/24",))
IN_EUROPE = Condition("StringLike", "aws:RequestedRegion", ("eu-*",))
NOWHERE_KNOWN = {"aws:SourceIp": UNKNOWN, "aws:RequestedRegion": UNKNOWN}


def on_condition(*conditions: Condition, effect: str = "Allow") -> Policy:
    """A policy of one statement under these conditions."""
    return policy(statement(effect, condition={it.operator: {it.key: list(it.values)} for it in conditions}))


def test_a_decision_that_depends_names_the_condition_and_the_statement() -> None:
    """What is not known of the request is not guessed: the condition that it hangs on is named."""
    with pytest.raises(Depends, match=r"^statement 1: IpAddress aws:SourceIp depends on") as depends:
        ask(on_condition(FROM_OFFICE), context=NOWHERE_KNOWN)
    assert depends.value.condition == FROM_OFFICE
    assert depends.value.statement == "statement 1"
    assert ask(on_condition(FROM_OFFICE), action="s3:Put", context=NOWHERE_KNOWN) == Verdict(
        Decision.IMPLICITLY_DENIED, ()
    )


@pytest.mark.parametrize(
    ("assumed", "expected"),
    [
        ({FROM_OFFICE: True, IN_EUROPE: True}, Decision.ALLOWED),
        ({FROM_OFFICE: True, IN_EUROPE: False}, Decision.IMPLICITLY_DENIED),
        ({FROM_OFFICE: False}, Decision.IMPLICITLY_DENIED),
        ({FROM_OFFICE: True}, IN_EUROPE),
        ({}, FROM_OFFICE),
    ],
)
def test_an_assumption_answers_for_a_condition(assumed: dict[Condition, bool], expected: Decision | Condition) -> None:
    """Each condition that the decision hangs on can be assumed to be met or not, until it is decided."""
    request = Request("s3:Get", "*", NOWHERE_KNOWN, assumed)
    try:
        outcome: Decision | Condition = decide([on_condition(FROM_OFFICE, IN_EUROPE)], request).decision
    except Depends as depends:
        outcome = depends.condition
    assert outcome == expected


def test_an_assumption_does_not_answer_for_what_is_known() -> None:
    """A condition on a key whose value is known is met or not, whatever is assumed."""
    request = Request("s3:Get", "*", {"aws:SourceIp": "192.0.2.1"}, {FROM_OFFICE: False})
    assert decide([on_condition(FROM_OFFICE)], request).decision is Decision.ALLOWED


def test_a_doubt_that_an_assumption_settles_is_named_before_one_that_none_does() -> None:
    """Where a decision hangs on two doubts, the one named is the one that can be asked about."""
    doubtful = Condition("stringequals", "aws:username", ("x",))
    for order in ((doubtful, FROM_OFFICE), (FROM_OFFICE, doubtful)):
        with pytest.raises(Depends):
            ask(on_condition(*order), context=NOWHERE_KNOWN)
        for policies in (
            [on_condition(it, effect="Deny") for it in order],
            [on_condition(it) for it in order],
        ):
            with pytest.raises(Depends):
                ask(*policies, context=NOWHERE_KNOWN)
        limit, own = (on_condition(it) for it in order)
        with pytest.raises(Depends):
            decide([own], Request("s3:Get", "*", NOWHERE_KNOWN), boundary=limit)


READ, ALL, NONE = (
    policy(statement(effect, action)) for effect, action in (("Allow", "s3:G*"), ("Allow", "*"), ("Deny", "*"))
)
IDENTITY, BOUNDARY, SERVICE_CONTROL = Source.IDENTITY, Source.BOUNDARY, Source.SERVICE_CONTROL
ONE = ("statement 1",)


@pytest.mark.parametrize(
    ("identity", "boundary", "service_control", "expected"),
    [
        (ALL, READ, (READ,), Verdict(Decision.ALLOWED, ONE, IDENTITY)),
        (ALL, None, (READ, NONE), Verdict(Decision.EXPLICITLY_DENIED, ONE, SERVICE_CONTROL)),
        (ALL, NONE, (READ,), Verdict(Decision.EXPLICITLY_DENIED, ONE, BOUNDARY)),
        (NONE, ALL, (ALL,), Verdict(Decision.EXPLICITLY_DENIED, ONE, IDENTITY)),
        (ALL, policy(statement(action="s3:Put")), (), Verdict(Decision.IMPLICITLY_DENIED, (), BOUNDARY)),
        (ALL, ALL, (policy(statement(action="s3:Put")),), Verdict(Decision.IMPLICITLY_DENIED, (), SERVICE_CONTROL)),
        (ALL, ALL, (policy(statement(action="s3:Put")), READ), Verdict(Decision.ALLOWED, ONE, IDENTITY)),
        (ALL, None, (policy(statement("Deny", "s3:Put")),), Verdict(Decision.ALLOWED, ONE, IDENTITY)),
        (policy(statement(action="s3:Put")), ALL, (ALL,), Verdict(Decision.IMPLICITLY_DENIED, (), IDENTITY)),
    ],
)
def test_boundaries_and_service_control_policies_limit(
    identity: Policy, boundary: Policy | None, service_control: tuple[Policy, ...], expected: Verdict
) -> None:
    """Each kind of policy must allow a request and none may deny it; the verdict names the kind that decided."""
    request = Request("s3:Get", "*", {})
    assert decide([identity], request, boundary=boundary, service_control=service_control) == expected


def test_without_identity_based_policies_nothing_else_allows() -> None:
    """A boundary and a service control policy give no permission."""
    verdict = decide([], Request("s3:Get", "*", {}), boundary=ALL, service_control=[ALL])
    assert verdict == Verdict(Decision.IMPLICITLY_DENIED, (), IDENTITY)


def test_a_doubt_of_one_kind_of_policy_does_not_matter_where_another_refuses() -> None:
    """What the identity-based policies do not allow is denied, whatever a boundary may depend on."""
    office = on_condition(FROM_OFFICE)
    request = Request("s3:Get", "*", NOWHERE_KNOWN)
    refused = decide([policy(statement(action="s3:Put"))], request, boundary=office)
    assert refused == Verdict(Decision.IMPLICITLY_DENIED, (), IDENTITY)
    denied = decide([NONE], request, service_control=[on_condition(FROM_OFFICE, effect="Deny")])
    assert denied == Verdict(Decision.EXPLICITLY_DENIED, ONE, IDENTITY)
    with pytest.raises(Depends):
        decide([ALL], request, boundary=office)


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
