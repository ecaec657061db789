"""What the linter finds in published policies and in our own, and that what it asks for mends them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policies import NAMES, document
from mfa_enroll.policy.findings import Change, Finding, Weight
from mfa_enroll.policy.lint import lint
from tests.support.faulty import ALICE, DELETE, IN_CHINA, OWN_USER, PATHS, UNDER_A_PATH, allow, deny, kinds, policy
from tests.support.published import PUBLISHED, Published

IN_PUBLISHED = {
    "01-docs-selfmanage-2017": {DELETE, PATHS},
    "04-docs-selfmanage-current": {PATHS},
    "05-docs-delegate-2017": {DELETE, PATHS, "example-account"},
    "08-docs-hardware-only": {PATHS},
    "12-docs-my-sec-creds-current": {PATHS},
    "16-docs-tutorial-2017": {DELETE, PATHS},
    "20-china-docs-arn-aws": {"other-partition", PATHS},
    "22-repost-kc-cli": {"bool-in-deny", "deactivate-without-mfa", DELETE},
    "24-tf-enforce-policy-id": {"id", DELETE},
    "25-tf-aws-modules-iam-group": {"example-account"},
    "28-trussworks-mfa": {DELETE, PATHS},
    "31-tf-bearji-notresource": {"nothing-allowed"},
    "36-tf-create-on-user-only": {"device-calls-on-users", PATHS},
    "40-tf-null-mfaage-noenable": {PATHS},
    "42-skill-deny-all-no-mfa": set(),
    "46-fido-only": {DELETE, PATHS},
    "49-region-deny": {PATHS},
    "54-version-2008": {"variables-as-text", PATHS},
}


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_what_is_found_in_published_policies(published: Published) -> None:
    """All that is wrong with them, and nothing else."""
    assert kinds(lint(published.text, published.user)) == IN_PUBLISHED[published.name]
    assert lint(published.document, published.user) == lint(published.text, published.user)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("force-mfa", {"deactivate-without-mfa", DELETE, PATHS}), ("aws-current", {PATHS}), ("hardened", {DELETE})],
)
def test_what_is_found_in_our_own_documents(name: str, expected: set[str]) -> None:
    """No fault but what is known of the documents that come with the program, in the partition they are for."""
    assert kinds(lint(document(name), ALICE)) == expected


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-eusc"])
@pytest.mark.parametrize("path", ["/", "/eng/", "/a/b/"])
def test_the_hardened_document_suits_every_user(partition: str, path: str) -> None:
    """Whatever the partition and the path, there is no fault and no risk in it."""
    assert kinds(lint(document("hardened"), IamUser(partition, "999999999999", "alice", path))) == {DELETE}


def mended(faulty: Mapping[str, Any], finding: Finding) -> dict[str, Any]:
    """The document with the change that the finding asks for."""
    assert finding.fix
    value: Any = finding.fix.value
    match finding.fix.change:
        case Change.SET:
            return {**faulty, **value}
        case Change.REMOVE:
            return {name: it for name, it in faulty.items() if name not in value}
        case Change.ADD_STATEMENTS:
            return {**faulty, "Statement": [*faulty["Statement"], *value]}
        case Change.ADD_RESOURCES:
            return {**faulty, "Statement": [_with_resources(it, finding.where, value) for it in faulty["Statement"]]}
    text = json.dumps(faulty)
    for old, new in value.items():
        whole = f'"{old}"' in text
        text = text.replace(f'"{old}"' if whole else old, json.dumps(new).strip("[]") if whole else new)
    return dict(json.loads(text))


def _with_resources(statement: dict[str, Any], where: tuple[str, ...], added: list[str]) -> dict[str, Any]:
    resource = statement.get("Resource", [])
    entries = [resource] if isinstance(resource, str) else resource
    return {**statement, "Resource": [*entries, *added]} if {*where} & {*entries} else statement


FAULTY = [(it.document, it.user) for it in PUBLISHED] + [
    (each, user)
    for user in (ALICE, UNDER_A_PATH, IN_CHINA)
    for each in (
        *(json.loads(document(name)) for name in NAMES),
        policy(allow(Resource=[OWN_USER, "arn:aws:iam::*:mfa/$${aws:username}"])),
        policy(allow(Resource=["arn:aws:iam::123456789012:mfa/*", "arn:aws:iam::*:*/alice"]), Id="x"),
        policy(allow(Resource="arn:aws:iam::*:mfa/*"), allow(Action="iam:ListMFADevice")),
        policy(allow(Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}), deny("Bool")),
    )
]


@pytest.mark.parametrize(("faulty", "user"), FAULTY)
def test_what_a_finding_asks_for_mends_it(faulty: Mapping[str, Any], user: IamUser) -> None:
    """With the change, it is not found any more, the document can still be read, and no new fault is in it."""
    before = lint(faulty, user)
    for finding in before:
        if finding.fix:
            after = lint(mended(faulty, finding), user)
            assert finding not in after
            assert {it.kind for it in after if it.kind.weight is Weight.FAULT} <= {it.kind for it in before}
