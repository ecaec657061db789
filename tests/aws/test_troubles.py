"""From what botocore raises to the trouble that it is."""

import ssl
from dataclasses import fields, replace
from typing import Any

import pytest
import urllib3.exceptions
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from mfa_enroll.aws.keys import describe
from mfa_enroll.aws.troubles import Asked, CredentialSourceError, Expected, explain, explain_unsent
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.keys import Keys, KeySource
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.trouble import Stopped, Trouble
from mfa_enroll.domain.troubles import callers, credentials, network, profiles, refusals

ID = "AKIAX54FEXAMPLEXOCRK"
URL = "https://iam.amazonaws.com/"
WORK = describe("shared-credentials-file", "work", ID)
STALE = replace(WORK, temporary=True)
OWN_SESSION = describe("mfa-session", "work", ID, temporary=True)

WHO, SESSION, LIST, POLICY = Call.WHO_AM_I, Call.START_SESSION, Call.LIST, Call.PASSWORD_POLICY
CREATE, DELETE, ENABLE, DEACTIVATE = Call.CREATE, Call.DELETE, Call.ENABLE, Call.DEACTIVATE
RESYNC, PASSWORD = Call.RESYNC, Call.CHANGE_PASSWORD


def asked(call: Call, **facts: Any) -> Asked:
    """What was asked, ordinarily about Alice with the key of profile work."""
    user = None if call is WHO else IamUser("aws", "111122223333", "alice")
    return replace(Asked(call=call, options=Options(), keys=WORK, user=user), **facts)


def refusal(call: Call, code: str, status: int = 403, message: str = "words of AWS's own") -> boto.ClientError:
    """The error of botocore's for a refused call."""
    metadata: Any = {"RequestId": "5f2c1a00", "HTTPStatusCode": status}
    return boto.ClientError(
        {"Error": {"Code": code, "Message": message}, "ResponseMetadata": metadata}, call.partition(":")[2]
    )


def lost_at_the_source(error: Exception) -> CredentialSourceError:
    """What gives the credentials has let out an error."""
    at_source = CredentialSourceError()
    at_source.__cause__ = error
    return at_source


