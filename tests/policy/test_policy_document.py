import json
from pathlib import Path

import pytest

from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.decision import Decision, Policy, PolicyError, Request, decide

PUBLISHED = sorted((Path(__file__).parent / "published").glob("*.json"))
ALLOW = {"Effect": "Allow", "Action": "s3:Get", "Resource": "*"}


def with_statement(*without: str, **changed: object) -> str:
    """A policy of one statement, legal but for what is taken out or changed."""
    statement = {name: value for name, value in {**ALLOW, **changed}.items() if name not in without}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_the_policy_that_comes_with_the_program_is_readable() -> None:
    """The document is there, in UTF-8 JSON, with its four statements."""
    assert [it.name for it in Policy.parse(force_mfa()).statements] == [
        "statement 1",
        "statement 2",
        "AllowIndividualUserToManageTheirOwnMFA",
        "BlockMostAccessUnlessSignedInWithMFA",
    ]


def test_policies_as_accounts_use_them_are_readable() -> None:
    """Each of the published force-MFA policies is read, the one with an Id and the one without a Version too."""
    policies = [Policy.parse(json.loads(path.read_text(encoding="utf-8"))["policy"]) for path in PUBLISHED]
    assert len(policies) == 18
    assert sorted({it.id for it in policies}) == ["", "EnforceMFA"]
    assert [it.version for it in policies].count("2008-10-17") == 1


@pytest.mark.parametrize(
    "document",
    [
        {"Statement": ALLOW},
        {"Statement": [ALLOW]},
        {"Statement": ({**ALLOW, "Action": ("s3:Get",), "Resource": ["*"], "Sid": "One"},)},
        {"Version": "2012-10-17", "Statement": [{**ALLOW, "Sid": ""}, {**ALLOW, "Sid": "", "Condition": {}}]},
        {"Version": "2008-10-17", "Id": "mine", "Statement": ALLOW},
    ],
)
def test_brackets_are_optional_around_one(document: dict[str, object]) -> None:
    """One statement, action or resource may stand without a list, in JSON and in what was read from it."""
    for form in (document, json.dumps(document)):
        assert decide([Policy.parse(form)], Request("s3:Get", "*", {})).decision is Decision.ALLOWED


