import re
import shutil
import string
import subprocess
from urllib.parse import parse_qsl, unquote, urlsplit

import pyotp
import pytest

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LEGAL = string.ascii_letters + string.digits + "_+=,.@-"
NAMES = [LEGAL[:64], LEGAL[-64:], "+=,@" * 16, "=" * 64, "a", "me+mfa@example.com"]
"""Among them is each character that a user name may have."""

OATHTOOL = shutil.which("oathtool")


def uri(name: str, seed: str = SEED) -> str:
    """The URI for a user of this name, in the clear."""
    return provisioning_uri(IamUser("aws", "123456789012", name), Secret(seed)).reveal()


def test_the_uri_is_written_as_the_key_uri_format_says() -> None:
    """Type, issuer, account, secret and issuer again, in this order; nothing that is a default anyway."""
    assert uri("alice") == f"otpauth://totp/AWS:alice@123456789012?secret={SEED}&issuer=AWS"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("alice@example.com", "alice@example.com@123456789012"),
        ("a+b", "a%2Bb@123456789012"),
        ("a=b,c", "a%3Db%2Cc@123456789012"),
        ("A.b_c-9", "A.b_c-9@123456789012"),
    ],
)
def test_reserved_characters_of_a_name_are_percent_encoded(name: str, label: str) -> None:
    """Only unreserved characters and the at sign stand in the label as they are."""
    assert uri(name).startswith(f"otpauth://totp/AWS:{label}?")


@pytest.mark.parametrize("name", NAMES)
def test_what_was_meant_is_read_back(name: str) -> None:
    """An authenticator and a plain URL parser (RFC 3986) read name, issuer and secret, whatever is in the name."""
    totp = pyotp.parse_uri(uri(name))
    assert isinstance(totp, pyotp.TOTP)
    assert (totp.name, totp.issuer, totp.secret) == (f"{name}@123456789012", "AWS", SEED)
    assert (totp.digits, totp.interval, totp.digest().name) == (6, 30, "sha1")
    parts = urlsplit(uri(name))
    assert (parts.scheme, parts.netloc, parts.fragment) == ("otpauth", "totp", "")
    assert unquote(parts.path) == f"/AWS:{name}@123456789012"
    assert parse_qsl(parts.query, strict_parsing=True) == [("secret", SEED), ("issuer", "AWS")]
    assert re.fullmatch(r"[A-Za-z0-9:/?&=%@._~-]+", uri(name))


@pytest.mark.skipif(OATHTOOL is None, reason="oathtool is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_another_implementation_makes_the_same_codes(name: str) -> None:
    """From the secret as it stands in the URI, oathtool makes the codes of RFC 6238 that pyotp makes."""
    assert OATHTOOL
    totp = pyotp.parse_uri(uri(name))
    assert isinstance(totp, pyotp.TOTP)
    secret = dict(parse_qsl(urlsplit(uri(name)).query))["secret"]
    for moment in (0, 59, 1_111_111_109, 1_800_000_003, 20_000_000_000):
        # The secret comes by standard input, as a real one would have to: what is on a command line, all can read.
        command = [OATHTOOL, "--totp=sha1", "-b", "-d", "6", "-s", "30", "-N", f"@{moment}", "-"]
        run = subprocess.run(command, input=secret, capture_output=True, text=True, check=True)  # noqa: S603 - ours
        assert run.stdout.strip() == totp.at(moment)


def test_padding_is_left_out_of_the_secret() -> None:
    """The format rules padding out, and an equals sign would end the parameter for some apps."""
    assert "?secret=JBSWY3DPEX&issuer" in uri("alice", "JBSWY3DPEX======")


def test_the_uri_does_not_print() -> None:
    """The seed is in the URI, so the URI is a secret as well."""
    assert SEED not in repr(provisioning_uri(IamUser("aws", "123456789012", "alice"), Secret(SEED)))
