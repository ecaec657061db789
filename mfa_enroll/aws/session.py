"""A boto3 session with the person's credentials, which asks nothing on the terminal."""

import functools
import os
import subprocess
from typing import TYPE_CHECKING

import boto3
import botocore.session
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES
from botocore.credentials import AssumeRoleProvider, Credentials, ProcessProvider

from mfa_enroll.aws.answers import clean
from mfa_enroll.aws.options import Options
from mfa_enroll.aws.problems import PromptRefusedError

if TYPE_CHECKING:
    from botocore.credentials import CredentialResolver

_GLOBAL_REGION = "us-east-1"
"""Where no region is set. IAM has one address for its partition, and STS answers the same all over it."""

_WITHOUT_PROFILE = {
    "explicit": "the practice account's key",
    "env": "environment variables",
    "iam-role": "this machine's instance role",
    "container-role": "this container's role",
    "boto-config": "a Boto configuration file",
    "ec2-credentials-file": "the file in AWS_CREDENTIAL_FILE",
}
_WITH_PROFILE = {
    "assume-role": "an assumed role",
    "assume-role-with-web-identity": "a web identity's role",
    "custom-process": "its credential_process",
    "login": "a console sign-in",
    "sso": "IAM Identity Center",
}


def open_session(options: Options) -> boto3.Session:
    """A new session; the shared files and the environment are read afresh.

    Raises:
        botocore.exceptions.BotoCoreError: The profile does not exist, or the files cannot be read.
    """
    if options.access_key_id is not None and options.secret_access_key is not None:
        below = _secluded_session()
        below.set_credentials(options.access_key_id, options.secret_access_key.reveal())
        region = options.region
    else:
        below = botocore.session.Session(profile=options.profile)
        _never_prompt(below)
        region = options.region or _region_of_other_tools()
    session = boto3.Session(region_name=region, botocore_session=below)
    if not session.region_name:
        # Clients of credential providers need it as well, wherever AWS_ENDPOINT_URL is set.
        below.set_config_variable("region", _GLOBAL_REGION)
    return session


def existing_profiles() -> tuple[str, ...]:
    """The names of the profiles in the shared files."""
    return tuple(botocore.session.Session().full_config["profiles"])


def credentials_in_words(session: boto3.Session, credentials: Credentials) -> str:
    """Where the credentials come from: "profile work", "environment variables"."""
    if credentials.method in _WITHOUT_PROFILE:
        return _WITHOUT_PROFILE[credentials.method]
    name = session.profile_name
    profile = "the default profile" if name == "default" else f"profile {clean(name)}"
    via = _WITH_PROFILE.get(credentials.method)
    return f"{profile}, {via}" if via else profile


def _region_of_other_tools() -> str | None:
    """AWS_REGION, which the AWS CLI reads and boto3 does not, unless AWS_DEFAULT_REGION is set."""
    return None if os.environ.get("AWS_DEFAULT_REGION") else os.environ.get("AWS_REGION") or None


def _secluded_session() -> botocore.session.Session:
    """A session for which no environment variable counts and the shared files are empty."""
    variables = {
        name: (in_files, None, default, conversion)
        for name, (in_files, _, default, conversion) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items()
    }
    variables["config_file"] = variables["credentials_file"] = (None, None, os.devnull, None)
    return botocore.session.Session(session_vars=variables)


def _never_prompt(session: botocore.session.Session) -> None:
    """Keep credential providers off the terminal, which belongs to the full screen.

    Left alone, one asks for an MFA code with ``getpass``; another runs a command, which may ask for anything.
    """
    resolver: CredentialResolver = session.get_component("credential_provider")
    for provider in resolver.providers:
        match provider:
            case AssumeRoleProvider():
                # botocore offers no public way to set either.
                setattr(provider, "_prompter", _refuse_to_prompt)  # noqa: B010 - the stubs leave it out
            case ProcessProvider():
                popen = functools.partial(subprocess.Popen, stdin=subprocess.DEVNULL, start_new_session=True)
                setattr(provider, "_popen", popen)  # noqa: B010 - likewise


def _refuse_to_prompt(_prompt: str) -> str:
    raise PromptRefusedError