@pytest.mark.parametrize(
    ("value", "same"),
    [(True, "true"), (False, "false"), (10, "10"), (2.5, "2.5"), (["a", 1], ["a", "1"])],
)
def test_numbers_and_booleans_need_no_quotation_marks(value: object, same: object) -> None:
    """A condition value means the same with and without quotation marks."""
    bare, quoted = (Policy.parse(with_statement(Condition={"StringEquals": {"s3:prefix": it}})) for it in (value, same))
    assert bare == quoted
    condition = {"StringEquals": {"s3:prefix": value}}
    assert Policy.parse({"Version": "2012-10-17", "Statement": {**ALLOW, "Condition": condition}}) == quoted


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("{} {}", "not JSON"),
        ('{"Version": NaN}', "not JSON"),
        ("[" * 100_000, "^the policy is nested too deeply$"),
        ('{"Statement":' * 100_000, "^the policy is nested too deeply$"),
        ('{"Statement": 1e9999999999999999999}', "^the policy has a number that is too large or too small$"),
        ("[]", "^the policy is not an object$"),
        ('"policy"', "not an object"),
        ("{}", "^the policy has no Statement$"),
        ('{"Statement": []}', "no Statement"),
        ('{"Statement": "all"}', "no Statement"),
        ('{"Statement": [1]}', "statement 1 is not an object"),
        ('{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}', "'Version' stands twice"),
        ('{"Statement": {"Effect": "Allow", "Effect": "Deny"}}', "'Effect' stands twice"),
        ('{"Version": "2024-01-01", "Statement": []}', "^the Version is neither of 2012-10-17, 2008-10-17$"),
        ('{"Version": 20121017, "Statement": []}', "Version is neither"),
        ('{"Version": ' + "1" * 5000 + "}", "Version is neither"),
        ('{"Version": ["2012-10-17"], "Statement": []}', "Version is neither"),
        ('{"Id": 1, "Statement": []}', "^the Id is not text$"),
        ('{"Identity": "mine", "Statement": []}', "unknown element, 'Identity'"),
        (with_statement("Effect"), "Effect of statement 1"),
        (with_statement(Effect="allow"), "Effect of statement 1"),
        (with_statement(Effect=["Allow"]), "Effect of statement 1"),
        (with_statement(NotAction="s3:Put"), "both of Action and NotAction"),
        (with_statement("Action"), "neither of Action and NotAction"),
        (with_statement(NotResource="*"), "both of Resource and NotResource"),
        (with_statement("Resource"), "neither of Resource and NotResource"),
        (with_statement(Action=[]), "Action of statement 1 is empty"),
        (with_statement(Action=[1]), "Action of statement 1 has a value"),
        (with_statement(Action="GetUser"), "Action of statement 1 has a value"),
        (with_statement(Action=["iam:Get", "iam:${aws:username}"]), "Action of statement 1 has a value"),
        (with_statement(Action={"iam": "GetUser"}), "Action of statement 1 has a value"),
        (with_statement(Resource=""), "Resource of statement 1 has a value"),
        (with_statement(Resource="bucket/*"), "Resource of statement 1 has a value"),
        (with_statement(Resource=None), "Resource of statement 1 has a value"),
        (with_statement("Resource", NotResource="me"), "NotResource of statement 1 has a value"),
        (with_statement(Principal="*"), "has a Principal"),
        (with_statement(NotPrincipal={"AWS": "*"}), "has a Principal"),
        (with_statement(Comment="hello"), "unknown element, 'Comment'"),
        (with_statement(effect="Deny"), "unknown element, 'effect'"),
        (with_statement(Sid="with space"), "Sid of statement 1"),
        (with_statement(Sid=1), "Sid of statement 1"),
        (
            json.dumps({"Statement": [{**ALLOW, "Sid": "A"}, {**ALLOW, "Sid": "A"}]}),
            "^two statements have the same Sid$",
        ),
        (json.dumps({"Statement": [ALLOW, {**ALLOW, "Effect": "Maybe"}]}), "Effect of statement 2"),
        (with_statement(Condition=[]), "Condition of statement 1"),
        (with_statement(Condition={"Bool": "true"}), "Bool in statement 1 is not an object"),
        (with_statement(Condition={"Bool": {"aws:x": []}}), "has no value for aws:x"),
        (with_statement(Condition={"Bool": {"aws:x": None}}), "a value of aws:x in statement 1"),
        (with_statement(Condition={"Bool": {"aws:x": [["true"]]}}), "a value of aws:x in statement 1"),
        (with_statement(Condition={"Bool": {"aws:x": "true", "AWS:X": "false"}}), "in different case"),
    ],
    ids=lambda value: value if len(value) < 60 else value[-60:],
)
def test_what_is_no_identity_based_policy_is_refused(document: str, message: str) -> None:
    """A malformed document is refused, with words that say what is wrong and where."""
    with pytest.raises(PolicyError, match=message):
        Policy.parse(document)


def test_a_policy_tells_its_version_and_id_and_its_statements_their_place() -> None:
    """Version 2008-10-17 holds where none is named, and an Id is kept though it has no meaning here."""
    policy = Policy.parse({"Statement": [{**ALLOW, "Sid": "One"}, ALLOW], "Id": "mine"})
    assert (policy.version, policy.id) == ("2008-10-17", "mine")
    assert [(it.name, it.number) for it in policy.statements] == [("One", 1), ("statement 2", 2)]
    policy = Policy.parse({"Version": "2012-10-17", "Statement": ALLOW})
    assert (policy.version, policy.id) == ("2012-10-17", "")


