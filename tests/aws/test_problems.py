"""From a failed call to what it means and the page that tells of it."""

import json
import ssl

import pytest
import urllib3.exceptions
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from mfa_enroll.aws.problems import Asked, Expected, InsecureEndpointError, PromptRefusedError, explain, explain_unsent
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Who

ALICE = IamUser("aws", "111122223333", "alice")
CHANGES = [Call.CREATE, Call.DELETE, Call.ENABLE]
READS = [Call.WHO_AM_I, Call.LIST]
URL = "https://iam.amazonaws.com/"


def _refusal(call: Call, code: str, status: int = 403, message: str = "words of AWS's own") -> boto.ClientError:
    return boto.ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {
                "RequestId": "5f2c1a00-0000-4000-8000-000000000001",
                "HTTPStatusCode": status,
                "HTTPHeaders": {},
                "HostId": "",
                "RetryAttempts": 0,
            },
        },
        call.partition(":")[2],
    )


def _asked(call: Call, user: IamUser = ALICE, *, temporary: bool = False, offset: float | None = None) -> Asked:
    return Asked(call=call, user=None if call is Call.WHO_AM_I else user, temporary=temporary, offset=offset)


def _refused(call: Call, code: str, status: int = 403, message: str = "words of AWS's own") -> CallFailed:
    return explain(_refusal(call, code, status, message), _asked(call))


@pytest.mark.parametrize(
    ("call", "code", "status", "failure", "title"),
    [
        (Call.CREATE, "EntityAlreadyExists", 409, Failure.EXISTS, "there already"),
        (Call.ENABLE, "EntityAlreadyExists", 409, Failure.EXISTS, "there already"),
        (Call.ENABLE, "NoSuchEntity", 404, Failure.MISSING, "does not find the device"),
        (Call.DELETE, "NoSuchEntity", 404, Failure.MISSING, "does not find the device"),
        (Call.LIST, "NoSuchEntity", 404, Failure.MISSING, "does not find the device"),
        (Call.DELETE, "DeleteConflict", 409, Failure.IN_USE, "in use"),
        (Call.ENABLE, "InvalidAuthenticationCode", 403, Failure.CODES_REFUSED, "did not accept the codes"),
        (Call.CREATE, "LimitExceeded", 409, Failure.FULL, "no room"),
        (Call.ENABLE, "LimitExceeded", 409, Failure.FULL, "as many MFA devices"),
        (Call.LIST, "AccessDenied", 403, Failure.DENIED, "policy does not allow"),
        (Call.CREATE, "AccessDenied", 403, Failure.DENIED, "policy does not allow"),
        (Call.DELETE, "AccessDenied", 403, Failure.DENIED, "policy does not allow"),
        (Call.ENABLE, "AccessDenied", 403, Failure.DENIED, "did not let the device"),
        (Call.WHO_AM_I, "AccessDenied", 403, Failure.DENIED, "does not say who you are"),
        (Call.CREATE, "ConcurrentModification", 409, Failure.BUSY, "busy"),
        (Call.ENABLE, "EntityTemporarilyUnmodifiable", 409, Failure.BUSY, "busy"),
        (Call.ENABLE, "Throttling", 400, Failure.BUSY, "busy"),
        (Call.CREATE, "ThrottlingException", 429, Failure.BUSY, "busy"),
        (Call.CREATE, "RequestLimitExceeded", 503, Failure.BUSY, "busy"),
        (Call.DELETE, "TooManyRequestsException", 429, Failure.BUSY, "busy"),
        (Call.DELETE, "429", 429, Failure.BUSY, "busy"),
        (Call.WHO_AM_I, "InvalidClientTokenId", 403, Failure.STOPPED, "does not know this access key"),
        (Call.WHO_AM_I, "SignatureDoesNotMatch", 403, Failure.STOPPED, "secret access key is not right"),
        (Call.WHO_AM_I, "IncompleteSignature", 400, Failure.STOPPED, "secret access key is not right"),
        (Call.WHO_AM_I, "RequestExpired", 400, Failure.STOPPED, "clock is wrong"),
        (Call.LIST, "ExpiredToken", 403, Failure.STOPPED, "have expired"),
        (Call.WHO_AM_I, "OptInRequired", 403, Failure.STOPPED, "not active"),
        (Call.CREATE, "ServiceUnavailable", 503, Failure.UNCLEAR, "did not arrive"),
        (Call.ENABLE, "ServiceFailure", 500, Failure.UNCLEAR, "did not arrive"),
        (Call.DELETE, "500", 500, Failure.UNCLEAR, "did not arrive"),
        (Call.LIST, "ServiceUnavailable", 503, Failure.BUSY, "did not arrive"),
        (Call.CREATE, "InvalidInput", 400, Failure.STOPPED, "did not accept the request"),
        (Call.ENABLE, "ValidationError", 400, Failure.STOPPED, "did not accept the request"),
        (Call.ENABLE, "SomethingNew", 418, Failure.STOPPED, "did not accept the request"),
        (Call.LIST, "407", 407, Failure.STOPPED, "other than AWS"),
        (Call.CREATE, "403", 403, Failure.UNCLEAR, "did not arrive"),
    ],
)
def test_codes(call: Call, code: str, status: int, failure: Failure, title: str) -> None:
    """Each error code of each call means one thing, and its page says so and gives AWS's answer for a ticket."""
    failed = _refused(call, code, status)
    assert (failed.call, failed.failure) == (call, failure)
    assert title in failed.problem.title
    assert failed.problem.steps
    assert failed.problem.answer == f"{code} to {call}, request 5f2c1a00-0000-4000-8000-000000000001"


