"""Addresses that calls go to: AWS's own or another's, on this machine or across a network."""

import ipaddress
import os
import re

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.network import AddressMisleading, AddressNotEncrypted, SignInElsewhere

_SUFFIXES = (
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "api.amazonwebservices.com.cn",
    "api.amazonwebservices.eu",
    "c2s.ic.gov",
    "api.aws.ic.gov",
    "sc2s.sgov.gov",
    "api.aws.scloud",
    "cloud.adc-e.uk",
    "api.cloud-aws.adc-e.uk",
    "csp.hci.ic.gov",
    "api.aws.hci.ic.gov",
)
"""The DNS suffixes of all partitions, single- and dual-stack."""

_REGION = r"(?:[a-z]+(?:-[a-z]+)+-\d+|us-gov|global|aws-(?:[a-z-]+-)?global)"
_SUFFIX = "(?:" + "|".join(map(re.escape, _SUFFIXES)) + ")"

# The suffix alone would not do: customers have buckets, gateways and machines under amazonaws.com.
_OWN = re.compile(rf"(?:iam|sts)(?:-fips)?(?:\.{_REGION})?\.{_SUFFIX}", re.ASCII)
_SIGN_IN = re.compile(rf"(?:portal\.sso|oidc|signin)(?:-fips)?\.{_REGION}\.{_SUFFIX}", re.ASCII)
_PRIVATE_LINK = re.compile(rf"vpce-[0-9a-z-]+\.(?:iam|sts)\.{_REGION}\.vpce\.amazonaws\.com(?:\.cn)?", re.ASCII)

_METADATA = frozenset({"169.254.169.254", "fd00:ec2::254", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"})
"""Of EC2, ECS and the EKS Pod Identity Agent (AWS SDKs and Tools Reference Guide)."""

_PLAIN = re.compile(r"https?://[\w.:\[\]-]+(?:[/?#][!-\[\]-~]*)?", re.ASCII | re.IGNORECASE)
"""A host and perhaps a port, nothing encoded and no user name; what follows has no blank and no backslash."""


def is_aws(url: str) -> bool:
    """Whether the host is one at which AWS itself serves IAM or STS, PrivateLink included."""
    name = host(url)
    return bool(_OWN.fullmatch(name) or _PRIVATE_LINK.fullmatch(name))


def is_aws_sign_in(url: str) -> bool:
    """Whether the host is one at which AWS itself takes sign-in tokens: of STS, Identity Center or ``aws login``."""
    return is_aws(url) or bool(_SIGN_IN.fullmatch(host(url)))


def is_loopback(url: str) -> bool:
    """Whether the host is this machine: ``localhost``, 127.0.0.0/8 or ::1."""
    name = _name(url)
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def is_metadata(url: str) -> bool:
    """Whether the host is where a container or an EC2 instance asks for its keys: link-local, so on no network."""
    return _name(url) in _METADATA


def is_readable_on_the_way(url: str) -> bool:
    """Whether what is sent crosses a network unencrypted."""
    return _parts(url).scheme != "https" and not is_loopback(url)


def is_misleading(url: str) -> bool:
    """Whether one reader of the address could take another host out of it than the next one does."""
    return not _PLAIN.fullmatch(url) or not host(url)


def check(url: str, set_by: str | None) -> None:
    """Make sure that a secret may be sent to an address, which ``set_by`` has set.

    Raises:
        Stopped: It may not.
    """
    if is_misleading(url):
        raise Stopped(AddressMisleading(address=shown(url), set_by=set_by))
    if is_readable_on_the_way(url):
        raise Stopped(AddressNotEncrypted(address=shown(url), set_by=set_by))


def check_sign_in(url: str, set_by: str | None) -> None:
    """Make sure that a sign-in token may be sent to an address: nobody is shown that before it is.

    Raises:
        Stopped: It is neither AWS's own nor this machine's.
    """
    if not is_aws_sign_in(url) and not is_loopback(url):
        raise Stopped(SignInElsewhere(address=shown(url), set_by=set_by))


def shown(url: str) -> str:
    """The address without user name, password, path and query, which may hold secrets."""
    parts = _parts(url)
    return f"{parts.scheme or ''}://{parts.netloc or ''}"


def host(url: str) -> str:
    """The host alone, in small letters; empty where there is none."""
    return _name(url).rstrip(".")


def _name(url: str) -> str:
    """The host as it is looked up: what has a dot at its end is looked up elsewhere, be it ``localhost``."""
    return (_parts(url).host or "").strip("[]").lower()


def _parts(url: str) -> Url:
    """What the parser finds that connections are made by. No other one may judge an address."""
    try:
        return parse_url(url)
    except LocationParseError:
        return Url()


def set_by(option: str | None, service: str) -> str | None:
    """What set the address that ``service`` is called at, where it is not AWS's own.

    Returns:
        The option or the environment variable, which go first; None for a profile of the shared files.
    """
    if option is not None:
        return "--endpoint-url"
    variables = (f"AWS_ENDPOINT_URL_{service.upper().replace('-', '_')}", "AWS_ENDPOINT_URL")
    return next((name for name in variables if os.environ.get(name)), None)
