"""Words for what can be wrong with a profile and the files it stands in."""

import difflib
from collections.abc import Sequence

from mfa_enroll.aws.keys import Keys, aws_command
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.text import clean

_LISTED = 8
"""How many profiles a page names; the rest is counted."""


def unknown(name: str, existing: Sequence[str], *, given: bool) -> Problem:
    """The named profile is in neither of the shared files. ``given``: by option, not by the environment."""
    near = difflib.get_close_matches(name, existing, n=_LISTED, cutoff=0.5)
    ordered = [*near, *sorted(set(existing) - set(near))]
    create = f"{aws_command('aws configure', name)}. Then try again."
    if ordered:
        listed = ", ".join(clean(profile) for profile in ordered[:_LISTED])
        more = f" and {len(ordered) - _LISTED} more" if len(ordered) > _LISTED else ""
        there = f"The profiles that exist are: {listed}{more}."
        choose = f"mfa-enroll --profile {clean(near[0])}" if near else "mfa-enroll --profile NAME, with one of these"
        steps = [f"Leave, and run {choose}.", f"Or create it: {create}"]
    else:
        there = "The shared files hold no profile at all."
        steps = [f"Create it: {create}"]
    if not given:
        steps.append(
            "The name comes from the environment variable AWS_PROFILE. To do without it, leave, run "
            "“unset AWS_PROFILE”, then run mfa-enroll again."
        )
    return Problem(
        title="There is no such profile",
        happened=f"The profile “{clean(name)}” is not in ~/.aws/config or ~/.aws/credentials. {there}",
        steps=tuple(steps),
        who=Who.YOU,
        can_retry=True,
    )


def no_source(profile: str, source: str, *, exists: bool) -> Problem:
    """A profile holds a session and names another for its access key, which holds none. ``exists``: that other."""
    shown, behind = clean(profile), clean(source)
    return Problem(
        title="The session’s access key is not there",
        happened=(
            f"Profile “{shown}” holds an MFA session, and names profile “{behind}” for the access key. "
            + ("That one holds a session as well." if exists else "There is no such profile.")
        ),
        steps=(
            "Leave, and run it with the profile of your own access key: mfa-enroll --profile NAME.",
            f"Or correct the line mfa_source_profile of “{shown}” in ~/.aws/credentials, then try again.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def unreadable_files(keys: Keys) -> Problem:
    """The shared files cannot be parsed, or a profile in them lacks something."""
    return Problem(
        title="The AWS configuration files cannot be used",
        happened="~/.aws/config or ~/.aws/credentials has a line that cannot be read, or the profile is incomplete.",
        steps=(
            f"Correct the file, or write it anew with {aws_command('aws configure', keys.profile)}.",
            "Then try again.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def sign_in_needed(keys: Keys) -> Problem:
    """An Identity Center or console sign-in behind the profile is missing or over."""
    sso, console = (aws_command(words, keys.profile) for words in ("aws sso login", "aws login"))
    return Problem(
        title="This profile’s sign-in has run out",
        happened=(
            "The profile signs in through a browser, and that sign-in is missing or over. "
            "MFA devices of IAM Identity Center are not set up here but in your AWS access portal."
        ),
        steps=(
            "If you have an access key of your own, leave and use its profile: mfa-enroll --profile NAME.",
            f"Otherwise sign in again with {sso} or {console}, then try again.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def prompt_needed() -> Problem:
    """The profile assumes a role with an MFA code, which would be asked for on the terminal."""
    return Problem(
        title="This profile asks for an MFA code",
        happened="The profile takes on a role and needs a code from an MFA device first. A role has no MFA device.",
        steps=(
            (
                "Leave, and use the profile of your access key, the one named as its source_profile: "
                "mfa-enroll --profile NAME."
            ),
        ),
        who=Who.YOU,
        can_retry=True,
    )


def source_failed(keys: Keys) -> Problem:
    """A command, a role or a metadata service that should give credentials did not."""
    return _not_fetched(
        keys, "The profile gets its credentials from a command, a role or this machine’s service, and that failed."
    )


def source_silent(keys: Keys) -> Problem:
    """Credentials were waited for, and had not come when the time was up."""
    return _not_fetched(
        keys,
        "Waiting for them took too long. The profile may get them from a command, a role or this machine’s service "
        "that does not answer. Nothing was sent.",
    )


def _not_fetched(keys: Keys, happened: str) -> Problem:
    return Problem(
        title="The credentials could not be fetched",
        happened=happened,
        steps=(
            f"Run {aws_command('aws sts get-caller-identity', keys.profile)} in a second terminal to see the reason.",
            "Or leave, and use the profile of an access key of your own: mfa-enroll --profile NAME.",
        ),
        who=Who.YOU,
        can_retry=True,
    )
