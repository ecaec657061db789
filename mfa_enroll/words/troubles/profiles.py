"""The pages about a profile of the shared AWS files, and about where it gets its keys from."""

import difflib

from mfa_enroll.domain.text import clean
from mfa_enroll.domain.troubles import profiles as kinds
from mfa_enroll.words.commands import of_profile, with_own_key, with_profile
from mfa_enroll.words.lists import listed
from mfa_enroll.words.shell import unsetting
from mfa_enroll.words.sources import files_in_use, where
from mfa_enroll.words.troubles.page import SLIP, Pages, TroublePage, add_pages, says, trouble_page

_NOT_FETCHED = "The credentials could not be fetched"
_SEE_WHY = "Run “aws sts get-caller-identity{of_profile}” in {second_terminal} to see the reason."
_OR_USE_YOUR_OWN = "Or leave, and use the profile of an access key of your own: {with_own_key}."
_LINE_SAYS = "Line {dangling.line} of {dangling.path} says “{dangling.setting} = {dangling.to}”"
_NO_PROFILE = "is no profile of that name in {files}"

_PAGES: Pages = {
    kinds.SignInExpired: says(
        "This profile’s sign-in has run out",
        "The profile signs in through a browser, and that sign-in is missing or over. MFA devices of IAM Identity "
        "Center are not set up here but in your AWS access portal.",
        "If you have an access key of your own, leave and use its profile: {with_own_key}.",
        "Otherwise sign in again with “aws sso login{of_profile}” or “aws login{of_profile}”, then try again.",
    ),
    kinds.CredentialsFailed: says(
        _NOT_FETCHED,
        "The profile gets its credentials from a role, this machine’s service or a command, and that failed.",
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

_THERE_IS = ("The one profile that exists is {profiles}.", "The profiles that exist are: {profiles}.")
_LISTED = 8
"""How many profiles a page names; the rest is counted."""


@trouble_page.register
def _(trouble: kinds.AwsFilesUnusable) -> TroublePage:
    steps: tuple[str, ...]
    if trouble.dangling is None:
        happened = "What is set for {where} in {files} is incomplete, or names a profile or section that is not there."
        steps = (
            "Run “aws sts get-caller-identity{of_profile}” in {second_terminal} to see what it lacks.",
            "Correct the file, then try again.",
        )
    else:
        missing = "is no section {dangling.section} in {around.config}" if trouble.dangling.section else _NO_PROFILE
        happened = f"{_LINE_SAYS}, and there {missing}."
        steps = ("Correct that line, or add what it names. Then try again.",)
    return says("The profile cannot be used", happened, *steps, _OR_USE_YOUR_OWN)(trouble)


@trouble_page.register
def _(trouble: kinds.ProfileUnknown) -> TroublePage:
    # What is misspelt is a profile of that name, too, where it stands in the credentials file.
    existing = [each for each in trouble.existing if not trouble.slip or f"[{clean(each)}]" != trouble.slip.found]
    near = difflib.get_close_matches(trouble.name, existing, n=_LISTED, cutoff=0.5)
    ordered = [*near, *sorted(set(existing) - set(near))]
    configure = f"“aws configure{of_profile(trouble.name)}”"
    steps = [SLIP.format(slip=trouble.slip)] if trouble.slip else []
    if ordered:
        named, rest = [clean(each) for each in ordered[:_LISTED]], len(ordered) - _LISTED
        there = _THERE_IS[len(ordered) > 1].format(profiles=listed([*named, f"{rest} more"] if rest > 0 else named))
        one = near[:1] or (ordered if len(ordered) == 1 else [])
        instead = with_profile(one[0]) if one else "mfa-enroll --profile NAME, with one of these"
        steps.append(f"{'Or leave' if steps else 'Leave'}, and run {instead}.")
    else:
        there = "They hold no profile under its proper name." if trouble.slip else "They hold no profile at all."
    if trouble.name and not trouble.slip:
        steps.append(f"{'Or create' if steps else 'Create'} it: {configure}. Then try again.")
    if trouble.variable:
        steps.append(
            f"The name comes from the environment variable {trouble.variable}. To do without it, leave, run "
            f"“{unsetting(trouble.variable)}”, then run mfa-enroll again."
        )
    return TroublePage(
        "There is no such profile",
        f"The profile “{clean(trouble.name)}” is not in {files_in_use(trouble.around)}. {there}"
        if trouble.name
        else f"{trouble.variable or '--profile'} is empty, and AWS tools look for a profile of that name. {there}",
        tuple(steps),
    )


@trouble_page.register
def _(trouble: kinds.SessionKeyMissing) -> TroublePage:
    shown, behind = clean(trouble.profile), clean(trouble.source)
    what_is_there = "That one holds a session as well." if trouble.source_exists else "There is no such profile."
    own_key = with_own_key(trouble.around)
    return TroublePage(
        "The session’s access key is not there",
        f"Profile “{shown}” holds an MFA session, and names profile “{behind}” for the access key. {what_is_there}",
        (
            f"Leave, and run it with the profile of your own access key: {own_key}.",
            f"Or correct the line mfa_source_profile of “{shown}” in {trouble.around.credentials}, then try again.",
        ),
    )


@trouble_page.register
def _(trouble: kinds.ProfileAsksForCode) -> TroublePage:
    return TroublePage(
        "This profile asks for an MFA code",
        "The profile takes on a role and needs a code from an MFA device first. A role has no MFA device.",
        (_use_source(trouble.source),),
    )


@trouble_page.register
def _(trouble: kinds.RoleRefused) -> TroublePage:
    return TroublePage(
        "AWS refused the role",
        f"AWS does not let {where(trouble.keys)} take on its role. A role has no MFA device, so it is of no use here.",
        (_use_source(trouble.source),),
    )


def _use_source(source: str) -> str:
    """What to do without the role: use the key that it is taken on with."""
    command = with_profile(source) if source else "mfa-enroll --profile NAME"
    return f"Leave, and use the profile of your access key, the one named as its source_profile: {command}."


@trouble_page.register
def _(trouble: kinds.CommandFailed) -> TroublePage:
    command = "The command “{program}”, which gives {where} its credentials,"
    steps: tuple[str, ...]
    if not trouble.started:
        happened = f"{command} could not be started: the system says “{{said}}”."
        steps = ("Correct the line credential_process in {around.config}, or install the command. Then try again.",)
    elif trouble.wants_terminal:
        happened = f"{command} wants an answer from you, as it seems, and cannot ask here."
        if trouble.said:
            happened = f"{happened} It says: “{{said}}”."
        steps = (
            "Run “aws sts get-caller-identity{of_profile}” in {second_terminal}, and type the answer there.",
            "Then try again.",
        )
    elif trouble.said:
        happened = f"{command} failed. It says: “{{said}}”."
        steps = ("Do what it asks for in {second_terminal}, then try again.",)
    else:
        happened = f"{command} failed without a word that can be shown."
        steps = (_SEE_WHY, "Then try again.")
    return says(_NOT_FETCHED, happened, *steps, _OR_USE_YOUR_OWN)(trouble)
