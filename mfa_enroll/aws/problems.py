"""What a failed call means and which page tells of it: by error code and call, or by why no answer came.

AWS's message is not looked at: its words change over the years and differ by call. The one exception is
``SignatureDoesNotMatch``, where nothing but the words tells a wrong clock from a wrong secret key.
"""

import os
import ssl
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from mfa_enroll.aws import endpoints, pages_credentials, pages_network, pages_profiles
from mfa_enroll.aws.answers import UnreadableAnswerError
from mfa_enroll.aws.asked import Asked
from mfa_enroll.aws.certificates import UnreadableCertificatesError
from mfa_enroll.aws.keys import StrayCharacterError
from mfa_enroll.aws.refusals import (
    BUSY,
    CREDENTIAL_SOURCE,
    NOT_ACCEPTED,
    WRONG_CLOCK,
    Verdict,
    stopped,
    stopped_by_keys,
    verdict,
)
from mfa_enroll.aws.source import SourceProfileError
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.text import clean

_LONGEST = 80
"""Characters of an error code or request id that are shown: either is far shorter, and comes from outside."""


class CredentialSourceError(Exception):
    """What gives the credentials failed. The cause is what it let out, any of :data:`Expected`."""


class PromptRefusedError(Exception):
    """Credentials could be had only by asking for a code on the terminal, which is not done."""


class InsecureEndpointError(Exception):
    """Calls would cross a network unencrypted.

    Attributes:
        address: Where they would go, fit to be shown.
        set_by: The option or environment variable that set it; None for the shared files.
    """

    def __init__(self, address: str, set_by: str | None) -> None:
        super().__init__("plain http")
        self.address = address
        self.set_by = set_by


_FILES = stopped_by_keys(pages_profiles.unreadable_files)
_INCOMPLETE = stopped_by_keys(pages_credentials.incomplete)
_SIGN_IN = stopped_by_keys(pages_profiles.sign_in_needed)
_NONE_FOUND: Verdict = (
    Failure.STOPPED,
    lambda asked: pages_credentials.none_found(asked.keys, profile_given=asked.options.profile is not None),
)
_SETTINGS = stopped_by_keys(pages_network.unusable_settings)
_UNUSABLE = stopped(pages_network.unusable_address)


def _setting(name: str) -> Verdict:
    variable = f"AWS_{name.upper()}"
    return stopped(lambda: pages_network.unusable_setting(name, variable if variable in os.environ else None))


_NOT_SENT: Mapping[type[BaseException], Verdict] = {
    PromptRefusedError: stopped(pages_profiles.prompt_needed),
    boto.RefreshWithMFAUnsupportedError: stopped(pages_profiles.prompt_needed),
    boto.NoCredentialsError: _NONE_FOUND,
    boto.PartialCredentialsError: _INCOMPLETE,
    boto.CredentialRetrievalError: CREDENTIAL_SOURCE,
    boto.MetadataRetrievalError: CREDENTIAL_SOURCE,
    boto.UnknownCredentialError: CREDENTIAL_SOURCE,
    boto.MissingDependencyException: CREDENTIAL_SOURCE,
    boto.ConfigParseError: _FILES,
    boto.ConfigNotFound: _FILES,
    boto.InvalidConfigError: _FILES,
    boto.InvalidDefaultsMode: _setting("defaults_mode"),
    boto.InvalidSTSRegionalEndpointsConfigError: _setting("sts_regional_endpoints"),
    boto.SSOError: _SIGN_IN,
    boto.LoginError: _SIGN_IN,
    boto.TokenRetrievalError: _SIGN_IN,
    boto.ProxyConnectionError: stopped(pages_network.proxy_failed),
    boto.InvalidProxiesConfigError: stopped(pages_network.proxy_failed),
    boto.InvalidRegionError: _UNUSABLE,
    boto.BaseEndpointResolverError: _UNUSABLE,
    boto.EndpointProviderError: _UNUSABLE,
    boto.InvalidEndpointConfigurationError: _UNUSABLE,
}
"""Exceptions that come before anything is sent, or of a connection that was never made."""

