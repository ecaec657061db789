"""Where keys come from, and which key is in use."""

from mfa_enroll.domain.keys import Keys, KeySource
from mfa_enroll.domain.surroundings import Surroundings
from mfa_enroll.domain.text import clean
from mfa_enroll.words.lists import listed

_WITHOUT_PROFILE = {
    KeySource.ENVIRONMENT: "environment variables",
    KeySource.MFA_SESSION: "your MFA session",
    KeySource.PRACTICE: "the practice account’s key",
    KeySource.INSTANCE_ROLE: "this machine’s instance role",
    KeySource.CONTAINER_ROLE: "this container’s role",
    KeySource.BOTO_CONFIG: "a Boto configuration file",
    KeySource.CREDENTIAL_FILE: "the file in AWS_CREDENTIAL_FILE",
}
_BY_PROFILE = {
    KeySource.ROLE: "{profile}, an assumed role",
    KeySource.WEB_IDENTITY: "{profile}, a web identity’s role",
    KeySource.COMMAND: "{profile}, its credential_process",
    KeySource.CONSOLE_SIGN_IN: "{profile}, a console sign-in",
    KeySource.IDENTITY_CENTER: "{profile}, IAM Identity Center",
}


def where(keys: Keys) -> str:
    """Where keys come from: "profile work, its credential_process", "environment variables"."""
    if keys.source in _WITHOUT_PROFILE:
        return _WITHOUT_PROFILE[keys.source]
    profile = "the default profile" if keys.profile == "default" else f"profile {clean(keys.profile)}"
    return _BY_PROFILE.get(keys.source, "{profile}").format(profile=profile)


def files_in_use(around: Surroundings) -> str:
    """The two shared files, where something stands in one of them."""
    return f"{around.credentials} or {around.config}"


def second_terminal(around: Surroundings) -> str:
    """Another terminal, in which AWS tools take the same files."""
    if not around.variables:
        return "a second terminal"
    return f"a second terminal that has the same {listed(around.variables)}"


def key_in_use(keys: Keys) -> str:
    """Which key is in use and where it comes from, in a sentence."""
    if keys.is_odd:
        return f"Key in use: one that does not look like an access key ID, from {where(keys)}."
    return f"Key in use: {keys.shown_id or 'unknown'}, from {where(keys)}."