@pytest.mark.parametrize(
    ("operator", "value", "what"),
    [
        *(
            ("NumericEquals", value, "a number")
            for value in ("ten", "", "NaN", "Infinity", "１０", "1_000", "0x10", True)
        ),
        ("ForAnyValue:NumericLessThanIfExists", "ten", "a number"),
        ("NumericNotEquals", ["1", "ten"], "a number"),
        *(
            ("DateGreaterThan", value, "a date")
            for value in (
                "yesterday",
                "",
                "１７０４０６７２００",
                "2030-13-01",
                "2030-00-01",
                "2030-02-30",
                "2030-02-29T00:00:00Z",
                "2030-01-01T24:00:00Z",
                "2030-01-01T23:60:00Z",
                "2030-01-01T00:00:00+24:00",
                "2030-01-01 00:00:00Z",
                "01.01.2030",
                "1.5",
                # Seen at AWS: getmoto/moto#2269.
                "234-13",
                "2016-12-13t2:00:00.593194+1",
                "2016-12-13t2:00:00.1999999999+10:59",
                "9223372036854775808",
            )
        ),
        ("DateNotEqualsIfExists", ["2030-01-01", "2030-13-01"], "a date"),
        *(
            ("NotIpAddress", value, "an address or a range")
            for value in (
                "nowhere",
                "",
                "192.0.2.256",
                "192.0.2",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/",
                "::/129",
            )
        ),
        *(
            ("ArnNotLike", value, "an ARN")
            for value in ("alice", "", "b*", "arn", "arn:aws", "arn:aws:iam::user/a", "arx:*", "user/*")
        ),
        *(("BinaryEquals", value, "base64") for value in ("?", "QmluYXJ", "é")),
    ],
)
def test_condition_values_of_another_type_are_refused(operator: str, value: object, what: str) -> None:
    """A value that the operator cannot compare is malformed, as AWS has it, and is named with the operator."""
    with pytest.raises(
        PolicyError, match=f"^in the Condition of statement 1, .* is not {what}.*, which {operator} asks for"
    ):
        Policy.parse(with_statement(Condition={operator: {"aws:x": value}}))


@pytest.mark.parametrize(
    "operator",
    ["StringSortOf", "NullIfExists", "ForSomeValues:StringEquals", "StringLessThan", "IfExists", "", "ForAllValues:"],
)
def test_operators_that_there_are_not_are_refused(operator: str) -> None:
    """An operator of no kind is malformed."""
    with pytest.raises(PolicyError, match=f"there is no condition operator '{operator}'$"):
        Policy.parse(with_statement(Condition={operator: {"aws:x": "a"}}))


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("stringequals", "a"),
        ("ForAnyValue:Null", "true"),
        ("Bool", "yes"),
        ("NumericLessThan", "${aws:x}"),
        ("NumericLessThan", 1.5),
        ("DateLessThan", "2024"),
        ("DateLessThan", "2024-02-29"),
        ("DateLessThan", "2024-366"),
        ("DateLessThan", "2024-W01-1"),
        ("DateLessThan", "0000-01-01"),
        # Seen at AWS: getmoto/moto#2269.
        ("DateLessThan", "01T"),
        ("DateLessThan", "2016-12-13t2:00:00.593194+23"),
        ("DateLessThan", "-292275054"),
        ("DateLessThan", "9223372036854775807"),
        ("IpAddress", "192.0.2.010"),
        ("ArnLike", "*"),
        ("ArnLike", "arn:aws:*"),
        ("ArnLike", "arn:aws:iam::*:user/*"),
        ("ArnLike", "ar?:aws:s3:::b"),
        ("ArnLike", "${aws:x}"),
        ("StringLike", ""),
    ],
)
def test_what_aws_may_take_is_not_refused(operator: str, value: object) -> None:
    """Where it is not known whether AWS refuses a condition, the policy is read."""
    [statement] = Policy.parse(with_statement(Condition={operator: {"aws:x": value}})).statements
    assert [it.operator for it in statement.conditions] == [operator]