@pytest.mark.parametrize("code", ["AccessDenied", "EntityAlreadyExists", "SomethingNew", "InvalidAuthenticationCode"])
def test_message_is_neither_read_nor_shown(code: str) -> None:
    """AWS's message changes nothing and appears nowhere: it can be long, and anything."""
    plain = _refused(Call.ENABLE, code)
    odd = _refused(Call.ENABLE, code, message="Signature expired: [bold]Throttling[/] sentinel https://aws.example")
    assert odd.problem == plain.problem
    assert odd.failure is plain.failure
    assert "sentinel" not in repr(odd.problem) + str(odd)


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (725.0, "clock is 12 minutes and 5 seconds behind"),
        (-3661.0, "clock is 1 hour, 1 minute and 1 second ahead"),
        (-300.0, "clock is 5 minutes ahead"),
        (None, "further off than that"),
    ],
)
@pytest.mark.parametrize(
    "message",
    [
        "Signature expired: 20240101T000000Z is now earlier than 20240101T001000Z (20240101T001500Z - 5 min.)",
        "Signature not yet current: 20240101T010000Z is still later than 20240101T000500Z",
    ],
)
def test_wrong_clock(offset: float | None, words: str, message: str) -> None:
    """A signature out of time is a wrong clock, and the page says how far and which way it is wrong."""
    error = _refusal(Call.WHO_AM_I, "SignatureDoesNotMatch", message=message)
    failed = explain(error, _asked(Call.WHO_AM_I, offset=offset))
    assert failed.failure is Failure.STOPPED
    assert "clock is wrong" in failed.problem.title
    assert words in failed.problem.happened
    assert failed.problem.can_retry


