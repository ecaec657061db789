"""AWS Signature Version 4, seen from AWS's side.

(IAM User Guide, "AWS Signature Version 4 for API requests".) The messages are AWS's own. Any region will do.
"""

import calendar
import hashlib
import hmac
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.wire import HttpRequest

_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_TERMINATOR: Final = "aws4_request"
_SCOPE_PARTS: Final = 5
_SKEW_SECONDS: Final = 15 * 60
_DATE = re.compile(r"\d{8}T\d{6}Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Authorization:
    """What a request says of its own signature."""

    access_key_id: str
    day: str
    region: str
    service: str
    terminator: str
    signed_headers: tuple[str, ...]
    signature: str

    @property
    def scope(self) -> str:
        """The credential scope, that a signature is bound to."""
        return f"{self.day}/{self.region}/{self.service}/{self.terminator}"


def read_authorization(request: HttpRequest) -> Authorization:
    """Read the Authorization header.

    Raises:
        AwsError: ``MissingAuthenticationToken`` without one, ``IncompleteSignature`` for one that cannot be
            read.
    """
    header = request.headers.get("authorization", "")
    algorithm, _, rest = header.partition(" ")
    if not header:
        raise AwsError("MissingAuthenticationToken")
    if algorithm != _ALGORITHM:
        raise AwsError("IncompleteSignature", f"Unsupported AWS 'algorithm': expected '{_ALGORITHM}'.")
    fields = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    missing = [
        f"Authorization header requires '{name}' parameter."
        for name in ("Credential", "Signature", "SignedHeaders")
        if not fields.get(name)
    ]
    if "x-amz-date" not in request.headers:
        missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    elif not _DATE.fullmatch(request.headers["x-amz-date"]):
        missing.append("Date must be in ISO-8601 'basic format'.")
    if missing:
        raise AwsError("IncompleteSignature", " ".join(missing))
    credential = fields["Credential"].split("/")
    if len(credential) != _SCOPE_PARTS:
        raise AwsError("IncompleteSignature", "Credential must have exactly 5 slash-delimited elements.")
    signed_headers = tuple(fields["SignedHeaders"].split(";"))
    key_id, day, region, service, terminator = credential
    return Authorization(key_id, day, region, service, terminator, signed_headers, fields["Signature"])


def check_signature(
    request: HttpRequest, authorization: Authorization, secret: Secret, *, service: str, now: float
) -> None:
    """Check that a request was signed with a secret key for a service, near ``now`` (seconds since 1970).

    Raises:
        AwsError: ``SignatureDoesNotMatch``.
    """
    _check_scope(request, authorization, service)
    _check_time(request.headers["x-amz-date"], now)
    for name in ("host", "x-amz-date"):
        if name not in authorization.signed_headers:
            message = f"'{name}' must be a 'SignedHeader' in the AWS Authorization."
            raise AwsError("SignatureDoesNotMatch", message)
    expected = _signature(request, authorization, secret)
    if not hmac.compare_digest(expected.encode(), authorization.signature.encode()):
        raise AwsError("SignatureDoesNotMatch")


def _check_scope(request: HttpRequest, authorization: Authorization, service: str) -> None:
    if authorization.service != service:
        message = f"Credential should be scoped to correct service: '{service}'. "
        raise AwsError("SignatureDoesNotMatch", message)
    if authorization.terminator != _TERMINATOR:
        message = f"Credential should be scoped with a valid terminator: '{_TERMINATOR}'. "
        raise AwsError("SignatureDoesNotMatch", message)
    if authorization.day != request.headers["x-amz-date"][:8]:
        message = "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP."
        raise AwsError("SignatureDoesNotMatch", message)


def _check_time(signed_at: str, now: float) -> None:
    try:
        signed = calendar.timegm(time.strptime(signed_at, "%Y%m%dT%H%M%SZ"))
    except ValueError:
        raise AwsError("IncompleteSignature", "Date must be in ISO-8601 'basic format'.") from None
    minutes = _SKEW_SECONDS // 60
    if signed < now - _SKEW_SECONDS:
        earliest = f"{_basic(now - _SKEW_SECONDS)} ({_basic(now)} - {minutes} min.)"
        raise AwsError("SignatureDoesNotMatch", f"Signature expired: {signed_at} is now earlier than {earliest}")
    if signed > now + _SKEW_SECONDS:
        latest = f"{_basic(now + _SKEW_SECONDS)} ({_basic(now)} + {minutes} min.)"
        raise AwsError("SignatureDoesNotMatch", f"Signature not yet current: {signed_at} is still later than {latest}")


def _basic(at: float) -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(at))


def _signature(request: HttpRequest, authorization: Authorization, secret: Secret) -> str:
    canonical = _canonical_request(request, authorization.signed_headers)
    string_to_sign = "\n".join(
        (_ALGORITHM, request.headers["x-amz-date"], authorization.scope, hashlib.sha256(canonical).hexdigest())
    )
    key = f"AWS4{secret.reveal()}".encode()
    for part in (authorization.day, authorization.region, authorization.service, authorization.terminator):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, string_to_sign.encode(), "sha256").hexdigest()


def _canonical_request(request: HttpRequest, signed_headers: Iterable[str]) -> bytes:
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in signed_headers)
    lines = (
        request.method,
        quote(request.path, safe="/-_.~"),
        _canonical_query(request.query),
        headers,
        ";".join(signed_headers),
        hashlib.sha256(request.body).hexdigest(),
    )
    return "\n".join(lines).encode()


def _canonical_query(query: str) -> str:
    pairs = (part.partition("=")[::2] for part in query.split("&") if part)
    encoded = (tuple(quote(unquote(text), safe="-_.~") for text in pair) for pair in pairs)
    return "&".join(f"{name}={value}" for name, value in sorted(encoded))
