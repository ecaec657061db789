"""Profiles that hold a session: who calls with one means the access key that the session was started with."""

import botocore.session

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import SOURCE
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.profiles import SessionKeyMissing
from mfa_enroll.files.chosen import chosen_profile, key_in_environment, session_in_environment


def source_of_session(options: Options) -> str | None:
    """The profile with the access key, where the chosen one holds a session; None where it does not.

    The session of a key that was in the environment names no profile: there is nothing to go back to.

    Keys in the environment go before a profile that is chosen there or by nobody, and then it is not asked; those of a
    kept session stand for the key that it is of.

    Raises:
        Stopped: There is no such profile, or it holds a session as well.
        botocore.exceptions.BotoCoreError: The files cannot be read.
    """
    if options.access_key_id is not None:
        return None
    profiles = botocore.session.Session().full_config["profiles"]
    held = session_in_environment(options, profiles)
    if key_in_environment(options) and held is None:
        return None
    chosen = held or chosen_profile(options)
    source = profiles.get(chosen, {}).get(SOURCE)
    if not isinstance(source, str) or not source:
        return None
    if source not in profiles or SOURCE in profiles[source]:
        raise Stopped(SessionKeyMissing(profile=chosen, source=source, source_exists=source in profiles))
    return source