BUSY, STOPPED, UNCLEAR = Failure.BUSY, Failure.STOPPED, Failure.UNCLEAR
REFUSED: list[tuple[type[Trouble], Failure, str, int, list[Call]]] = [
    (refusals.PolicyDeniesCall, Failure.DENIED, "AccessDenied", 403, [LIST, CREATE, RESYNC, POLICY]),
    (refusals.DeletionDenied, Failure.DENIED, "AccessDenied", 403, [DELETE]),
    (refusals.TurningOnDenied, Failure.DENIED, "AccessDenied", 403, [ENABLE]),
    (refusals.TurningOffDenied, Failure.DENIED, "AccessDenied", 403, [DEACTIVATE]),
    (refusals.PasswordDenied, Failure.DENIED, "AccessDenied", 403, [PASSWORD]),
    (refusals.IdentityDenied, Failure.DENIED, "AccessDenied", 403, [WHO]),
    (refusals.CodeRefused, Failure.CODES_REFUSED, "AccessDenied", 403, [SESSION]),
    (refusals.CodeRefused, Failure.CODES_REFUSED, "AccessDeniedException", 403, [SESSION]),
    (refusals.CodePairRefused, Failure.CODES_REFUSED, "InvalidAuthenticationCode", 403, [ENABLE]),
    (refusals.ResyncRefused, Failure.CODES_REFUSED, "InvalidAuthenticationCode", 403, [RESYNC]),
    (refusals.NameTaken, Failure.EXISTS, "EntityAlreadyExists", 409, [CREATE]),
    (refusals.DeviceOnAlready, Failure.EXISTS, "EntityAlreadyExists", 409, [ENABLE]),
    (refusals.DeviceNotFound, Failure.MISSING, "NoSuchEntity", 404, [LIST, DELETE, ENABLE]),
    (refusals.DeviceNotOn, Failure.MISSING, "NoSuchEntity", 404, [DEACTIVATE, RESYNC]),
    (refusals.NoConsolePassword, Failure.MISSING, "NoSuchEntity", 404, [PASSWORD]),
    (refusals.DeviceInUse, Failure.IN_USE, "DeleteConflict", 409, [DELETE]),
    (refusals.AccountFull, Failure.FULL, "LimitExceeded", 409, [CREATE]),
    (refusals.TooManyDevices, Failure.FULL, "LimitExceeded", 409, [ENABLE]),
    (refusals.LimitReached, Failure.FULL, "LimitExceeded", 409, [DELETE, DEACTIVATE, RESYNC, PASSWORD]),
    (refusals.PasswordUnfit, Failure.UNFIT, "PasswordPolicyViolation", 400, [PASSWORD]),
    (refusals.CredentialsWithoutPassword, STOPPED, "InvalidUserType", 400, [PASSWORD]),
    (refusals.PasswordChangedJustNow, BUSY, "EntityTemporarilyUnmodifiable", 409, [PASSWORD]),
    (network.AwsBusy, BUSY, "EntityTemporarilyUnmodifiable", 409, [ENABLE, DEACTIVATE]),
    (network.AwsBusy, BUSY, "ConcurrentModification", 409, [CREATE, DEACTIVATE, RESYNC, PASSWORD]),
    (network.AwsBusy, BUSY, "Throttling", 400, [*Call]),
    (network.AwsBusy, BUSY, "ThrottlingException", 429, [CREATE]),
    (network.AwsBusy, BUSY, "RequestLimitExceeded", 503, [CREATE]),
    (network.AwsBusy, BUSY, "TooManyRequestsException", 429, [DELETE]),
    (network.AwsBusy, BUSY, "429", 429, [DELETE]),
    (network.AnswerLost, UNCLEAR, "ServiceUnavailable", 503, [CREATE, SESSION]),
    (network.AnswerLost, UNCLEAR, "ServiceFailure", 500, [ENABLE, PASSWORD]),
    (network.AnswerLost, UNCLEAR, "500", 500, [DELETE]),
    (network.AnswerLost, UNCLEAR, "403", 403, [CREATE]),
    (network.AnswerLost, BUSY, "ServiceUnavailable", 503, [WHO, LIST, POLICY]),
    (network.StrangerAnswered, STOPPED, "407", 407, [WHO, LIST, POLICY]),
    (credentials.AccessKeyUnknown, Failure.KEYS, "InvalidClientTokenId", 403, [*Call]),
    (credentials.SecretKeyWrong, Failure.KEYS, "SignatureDoesNotMatch", 403, [*Call]),
    (credentials.SecretKeyWrong, Failure.KEYS, "IncompleteSignature", 400, [WHO]),
    (credentials.SessionExpired, Failure.KEYS, "ExpiredToken", 403, [*Call]),
    (credentials.ClockWrong, STOPPED, "RequestExpired", 400, [WHO]),
    (refusals.AccountInactive, STOPPED, "OptInRequired", 403, [*Call]),
    (refusals.AccountInactive, STOPPED, "RegionDisabledException", 403, [SESSION]),
    (refusals.RequestRefused, STOPPED, "ValidationError", 400, [SESSION, ENABLE, PASSWORD]),
    (refusals.RequestRefused, STOPPED, "InvalidInput", 400, [CREATE]),
    (refusals.RequestRefused, STOPPED, "SomethingNew", 418, [ENABLE]),
]


