"""The shared AWS files, as the command line has them looked up."""

from mfa_enroll.aws.session import profile_in_use
from mfa_enroll.aws.source import chosen_profile
from mfa_enroll.domain.options import Options
from mfa_enroll.files.profiles import SharedProfiles


def shared_profiles(options: Options) -> SharedProfiles:
    """Those that ``options`` and the environment name."""
    return SharedProfiles.for_options(options, profile_in_use=profile_in_use, chosen_profile=chosen_profile)
