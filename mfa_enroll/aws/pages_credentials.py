"""Words for what can be wrong with credentials and the clock that signs with them."""

import difflib
from collections.abc import Sequence

from mfa_enroll.aws.answers import clean
from mfa_enroll.domain.problem import Problem, Who

_LISTED = 8
"""How many profiles a page names; the rest is counted."""

_MINUTE = 60
_HOUR = 60 * _MINUTE


def none_found() -> Problem:
    """No provider had credentials."""
    return Problem(
        title="No access key found",
        happened=(
            "There are no AWS credentials in the environment variables or in the shared files "
            "(~/.aws/credentials "
            "and ~/.aws/config)."
        ),
        steps=(
            ("Run “aws configure” and enter the access key ID and secret access key you were given, then try again."),
            ("Or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile: mfa-enroll --profile NAME."),
        ),
        who=Who.YOU,
        can_retry=True,
    )


def unknown_profile(name: str, existing: Sequence[str]) -> Problem:
    """The named profile is in neither of the shared files."""
    shown_name = clean(name)
    near = difflib.get_close_matches(name, existing, n=_LISTED, cutoff=0.5)
    ordered = [*near, *sorted(set(existing) - set(near))]
    if ordered:
        listed = ", ".join(clean(profile) for profile in ordered[:_LISTED])
        more = f" and {len(ordered) - _LISTED} more" if len(ordered) > _LISTED else ""
        there = f"The profiles that exist are: {listed}{more}."
    else:
        there = "The shared files hold no profile at all."
    choose = f"Run mfa-enroll --profile {clean(near[0])}." if near else "Run it with one of these: --profile NAME."
    return Problem(
        title=f"There is no profile “{shown_name}”",
        happened=f"The profile “{shown_name}” is not in ~/.aws/config or ~/.aws/credentials. {there}",
        steps=(
            *((choose,) if ordered else ()),
            f"Or create it with “aws configure --profile {shown_name}”, then try again.",
            "A profile that was not asked for here comes from the environment variable AWS_PROFILE.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def incomplete() -> Problem:
    """One half of an access key is missing."""
    return Problem(
        title="The access key is incomplete",
        happened="Only half of an access key was found: the ID and the secret access key belong together.",
        steps=(
            "Run “aws configure” and enter both, or set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            "Then try again.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def unreadable_files() -> Problem:
    """The shared files cannot be parsed, or a profile in them lacks something."""
    return Problem(
        title="The AWS configuration files cannot be used",
        happened=("~/.aws/config or ~/.aws/credentials has a line that cannot be read, or the profile is incomplete."),
        steps=("Correct the file, or write it anew with “aws configure”.", "Then try again."),
        who=Who.YOU,
        can_retry=True,
    )


def wrong_secret() -> Problem:
    """The key ID is known to AWS and the signature is not that of its secret."""
    return Problem(
        title="The secret access key is not right",
        happened="AWS knows this access key ID, but the secret access key does not belong to it.",
        steps=(
            "Run “aws configure” and paste the secret access key again, all 40 characters and nothing else.",
            "Then try again. If you no longer have it, ask your administrator for a new access key.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def unknown_key() -> Problem:
    """AWS does not know the key ID, in this partition at least."""
    return Problem(
        title="AWS does not know this access key",
        happened=("The access key ID is mistyped, deleted or switched off, or it belongs to another part of AWS."),
        steps=(
            "Compare the access key ID with the one you were given; “aws configure” sets it. Then try again.",
            "A key of AWS China needs --region cn-north-1; one of GovCloud needs --region us-gov-west-1.",
            "If the region is one your account has not enabled, use --region us-east-1.",
            "If all of that is right, ask your administrator whether the key is active.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def session_without_mfa() -> Problem:
    """Temporary credentials of a user, made without MFA, are not let into IAM (STS, GetSessionToken)."""
    return Problem(
        title="These are temporary credentials",
        happened="They were made without MFA, and AWS does not accept such credentials for IAM.",
        steps=(
            "Run mfa-enroll again with the access key itself: mfa-enroll --profile NAME.",
            (
                "If AWS_SESSION_TOKEN is set, unset it together with the key beside it. "
                "With aws-vault, use “aws-vault exec --no-session”."
            ),
        ),
        who=Who.YOU,
        can_retry=True,
    )


def expired() -> Problem:
    """Temporary credentials have run out."""
    return Problem(
        title="The credentials have expired",
        happened="Temporary credentials are in use, and their time is over.",
        steps=(
            "Run mfa-enroll again with your access key itself: mfa-enroll --profile NAME.",
            "If AWS_SESSION_TOKEN is set, unset it together with the key beside it.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def wrong_clock(offset: float | None) -> Problem:
    """The signature's time is too far from AWS's. ``offset`` is server minus local time in seconds."""
    if offset is None:
        how_far = "This computer's clock is further off than that."
    else:
        direction = "behind" if offset > 0 else "ahead"
        how_far = f"This computer's clock is {_duration(abs(offset))} {direction}."
    return Problem(
        title="This computer's clock is wrong",
        happened=f"AWS accepts requests only within a few minutes of its own time. {how_far}",
        steps=(
            "Set the clock, best by switching on “set time automatically”, then try again.",
            "In a virtual machine or WSL the clock may have stood still during sleep: restart it.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def _duration(seconds: float) -> str:
    whole = round(seconds)
    parts = ((whole // _HOUR, "hour"), (whole % _HOUR // _MINUTE, "minute"), (whole % _MINUTE, "second"))
    spelled = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " and ".join(filter(None, (", ".join(spelled[:-1]), spelled[-1]))) if spelled else "0 seconds"


def sign_in_needed() -> Problem:
    """An Identity Center or console sign-in behind the profile is missing or over."""
    return Problem(
        title="This profile's sign-in has run out",
        happened=(
            "The profile signs in through a browser, and that sign-in is missing or over. "
            "MFA devices of IAM Identity Center are not set up here but in your AWS access portal."
        ),
        steps=(
            "If you have an access key of your own, use its profile: mfa-enroll --profile NAME.",
            "Otherwise sign in again with “aws sso login” or “aws login”, then try again.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def prompt_needed() -> Problem:
    """The profile assumes a role with an MFA code, which would be asked for on the terminal."""
    return Problem(
        title="This profile asks for an MFA code",
        happened=("The profile takes on a role and needs a code from an MFA device first. A role has no MFA device."),
        steps=(
            (
                "Use the profile of your access key instead, the one named as its source_profile: "
                "mfa-enroll --profile NAME."
            ),
        ),
        who=Who.YOU,
        can_retry=True,
    )


def source_failed() -> Problem:
    """A command, a role or a metadata service that should give credentials did not."""
    return Problem(
        title="The credentials could not be fetched",
        happened=(
            "The profile gets its credentials from a command, a role or this machine's service, and that failed."
        ),
        steps=(
            "Run “aws sts get-caller-identity” with the same profile to see the reason.",
            "Or use the profile of an access key of your own: mfa-enroll --profile NAME.",
        ),
        who=Who.YOU,
        can_retry=True,
    )
