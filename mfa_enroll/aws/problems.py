"""What a failed call means and which page tells of it: by error code and call, or by why no answer came.

AWS's message is not looked at: its words change over the years and differ by call. The one exception is
``SignatureDoesNotMatch``, where nothing but the words tells a wrong clock from a wrong secret key.
"""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from mfa_enroll.aws import pages_credentials, pages_network, pages_refusals
from mfa_enroll.aws.answers import UnreadableAnswerError, clean
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem

_LONGEST = 80
"""Characters of an error code or request id that are shown: either is far shorter, and comes from outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked of AWS.

    Attributes:
        call: The call.
        user: Whom it is about; None while that is not known.
        temporary: Whether it was signed with temporary credentials.
        offset: Server time minus local time in seconds, if known.
        profiles: The profiles that exist, where one that does not was named.
    """

    call: Call
    user: IamUser | None = None
    temporary: bool = False
    offset: float | None = None
    profiles: tuple[str, ...] = ()


class PromptRefusedError(Exception):
    """Credentials could be had only by asking for a code on the terminal, which is not done."""


class InsecureEndpointError(Exception):
    """Calls would cross a network unencrypted. ``address`` is fit to be shown."""

    def __init__(self, address: str) -> None:
        super().__init__("plain http")
        self.address = address


_Verdict = tuple[Failure, Callable[[Asked], Problem]]


def _stopped(page: Callable[[], Problem]) -> _Verdict:
    return Failure.STOPPED, lambda _asked: page()


_BUSY: _Verdict = (Failure.BUSY, lambda _asked: pages_network.busy())
_DENIED: _Verdict = (Failure.DENIED, lambda asked: pages_refusals.denied(asked.call, asked.user))
_EXPIRED = _stopped(pages_credentials.expired)
_NOT_SIGNED_UP = _stopped(pages_refusals.not_signed_up)
_WRONG_CLOCK: _Verdict = (Failure.STOPPED, lambda asked: pages_credentials.wrong_clock(asked.offset))
_WRONG_SECRET = _stopped(pages_credentials.wrong_secret)
_UNKNOWN_KEY: _Verdict = (
    Failure.STOPPED,
    # GetCallerIdentity takes any session; IAM takes none that was made without MFA.
    lambda asked: (
        pages_credentials.session_without_mfa()
        if asked.temporary and asked.call is not Call.WHO_AM_I
        else pages_credentials.unknown_key()
    ),
)

_BY_CODE: Mapping[str, _Verdict] = {
    "AccessDenied": _DENIED,
    "AccessDeniedException": _DENIED,
    "EntityAlreadyExists": (Failure.EXISTS, lambda asked: pages_refusals.taken(asked.call, asked.user)),
    "NoSuchEntity": (Failure.MISSING, lambda asked: pages_refusals.missing(asked.user)),
    "DeleteConflict": (Failure.IN_USE, lambda asked: pages_refusals.in_use(asked.user)),
    "InvalidAuthenticationCode": (Failure.CODES_REFUSED, lambda _asked: pages_refusals.codes_refused()),
    "LimitExceeded": (Failure.FULL, lambda asked: pages_refusals.full(asked.call)),
    "ConcurrentModification": _BUSY,
    "EntityTemporarilyUnmodifiable": _BUSY,
    "RequestLimitExceeded": _BUSY,
    "RequestThrottled": _BUSY,
    "RequestThrottledException": _BUSY,
    "Throttling": _BUSY,
    "ThrottlingException": _BUSY,
    "ThrottledException": _BUSY,
    "TooManyRequestsException": _BUSY,
    "InvalidClientTokenId": _UNKNOWN_KEY,
    "InvalidAccessKeyId": _UNKNOWN_KEY,
    "UnrecognizedClientException": _UNKNOWN_KEY,
    "ExpiredToken": _EXPIRED,
    "ExpiredTokenException": _EXPIRED,
    "RequestExpired": _WRONG_CLOCK,
    "RequestTimeTooSkewed": _WRONG_CLOCK,
    "IncompleteSignature": _WRONG_SECRET,
    "InvalidSignatureException": _WRONG_SECRET,
    "SignatureDoesNotMatch": _WRONG_SECRET,
    "OptInRequired": _NOT_SIGNED_UP,
    "RegionDisabledException": _NOT_SIGNED_UP,
    "SubscriptionRequiredException": _NOT_SIGNED_UP,
}

_UNKNOWN_CODE = _stopped(pages_refusals.not_accepted)
_CREDENTIAL_SOURCE = _stopped(pages_credentials.source_failed)
_FILES = _stopped(pages_credentials.unreadable_files)
_INCOMPLETE = _stopped(pages_credentials.incomplete)
_SIGN_IN = _stopped(pages_credentials.sign_in_needed)
_UNREACHABLE = _stopped(pages_network.unreachable)
_UNUSABLE = _stopped(pages_network.unusable_address)

_NOT_SENT: Mapping[type[BaseException], _Verdict] = {
    PromptRefusedError: _stopped(pages_credentials.prompt_needed),
    boto.RefreshWithMFAUnsupportedError: _stopped(pages_credentials.prompt_needed),
    boto.NoCredentialsError: _stopped(pages_credentials.none_found),
    boto.PartialCredentialsError: _INCOMPLETE,
    boto.CredentialRetrievalError: _CREDENTIAL_SOURCE,
    boto.MetadataRetrievalError: _CREDENTIAL_SOURCE,
    boto.UnknownCredentialError: _CREDENTIAL_SOURCE,
    boto.MissingDependencyException: _CREDENTIAL_SOURCE,
    boto.ConfigParseError: _FILES,
    boto.ConfigNotFound: _FILES,
    boto.InvalidConfigError: _FILES,
    boto.SSOError: _SIGN_IN,
    boto.LoginError: _SIGN_IN,
    boto.TokenRetrievalError: _SIGN_IN,
    boto.EndpointConnectionError: _UNREACHABLE,
    boto.ConnectTimeoutError: _UNREACHABLE,
    boto.ProxyConnectionError: _stopped(pages_network.proxy_failed),
    boto.InvalidProxiesConfigError: _stopped(pages_network.proxy_failed),
    boto.InvalidRegionError: _UNUSABLE,
    boto.BaseEndpointResolverError: _UNUSABLE,
    boto.EndpointProviderError: _UNUSABLE,
    boto.InvalidEndpointConfigurationError: _UNUSABLE,
    boto.ParamValidationError: _UNKNOWN_CODE,
}
"""Exceptions that come before anything is sent, or of a connection that was never made."""

