"""What the linter finds, in words: one document, and what holds for all of it."""

import json

import pytest
from syrupy.assertion import SnapshotAssertion

from mfa_enroll.policy.findings import Change, Finding, Fix, Kind
from mfa_enroll.policy.lint import lint
from mfa_enroll.words.page import Exact
from mfa_enroll.words.policy_findings import finding_parts
from tests.support.faulty import ALICE, OWN_DEVICE, OWN_USER, TURNING_ON, UNDER_A_PATH, allow, deny, policy
from tests.words import document as documents

OWN = [OWN_USER, OWN_DEVICE]
POLICIES = (
    policy(allow(Sid="no dash")),
    policy(
        allow(Sid="Template", Resource=[*OWN, "arn:aws:iam::*:user/$${aws:username}"]),
        allow(Sid="Sample", Resource=["*", "arn:aws:iam::ACCOUNT-ID:user/*"]),
    ),
    policy(allow(Sid="Own", Resource=OWN), allow(), Id="EnforceMFA", Version="2008-10-17"),
    policy(allow(Sid="Own", Resource=["arn:aws-us-gov:iam::*:user/*", "arn:aws-us-gov:iam::*:mfa/*"])),
    policy(allow(Sid="Any", Resource=["*", "arn:aws:iam::*:*/${aws:username}", "arn:aws:iam::*:ro?e/x"])),
    policy(allow(Action=[*TURNING_ON, "iam:ListMFADevice", "sts:GetSesion*"])),
    policy(allow(Sid="Own", Resource=OWN[:1])),
    policy(allow(Sid="Own", Resource=OWN[1:])),
    policy(allow(Sid="Own", Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "yes"}})),
    policy(allow(Action="s3:*")),
    policy(allow(), deny("Bool")),
    policy(allow(Sid="LetIn", Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}})),
    policy(allow(Sid="All", Action="iam:*")),
    policy(allow(Sid="Own", Resource=["*", "arn:aws:iam::123456789012:user/x"])),
)
USERS = (ALICE, UNDER_A_PATH)
FINDINGS = list(
    {(it.kind, it.fix is None): it for user in USERS for each in POLICIES for it in lint(each, user)}.values()
)
FINDINGS.sort(key=lambda it: [*Kind].index(it.kind))


def lines(finding: Finding, width: int = 80) -> list[str]:
    """A finding as a person reads it."""
    return [*documents.paragraphs(finding_parts(finding), width), ""]


def test_all_that_is_found(document: SnapshotAssertion) -> None:
    """Every kind of finding, in the words in which its administrator reads it."""
    assert {it.kind for it in FINDINGS} == {*Kind}
    assert "\n".join(line for it in FINDINGS for line in lines(it)) == document


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda it: it.kind.value)
def test_each_says_where_it_is_and_what_to_do(finding: Finding) -> None:
    """Its statements are named, nothing is left to fill in, and what is to be added is there as JSON."""
    parts = finding_parts(finding)
    text = "\n".join(parts)
    assert all(name in text for name in finding.statements)
    assert not {"{where}", "{old}", "{new}", "{{"} & {*text.split()}
    assert parts[-1]
    if finding.fix and finding.fix.change is Change.ADD_STATEMENTS:
        assert [json.loads(parts[-1])] == finding.fix.value
        assert isinstance(parts[-1], Exact)


def test_what_a_document_says_is_shown_and_not_obeyed() -> None:
    """Escape sequences and braces in a document are text."""
    hostile = "\x1b]0;x\x07{where}"
    found = Finding(Kind.PLACEHOLDER, (hostile,), (hostile,), Fix(Change.REPLACE, {hostile: "${"}))
    text = "\n".join(finding_parts(found))
    assert "\x1b" not in text
    assert text.count("{where}") == 3
