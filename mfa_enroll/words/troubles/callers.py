"""The pages about callers who cannot turn on MFA here."""

from functools import partial

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles import callers as kinds
from mfa_enroll.words.handing_over import request_for_policy
from mfa_enroll.words.troubles.page import SEND, WHEN_DONE, Pages, TroublePage, add_pages, says, trouble_page

_USE_YOUR_OWN_KEY = (
    "If you also have an access key of your own, run this again with it: {with_own_key}. "
    "“aws configure list-profiles” lists the names."
)

_PAGES: Pages = {
    kinds.SignedInAsRole: says(
        "You are signed in as a role",
        "The credentials in use ({where}) belong to the role {principal.name}. A role has no MFA device; only an IAM "
        "user does.",
        _USE_YOUR_OWN_KEY,
        "If environment variables or a wrapper such as aws-vault set the role, do without them here.",
    ),
    kinds.SignedInByIdentityCenter: says(
        "You sign in through IAM Identity Center",
        "The credentials in use ({where}) come from an Identity Center sign-in. Its MFA devices are registered in the "
        "AWS access portal, not in IAM.",
        "Open your AWS access portal in a browser and choose “MFA devices” at the top right.",
        _USE_YOUR_OWN_KEY,
    ),
    kinds.FederatedCredentials: says(
        "These are federated credentials",
        "The credentials in use ({where}) were made with GetFederationToken. Such credentials cannot call IAM at all.",
        _USE_YOUR_OWN_KEY,
    ),
    kinds.RootUser: says(
        "This is the root user",
        "The credentials in use ({where}) belong to the account’s root user. Its MFA is set up in the AWS console "
        "only.",
        "Sign in to the AWS console as root and open “Security credentials” in the account menu.",
        "For everyday work use an IAM user’s key instead, and delete the root user’s access key.",
    ),
    kinds.PathNotCovered: says(
        "Your policy may not cover your user’s path",
        "AWS did not let you see your MFA devices, and nothing was created. Most likely the policy that asks for MFA "
        "is written for users without a path, and {user.name} is under {user.path}.",
        SEND,
        WHEN_DONE,
        hand_over=partial(request_for_policy, call=Call.LIST),
    ),
    kinds.SessionNeedsAccessKey: says(
        "A session needs your access key",
        "The credentials in use ({where}) are those of a session already, and AWS starts a new one with the access "
        "key itself only.",
        "If an earlier session was set in this terminal: leave, run "
        "{unset[AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN]}, then mfa-enroll session.",
        "Or leave, and name the profile with your access key: {session_with_own_key}.",
    ),
}
add_pages(_PAGES)


@trouble_page.register
def _(trouble: kinds.CallerUnknown) -> TroublePage:
    seen = "{principal.arn}" if trouble.principal.arn else "nobody"
    return says(
        "This caller is not an IAM user",
        f"With the credentials in use ({{where}}), AWS sees {seen}. That is not an IAM user, and only an IAM user has "
        "an MFA device to turn on here.",
        _USE_YOUR_OWN_KEY,
        "If this is your IAM user, show this page to your administrator.",
    )(trouble)
