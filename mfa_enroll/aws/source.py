"""Profiles that hold a session: who calls with one means the access key that the session was started with."""

import os

import botocore.session

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import SOURCE
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.profiles import SessionKeyMissing


def source_of_session(options: Options) -> str | None:
    """The profile with the access key, where the chosen one holds a session; None where it does not.

    The session of a key that was in the environment names no profile: there is nothing to go back to.

    Keys in the environment go before a profile that is chosen there or by nobody, and then it is not asked.

    Raises:
        Stopped: There is no such profile, or it holds a session as well.
        botocore.exceptions.BotoCoreError: The files cannot be read.
    """
    if options.access_key_id is not None or (options.profile is None and os.environ.get("AWS_ACCESS_KEY_ID")):
        return None
    profiles = botocore.session.Session().full_config["profiles"]
    chosen = chosen_profile(options)
    source = profiles.get(chosen, {}).get(SOURCE)
    if not isinstance(source, str) or not source:
        return None
    if source not in profiles or SOURCE in profiles[source]:
        raise Stopped(SessionKeyMissing(profile=chosen, source=source, source_exists=source in profiles))
    return source


def variable_that_chose(options: Options) -> str | None:
    """The environment variable that names the profile; None where the option does, or nothing."""
    variables = () if options.profile is not None else ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")
    return next((name for name in variables if name in os.environ), None)


def chosen_profile(options: Options) -> str:
    """The name of the profile that was chosen, whatever it holds and whether it exists or not."""
    if options.access_key_id is not None:
        return "default"
    return options.profile or botocore.session.Session().get_config_variable("profile") or "default"
