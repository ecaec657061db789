"""Console passwords over HTTP."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice import passwords
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.faults import DropAfter, DropBefore, Refuse
from tests.support.machine import failure_of, http

if TYPE_CHECKING:
    from tests.support.machine import Practice, Practices, Scripts

OLD, NEW = Secret("Old-enough-9"), Secret("New + enough & 9%")


@pytest.fixture
def practice(serve: "Practices") -> "Practice":
    """A practice account whose user has a console password."""
    return serve(PracticeAccount(password=OLD))


async def test_a_password_is_changed(practice: "Practice", alice: IamUser) -> None:
    """The access key is enough, and the new password holds from then on, letter by letter."""
    await practice.account().change_password(alice, OLD, NEW)
    profile = practice.practice.login_profile
    assert profile is not None
    assert profile.password.reveal() == NEW.reveal()
    (request,) = practice.server.requests
    assert (request.call, request.credentials) == (Call.CHANGE_PASSWORD, "long-term")


async def test_parameters(scripted: "Scripts", account_at: Callable[[str], AwsAccount], alice: IamUser) -> None:
    """Old and new go under their own names, with nothing lost on the way."""
    server = scripted(http("<ChangePasswordResponse/>"))
    await account_at(server.url).change_password(alice, OLD, NEW)
    (body,) = server.bodies
    assert dict(parse_qsl(body.decode())) == {
        "Action": "ChangePassword",
        "Version": "2010-05-08",
        "OldPassword": OLD.reveal(),
        "NewPassword": NEW.reveal(),
    }


@pytest.mark.parametrize("fault", [DropBefore(), DropAfter()], ids=lambda value: type(value).__name__)
async def test_a_change_is_sent_once(practice: "Practice", alice: IamUser, fault: DropBefore | DropAfter) -> None:
    """Whether the answer or the request is lost, it is not sent again, and which password holds is unclear."""
    practice.faults.add(Call.CHANGE_PASSWORD, fault=fault)
    failed = await failure_of(practice.account().change_password(alice, OLD, NEW))
    assert failed.failure is Failure.UNCLEAR
    assert practice.calls == [Call.CHANGE_PASSWORD]
    profile = practice.practice.login_profile
    assert profile is not None
    assert profile.password.reveal() == (NEW if isinstance(fault, DropAfter) else OLD).reveal()


@pytest.mark.parametrize(
    ("old", "new", "failure", "title"),
    [
        ("Wrong-old-9", "New-enough-9", Failure.DENIED, "did not change the password"),
        ("Old-enough-9", "short", Failure.UNFIT, "does not take this new password"),
        ("Old-enough-9", "\u0416-enough-9", Failure.STOPPED, "did not accept the request"),
        ("", "New-enough-9", Failure.STOPPED, "did not accept the request"),
    ],
)
async def test_refusals(  # noqa: PLR0913 - the columns of the table
    practice: "Practice", alice: IamUser, *, old: str, new: str, failure: Failure, title: str
) -> None:
    """What AWS refuses is told apart, and nothing of a password is in what is told."""
    failed = await failure_of(practice.account().change_password(alice, Secret(old), Secret(new)))
    assert failed.failure is failure
    assert title in failed.problem.title
    for password in filter(None, (old, new)):
        assert password not in repr(failed.problem) + str(failed)


@pytest.mark.parametrize(
    ("code", "failure"), [("InvalidUserType", Failure.STOPPED), ("EntityTemporarilyUnmodifiable", Failure.BUSY)]
)
async def test_scripted_refusals(practice: "Practice", alice: IamUser, code: str, failure: Failure) -> None:
    """So is what the practice account refuses on request only."""
    practice.faults.add(Call.CHANGE_PASSWORD, fault=Refuse(code))
    assert (await failure_of(practice.account().change_password(alice, OLD, NEW))).failure is failure


async def test_a_user_without_a_password(serve: "Practices", alice: IamUser) -> None:
    """Who has no console password is told so."""
    failed = await failure_of(serve().account().change_password(alice, OLD, NEW))
    assert failed.failure is Failure.MISSING
    assert "no console password" in failed.problem.title


async def test_no_policy_is_set(serve: "Practices", alice: IamUser) -> None:
    """Where the account has set no password policy, AWS's own holds, and that is no failure."""
    practice = serve()
    assert await practice.account().password_policy(alice) == PasswordPolicy()
    assert practice.server.requests[0].error == "NoSuchEntity"


async def test_the_policy(serve: "Practices", alice: IamUser) -> None:
    """The account's password policy is read as it is set."""
    policy = passwords.PasswordPolicy(minimum_length=14, require_symbols=True, reuse_prevention=5, max_age=90)
    practice = serve(PracticeAccount(password_policy=policy))
    expected = PasswordPolicy(minimum_length=14, kinds=0, symbols=True, reuse_prevention=5, days=90)
    assert await practice.account().password_policy(alice) == expected


async def test_a_policy_that_may_not_be_seen(serve: "Practices", alice: IamUser) -> None:
    """A denial is one, and not taken for an account without a policy."""
    other = json.dumps({"Statement": {"Effect": "Allow", "Action": "iam:ListMFADevices", "Resource": "*"}})
    failed = await failure_of(serve(PracticeAccount(policy=other)).account().password_policy(alice))
    assert failed.failure is Failure.DENIED
    assert "iam:GetAccountPasswordPolicy" in failed.problem.hand_over


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "<PasswordPolicy><MinimumPasswordLength>many</MinimumPasswordLength></PasswordPolicy>",
        "<PasswordPolicy><MinimumPasswordLength>4096</MinimumPasswordLength></PasswordPolicy>",
    ],
)
async def test_an_odd_policy(
    scripted: "Scripts", account_at: Callable[[str], AwsAccount], alice: IamUser, policy: str
) -> None:
    """A policy that cannot be read has a page, and nothing is guessed."""
    answer = http(
        '<GetAccountPasswordPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">'
        f"<GetAccountPasswordPolicyResult>{policy}</GetAccountPasswordPolicyResult></GetAccountPasswordPolicyResponse>"
    )
    failed = await failure_of(account_at(scripted(answer).url).password_policy(alice))
    assert failed.failure is Failure.STOPPED
    assert "Nothing was changed" in failed.problem.happened
