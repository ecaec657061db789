"""What AWS's message says of a denial, and what of it is quoted."""

import pytest

from mfa_enroll.aws.denials import read_denial
from mfa_enroll.domain.denial import NOTHING_SAID, Denial, DeniedBy

WHO = "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:CreateVirtualMFADevice"
WHAT = f"{WHO} on resource: arn:aws:iam::111122223333:mfa/alice"


@pytest.mark.parametrize(
    ("message", "by"),
    [
        (f"{WHAT} because no identity-based policy allows the iam:X action", DeniedBy.NOTHING_ALLOWS),
        (f"{WHAT} with an explicit deny in an identity-based policy", DeniedBy.STATEMENT),
        (
            f"{WHAT} with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/force-mfa",
            DeniedBy.STATEMENT,
        ),
        (f"{WHO} on resource: user alice with an explicit deny in an identity-based policy", DeniedBy.STATEMENT),
        (f"{WHAT} because no permissions boundary allows the iam:X action", DeniedBy.BOUNDARY),
        (f"{WHAT} with an explicit deny in a permissions boundary", DeniedBy.BOUNDARY),
        (f"{WHAT} because no service control policy allows the iam:X action", DeniedBy.SERVICE_CONTROL),
        (f"{WHAT} with an explicit deny in a service control policy: arn:aws:x", DeniedBy.SERVICE_CONTROL),
        (f"{WHAT} because no session policy allows the iam:X action", DeniedBy.OTHER_POLICY),
        (f"{WHAT} with an explicit deny in a VPC endpoint policy", DeniedBy.OTHER_POLICY),
        (f"{WHAT} with an explicit deny in a resource control policy", DeniedBy.OTHER_POLICY),
        (WHO, DeniedBy.UNSAID),
    ],
)
def test_what_came_to_the_denial(message: str, by: DeniedBy) -> None:
    """The kind of policy is told, and the sentence is kept whole."""
    denial = read_denial(message)
    assert denial.by is by
    assert denial.quotation == message


@pytest.mark.parametrize(
    "message",
    [
        "",
        "To complete this action, please ensure that you are authenticated with an MFA device that is enabled.",
        "The old password was incorrect. Old-password-1",
        "<html>User: x</html>",
    ],
)
def test_what_is_no_such_sentence_is_not_quoted(message: str) -> None:
    """Nothing else of a message is told."""
    assert read_denial(message) == NOTHING_SAID


def test_what_may_be_a_code_is_not_quoted() -> None:
    """A user’s name may have six digits: what came to the denial is told all the same."""
    denial = read_denial(f"{WHAT}-123456 with an explicit deny in an identity-based policy")
    assert denial == Denial(DeniedBy.STATEMENT)


def test_a_quotation_is_clean_and_short() -> None:
    """Nothing in it acts on a terminal, and it ends somewhere."""
    denial = read_denial(f"{WHAT}\x1b]0;X\x07 {'x' * 9000}")
    assert denial.quotation.isprintable()
    assert denial.quotation.endswith("…")
    assert len(denial.quotation) <= 501
