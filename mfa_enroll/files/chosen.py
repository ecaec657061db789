"""Which profile is meant, as botocore finds it. A session of this program stands for the key that it is of."""

import os

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import SOURCE
from mfa_enroll.files.profilefiles import ProfileFiles, ProfileSections
from mfa_enroll.files.surroundings import readable

_VARIABLES = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")
"""In the order in which boto3 and the AWS CLI look at them."""


def variable_that_chose(options: Options) -> str | None:
    """The environment variable that names the profile; None where the option does, or nothing."""
    variables = () if options.profile is not None else _VARIABLES
    return next((name for name in variables if name in os.environ), None)


def chosen_profile(options: Options) -> str:
    """The name of the profile that was chosen, whatever it holds and whether it exists or not."""
    if options.access_key_id is not None:
        return "default"
    variable = variable_that_chose(options)
    return options.profile or (os.environ[variable] if variable else "") or "default"


def key_in_environment(options: Options) -> str | None:
    """The ID of an access key in the environment; None where a profile goes before it, or there is none."""
    return os.environ.get("AWS_ACCESS_KEY_ID") or None if options.profile is None else None


def profile_in_use(options: Options) -> str:
    """The name of the profile whose access key is meant, whether it exists or not; nothing is raised.

    It is the chosen one, unless that holds a session and the files tell whose.
    """
    return profile_of_key(options, readable(ProfileFiles.of_environment()))


def profile_of_key(options: Options, sections: ProfileSections) -> str:
    """The same, by what the files say."""
    chosen = chosen_profile(options)
    if options.access_key_id is not None or key_in_environment(options):
        return chosen
    # The session of a key that was in the environment names no profile: there is nothing to go back to.
    source = sections.settings(chosen).get(SOURCE, "")
    is_of_key = source in sections.names() and SOURCE not in sections.settings(source)
    return source if is_of_key else chosen