@pytest.mark.parametrize(("kind", "failure", "code", "status", "calls"), REFUSED)
def test_codes(kind: type[Trouble], failure: Failure, code: str, status: int, calls: list[Call]) -> None:
    """Each error code means one thing to each call, and AWS's answer is kept for a ticket.

    AWS's message changes nothing and goes nowhere: it can be long, and anything.
    """
    message = f"sentinel: [bold]Throttling[/]{'' if code == 'SignatureDoesNotMatch' else ' Signature expired'}"
    for call in calls:
        what = asked(call, offset=725.0)
        trouble = explain(refusal(call, code, status, message), what)
        assert type(trouble) is kind
        assert trouble.failure is failure
        assert trouble.answer == f"{code} to {call}, request 5f2c1a00"
        assert "sentinel" not in repr(trouble)
        told = {fact.name for fact in fields(trouble)} - {"answer", "busy", "denial", "needs_mfa"}
        assert all(getattr(trouble, name) == getattr(what, name) for name in told)


@pytest.mark.parametrize(
    ("keys", "code", "call", "kind"),
    [
        (STALE, "AccessDenied", SESSION, callers.SessionNeedsAccessKey),
        (STALE, "AccessDeniedException", SESSION, callers.SessionNeedsAccessKey),
        (STALE, "InvalidClientTokenId", WHO, credentials.AccessKeyUnknown),
        (STALE, "InvalidClientTokenId", LIST, credentials.SessionWithoutMfa),
        (OWN_SESSION, "InvalidClientTokenId", WHO, credentials.SessionUnknown),
        (OWN_SESSION, "InvalidClientTokenId", DEACTIVATE, credentials.SessionUnknown),
        (OWN_SESSION, "ExpiredToken", DEACTIVATE, credentials.SessionExpired),
        (OWN_SESSION, "SignatureDoesNotMatch", WHO, credentials.SecretKeyWrong),
    ],
)
def test_temporary_keys(keys: Keys, code: str, call: Call, kind: type[Trouble]) -> None:
    """Some codes mean something else to the keys of a session.

    AWS starts none from another one, and IAM takes none that was made without MFA. A session that this program holds
    is begun anew by trying again.
    """
    trouble = explain(refusal(call, code), asked(call, keys=keys))
    assert type(trouble) is kind
    assert getattr(trouble, "keys", None) == keys
    assert trouble.can_retry is (kind is not callers.SessionNeedsAccessKey)


@pytest.mark.parametrize("offset", [725.0, None])
@pytest.mark.parametrize("when", ["expired: 20240101T000000Z is now earlier than", "not yet current: 20240101T010000Z"])
def test_wrong_clock(offset: float | None, when: str) -> None:
    """A signature out of time is a wrong clock, and not a wrong secret key."""
    error = refusal(WHO, "SignatureDoesNotMatch", message=f"Signature {when}")
    trouble = explain(error, asked(WHO, offset=offset))
    assert trouble == credentials.ClockWrong(offset=offset, answer=trouble.answer)


@pytest.mark.parametrize(
    ("method", "source", "can_retry"),
    [
        ("env", KeySource.ENVIRONMENT, False),
        ("shared-credentials-file", KeySource.CREDENTIALS_FILE, True),
        ("config-file", KeySource.CONFIG_FILE, True),
        ("assume-role", KeySource.ROLE, True),
        ("something-new", KeySource.UNKNOWN, True),
    ],
)
def test_keys_are_told_with_their_source(method: str, source: KeySource, can_retry: bool) -> None:  # noqa: FBT001
    """A trouble with keys says which key it is and where it comes from; only a new start sees other variables."""
    keys = describe(method, "work", ID)
    assert keys == Keys(source=source, profile="work", shown_id="AKIAX54F…OCRK")
    for code in ("SignatureDoesNotMatch", "InvalidClientTokenId", "ExpiredToken"):
        assert explain(refusal(LIST, code), asked(LIST, keys=keys)).can_retry is can_retry