@pytest.mark.parametrize("call", [Call.LIST, *CHANGES])
@pytest.mark.parametrize(
    ("user", "resource"),
    [
        (ALICE, "arn:aws:iam::*:user/${aws:username}"),
        (IamUser("aws", "111122223333", "alice", "/eng/"), "arn:aws:iam::*:user/*/${aws:username}"),
        (IamUser("aws-cn", "111122223333", "alice"), "arn:aws-cn:iam::*:user/${aws:username}"),
    ],
)
def test_denied(call: Call, user: IamUser, resource: str) -> None:
    """The administrator is handed the statement that is missing, for the user's partition and path."""
    problem = explain(_refusal(call, "AccessDenied"), _asked(call, user)).problem
    assert problem.who is Who.ADMINISTRATOR
    statement = json.loads(problem.hand_over)
    assert str(call) in statement["Action"]
    assert resource in statement["Resource"]
    assert str(call) in problem.happened
    assert any("SCP" in step for step in problem.steps)
    assert (user.path in problem.happened) or user.path == "/"
    assert (user.partition == "aws") or "arn:aws-cn:" in problem.happened


def test_denied_enable_tells_both_reasons() -> None:
    """A denied EnableMFADevice may be the policy or AWS's own rule, and the page names both."""
    happened = _refused(Call.ENABLE, "AccessDenied").problem.happened
    assert "MFA on already" in happened
    assert "iam:EnableMFADevice" in happened


def test_in_use_hands_over_the_commands() -> None:
    """What takes an enabled device away is handed over ready to run."""
    problem = _refused(Call.DELETE, "DeleteConflict", 409).problem
    assert problem.who is Who.ADMINISTRATOR
    assert problem.hand_over == (
        "aws iam deactivate-mfa-device --user-name alice --serial-number arn:aws:iam::111122223333:mfa/alice\n"
        "aws iam delete-virtual-mfa-device --serial-number arn:aws:iam::111122223333:mfa/alice"
    )


def test_session_without_mfa() -> None:
    """IAM's InvalidClientTokenId to temporary credentials is a session without MFA, not a wrong key."""
    error = _refusal(Call.LIST, "InvalidClientTokenId")
    assert "temporary credentials" in explain(error, _asked(Call.LIST, temporary=True)).problem.title
    assert "does not know" in explain(error, _asked(Call.LIST)).problem.title


def test_unknown_key_mentions_other_partitions() -> None:
    """A key of China or GovCloud is unknown elsewhere; the page says which region finds it."""
    steps = " ".join(_refused(Call.WHO_AM_I, "InvalidClientTokenId").problem.steps)
    assert "--region cn-north-1" in steps
    assert "--region us-gov-west-1" in steps


