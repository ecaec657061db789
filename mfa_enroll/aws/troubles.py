"""From an exception to the trouble that it is: by error code and call, or by why no answer came.

AWS's message does not decide what it is: its words change over the years and differ by call. The one exception is
``SignatureDoesNotMatch``, where nothing but the words tells a wrong clock from a wrong secret key. Of a denial it is
told what it says of the policies.
"""

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from http import HTTPStatus
from typing import Any

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from mfa_enroll.aws import endpoints
from mfa_enroll.aws.answers import UnreadableAnswerError
from mfa_enroll.aws.commands import CommandFailedError
from mfa_enroll.aws.denials import read_denial
from mfa_enroll.aws.refusals import kind_of
from mfa_enroll.aws.session import existing_profiles
from mfa_enroll.domain.denial import NOTHING_SAID, Denial
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.domain.troubles import credentials, network, profiles, refusals
from mfa_enroll.files.chosen import variable_that_chose

_LONGEST = 80
"""Characters of an error code or request ID that are told: either is far shorter, and comes from outside."""


class CredentialSourceError(Exception):
    """What gives the credentials failed. The cause is what it let out, any of :data:`Expected`."""


_NOT_SENT: Mapping[type[BaseException], type[Trouble]] = {
    boto.RefreshWithMFAUnsupportedError: profiles.ProfileAsksForCode,
    boto.NoCredentialsError: credentials.NoAccessKey,
    boto.CredentialRetrievalError: profiles.CredentialsFailed,
    boto.MetadataRetrievalError: profiles.CredentialsFailed,
    boto.UnknownCredentialError: profiles.CredentialsFailed,
    boto.MissingDependencyException: profiles.CredentialsFailed,
    boto.ConfigParseError: profiles.AwsFilesUnusable,
    boto.ConfigNotFound: profiles.AwsFilesUnusable,
    boto.InvalidConfigError: profiles.AwsFilesUnusable,
    boto.SSOError: profiles.SignInExpired,
    boto.LoginError: profiles.SignInExpired,
    boto.TokenRetrievalError: profiles.SignInExpired,
    boto.ProxyConnectionError: network.ProxyFailed,
    boto.InvalidProxiesConfigError: network.ProxyFailed,
    boto.InvalidRegionError: network.AddressUnusable,
    boto.BaseEndpointResolverError: network.AddressUnusable,
    boto.EndpointProviderError: network.AddressUnusable,
    boto.InvalidEndpointConfigurationError: network.AddressUnusable,
}
"""Exceptions that come before anything is sent, or of a connection that was never made."""

_SETTINGS: Mapping[type[BaseException], str] = {
    boto.InvalidDefaultsMode: "defaults_mode",
    boto.InvalidSTSRegionalEndpointsConfigError: "sts_regional_endpoints",
}
"""Exceptions that come of one setting, by its name in the shared files."""

