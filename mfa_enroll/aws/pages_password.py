"""Words for what AWS answers to a change of the console password."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.remedy import request_for_password, request_for_statement


def denied(user: IamUser, answer: str) -> Problem:
    """AccessDenied: to a wrong current password, and to a user whose policy does not allow it."""
    return Problem(
        title="AWS did not change the password",
        happened=(
            "Most likely the current password was not typed right. It may also be that a policy does not allow "
            f"{Call.CHANGE_PASSWORD}: AWS does not say which."
        ),
        steps=(
            "Try again, and look at Caps Lock and the keyboard’s language while you type the current password.",
            "If you do not know it any more, ask your administrator for a new one.",
            "If you are sure of it, send the text below to your administrator. It is printed again when you leave.",
        ),
        who=Who.ADMINISTRATOR,
        hand_over=request_for_statement(user, answer, Call.CHANGE_PASSWORD),
        can_retry=True,
    )


def unfit() -> Problem:
    """PasswordPolicyViolation."""
    return Problem(
        title="AWS does not take this new password",
        happened="It does not keep to the account’s rules for passwords. Your password was not changed.",
        steps=(
            "Try again with a longer one, with capital and small letters, numbers and symbols.",
            "Choose one that you have not had before, and that is neither the account’s name nor an e-mail address.",
            "If none is taken, ask your administrator for the account’s password policy.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def none_there(user: IamUser, answer: str) -> Problem:
    """NoSuchEntity: the user has no login profile."""
    return Problem(
        title="Your user has no console password",
        happened=f"There is no password to change: {user.name} signs in to AWS with access keys only.",
        steps=(
            "If you do not use the AWS console, nothing is missing.",
            "If you need it, send the text below to your administrator. It is printed again when you leave.",
        ),
        who=Who.ADMINISTRATOR,
        hand_over=request_for_password(user, answer),
        can_retry=True,
    )


def not_a_user() -> Problem:
    """InvalidUserType: the caller is not one that changes a password through the API."""
    return Problem(
        title="These credentials have no password",
        happened="AWS changes passwords of IAM users alone, and does not take the credentials in use for a user’s.",
        steps=("Leave, and run it with an access key of your own user: mfa-enroll --profile NAME.",),
        who=Who.YOU,
        can_retry=True,
    )


def changed_just_now() -> Problem:
    """EntityTemporarilyUnmodifiable: a user or password that was made or changed a moment ago."""
    return Problem(
        title="The password cannot be changed just now",
        happened=(
            "Your user or its password was made or changed a moment ago, and AWS takes no other change so soon. "
            "Nothing was changed."
        ),
        steps=("Wait some minutes, then try again.",),
        who=Who.YOU,
        can_retry=True,
    )
