"""From why no answer came to what it means, and the page that tells of it."""

import ssl
from dataclasses import replace

import pytest
import urllib3.exceptions
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from mfa_enroll.aws.problems import (
    CredentialSourceError,
    Expected,
    InsecureEndpointError,
    PromptRefusedError,
    explain,
    explain_unsent,
)
from mfa_enroll.aws.source import SourceProfileError
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.options import Options
from tests.aws.refusing import CHANGES, READS, URL, asked_of


@pytest.mark.parametrize("exists", [True, False])
def test_no_source(exists: bool) -> None:  # noqa: FBT001 - a case
    """A session's profile without the access key behind it names both profiles."""
    error = SourceProfileError("work-mfa", "work\x1b", exists=exists)
    failed = explain_unsent(error, asked_of(Call.WHO_AM_I))
    assert failed.failure is Failure.STOPPED
    assert "“work-mfa”" in failed.problem.happened
    assert "“work\N{REPLACEMENT CHARACTER}”" in failed.problem.happened
    assert ("no such profile" in failed.problem.happened) is not exists


def test_unreachable_names_the_host() -> None:
    """What cannot be reached is named: AWS's host, or an address set by someone, and then by what."""
    for error in (
        boto.EndpointConnectionError(endpoint_url=URL, error="x"),
        boto.ConnectTimeoutError(endpoint_url=URL),
    ):
        problem = explain(error, asked_of(Call.LIST)).problem
        assert problem.happened.startswith("iam.amazonaws.com could not be reached")
        assert "Wi-Fi" in problem.steps[0]


def test_nothing_at_another_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing answers at an address of one's own, the network is not blamed."""
    url = "http://127.0.0.1:9"
    error = boto.EndpointConnectionError(endpoint_url=f"{url}/", error="refused")
    option = replace(asked_of(Call.LIST, options=Options(endpoint_url=url)), foreign_endpoints=(url,))
    variable = replace(asked_of(Call.LIST), foreign_endpoints=(url,))
    monkeypatch.setenv("AWS_ENDPOINT_URL_IAM", url)
    for asked, words in ((option, "without --endpoint-url"), (variable, "“unset AWS_ENDPOINT_URL_IAM”")):
        problem = explain(error, asked).problem
        assert f"Nothing answers at {url}." in problem.happened
        assert words in problem.steps[-1]
        assert "Wi-Fi" not in repr(problem)


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
    (boto.InvalidDefaultsMode(mode="sentinel", valid_modes="x"), "setting cannot be used"),
    (boto.InvalidSTSRegionalEndpointsConfigError(sts_regional_endpoints_config="sentinel"), "setting cannot be used"),
    (boto.ParamValidationError(report="sentinel 123456"), "did not accept"),
    (PromptRefusedError(), "asks for an MFA code"),
    (InsecureEndpointError("http://iam.example", None), "not encrypted"),
]


@pytest.mark.parametrize("call", [*READS, *CHANGES])
@pytest.mark.parametrize(("error", "title"), NOT_SENT, ids=lambda value: type(value).__name__)
def test_not_sent(call: Call, error: Exception, title: str) -> None:
    """What fails before anything is sent has changed nothing, whichever call it was."""
    failed = explain(error, asked_of(call))
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
        failed = explain(error, asked_of(call))
        assert failed.failure is Failure.UNCLEAR
        assert "may have been" in failed.problem.happened
        assert "sentinel" not in repr(failed.problem) + str(failed)
    for call in READS:
        failed = explain(error, asked_of(call))
        assert failed.failure in {Failure.STOPPED, Failure.BUSY}
        assert "Nothing was changed" in failed.problem.happened
    assert isinstance(error, Expected)


@pytest.mark.parametrize("call", [*READS, *CHANGES])
@pytest.mark.parametrize("error", [error for error in LOST if isinstance(error, boto.BotoCoreError)], ids=repr)
def test_nothing_is_sent_while_a_connection_is_prepared(call: Call, error: Exception) -> None:
    """What fails there was not lost on the way: it is a setting, or what gives the credentials."""
    for unsent, title in ((error, "setting cannot be used"), (_from_source(error), "could not be fetched")):
        failed = explain_unsent(unsent, asked_of(call))
        assert failed.failure is Failure.STOPPED
        assert title in failed.problem.title


def _from_source(error: Exception) -> CredentialSourceError:
    failed = CredentialSourceError()
    failed.__cause__ = error
    return failed


def test_a_role_that_cannot_be_asked_for() -> None:
    """What botocore does not let through to AssumeRole was not refused by AWS."""
    error = _from_source(boto.ParamValidationError(report="sentinel"))
    assert "could not be fetched" in explain_unsent(error, asked_of(Call.WHO_AM_I)).problem.title


def test_known_reasons_stay_known_at_the_source() -> None:
    """Where the source of credentials fails for a reason that has a page, it is that page."""
    for error, title in ((boto.UnauthorizedSSOTokenError(), "sign-in has run out"), (PromptRefusedError(), "MFA code")):
        assert title in explain_unsent(_from_source(error), asked_of(Call.WHO_AM_I)).problem.title


def test_unknown_profile_lists_close_matches_first() -> None:
    """A mistyped profile's page starts with the one that was probably meant."""
    profiles = ("default", "zeta", *(f"p{n}" for n in range(9)), "work")
    asked = replace(asked_of(Call.WHO_AM_I), profiles=profiles)
    problem = explain_unsent(boto.ProfileNotFound(profile="wrok\x1b"), asked).problem
    assert "“wrok\N{REPLACEMENT CHARACTER}”" in problem.happened
    assert "The profiles that exist are: work, default, p0" in problem.happened
    assert "4 more" in problem.happened
    assert problem.steps[0] == "Leave, and run mfa-enroll --profile work."
    assert problem.steps[1].startswith("Or create it")


def test_no_profiles_at_all() -> None:
    """With no profile to choose from, only making one is offered, and where its name comes from if not by option."""
    error = boto.ProfileNotFound(profile="work")
    given = explain(error, asked_of(Call.WHO_AM_I, options=Options(profile="work"))).problem
    assert "no profile at all" in given.happened
    assert given.steps == ("Create it: “aws configure --profile work”. Then try again.",)
    found = explain(error, asked_of(Call.WHO_AM_I)).problem
    assert found.steps[:1] == given.steps
    assert "AWS_PROFILE" in found.steps[1]
