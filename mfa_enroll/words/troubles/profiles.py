"""The pages about a profile of the shared AWS files, and about where it gets its keys from."""

import difflib

from mfa_enroll.domain.text import clean
from mfa_enroll.domain.troubles import profiles as kinds
from mfa_enroll.words.commands import of_profile
from mfa_enroll.words.lists import listed
from mfa_enroll.words.troubles.page import Pages, TroublePage, add_pages, says, trouble_page

_NOT_FETCHED = "The credentials could not be fetched"
_SEE_WHY = "Run “aws sts get-caller-identity{of_profile}” in a second terminal to see the reason."
_OR_USE_YOUR_OWN = "Or leave, and use the profile of an access key of your own: mfa-enroll --profile NAME."

_PAGES: Pages = {
    kinds.AwsFilesUnusable: says(
        "The AWS configuration files cannot be used",
        "~/.aws/config or ~/.aws/credentials has a line that cannot be read, or the profile is incomplete.",
        "Correct the file, or write it anew with “aws configure{of_profile}”.",
        "Then try again.",
    ),
    kinds.SignInExpired: says(
        "This profile’s sign-in has run out",
        "The profile signs in through a browser, and that sign-in is missing or over. MFA devices of IAM Identity "
        "Center are not set up here but in your AWS access portal.",
        "If you have an access key of your own, leave and use its profile: mfa-enroll --profile NAME.",
        "Otherwise sign in again with “aws sso login{of_profile}” or “aws login{of_profile}”, then try again.",
    ),
    kinds.ProfileAsksForCode: says(
        "This profile asks for an MFA code",
        "The profile takes on a role and needs a code from an MFA device first. A role has no MFA device.",
        "Leave, and use the profile of your access key, the one named as its source_profile: mfa-enroll --profile "
        "NAME.",
    ),
    kinds.CredentialsFailed: says(
        _NOT_FETCHED,
        "The profile gets its credentials from a command, a role or this machine’s service, and that failed.",
        _SEE_WHY,
        _OR_USE_YOUR_OWN,
    ),
    kinds.CredentialsSilent: says(
        _NOT_FETCHED,
        "Waiting for them took too long. The profile may get them from a command, a role or this machine’s service "
        "that does not answer. Nothing was sent.",
        _SEE_WHY,
        _OR_USE_YOUR_OWN,
    ),
}
add_pages(_PAGES)

_LISTED = 8
"""How many profiles a page names; the rest is counted."""


@trouble_page.register
def _(trouble: kinds.ProfileUnknown) -> TroublePage:
    near = difflib.get_close_matches(trouble.name, trouble.existing, n=_LISTED, cutoff=0.5)
    ordered = [*near, *sorted(set(trouble.existing) - set(near))]
    configure = f"“aws configure{of_profile(trouble.name)}”"
    if ordered:
        named, rest = [clean(each) for each in ordered[:_LISTED]], len(ordered) - _LISTED
        there = f"The profiles that exist are: {listed([*named, f'{rest} more'] if rest > 0 else named)}."
        steps = [
            f"Leave, and run mfa-enroll --profile {clean(near[0])}."
            if near
            else "Leave, and run mfa-enroll --profile NAME, with one of these.",
            f"Or create it: {configure}. Then try again.",
        ]
    else:
        there = "The shared files hold no profile at all."
        steps = [f"Create it: {configure}. Then try again."]
    if not trouble.given:
        steps.append(
            "The name comes from the environment variable AWS_PROFILE. To do without it, leave, run "
            "“unset AWS_PROFILE”, then run mfa-enroll again."
        )
    return TroublePage(
        "There is no such profile",
        f"The profile “{clean(trouble.name)}” is not in ~/.aws/config or ~/.aws/credentials. {there}",
        tuple(steps),
    )


@trouble_page.register
def _(trouble: kinds.SessionKeyMissing) -> TroublePage:
    shown, behind = clean(trouble.profile), clean(trouble.source)
    what_is_there = "That one holds a session as well." if trouble.source_exists else "There is no such profile."
    return TroublePage(
        "The session’s access key is not there",
        f"Profile “{shown}” holds an MFA session, and names profile “{behind}” for the access key. {what_is_there}",
        (
            "Leave, and run it with the profile of your own access key: mfa-enroll --profile NAME.",
            f"Or correct the line mfa_source_profile of “{shown}” in ~/.aws/credentials, then try again.",
        ),
    )
