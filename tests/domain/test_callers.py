"""Callers that cannot enroll, and what an administrator is handed."""

import json

import pytest

from mfa_enroll.domain.callers import path_not_covered, why_not
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser, Kind, OtherPrincipal, parse_principal
from mfa_enroll.domain.problem import Who
from mfa_enroll.domain.remedy import removal_commands, statement
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide


@pytest.mark.parametrize(
    ("arn", "words"),
    [
        ("arn:aws:sts::123456789012:assumed-role/Dev/alice", "the role Dev"),
        ("arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_01/alice", "AWS access portal"),
        ("arn:aws:sts::123456789012:federated-user/bob", "GetFederationToken"),
        ("arn:aws:iam::123456789012:root", "root user"),
        ("arn:aws:iam::123456789012:group/staff", "arn:aws:iam::123456789012:group/staff"),
        ("", "nobody"),
    ],
)
def test_every_other_caller_has_a_page(arn: str, words: str) -> None:
    """The page says what the caller is, which credentials made it so, and what to do instead."""
    principal = parse_principal(arn)
    assert isinstance(principal, OtherPrincipal)
    problem = why_not(principal, "profile work")
    assert words in problem.happened
    assert "profile work" in problem.happened
    assert problem.steps
    assert problem.who is Who.YOU


def test_every_kind_is_told_apart() -> None:
    """No two kinds of caller share a page."""
    titles = {why_not(OtherPrincipal(kind, "arn", "name"), "x").title for kind in Kind}
    assert len(titles) == len(Kind)


@pytest.mark.parametrize(
    "user",
    [
        IamUser("aws", "123456789012", "alice"),
        IamUser("aws", "123456789012", "alice", "/eng/"),
        IamUser("aws", "123456789012", "alice", "/eng/platform/"),
        IamUser("aws-cn", "123456789012", "alice"),
        IamUser("aws-us-gov", "123456789012", "alice", "/eng/"),
    ],
)
def test_statement_is_enough_and_no_more(user: IamUser) -> None:
    """The statement is enough for a device's whole life, in any partition and under any path, and for no more."""
    policy = Policy.parse(json.dumps({"Version": "2012-10-17", "Statement": [json.loads(statement(user))]}))
    context = caller_context(user.arn, mfa=None)

    def decision(action: str, resource: str) -> Decision:
        return decide([policy], Request(action, resource, context)).decision

    assert decision("iam:ListMFADevices", user.arn) is Decision.ALLOWED
    assert decision("iam:EnableMFADevice", user.arn) is Decision.ALLOWED
    assert decision("iam:CreateVirtualMFADevice", user.device_serial) is Decision.ALLOWED
    assert decision("iam:DeleteVirtualMFADevice", user.device_serial) is Decision.ALLOWED
    assert decision("iam:DeactivateMFADevice", user.arn) is Decision.ALLOWED
    assert decision("iam:ResyncMFADevice", user.arn) is Decision.ALLOWED
    bob = IamUser(user.partition, user.account, "bob", user.path)
    assert decision("iam:EnableMFADevice", bob.arn) is Decision.IMPLICITLY_DENIED
    assert decision("iam:CreateVirtualMFADevice", bob.device_serial) is Decision.IMPLICITLY_DENIED
    assert decision("iam:DeactivateMFADevice", bob.arn) is Decision.IMPLICITLY_DENIED
    assert decision("iam:ListUsers", "*") is Decision.IMPLICITLY_DENIED


@pytest.mark.parametrize("path", ["/", "/eng/"])
def test_statements_for_passwords(path: str) -> None:
    """Each call about passwords has a statement of its own, which is enough for it and for no other."""
    user = IamUser("aws", "123456789012", "alice", path)
    bob = IamUser("aws", "123456789012", "bob", path)
    context = caller_context(user.arn, mfa=None)
    needless = {Call.WHO_AM_I, Call.START_SESSION}  # no policy is asked about these
    for call, asked in ((Call.CHANGE_PASSWORD, user.arn), (Call.PASSWORD_POLICY, "*")):
        policy = Policy.parse(json.dumps({"Version": "2012-10-17", "Statement": json.loads(statement(user, call))}))
        decisions = {
            (action, resource): decide([policy], Request(action, resource, context)).decision
            for action in set(Call) - needless
            for resource in (user.arn, bob.arn, "*")
        }
        assert decisions[call, asked] is Decision.ALLOWED
        assert {action for (action, _), decision in decisions.items() if decision is Decision.ALLOWED} == {call}
        assert (decisions[call, bob.arn] is Decision.ALLOWED) == (call is Call.PASSWORD_POLICY)


def test_path_not_covered() -> None:
    """A user with a path gets the statement with the resource that matches it, for the administrator."""
    answer = "AccessDenied to iam:ListMFADevices, request 5f2c"
    problem = path_not_covered(IamUser("aws-cn", "123456789012", "alice", "/eng/"), answer)
    assert problem.who is Who.ADMINISTRATOR
    assert "/eng/" in problem.happened
    assert problem.answer == answer
    text = problem.hand_over
    first, second, *_ = text.splitlines()
    assert first == "User arn:aws-cn:iam::123456789012:user/eng/alice cannot go on in mfa-enroll without your help."
    assert second == f"AWS answered: {answer}."
    added, _ = json.JSONDecoder().raw_decode(text, text.index("{\n"))
    assert "arn:aws-cn:iam::*:user/*/${aws:username}" in added["Resource"]


def test_commands() -> None:
    """The administrator's commands are complete, in order, and safe to paste."""
    user = IamUser("aws", "123456789012", "alice")
    assert removal_commands(user, user.device_serial).splitlines() == [
        "aws iam deactivate-mfa-device --user-name alice --serial-number arn:aws:iam::123456789012:mfa/alice",
        "aws iam delete-virtual-mfa-device --serial-number arn:aws:iam::123456789012:mfa/alice",
    ]
    assert removal_commands(user, "a; rm -rf /").endswith("--serial-number 'a; rm -rf /'")