NOT_SENT = [
    (boto.EndpointConnectionError(endpoint_url=URL, error="refused"), "cannot be reached"),
    (boto.ConnectTimeoutError(endpoint_url=URL), "cannot be reached"),
    (boto.ProxyConnectionError(proxy_url="http://proxy:3128", error="407"), "proxy"),
    (
        boto.SSLError(
            endpoint_url=URL, error=urllib3.exceptions.SSLError(ssl.SSLCertVerificationError(1, "self-signed"))
        ),
        "not trusted",
    ),
    (boto.NoCredentialsError(), "No access key"),
    (boto.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"), "incomplete"),
    (boto.UnauthorizedSSOTokenError(), "sign-in has run out"),
    (boto.SSOTokenLoadError(error_msg="x"), "sign-in has run out"),
    (boto.TokenRetrievalError(provider="sso", error_msg="x"), "sign-in has run out"),
    (boto.CredentialRetrievalError(provider="custom-process", error_msg="sentinel"), "could not be fetched"),
    (boto.ConfigParseError(path="/x", error="sentinel"), "configuration files"),
    (boto.InfiniteLoopConfigError(source_profile="a", visited_profiles="a, b"), "configuration files"),
    (boto.InvalidRegionError(region_name="us east"), "region or address"),
    (boto.ParamValidationError(report="sentinel 123456"), "did not accept"),
    (PromptRefusedError(), "asks for an MFA code"),
    (InsecureEndpointError("http://iam.example"), "not encrypted"),
]


@pytest.mark.parametrize("call", [*READS, *CHANGES])
@pytest.mark.parametrize(("error", "title"), NOT_SENT, ids=lambda value: type(value).__name__)
def test_not_sent(call: Call, error: Exception, title: str) -> None:
    """What fails before anything is sent has changed nothing, whichever call it was."""
    failed = explain(error, _asked(call))
    assert failed.failure is Failure.STOPPED
    assert title in failed.problem.title
    assert failed.problem.can_retry
    assert failed.problem.answer == ""
    assert "sentinel" not in repr(failed.problem) + str(failed)


LOST = [
    boto.ReadTimeoutError(endpoint_url=URL),
    boto.ConnectionClosedError(endpoint_url=URL),
    boto.HTTPClientError(error="reset"),
    boto.SSLError(endpoint_url=URL, error=urllib3.exceptions.SSLError(ssl.SSLError(1, "bad record mac"))),
    ResponseParserError("<Seed>sentinel"),
    KeyError("CreateVirtualMFADeviceResult"),
    ValueError('Invalid timestamp "sentinel"'),
    boto.BotoCoreError(),
]


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_lost(error: Exception) -> None:
    """After a change without a readable answer it is unclear what was done; a read has done nothing."""
    for call in CHANGES:
        failed = explain(error, _asked(call))
        assert failed.failure is Failure.UNCLEAR
        assert "may have been" in failed.problem.happened
        assert "sentinel" not in repr(failed.problem) + str(failed)
    for call in READS:
        failed = explain(error, _asked(call))
        assert failed.failure in {Failure.STOPPED, Failure.BUSY}
        assert "Nothing was changed" in failed.problem.happened
    assert isinstance(error, Expected)


def test_unknown_profile_lists_close_matches_first() -> None:
    """A mistyped profile's page starts with the one that was probably meant."""
    asked = Asked(call=Call.WHO_AM_I, profiles=("default", "zeta", *(f"p{n}" for n in range(9)), "work"))
    problem = explain_unsent(boto.ProfileNotFound(profile="wrok\x1b"), asked).problem
    assert "wrok\N{REPLACEMENT CHARACTER}" in problem.title
    assert "The profiles that exist are: work, default, p0" in problem.happened
    assert "4 more" in problem.happened
    assert problem.steps[0] == "Run mfa-enroll --profile work."


def test_no_profiles_at_all() -> None:
    """With no profile to choose from, only making one is offered."""
    problem = explain(boto.ProfileNotFound(profile="work"), Asked(call=Call.WHO_AM_I)).problem
    assert "no profile at all" in problem.happened
    assert "aws configure --profile work" in problem.steps[0]


def test_refusal_of_another_call() -> None:
    """A refused AssumeRole behind a profile is not taken for a refusal of the call it was needed for."""
    error = boto.ClientError(
        {"Error": {"Code": "AccessDenied"}, "ResponseMetadata": {"HTTPStatusCode": 403}},  # type: ignore[typeddict-item] # as it comes
        "AssumeRole",
    )
    for failed in (explain(error, _asked(Call.LIST)), explain_unsent(error, _asked(Call.LIST))):
        assert failed.failure is Failure.STOPPED
        assert "could not be fetched" in failed.problem.title


def test_answer_is_short_and_clean() -> None:
    """Code and request id come from outside: they are cut and cleaned before they are shown."""
    error = _refusal(Call.LIST, "Evil\x1b[2J" + "x" * 500)
    error.response["ResponseMetadata"]["RequestId"] = "id\n" + "y" * 500
    answer = explain(error, _asked(Call.LIST)).problem.answer
    assert answer.isprintable()
    assert len(answer) < 250


def test_refusal_without_details() -> None:
    """An answer that lacks its error element altogether still has a page."""
    error = boto.ClientError({"ResponseMetadata": {"HTTPStatusCode": 403}}, "EnableMFADevice")  # type: ignore[typeddict-item] # as it comes
    failed = explain(error, _asked(Call.ENABLE))
    assert failed.failure is Failure.UNCLEAR
    assert failed.problem.answer == "No error code to iam:EnableMFADevice"
