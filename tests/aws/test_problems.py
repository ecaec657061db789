"""From a failed call to what it means and the page that tells of it."""

import json
import ssl
from dataclasses import replace

import pytest
import urllib3.exceptions
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from mfa_enroll.aws.asked import Asked
from mfa_enroll.aws.keys import Keys, masked
from mfa_enroll.aws.options import Options
from mfa_enroll.aws.problems import Expected, InsecureEndpointError, PromptRefusedError, explain, explain_unsent
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


ENVIRONMENT = Keys(method="env", shown_id=masked("AKIAX54FEXAMPLEXOCRK"))
WORK = replace(ENVIRONMENT, method="shared-credentials-file", profile="work")
ROLE = replace(ENVIRONMENT, method="assume-role", profile="admin")
STALE = replace(ENVIRONMENT, temporary=True)


def _asked(
    call: Call,
    user: IamUser = ALICE,
    keys: Keys = WORK,
    options: Options | None = None,
    offset: float | None = None,
) -> Asked:
    return Asked(
        call=call,
        options=options or Options(),
        keys=keys,
        user=None if call is Call.WHO_AM_I else user,
        offset=offset,
    )


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
    text = problem.hand_over
    statement, _ = json.JSONDecoder().raw_decode(text, text.index("{\n"))
    assert str(call) in statement["Action"]
    assert resource in statement["Resource"]
    assert str(call) in problem.happened
    assert text.startswith(f"User {user.arn} cannot turn on MFA with mfa-enroll.\nAWS answered: {problem.answer}.\n")
    assert "service control policy" in text
    assert (f"has the path {user.path}" in text) == (user.path != "/")
    assert ("has to say arn:aws-cn:" in text) == (user.partition == "aws-cn")


def test_denied_enable_tells_both_reasons() -> None:
    """A denied EnableMFADevice may be the policy or AWS's own rule, and the page names both."""
    happened = _refused(Call.ENABLE, "AccessDenied").problem.happened
    assert "MFA on already" in happened
    assert "iam:EnableMFADevice" in happened


def test_in_use_hands_over_the_commands() -> None:
    """What takes an enabled device away is handed over ready to run."""
    problem = _refused(Call.DELETE, "DeleteConflict", 409).problem
    assert problem.who is Who.ADMINISTRATOR
    assert problem.hand_over.startswith(f"User {ALICE.arn} cannot turn on MFA with mfa-enroll.\nAWS answered: Delete")
    assert (
        "\n\naws iam deactivate-mfa-device --user-name alice --serial-number arn:aws:iam::111122223333:mfa/alice\n"
        "aws iam delete-virtual-mfa-device --serial-number arn:aws:iam::111122223333:mfa/alice\n"
    ) in problem.hand_over


def test_session_without_mfa() -> None:
    """IAM's InvalidClientTokenId to temporary credentials is a session without MFA, not a wrong key."""
    error = _refusal(Call.LIST, "InvalidClientTokenId")
    assert "temporary credentials" in explain(error, _asked(Call.LIST, keys=STALE)).problem.title
    assert "does not know" in explain(error, _asked(Call.LIST)).problem.title


KEY_CODES = ["SignatureDoesNotMatch", "InvalidClientTokenId", "ExpiredToken"]


@pytest.mark.parametrize("code", KEY_CODES)
@pytest.mark.parametrize(
    ("keys", "where"),
    [(ENVIRONMENT, "environment variables"), (WORK, "profile work"), (ROLE, "profile admin, an assumed role")],
)
def test_key_pages_say_which_key(code: str, keys: Keys, where: str) -> None:
    """A page about keys names the key in use and where it comes from; only a new start sees other variables."""
    problem = explain(_refusal(Call.WHO_AM_I, code), _asked(Call.WHO_AM_I, keys=keys)).problem
    assert f"Key in use: AKIAX54F…OCRK, from {where}." in problem.happened
    assert problem.can_retry == (keys is not ENVIRONMENT)
    assert any("try again" in step.lower() for step in problem.steps) == problem.can_retry


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", "InvalidClientTokenId"])
def test_keys_are_set_again_where_they_are_set(code: str) -> None:
    """Variables go before files: “aws configure” is said for keys of a profile alone, and with that profile."""
    said = {
        keys: " ".join(explain(_refusal(Call.WHO_AM_I, code), _asked(Call.WHO_AM_I, keys=keys)).problem.steps)
        for keys in (ENVIRONMENT, WORK, ROLE)
    }
    assert "export AWS_ACCESS_KEY_ID=" in said[ENVIRONMENT]
    assert "export AWS_SECRET_ACCESS_KEY=" in said[ENVIRONMENT]
    assert "“aws configure --profile work”" in said[WORK]
    assert "export" not in said[WORK] + said[ROLE]
    assert "aws configure" not in said[ENVIRONMENT] + said[ROLE]


