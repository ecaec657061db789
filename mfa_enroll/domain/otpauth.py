"""The URI that an authenticator app reads from the QR code, as the Key URI Format has it."""

from urllib.parse import quote

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret

_ISSUER = "AWS"


def entry_label(user: IamUser) -> str:
    """What an authenticator app calls the entry: always with the account, so that no entry replaces another one's."""
    return f"{_ISSUER}:{user.name}@{user.account}"


def provisioning_uri(user: IamUser, seed: Secret) -> Secret:
    """The ``otpauth://totp/`` URI of the user's own device, with the seed in it.

    ``seed`` is base32; padding, which the format rules out, is dropped. Digits (6), period (30 s) and
    algorithm (SHA-1) are AWS's and at the same time the format's defaults, so they are left out.
    """
    # The at sign stays as the format's own examples have it. Everything else outside RFC 3986's unreserved
    # characters is encoded, the plus above all: some apps read a bare one as a space.
    label = f"{_ISSUER}:{quote(f'{user.name}@{user.account}', safe='@')}"
    return Secret(f"otpauth://totp/{label}?secret={seed.reveal().rstrip('=')}&issuer={_ISSUER}")
