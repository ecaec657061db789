from functools import partial
from typing import TYPE_CHECKING

import pytest

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.passwords import AccountPasswordPolicy

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve


ALL_KINDS = AccountPasswordPolicy(
    minimum_length=9,
    **dict.fromkeys(("require_symbols", "require_numbers", "require_uppercase", "require_lowercase"), True),
    reuse_prevention=1,
)


def change(practice: "Practice", old: str, new: str) -> None:
    """Change the user's password."""
    practice.iam.change_password(OldPassword=old, NewPassword=new)


def test_a_password_is_changed(console_user: "Practice") -> None:
    """ChangePassword takes the old password and a fit new one; from then on only the new one is right."""
    change(console_user, "Old-enough-9", "New-enough-9")
    refusal = console_user.refused(change, practice=console_user, old="Old-enough-9", new="Newer-enough-9")

    assert (refusal.code, refusal.status) == ("AccessDenied", 403)
    assert refusal.message == "The old password was incorrect."
    change(console_user, "New-enough-9", "Newer-enough-9")


@pytest.mark.parametrize("unfit", ["Short-9", "alllowercase", "lowercase9", "lowercase9é"])
def test_awss_own_rules_hold_where_no_policy_is_set(console_user: "Practice", unfit: str) -> None:
    """Without a password policy eight characters of three kinds are needed."""
    refusal = console_user.refused(change, practice=console_user, old="Old-enough-9", new=unfit)

    assert (refusal.code, refusal.status) == ("PasswordPolicyViolation", 400)
    change(console_user, "Old-enough-9", "lowercase-9")


@pytest.mark.parametrize("unfit", ["Aa1-", "aaaaaaa1-", "AAAAAAA1-", "Aaaaaaaaa-", "Aaaaaaaaa1", "Old-enough-9"])
def test_the_accounts_policy_holds(serve: "Serve", unfit: str) -> None:
    """Length, kinds of characters and earlier passwords are held against the policy that is set."""
    practice = serve(password=Secret("Old-enough-9"), password_policy=ALL_KINDS)
    refusal = practice.refused(change, practice=practice, old="Old-enough-9", new=unfit)

    assert refusal.code == "PasswordPolicyViolation"
    change(practice, "Old-enough-9", "Aaaaaaa1-")
    change(practice, "Aaaaaaa1-", "Old-enough-9")


def test_passwords_before_the_last(serve: "Serve") -> None:
    """As many earlier passwords as the policy says may not be taken again, and those before may."""
    practice = serve(password=Secret("First-one-1"), password_policy=AccountPasswordPolicy(reuse_prevention=2))
    change(practice, "First-one-1", "Second-one-2")
    refusal = practice.refused(change, practice=practice, old="Second-one-2", new="First-one-1")
    change(practice, "Second-one-2", "Third-one-3")

    assert refusal.code == "PasswordPolicyViolation"
    change(practice, "Third-one-3", "First-one-1")


def test_the_password_policy_is_shown(serve: "Serve") -> None:
    """GetAccountPasswordPolicy shows the policy that is set; where passwords expire, after how many days."""
    shown = {
        **dict.fromkeys(("RequireSymbols", "RequireUppercaseCharacters", "RequireLowercaseCharacters"), False),
        "AllowUsersToChangePassword": False,
        "MinimumPasswordLength": 14,
        "RequireNumbers": True,
    }
    policy = partial(AccountPasswordPolicy, minimum_length=14, require_numbers=True)
    for is_set, more in (
        (policy(reuse_prevention=5), {"ExpirePasswords": False, "PasswordReusePrevention": 5}),
        (policy(max_age=90), {"ExpirePasswords": True, "MaxPasswordAge": 90}),
    ):
        practice = serve(password_policy=is_set)
        assert practice.iam.get_account_password_policy()["PasswordPolicy"] == shown | more


def test_in_a_session(serve: "Serve") -> None:
    """A session with MFA changes a password as the access key does."""
    practice = serve(enrolled=True, password=Secret("Old-enough-9"))
    iam = practice.client("iam", practice.session_keys(code=practice.code()))
    iam.change_password(OldPassword="Old-enough-9", NewPassword="New-enough-9")

    assert practice.account.login_profile is not None
    assert practice.account.login_profile.password.reveal() == "New-enough-9"
