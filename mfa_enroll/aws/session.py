"""A boto3 session with the person's credentials, which asks nothing on the terminal."""

import functools
import os
from typing import TYPE_CHECKING, Any

import boto3
import botocore.loaders
import botocore.session
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES
from botocore.credentials import AssumeRoleProvider, Credentials, ProcessProvider
from botocore.exceptions import BotoCoreError, PartialCredentialsError

from mfa_enroll.aws.commands import Command
from mfa_enroll.aws.guarded import GuardedSession
from mfa_enroll.aws.keys import MFA_SESSION, check_characters, describe
from mfa_enroll.aws.source import source_of_session
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.profiles import ProfileAsksForCode
from mfa_enroll.files.chosen import profile_in_use

if TYPE_CHECKING:
    from botocore.credentials import CredentialProvider, CredentialResolver

_GLOBAL_REGION = "us-east-1"
"""Where no region is set. IAM has one address for its partition, and STS answers the same all over it."""


def open_session(options: Options) -> boto3.Session:
    """Open a new session; the shared files and the environment are read afresh.

    With the keys of a session everything but the keys is as it would be without.

    Raises:
        botocore.exceptions.BotoCoreError: The profile does not exist, or the files cannot be read.
        Stopped: The profile holds a session, and the one with the access key is not there.
    """
    if options.access_key_id is not None and options.secret_access_key is not None:
        below = _secluded_session()
        below.set_credentials(options.access_key_id, options.secret_access_key.reveal())
        region = options.region
    else:
        below = GuardedSession(profile=source_of_session(options) or options.profile)
        _never_prompt(below)
        below.guard_metadata()
        region = options.region or _region_of_other_tools()
    below.register_component("data_loader", _loader(below.get_config_variable("data_path")))
    # The session token is part of what AWS_CSM_ENABLED has it send of every call, unencrypted, to AWS_CSM_HOST.
    below.set_config_variable("csm_enabled", False)  # noqa: FBT003 - the value's place is botocore's
    keys = options.session_keys
    if keys is not None:
        below.set_credentials(keys.access_key_id, keys.secret_access_key.reveal(), keys.session_token.reveal())
    session = boto3.Session(region_name=region, botocore_session=below)
    if not session.region_name:
        # Clients of credential providers need it as well, wherever AWS_ENDPOINT_URL is set.
        below.set_config_variable("region", _GLOBAL_REGION)
    return session


def existing_profiles() -> tuple[str, ...]:
    """The names of the profiles in the shared files."""
    return tuple(botocore.session.Session().full_config["profiles"])


def keys_in_use(session: boto3.Session, credentials: Credentials, options: Options) -> Keys:
    """Describe the keys that ``session`` has.

    Raises:
        Stopped: They hold what no key does.
        TypeError: A command has given ``null`` or a number for a key.
    """
    frozen = credentials.get_frozen_credentials()
    if not isinstance(frozen.access_key, str) or not isinstance(frozen.secret_key, str):
        raise TypeError("no key")
    method = credentials.method if options.session_keys is None else MFA_SESSION
    keys = describe(method, session.profile_name, frozen.access_key, temporary=bool(frozen.token))
    parts = {"aws_access_key_id": frozen.access_key, "aws_secret_access_key": frozen.secret_key}
    check_characters(keys, {**parts, "aws_session_token": frozen.token or ""})
    return keys


def half_a_key(options: Options, error: PartialCredentialsError) -> Keys:
    """Describe the key of which only the ID is there."""
    method = str(error.kwargs["provider"])
    if method == "env":
        key_id = os.environ.get("AWS_ACCESS_KEY_ID", "")
    else:
        below = botocore.session.Session(profile=source_of_session(options) or options.profile)
        key_id = below.get_scoped_config().get("aws_access_key_id", "")
    return describe(method, profile_in_use(options), key_id or None)


@functools.cache
def _loader(data_path: str | None) -> botocore.loaders.Loader:
    """Botocore's descriptions of AWS, read once for all sessions of a run: that takes longer than all else here."""
    return botocore.loaders.create_loader(data_path)


def _region_of_other_tools() -> str | None:
    """AWS_REGION, which the AWS CLI reads and boto3 does not, unless AWS_DEFAULT_REGION is set."""
    return None if os.environ.get("AWS_DEFAULT_REGION") else os.environ.get("AWS_REGION") or None


def _secluded_session() -> GuardedSession:
    """A session for which no environment variable counts and the shared files are empty."""
    variables = {
        name: (in_files, None, default, conversion)
        for name, (in_files, _, default, conversion) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items()
    }
    variables["config_file"] = variables["credentials_file"] = (None, None, os.devnull, None)
    return GuardedSession(session_vars=variables)


def _never_prompt(session: botocore.session.Session) -> None:
    """Keep credential providers off the terminal, which belongs to the full screen.

    Left alone, one asks for an MFA code with ``getpass``; another runs a command, which may ask for anything.
    """
    try:
        resolver: CredentialResolver = session.get_component("credential_provider")
    except ValueError as error:
        # A number that providers are set up with (AWS_METADATA_SERVICE_TIMEOUT) is none. botocore has no error for it.
        raise BotoCoreError from error
    _quieten(resolver.providers)


def _quieten(providers: "list[CredentialProvider]") -> "list[CredentialProvider]":
    for provider in providers:
        # botocore offers no public way to set any of these, and the stubs leave them out.
        match provider:
            case AssumeRoleProvider():
                setattr(provider, "_prompter", _refuse_to_prompt)  # noqa: B010
                # It has providers of its own made for its source_profile.
                builder: Any = getattr(provider, "_profile_provider_builder")  # noqa: B009
                make = builder.providers
                builder.providers = lambda *given, make=make, **named: _quieten(make(*given, **named))
            case ProcessProvider():
                setattr(provider, "_popen", Command)  # noqa: B010
    return providers


def _refuse_to_prompt(_prompt: str) -> str:
    raise Stopped(ProfileAsksForCode())