@pytest.mark.parametrize("key_id", ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AKIA", "", "AKIAX54F\x1b[2JXXXXXXXX"])
def test_what_is_no_key_id_is_not_told(key_id: str) -> None:
    """The secret access key may have been put in the place of the ID."""
    assert describe("env", "default", key_id) == Keys(source=KeySource.ENVIRONMENT, is_odd=True)
    assert describe("env", "default", None) == Keys(source=KeySource.ENVIRONMENT)


def test_nobody_was_asked_about() -> None:
    """A code about a user says nothing while no user is known."""
    trouble = explain(refusal(WHO, "NoSuchEntity", 404), asked(WHO))
    assert trouble == refusals.RequestRefused(answer=trouble.answer)


def test_answer_is_short_and_clean() -> None:
    """Code and request ID come from outside: they are cut and cleaned."""
    error = refusal(LIST, "Evil\x1b[2J" + "x" * 500)
    error.response["ResponseMetadata"]["RequestId"] = "id\n" + "y" * 500
    answer = explain(error, asked(LIST)).answer
    assert answer.isprintable()
    assert len(answer) < 250


def test_refusal_without_details() -> None:
    """An answer that lacks its error element altogether is no answer of AWS's."""
    error = boto.ClientError({"ResponseMetadata": {"HTTPStatusCode": 403}}, "EnableMFADevice")  # type: ignore[typeddict-item] # as it comes
    assert explain(error, asked(ENABLE)) == network.AnswerLost(call=ENABLE, answer=f"No error code to {ENABLE}")


def _ssl(reason: ssl.SSLError) -> boto.SSLError:
    return boto.SSLError(endpoint_url=URL, error=urllib3.exceptions.SSLError(reason))


NOT_SENT: list[tuple[Exception, type[Trouble]]] = [
    (boto.EndpointConnectionError(endpoint_url=URL, error="refused"), network.AwsUnreachable),
    (boto.ConnectTimeoutError(endpoint_url=URL), network.AwsUnreachable),
    (boto.ProxyConnectionError(proxy_url="http://proxy:3128", error="407"), network.ProxyFailed),
    (_ssl(ssl.SSLCertVerificationError(1, "self-signed")), network.CertificateUntrusted),
    (boto.NoCredentialsError(), credentials.NoAccessKey),
    (boto.PartialCredentialsError(provider="env", cred_var="x"), credentials.AccessKeyIncomplete),
    (boto.UnauthorizedSSOTokenError(), profiles.SignInExpired),
    (boto.SSOTokenLoadError(error_msg="x"), profiles.SignInExpired),
    (boto.TokenRetrievalError(provider="sso", error_msg="x"), profiles.SignInExpired),
    (boto.CredentialRetrievalError(provider="custom-process", error_msg="sentinel"), profiles.CredentialsFailed),
    (boto.ConfigParseError(path="/x", error="sentinel"), profiles.AwsFilesUnusable),
    (boto.InfiniteLoopConfigError(source_profile="a", visited_profiles="a, b"), profiles.AwsFilesUnusable),
    (boto.ProfileNotFound(profile="x"), profiles.ProfileUnknown),
    (boto.RefreshWithMFAUnsupportedError(), profiles.ProfileAsksForCode),
    (boto.InvalidRegionError(region_name="us east"), network.AddressUnusable),
    (boto.InvalidDefaultsMode(mode="sentinel", valid_modes="x"), network.SettingUnusable),
    (
        boto.InvalidSTSRegionalEndpointsConfigError(sts_regional_endpoints_config="sentinel"),
        network.SettingUnusable,
    ),
    (boto.ParamValidationError(report="sentinel 123456"), refusals.RequestRefused),
    (Stopped(profiles.ProfileAsksForCode()), profiles.ProfileAsksForCode),
]
"""What fails before anything is sent."""

LOST = [
    boto.ReadTimeoutError(endpoint_url=URL),
    boto.ConnectionClosedError(endpoint_url=URL),
    boto.HTTPClientError(error="reset"),
    _ssl(ssl.SSLError(1, "bad record mac")),
    ResponseParserError("<Seed>sentinel"),
    KeyError("CreateVirtualMFADeviceResult"),
    ValueError('Invalid timestamp "sentinel"'),
    boto.BotoCoreError(),
]


@pytest.mark.parametrize(("error", "kind"), NOT_SENT, ids=lambda value: type(value).__name__)
def test_not_sent(error: Exception, kind: type[Trouble]) -> None:
    """What fails before anything is sent has changed nothing, whichever call it was; nothing of the error is told."""
    for call in Call:
        trouble = explain(error, asked(call))
        assert type(trouble) is kind
        assert trouble.failure is STOPPED
        assert trouble.can_retry
        assert trouble.answer == ""
        assert "sentinel" not in repr(trouble)
    assert isinstance(error, Expected)


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_lost(error: Exception) -> None:
    """After a change without a readable answer it is unclear what was done; a read has done nothing.

    A read that a load balancer answered may succeed in a moment.
    """
    busy = isinstance(error, ResponseParserError)
    for call in Call:
        trouble = explain(error, asked(call))
        assert trouble == network.AnswerLost(call=call, busy=busy)
        assert trouble.failure is (UNCLEAR if call.is_change else BUSY if busy else STOPPED)
    assert isinstance(error, Expected)


@pytest.mark.parametrize("error", [error for error in LOST if isinstance(error, boto.BotoCoreError)], ids=repr)
def test_nothing_is_sent_while_a_connection_is_prepared(error: Exception) -> None:
    """What fails there was not lost on the way: it is a setting, or what gives the credentials."""
    for call in Call:
        assert explain_unsent(error, asked(call)) == network.SettingsUnusable(keys=WORK)
        assert explain_unsent(lost_at_the_source(error), asked(call)) == profiles.CredentialsFailed(keys=WORK)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (boto.ParamValidationError(report="sentinel"), profiles.CredentialsFailed(keys=WORK)),
        (refusal(WHO, "AccessDenied"), profiles.CredentialsFailed(keys=WORK)),
        (boto.UnauthorizedSSOTokenError(), profiles.SignInExpired(keys=WORK)),
        (Stopped(profiles.ProfileAsksForCode()), profiles.ProfileAsksForCode()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_source_of_credentials(error: Exception, trouble: Trouble) -> None:
    """What AWS or botocore refuses to a role is not said of the call; a reason that has a name keeps it."""
    assert explain_unsent(lost_at_the_source(error), asked(WHO)) == trouble


def test_refusal_of_another_call() -> None:
    """A refused AssumeRole amid a call is not taken for a refusal of the call that it was needed for."""
    trouble = explain(refusal(Call.CREATE, "AccessDenied"), asked(Call.LIST))
    assert isinstance(trouble, profiles.CredentialsFailed)


@pytest.mark.parametrize("operation", ["AssumeRole", "AssumeRoleWithWebIdentity", "GetRoleCredentials"])
@pytest.mark.parametrize("code", ["AccessDenied", "ForbiddenException", "ExpiredToken"])
def test_refused_role(operation: str, code: str) -> None:
    """A role that is denied is told from one that could not be asked for, whether at the start or amid a call."""
    error = refusal(WHO, code)
    error.operation_name = operation
    kind = profiles.CredentialsFailed if code == "ExpiredToken" else profiles.RoleRefused
    for trouble in (explain(error, asked(LIST)), explain_unsent(lost_at_the_source(error), asked(WHO))):
        assert type(trouble) is kind
        assert "sentinel" not in repr(trouble)


@pytest.mark.parametrize("error", [error for error, kind in NOT_SENT if kind is network.AwsUnreachable])
@pytest.mark.parametrize("variable", [None, "AWS_ENDPOINT_URL_IAM"])
def test_what_does_not_answer(monkeypatch: pytest.MonkeyPatch, error: Exception, variable: str | None) -> None:
    """The network is told of with AWS's host, and another address with what set it."""
    assert explain(error, asked(LIST)) == network.AwsUnreachable(host="iam.amazonaws.com")
    url = URL.rstrip("/")
    if variable:
        monkeypatch.setenv(variable, url)
    options = Options(endpoint_url=None if variable else url)
    trouble = explain(error, asked(LIST, foreign_endpoints=(url,), options=options))
    assert trouble == network.AddressSilent(address=url, set_by=variable or "--endpoint-url")
