import pytest

from mfa_enroll.policy.patterns import Context, matches, matches_arn, plain, resolve, resolve_arn
from mfa_enroll.policy.undecidable import Undecidable

CONTEXT: Context = {
    "aws:username": "al*ce",
    "aws:principaltag/my team": "red",
    "aws:tagkeys": ("a", "b"),
    "aws:empty": "",
}


def fits(text: str, value: str) -> bool:
    """Whether the value fits policy text with variables."""
    pattern = resolve(text, CONTEXT, variables=True)
    return pattern is not None and matches(pattern, value)


def arn_fits(text: str, arn: str, *, beyond_segments: bool = True) -> bool:
    """Whether the ARN fits policy text with variables, as for Resource or as for the Arn operators."""
    pattern = resolve_arn(text, CONTEXT, variables=True)
    return pattern is not None and matches_arn(pattern, arn, beyond_segments=beyond_segments)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("a*c", "abbbc", True),
        ("a*c", "ac", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("a**c", "a/:c", True),
        ("*", "", True),
        ("*", "two\nlines", True),
        ("", "", True),
        ("abc", "ABC", False),
        ("a.c", "abc", False),
        ("[ab]", "a", False),
        ("b", "abc", False),
        ("home/${aws:username}/*", "home/al*ce/x", True),
        ("home/${AWS:UserName}/*", "home/al*ce/x", True),
        ("home/${aws:username}/*", "home/alice/x", False),
        ("${aws:PrincipalTag/My Team}", "red", True),
        ("${*}${?}${$}", "*?$", True),
        ("${*}", "x", False),
        ("${?}", "x", False),
        ("${$}{aws:username}", "${aws:username}", True),
        ("cost $5", "cost $5", True),
        ("$", "$", True),
        ("${aws:nobody, 'x'}", "x", True),
        ("${aws:username, 'x'}", "al*ce", True),
        ("${aws:username, 'x'}", "x", False),
        ("${aws:nobody}", "", False),
        ("*${aws:nobody}*", "anything", False),
    ],
)
def test_wildcards_and_variables(text: str, value: str, *, expected: bool) -> None:
    """Wildcards written in the policy match characters; those in a variable's value mean themselves."""
    assert fits(text, value) is expected


@pytest.mark.parametrize(
    "text",
    [
        "${aws:username",
        "${}",
        "${ aws:username }",
        "${aws:username,'x'}",
        "${aws:username, x}",
        "${aws:username, 'it''s'}",
        "${aws:nobody, '*'}",
        "${aws:TagKeys}",
        "${aws:empty}",
        "${a${b}}",
    ],
)
def test_forms_of_variables_that_are_not_documented_are_refused(text: str) -> None:
    """A variable in another form than AWS documents, or without one value, is not guessed at."""
    with pytest.raises(Undecidable, match=r"variable .*\$\{"):
        resolve(text, CONTEXT, variables=True)


def test_without_variables_dollar_and_braces_are_text() -> None:
    """A policy of an old version means ${aws:username} as it is written, its wildcards excepted."""
    pattern = resolve("${aws:username}-${*}", CONTEXT, variables=False)
    assert pattern is not None
    assert matches(pattern, "${aws:username}-${anything}")
    assert plain(pattern) == "${aws:username}-${*}"


@pytest.mark.parametrize(
    ("text", "arn", "expected"),
    [
        ("arn:aws:iam::*:user/alice", "arn:aws:iam::123456789012:user/alice", True),
        ("arn:aws:iam::*:user/alice", "arn:aws-cn:iam::123456789012:user/alice", False),
        ("arn:aws*:iam::*:user/alice", "arn:aws-cn:iam::123456789012:user/alice", True),
        ("arn:aws:iam::*:user/alice", "arn:aws:iam::123456789012:user/Alice", False),
        ("arn:aws:iam::*:user/alice", "arn:aws:iam::123456789012:user/eng/alice", False),
        ("arn:aws:iam::*:user/*/alice", "arn:aws:iam::123456789012:user/eng/eu/alice", True),
        ("arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::123456789012:user/al*ce", True),
        ("arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::123456789012:user/alice", False),
        ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test/3/object.jpg", True),
        ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b//test/", True),
        ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1-test/object.jpg", False),
        ("arn:aws:logs:*:*:log-group:a*b", "arn:aws:logs:eu-west-1:1:log-group:a:stream:b", True),
        ("arn:aws:sns:eu-*-1:1:t", "arn:aws:sns:eu-west-1:1:t", True),
        ("arn:aws:sns:e*1:1:t", "arn:aws:sns:eu:1:1:t", False),
        ("arn:aws:sns:eu?1:1:t", "arn:aws:sns:eu:1:1:t", False),
        ("arn:aws:sns:e?:1:t", "arn:aws:sns:eu:1:t", True),
        ("arn:aws:sns:e?:1:t", "arn:aws:sns:e::1:t", False),
        ("arn:aws:sns:eu*:t", "arn:aws:sns:eu:1:t", True),
        ("arn:aws:s3:*", "arn:aws:s3:::bucket/key", True),
        ("arn:aws:sns:e?", "arn:aws:sns:e", False),
        ("arn:aws*s:iam::1:user/a", "arn:aws:iam::1:user/a", False),
        ("a*n", "arn", True),
        ("*rn:aws", ":rn:aws", False),
        ("arn:aws:iam::*:user/alice", "*", False),
    ],
)
def test_resources(text: str, arn: str, *, expected: bool) -> None:
    """A wildcard keeps to its segment before the fifth colon, unless it is a * that ends the segment."""
    assert arn_fits(text, arn) is expected


def test_condition_operators_check_the_components_separately() -> None:
    """For the Arn operators no wildcard crosses a colon before the resource part."""
    assert not arn_fits("arn:aws:sns:eu*:t", "arn:aws:sns:eu:1:t", beyond_segments=False)
    assert not arn_fits("arn:aws:sns:*:*:t", "arn:aws:sns:eu:1:2:t", beyond_segments=False)
    assert arn_fits("arn:aws:sns:*:*:*", "arn:aws:sns:eu:1:2:t", beyond_segments=False)


def test_a_variable_before_the_resource_part_is_refused() -> None:
    """AWS permits variables after the fifth colon only."""
    with pytest.raises(Undecidable, match="outside the resource part"):
        resolve_arn("arn:aws:iam::${aws:PrincipalAccount}:user/alice", CONTEXT, variables=True)
    with pytest.raises(Undecidable, match="outside the resource part"):
        resolve_arn("arn:aws:iam::${aws:PrincipalAccount}", CONTEXT, variables=True)
    assert resolve_arn("arn:aws:iam::${x}:user/alice", CONTEXT, variables=False) is not None