Expected = (
    boto.BotoCoreError,
    boto.ClientError,
    ResponseParserError,
    UnreadableAnswerError,
    PromptRefusedError,
    InsecureEndpointError,
    # What botocore lets out as it is: on answers of unexpected shape, unusable addresses, unreadable files.
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)
"""All that :func:`explain` explains."""


def explain(error: BaseException, asked: Asked) -> CallFailed:
    """The failure and the page for ``error``, without a word or value of the error's own but codes and ids.

    Raise what is returned after leaving the ``except`` clause: botocore's errors hold parameters and bodies,
    and an exception raised within the clause keeps them as its context, ``from None`` or not.
    """
    failure, problem = _explain(error, asked)
    return CallFailed(asked.call, failure, problem)


def explain_unsent(error: BaseException, asked: Asked) -> CallFailed:
    """Like :func:`explain`, for what goes wrong while credentials and addresses are looked up."""
    if isinstance(error, boto.ClientError):
        # An answer to a call of a credential provider, such as AssumeRole.
        failure, page = _CREDENTIAL_SOURCE
        return CallFailed(asked.call, failure, page(asked))
    if isinstance(error, boto.BotoCoreError | PromptRefusedError | InsecureEndpointError):
        return explain(error, asked)
    if isinstance(error, OSError | UnicodeDecodeError):
        failure, page = _FILES
    else:
        failure, page = _UNUSABLE
    return CallFailed(asked.call, failure, page(asked))


def _explain(error: BaseException, asked: Asked) -> tuple[Failure, Problem]:
    if isinstance(error, boto.ClientError):
        return _refused(error, asked)
    if isinstance(error, boto.ProfileNotFound):
        return Failure.STOPPED, pages_credentials.unknown_profile(str(error.kwargs["profile"]), asked.profiles)
    if isinstance(error, InsecureEndpointError):
        return Failure.STOPPED, pages_network.insecure_address(error.address)
    if isinstance(error, boto.SSLError) and _is_certificate(error):
        return Failure.STOPPED, pages_network.untrusted_certificate()
    for kind in type(error).__mro__:
        if kind in _NOT_SENT:
            failure, page = _NOT_SENT[kind]
            return failure, page(asked)
    # Load balancers answer in plain text while a service is unavailable. Lost answers took long enough.
    failure, page = _unclear_or(Failure.BUSY if isinstance(error, ResponseParserError) else Failure.STOPPED, asked)
    return failure, page(asked)


def _refused(error: boto.ClientError, asked: Asked) -> tuple[Failure, Problem]:
    response: Mapping[str, Any] = error.response
    details, metadata = _mapping(response.get("Error")), _mapping(response.get("ResponseMetadata"))
    code, status = str(details.get("Code", "")), metadata.get("HTTPStatusCode", 0)
    if error.operation_name != asked.call.partition(":")[2]:
        # A credential provider's own call, such as AssumeRole, on renewing credentials: ours was not made.
        failure, page = _CREDENTIAL_SOURCE
    elif code == "SignatureDoesNotMatch" and _is_about_time(str(details.get("Message", ""))):
        failure, page = _WRONG_CLOCK
    elif code in _BY_CODE:
        failure, page = _BY_CODE[code]
    elif status == HTTPStatus.TOO_MANY_REQUESTS:
        failure, page = _BUSY
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        failure, page = _unclear_or(Failure.BUSY, asked)
    elif not code or code == str(status):
        # botocore puts the bare status where the answer names no code: this is not AWS speaking.
        failure, page = _stranger(asked)
    else:
        failure, page = _UNKNOWN_CODE
    return failure, replace(page(asked), answer=_answer(code, asked.call, _mapping(metadata).get("RequestId")))


def _unclear_or(failure: Failure, asked: Asked) -> _Verdict:
    """A change without a clear answer may have been made. A read changed nothing: that is ``failure``."""
    return Failure.UNCLEAR if asked.call.is_change else failure, lambda asked: pages_network.no_clear_answer(asked.call)


def _stranger(asked: Asked) -> _Verdict:
    """Whether a change was passed on before something else answered, nobody can tell."""
    if asked.call.is_change:
        return _unclear_or(Failure.UNCLEAR, asked)
    return _stopped(pages_network.stranger_answered)


def _is_about_time(message: str) -> bool:
    return "Signature expired" in message or "Signature not yet current" in message


def _is_certificate(error: boto.SSLError) -> bool:
    """Whether TLS failed for the certificate, and so before anything was sent."""
    reason: object = error.kwargs.get("error")
    while isinstance(reason, BaseException):
        if isinstance(reason, ssl.SSLCertVerificationError):
            return True
        reason = reason.args[0] if reason.args else None
    return False


def _answer(code: str, call: Call, request_id: object) -> str:
    words = f"{clean(code)[:_LONGEST] or 'No error code'} to {call}"
    return f"{words}, request {clean(request_id)[:_LONGEST]}" if isinstance(request_id, str) and request_id else words


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
