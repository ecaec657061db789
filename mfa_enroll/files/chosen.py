"""Which profile is meant, as botocore finds it. A session of this program stands for the key that it is of."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import SOURCE
from mfa_enroll.files.inifile import Settings
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


def session_in_environment(options: Options, profiles: Mapping[str, Settings]) -> str | None:
    """The profile with the kept session whose keys are in the environment, as ``--print`` brings them there."""
    key_id = key_in_environment(options) if options.access_key_id is None else None
    if key_id is None:
        return None
    ours = (name for name, held in profiles.items() if held.get("aws_access_key_id") == key_id and held.get(SOURCE))
    return next(ours, None)


class Choice(NamedTuple):
    """Which profile and which key are meant.

    Attributes:
        profile: The one whose access key is meant, whether it exists or not.
        named: The same, or the one with a session of that key that was named.
        key_id: The ID of the key where it is not the profile's own but from the environment.
    """

    profile: str
    named: str
    key_id: str | None


def choice(options: Options, sections: ProfileSections) -> Choice:
    """What ``options`` and the environment choose among what the files hold.

    A profile with a session stands for that of its key, if the files tell which. So do a session's keys in the
    environment. Other keys there go before a profile that is chosen there or by nobody.
    """
    key_id = options.access_key_id or key_in_environment(options)
    held = session_in_environment(options, {name: sections.settings(name) for name in sections.names()})
    named = held or chosen_profile(options)
    if key_id and held is None:
        return Choice(named, named, key_id)
    # The session of a key that was in the environment names no profile: there is nothing to go back to.
    source = sections.settings(named).get(SOURCE, "")
    is_of_key = source in sections.names() and SOURCE not in sections.settings(source)
    return Choice(source if is_of_key else named, named, None)


def profile_in_use(options: Options) -> str:
    """The name of the profile whose access key is meant, by files each of which is empty where it cannot be read."""
    return choice(options, readable(ProfileFiles.of_environment())).profile