def test_stale_session_token() -> None:
    """A key that AWS does not know together with a session token may be right without: that comes first."""
    for keys, words in (
        (STALE, "Leave, run “unset AWS_SESSION_TOKEN”, then run mfa-enroll again with your own access key."),
        (replace(WORK, temporary=True), "The profile has an aws_session_token"),
    ):
        problem = explain(_refusal(Call.WHO_AM_I, "InvalidClientTokenId"), _asked(Call.WHO_AM_I, keys=keys)).problem
        assert words in problem.steps[0]
        assert problem.title == "AWS does not know this access key"


@pytest.mark.parametrize("key_id", ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AKIA", "", "AKIAX54F\x1b[2JXXXXXXXX"])
def test_what_is_no_key_id_is_not_shown(key_id: str) -> None:
    """The secret access key may have been put in the place of the ID, and must not be shown."""
    assert masked(key_id) == "one that does not look like an access key ID"


def test_no_credentials() -> None:
    """Without a key the page says how to set one for this profile, by the aws command and without it."""
    error = boto.NoCredentialsError()
    free = explain(error, _asked(Call.WHO_AM_I, keys=Keys())).problem
    given = explain(error, _asked(Call.WHO_AM_I, keys=Keys(profile="work"), options=Options(profile="work"))).problem
    assert "“aws configure”" in free.steps[0]
    assert "“aws configure --profile work”" in given.steps[0]
    for problem, words in ((free, "run mfa-enroll again."), (given, "run mfa-enroll again without --profile.")):
        (exports,) = (step for step in problem.steps if "export" in step)
        assert "leave, run “export AWS_ACCESS_KEY_ID=" in exports
        assert exports.endswith(words)


def test_unreachable_names_the_host() -> None:
    """What cannot be reached is named: AWS's host, or an address set by someone, and then by what."""
    for error in (
        boto.EndpointConnectionError(endpoint_url=URL, error="x"),
        boto.ConnectTimeoutError(endpoint_url=URL),
    ):
        problem = explain(error, _asked(Call.LIST)).problem
        assert problem.happened.startswith("iam.amazonaws.com could not be reached")
        assert "Wi-Fi" in problem.steps[0]


def test_nothing_at_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing answers at an address of one's own, the network is not blamed."""
    url = "http://127.0.0.1:9"
    error = boto.EndpointConnectionError(endpoint_url=f"{url}/", error="refused")
    option = replace(_asked(Call.LIST, options=Options(endpoint_url=url)), foreign_endpoints=(url,))
    variable = replace(_asked(Call.LIST), foreign_endpoints=(url,))
    monkeypatch.setenv("AWS_ENDPOINT_URL_IAM", url)
    for asked, words in ((option, "without --endpoint-url"), (variable, "“unset AWS_ENDPOINT_URL_IAM”")):
        problem = explain(error, asked).problem
        assert f"Nothing answers at {url}." in problem.happened
        assert words in problem.steps[-1]
        assert "Wi-Fi" not in repr(problem)


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
    (InsecureEndpointError("http://iam.example", None), "not encrypted"),
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
    profiles = ("default", "zeta", *(f"p{n}" for n in range(9)), "work")
    asked = replace(_asked(Call.WHO_AM_I), profiles=profiles)
    problem = explain_unsent(boto.ProfileNotFound(profile="wrok\x1b"), asked).problem
    assert "“wrok\N{REPLACEMENT CHARACTER}”" in problem.happened
    assert "The profiles that exist are: work, default, p0" in problem.happened
    assert "4 more" in problem.happened
    assert problem.steps[0] == "Leave, and run mfa-enroll --profile work."
    assert problem.steps[1].startswith("Or create it")


def test_no_profiles_at_all() -> None:
    """With no profile to choose from, only making one is offered, and where its name comes from if not by option."""
    error = boto.ProfileNotFound(profile="work")
    given = explain(error, _asked(Call.WHO_AM_I, options=Options(profile="work"))).problem
    assert "no profile at all" in given.happened
    assert given.steps == ("Create it: “aws configure --profile work”. Then try again.",)
    found = explain(error, _asked(Call.WHO_AM_I)).problem
    assert found.steps[:1] == given.steps
    assert "AWS_PROFILE" in found.steps[1]


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