Expected = (
    boto.BotoCoreError,
    boto.ClientError,
    ResponseParserError,
    UnreadableAnswerError,
    CredentialSourceError,
    PromptRefusedError,
    InsecureEndpointError,
    SourceProfileError,
    StrayCharacterError,
    UnreadableCertificatesError,
    # What botocore lets out as it is: on answers of unexpected shape, unusable addresses, unreadable files.
    AttributeError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
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
    """Like :func:`explain`, for what goes wrong while credentials and addresses are looked up: nothing was sent."""
    if isinstance(error, CredentialSourceError):
        # An answer to a call of a credential provider, a lost one included, or whatever nonsense a command writes.
        otherwise = CREDENTIAL_SOURCE
        error = error.__cause__ or error
    elif isinstance(error, boto.BotoCoreError):
        otherwise = _SETTINGS
    elif isinstance(error, OSError | UnicodeDecodeError):
        otherwise = _FILES
    else:
        otherwise = _UNUSABLE
    failure, problem = _known(error, asked) or _told(otherwise, asked)
    return CallFailed(asked.call, failure, problem)


def _explain(error: BaseException, asked: Asked) -> tuple[Failure, Problem]:
    if isinstance(error, boto.ClientError):
        return _refused(error, asked)
    if isinstance(error, boto.ParamValidationError):
        return _told(NOT_ACCEPTED, asked)
    # Load balancers answer in plain text while a service is unavailable. Lost answers took long enough.
    unclear = _unclear_or(Failure.BUSY if isinstance(error, ResponseParserError) else Failure.STOPPED, asked)
    return _known(error, asked) or _told(unclear, asked)


def _known(error: BaseException, asked: Asked) -> tuple[Failure, Problem] | None:
    """What ``error`` means wherever it comes from, if it is one by which nothing was sent."""
    particular = _set_wrong(error, asked) or _not_connected(error, asked)
    if particular is not None:
        return Failure.STOPPED, particular
    kinds = (kind for kind in type(error).__mro__ if kind in _NOT_SENT)
    return next((_told(_NOT_SENT[kind], asked) for kind in kinds), None)


def _told(verdict: Verdict, asked: Asked) -> tuple[Failure, Problem]:
    failure, page = verdict
    return failure, page(asked)


def _set_wrong(error: BaseException, asked: Asked) -> Problem | None:
    """The page for what the person or the files have set, where it tells of that more than the kind of error does."""
    match error:
        case boto.ProfileNotFound():
            name = str(error.kwargs["profile"])
            return pages_profiles.unknown(name, asked.profiles, given=asked.options.profile is not None)
        case SourceProfileError():
            return pages_profiles.no_source(error.profile, error.source, exists=error.exists)
        case StrayCharacterError():
            return pages_credentials.stray_character(error.keys, error.setting)
        case UnreadableCertificatesError():
            return pages_network.unreadable_certificates(error.certificates.path, error.certificates.variable)
        case InsecureEndpointError():
            return pages_network.insecure_address(error.address, error.set_by)
    return None


def _not_connected(error: BaseException, asked: Asked) -> Problem | None:
    """Likewise for a connection that was not made."""
    match error:
        case boto.EndpointConnectionError() | boto.ConnectTimeoutError():
            return _unreachable(str(error.kwargs["endpoint_url"]), asked)
        case boto.SSLError() if _is_certificate(error):
            return pages_network.untrusted_certificate()
    return None


def _refused(error: boto.ClientError, asked: Asked) -> tuple[Failure, Problem]:
    response: Mapping[str, Any] = error.response
    details, metadata = _mapping(response.get("Error")), _mapping(response.get("ResponseMetadata"))
    code, status = str(details.get("Code", "")), metadata.get("HTTPStatusCode", 0)
    if error.operation_name != asked.call.partition(":")[2]:
        # A credential provider's own call, such as AssumeRole, on renewing credentials: ours was not made.
        failure, page = CREDENTIAL_SOURCE
    elif code == "SignatureDoesNotMatch" and _is_about_time(str(details.get("Message", ""))):
        failure, page = WRONG_CLOCK
    elif known := verdict(code, asked.call, asked.keys):
        failure, page = known
    elif status == HTTPStatus.TOO_MANY_REQUESTS:
        failure, page = BUSY
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        failure, page = _unclear_or(Failure.BUSY, asked)
    elif not code or code == str(status):
        # botocore puts the bare status where the answer names no code: this is not AWS speaking.
        failure, page = _stranger(asked)
    else:
        failure, page = NOT_ACCEPTED
    answer = _answer(code, asked.call, metadata.get("RequestId"))
    return failure, replace(page(replace(asked, answer=answer)), answer=answer)


def _unreachable(url: str, asked: Asked) -> Problem:
    address = endpoints.shown(url)
    if address in asked.foreign_endpoints:
        service = asked.call.partition(":")[0]
        return pages_network.nothing_answers(address, endpoints.set_by(asked.options.endpoint_url, service))
    return pages_network.unreachable(endpoints.host(url))


def _unclear_or(failure: Failure, asked: Asked) -> Verdict:
    """A change without a clear answer may have been made. A read changed nothing: that is ``failure``."""
    return Failure.UNCLEAR if asked.call.is_change else failure, lambda asked: pages_network.no_clear_answer(asked.call)


def _stranger(asked: Asked) -> Verdict:
    """Whether a change was passed on before something else answered, nobody can tell."""
    if asked.call.is_change:
        return _unclear_or(Failure.UNCLEAR, asked)
    return stopped(pages_network.stranger_answered)


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
