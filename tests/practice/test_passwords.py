from typing import TYPE_CHECKING

import pytest

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.faults import Faults, Refuse
from mfa_enroll.practice.passwords import PasswordPolicy

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve


def test_a_password_is_changed(console_user: "Practice") -> None:
    """ChangePassword takes the old password and a fit new one; from then on only the new one is right."""
    console_user.iam.change_password(OldPassword="Old-enough-9", NewPassword="New-enough-9")
    refusal = console_user.refused(
        console_user.iam.change_password, OldPassword="Old-enough-9", NewPassword="Newer-enough-9"
    )

    assert (refusal.code, refusal.status) == ("AccessDenied", 403)
    assert refusal.message == "The old password was incorrect."
    console_user.iam.change_password(OldPassword="New-enough-9", NewPassword="Newer-enough-9")


@pytest.mark.parametrize("unfit", ["Short-9", "alllowercase", "lowercase9", "lowercase9é"])
def test_awss_own_rules_hold_where_no_policy_is_set(console_user: "Practice", unfit: str) -> None:
    """Without a password policy eight characters of three kinds are needed."""
    refusal = console_user.refused(console_user.iam.change_password, OldPassword="Old-enough-9", NewPassword=unfit)

    assert (refusal.code, refusal.status) == ("PasswordPolicyViolation", 400)
    console_user.iam.change_password(OldPassword="Old-enough-9", NewPassword="lowercase-9")


@pytest.mark.parametrize("unfit", ["Aa1-", "aaaaaaa1-", "AAAAAAA1-", "Aaaaaaaaa-", "Aaaaaaaaa1", "Old-enough-9"])
def test_the_accounts_policy_holds(serve: "Serve", unfit: str) -> None:
    """Length, kinds of characters and earlier passwords are held against the policy that is set."""
    policy = PasswordPolicy(
        minimum_length=9,
        require_symbols=True,
        require_numbers=True,
        require_uppercase=True,
        require_lowercase=True,
        reuse_prevention=1,
    )
    practice = serve(password=Secret("Old-enough-9"), password_policy=policy)
    refusal = practice.refused(practice.iam.change_password, OldPassword="Old-enough-9", NewPassword=unfit)

    assert refusal.code == "PasswordPolicyViolation"
    practice.iam.change_password(OldPassword="Old-enough-9", NewPassword="Aaaaaaa1-")
    practice.iam.change_password(OldPassword="Aaaaaaa1-", NewPassword="Old-enough-9")


def test_passwords_before_the_last(serve: "Serve") -> None:
    """As many earlier passwords as the policy says may not be taken again, and those before may."""
    practice = serve(password=Secret("First-one-1"), password_policy=PasswordPolicy(reuse_prevention=2))
    practice.iam.change_password(OldPassword="First-one-1", NewPassword="Second-one-2")
    refusal = practice.refused(practice.iam.change_password, OldPassword="Second-one-2", NewPassword="First-one-1")
    practice.iam.change_password(OldPassword="Second-one-2", NewPassword="Third-one-3")

    assert refusal.code == "PasswordPolicyViolation"
    practice.iam.change_password(OldPassword="Third-one-3", NewPassword="First-one-1")


def test_a_user_without_a_password(practice: "Practice") -> None:
    """A user who has no console password cannot change one."""
    refusal = practice.refused(practice.iam.change_password, OldPassword="x", NewPassword="Long-enough-9")

    assert (refusal.code, refusal.status) == ("NoSuchEntity", 404)


def test_a_user_with_a_path_is_denied(serve: "Serve") -> None:
    """The policy allows it on a user without a path only."""
    practice = serve(path="/eng/", password=Secret("Old-enough-9"))
    refusal = practice.refused(practice.iam.change_password, OldPassword="Old-enough-9", NewPassword="New-enough-9")

    assert "iam:ChangePassword on resource: arn:aws:iam::111122223333:user/eng/alice" in refusal.message


def test_no_refusal_repeats_a_password(console_user: "Practice") -> None:
    """A password that is refused for its form or its length is not repeated in the refusal."""
    for password in ("sentinel\u0416", "sentinel" * 17):
        refusal = console_user.refused(console_user.iam.change_password, OldPassword=password, NewPassword=password)
        assert refusal.code == "ValidationError"
        assert refusal.message.startswith("2 validation errors detected: ")
        assert "sentinel" not in refusal.message


def test_the_password_policy_is_shown(serve: "Serve") -> None:
    """GetAccountPasswordPolicy shows the policy that is set."""
    practice = serve(password_policy=PasswordPolicy(minimum_length=14, require_numbers=True, reuse_prevention=5))
    policy = practice.iam.get_account_password_policy()["PasswordPolicy"]

    assert policy == {
        "MinimumPasswordLength": 14,
        "RequireSymbols": False,
        "RequireNumbers": True,
        "RequireUppercaseCharacters": False,
        "RequireLowercaseCharacters": False,
        "AllowUsersToChangePassword": False,
        "ExpirePasswords": False,
        "PasswordReusePrevention": 5,
    }


def test_passwords_that_expire(serve: "Serve") -> None:
    """A policy under which passwords expire says so, and after how many days."""
    practice = serve(password_policy=PasswordPolicy(max_age=90))
    policy = practice.iam.get_account_password_policy()["PasswordPolicy"]

    assert (policy["ExpirePasswords"], policy["MaxPasswordAge"]) == (True, 90)
    assert "PasswordReusePrevention" not in policy


@pytest.mark.parametrize(("code", "status"), [("InvalidUserType", 400), ("EntityTemporarilyUnmodifiable", 409)])
def test_refusals_on_request(serve: "Serve", code: str, status: int) -> None:
    """What the account's one user never runs into can be scripted, and changes nothing."""
    faults = Faults()
    faults.add("iam:ChangePassword", fault=Refuse(code))
    practice = serve(password=Secret("Old-enough-9"), faults=faults)
    given = {"OldPassword": "Old-enough-9", "NewPassword": "New-enough-9"}
    refusal = practice.refused(practice.iam.change_password, **given)

    assert (refusal.code, refusal.status) == (code, status)
    practice.iam.change_password(**given)


def test_in_a_session(serve: "Serve") -> None:
    """A session with MFA changes a password as the access key does."""
    practice = serve(enrolled=True, password=Secret("Old-enough-9"))
    iam = practice.client("iam", practice.session_keys(code=practice.code()))
    iam.change_password(OldPassword="Old-enough-9", NewPassword="New-enough-9")

    assert practice.account.login_profile is not None
    assert practice.account.login_profile.password.reveal() == "New-enough-9"


def test_no_password_policy_is_set(practice: "Practice") -> None:
    """Where no policy is set, GetAccountPasswordPolicy is NoSuchEntity."""
    refusal = practice.refused(practice.iam.get_account_password_policy)

    assert (refusal.code, refusal.status) == ("NoSuchEntity", 404)
    assert refusal.message == "The Password Policy with domain name 111122223333 cannot be found."
