"""Callers that cannot turn on MFA here, and why not, as pages for people."""

from collections.abc import Callable

from mfa_enroll.domain.principal import IamUser, Kind, OtherPrincipal
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.remedy import request_for_statement

_USE_YOUR_OWN_KEY = (
    "If you also have an access key of your own, run this again with it: mfa-enroll --profile NAME. "
    "“aws configure list-profiles” lists the names."
)


def why_not(principal: OtherPrincipal, credentials: str) -> Problem:
    """The page for a caller that has no MFA device to turn on, with where its credentials come from, in words.

    An IAM user's temporary credentials are no reason: the ARN does not tell those with MFA from those without.
    """
    return _PAGES[principal.kind](principal, credentials)


def path_not_covered(user: IamUser, answer: str) -> Problem:
    """The page for a user whose path the usual policy resource ``user/${aws:username}`` does not match.

    Args:
        user: Whose listing AWS denied.
        answer: AWS's answer to it, for a support ticket.
    """
    return Problem(
        title="Your policy may not cover your user’s path",
        happened=(
            "AWS did not let you see your MFA devices, and nothing was created. Most likely the policy that asks for "
            f"MFA is written for users without a path, and {user.name} is under {user.path}."
        ),
        steps=(
            "Send the text below to your administrator. It is printed again when you leave.",
            "When your administrator has done what it asks, run mfa-enroll again.",
        ),
        who=Who.ADMINISTRATOR,
        hand_over=request_for_statement(user, answer),
        answer=answer,
        can_retry=True,
    )


def temporary_keys(credentials: str) -> Problem:
    """The page for a session that is to be started with the keys of another one, which AWS does not do."""
    unset = "“unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN”"
    return Problem(
        title="A session needs your access key",
        happened=(
            f"The credentials in use ({credentials}) are those of a session already, and AWS starts a new one with "
            "the access key itself only."
        ),
        steps=(
            f"If an earlier session was set in this terminal: leave, run {unset}, then mfa-enroll session.",
            "Or leave, and name the profile with your access key: mfa-enroll session --profile NAME.",
        ),
        who=Who.YOU,
    )


def _role(principal: OtherPrincipal, credentials: str) -> Problem:
    return Problem(
        title="You are signed in as a role",
        happened=(
            f"The credentials in use ({credentials}) belong to the role {principal.name}. "
            "A role has no MFA device; only an IAM user does."
        ),
        steps=(
            _USE_YOUR_OWN_KEY,
            "If environment variables or a wrapper such as aws-vault set the role, do without them here.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def _identity_center(_principal: OtherPrincipal, credentials: str) -> Problem:
    return Problem(
        title="You sign in through IAM Identity Center",
        happened=(
            f"The credentials in use ({credentials}) come from an Identity Center sign-in. "
            "Its MFA devices are registered in the AWS access portal, not in IAM."
        ),
        steps=(
            "Open your AWS access portal in a browser and choose “MFA devices” at the top right.",
            _USE_YOUR_OWN_KEY,
        ),
        who=Who.YOU,
        can_retry=True,
    )


def _federated(_principal: OtherPrincipal, credentials: str) -> Problem:
    return Problem(
        title="These are federated credentials",
        happened=(
            f"The credentials in use ({credentials}) were made with GetFederationToken. "
            "Such credentials cannot call IAM at all."
        ),
        steps=(_USE_YOUR_OWN_KEY,),
        who=Who.YOU,
        can_retry=True,
    )


def _root(_principal: OtherPrincipal, credentials: str) -> Problem:
    return Problem(
        title="This is the root user",
        happened=(
            f"The credentials in use ({credentials}) belong to the account’s root user. "
            "Its MFA is set up in the AWS console only."
        ),
        steps=(
            "Sign in to the AWS console as root and open “Security credentials” in the account menu.",
            "For everyday work use an IAM user’s key instead, and delete the root user’s access key.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def _unknown(principal: OtherPrincipal, credentials: str) -> Problem:
    return Problem(
        title="This caller is not an IAM user",
        happened=(
            f"With the credentials in use ({credentials}), AWS sees {principal.arn or 'nobody'}. "
            "That is not an IAM user, and only an IAM user has an MFA device to turn on here."
        ),
        steps=(_USE_YOUR_OWN_KEY, "If this is your IAM user, show this page to your administrator."),
        who=Who.YOU,
        can_retry=True,
    )


_PAGES: dict[Kind, Callable[[OtherPrincipal, str], Problem]] = {
    Kind.ROLE: _role,
    Kind.IDENTITY_CENTER: _identity_center,
    Kind.FEDERATED: _federated,
    Kind.ROOT: _root,
    Kind.UNKNOWN: _unknown,
}