Expected = (
    boto.BotoCoreError,
    boto.ClientError,
    ResponseParserError,
    UnreadableAnswerError,
    CredentialSourceError,
    CommandFailedError,
    Stopped,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a failed call was about: the facts that a trouble may tell, under the names that they have there.

    Attributes:
        call: The call.
        options: What the person chose about the way there.
        keys: What it was signed with, or would have been.
        user: Whom it is about; None while that is not known.
        foreign_endpoints: Addresses that calls go to and that are not AWS's own.
        offset: Server time minus local time in seconds, if known.
        answer: What AWS answered, for a support ticket.
        denial: What AWS said of the policies that denied it.
        busy: Whether a load balancer answered in AWS's place.
    """

    call: Call
    options: Options
    keys: Keys
    user: IamUser | None = None
    foreign_endpoints: tuple[str, ...] = ()
    offset: float | None = None
    answer: str = ""
    denial: Denial = NOTHING_SAID
    busy: bool = False

    @property
    def profile_given(self) -> bool:
        """Whether the profile was chosen by option."""
        return self.options.profile is not None

    def trouble(self, kind: type[Trouble]) -> Trouble:
        """A trouble of this kind. Codes about a user say nothing where nobody was asked about."""
        facts = {fact.name: getattr(self, fact.name) for fact in fields(kind) if hasattr(self, fact.name)}
        return kind(**facts) if facts.get("user", self) else refusals.RequestRefused(answer=self.answer)


def explain(error: BaseException, asked: Asked) -> Trouble:
    """The trouble that ``error`` is, without a word or value of the error's own but codes and IDs.

    Raise it after leaving the ``except`` clause: botocore's errors hold parameters and bodies, and an exception raised
    within the clause keeps them as its context, ``from None`` or not.
    """
    match error:
        case boto.ClientError():
            return _refused(error, asked)
        case boto.ParamValidationError():
            return asked.trouble(refusals.RequestRefused)
    # Load balancers answer in plain text while a service is unavailable. Lost answers took long enough.
    asked = replace(asked, busy=isinstance(error, ResponseParserError))
    return _known(error, asked) or asked.trouble(network.AnswerLost)


def explain_unsent(error: BaseException, asked: Asked) -> Trouble:
    """Like :func:`explain`, for what goes wrong while credentials and addresses are looked up: nothing was sent."""
    match error:
        case CredentialSourceError():
            # An answer to a call of a credential provider, a lost one included, or whatever nonsense a command writes.
            otherwise: type[Trouble] = profiles.CredentialsFailed
            error = error.__cause__ or error
        case boto.BotoCoreError():
            otherwise = network.SettingsUnusable
        case OSError() | UnicodeDecodeError():
            otherwise = profiles.AwsFilesUnusable
        case _:
            otherwise = network.AddressUnusable
    return _known(error, asked) or asked.trouble(otherwise)


def _known(error: BaseException, asked: Asked) -> Trouble | None:
    """What ``error`` is wherever it comes from, if it is one by which nothing was sent."""
    match error:
        case Stopped():
            return error.trouble
        case CommandFailedError() | boto.ClientError() | boto.PartialCredentialsError() | boto.ProfileNotFound():
            return _at_source(error, asked)
        case boto.EndpointConnectionError() | boto.ConnectTimeoutError():
            return _unreachable(str(error.kwargs["endpoint_url"]), asked)
        case boto.SSLError() if _is_certificate(error):
            return network.CertificateUntrusted()
    if name := _SETTINGS.get(type(error), ""):
        variable = f"AWS_{name.upper()}"
        return network.SettingUnusable(name=name, variable=variable if variable in os.environ else None)
    kinds = (_NOT_SENT[each] for each in type(error).__mro__ if each in _NOT_SENT)
    return next((asked.trouble(kind) for kind in kinds), None)


def _at_source(error: BaseException, asked: Asked) -> Trouble | None:
    """What a command, a role, a key or a profile is that gave no whole credentials."""
    match error:
        case boto.ProfileNotFound():
            name = str(error.kwargs["profile"])
            variable = variable_that_chose(asked.options)
            return profiles.ProfileUnknown(name=name, existing=existing_profiles(), variable=variable)
        case CommandFailedError():
            return profiles.CommandFailed(
                keys=asked.keys,
                program=error.program,
                said=error.said,
                started=error.started,
                wants_terminal=error.wants_terminal,
            )
        case boto.PartialCredentialsError():
            # So botocore says that a role has no source_profile, too.
            if error.kwargs["provider"] == "assume-role":
                return profiles.AwsFilesUnusable(keys=Keys(profile=asked.keys.profile))
            return credentials.AccessKeyIncomplete(keys=asked.keys)
        case boto.ClientError() if _is_refused_role(error):
            return _role_refused(error, asked)
    return None


def _refused(error: boto.ClientError, asked: Asked) -> Trouble:
    response: Mapping[str, Any] = error.response
    details, metadata = _mapping(response.get("Error")), _mapping(response.get("ResponseMetadata"))
    code, status = str(details.get("Code", "")), metadata.get("HTTPStatusCode", 0)
    is_failure = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    message = str(details.get("Message", ""))
    asked = replace(
        asked,
        answer=_answer(code, asked.call, metadata.get("RequestId")),
        denial=read_denial(message),
        busy=is_failure,
    )
    kind: type[Trouble]
    if error.operation_name != asked.call.partition(":")[2]:
        # A credential provider's own call, such as AssumeRole, on renewing credentials: ours was not made.
        if _is_refused_role(error):
            return _role_refused(error, asked)
        kind = profiles.CredentialsFailed
    elif code == "SignatureDoesNotMatch" and _is_about_time(message):
        kind = credentials.ClockWrong
    elif known := kind_of(code, asked.call, asked.keys):
        kind = known
    elif status == HTTPStatus.TOO_MANY_REQUESTS:
        kind = network.AwsBusy
    elif is_failure:
        kind = network.AnswerLost
    elif not code or code == str(status):
        # botocore puts the bare status where the answer names no code: this is not AWS speaking. Whether a change was
        # passed on before something else answered, nobody can tell.
        kind = network.AnswerLost if asked.call.is_change else network.StrangerAnswered
    else:
        kind = refusals.RequestRefused
    return asked.trouble(kind)


def _is_refused_role(error: boto.ClientError) -> bool:
    """Whether AWS denies a role: STS to who assumes it, Identity Center to who signed in (GetRoleCredentials)."""
    code = str(_mapping(error.response.get("Error")).get("Code", ""))
    is_role = error.operation_name.startswith("AssumeRole") or error.operation_name == "GetRoleCredentials"
    return is_role and code in {"AccessDenied", "AccessDeniedException", "ForbiddenException"}


def _role_refused(error: boto.ClientError, asked: Asked) -> Trouble:
    details, metadata = (_mapping(error.response.get(part)) for part in ("Error", "ResponseMetadata"))
    service = "sts" if error.operation_name.startswith("AssumeRole") else "sso"
    call = f"{service}:{error.operation_name}"
    return profiles.RoleRefused(
        keys=asked.keys, answer=_answer(str(details.get("Code", "")), call, metadata.get("RequestId"))
    )


def _unreachable(url: str, asked: Asked) -> Trouble:
    address = endpoints.shown(url)
    if address in asked.foreign_endpoints:
        service = asked.call.partition(":")[0]
        return network.AddressSilent(address=address, set_by=endpoints.set_by(asked.options.endpoint_url, service))
    return network.AwsUnreachable(host=endpoints.host(url))


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


def _answer(code: str, call: str, request_id: object) -> str:
    words = f"{clean(code)[:_LONGEST] or 'No error code'} to {call}"
    return f"{words}, request {clean(request_id)[:_LONGEST]}" if isinstance(request_id, str) and request_id else words


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
