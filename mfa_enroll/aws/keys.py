"""The keys that calls are signed with: what may be told of them, and whether they can be sent at all."""

import re
from collections.abc import Mapping

from mfa_enroll.domain.keys import Keys, KeySource
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.credentials import StrayCharacterInKey

MFA_SESSION = "mfa-session"
"""How the keys of a session that this program started are found. No name of botocore's."""

_SOURCES = {
    MFA_SESSION: KeySource.MFA_SESSION,
    "explicit": KeySource.PRACTICE,
    "env": KeySource.ENVIRONMENT,
    "shared-credentials-file": KeySource.CREDENTIALS_FILE,
    "config-file": KeySource.CONFIG_FILE,
    "assume-role": KeySource.ROLE,
    "assume-role-with-web-identity": KeySource.WEB_IDENTITY,
    "custom-process": KeySource.COMMAND,
    "login": KeySource.CONSOLE_SIGN_IN,
    "sso": KeySource.IDENTITY_CENTER,
    "iam-role": KeySource.INSTANCE_ROLE,
    "container-role": KeySource.CONTAINER_ROLE,
    "boto-config": KeySource.BOTO_CONFIG,
    "ec2-credentials-file": KeySource.CREDENTIAL_FILE,
}
"""Where keys are found, by botocore's name for it."""

_KEY_ID = re.compile(r"[A-Z0-9]{16,128}", re.ASCII)
_PART = re.compile(r"[!#-&(-~]*")
"""What any part of a key consists of: graphic characters, and no quotes, as some write around values. Of the rest, line
ends and letters beyond Latin-1 fit into no HTTP header."""


def describe(method: str, profile: str, key_id: str | None, *, temporary: bool = False) -> Keys:
    """What may be told of a key.

    Args:
        method: How it was found, by botocore's name.
        profile: The profile in use.
        key_id: Its ID; None where that is not known. What does not look like one is not told at all: the secret
            access key may have been put in its place.
        temporary: Whether a session token belongs to it.
    """
    is_odd = key_id is not None and not _KEY_ID.fullmatch(key_id)
    return Keys(
        source=_SOURCES.get(method, KeySource.UNKNOWN),
        profile=profile,
        shown_id=f"{key_id[:8]}…{key_id[-4:]}" if key_id and not is_odd else "",
        is_odd=is_odd,
        temporary=temporary,
    )


def check_characters(keys: Keys, parts: Mapping[str, str]) -> None:
    """Look whether the parts of a key, by their names in the shared files, consist of what parts of keys do.

    Raises:
        Stopped: One holds a line end, a space, a quote, or something else beyond ASCII's graphic characters.
    """
    for setting, part in parts.items():
        if not _PART.fullmatch(part):
            raise Stopped(StrayCharacterInKey(keys=keys, setting=setting))
