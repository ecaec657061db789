"""The keys of a session as text for other programs."""

import json
from typing import TextIO

from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.words.shell import Shell, assignment


def write(keys: SessionKeys, form: str, out: TextIO) -> None:
    """Write the keys: no line of theirs ends with a carriage return, which a shell would take for a part of a value."""
    out.buffer.write(written(keys, form).encode())
    out.flush()


def written(keys: SessionKeys, form: str) -> str:
    """The keys in one of the forms of ``--print``: ``json``, or the name of a shell's."""
    return as_process_output(keys) if form == "json" else as_commands(keys, Shell(form))


def as_commands(keys: SessionKeys, shell: Shell) -> str:
    """Lines for a shell to run, each of which sets a variable."""
    given = {
        "AWS_ACCESS_KEY_ID": keys.access_key_id,
        "AWS_SECRET_ACCESS_KEY": keys.secret_access_key.reveal(),
        "AWS_SESSION_TOKEN": keys.session_token.reveal(),
        "AWS_CREDENTIAL_EXPIRATION": f"{keys.expires:%Y-%m-%dT%H:%M:%SZ}",
    }
    return "".join(f"{assignment(name, value, shell)}\n" for name, value in given.items())


def as_process_output(keys: SessionKeys) -> str:
    """What a ``credential_process`` writes (AWS SDKs and Tools Reference Guide, "Process credential provider")."""
    given = {
        "Version": 1,
        "AccessKeyId": keys.access_key_id,
        "SecretAccessKey": keys.secret_access_key.reveal(),
        "SessionToken": keys.session_token.reveal(),
        "Expiration": f"{keys.expires:%Y-%m-%dT%H:%M:%SZ}",
    }
    return f"{json.dumps(given)}\n"
