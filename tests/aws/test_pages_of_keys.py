"""Pages about keys, sessions and the clock: which key it is, and where it is set again."""

from dataclasses import replace

import pytest
from botocore import exceptions as boto

from mfa_enroll.aws.keys import MFA_SESSION, Keys, masked
from mfa_enroll.aws.problems import explain
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.options import Options
from tests.aws.refusing import ENVIRONMENT, ROLE, STALE, WORK, asked_of, refusal, refused


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
    error = refusal(Call.WHO_AM_I, "SignatureDoesNotMatch", message=message)
    failed = explain(error, asked_of(Call.WHO_AM_I, offset=offset))
    assert failed.failure is Failure.STOPPED
    assert "clock is wrong" in failed.problem.title
    assert words in failed.problem.happened
    assert failed.problem.can_retry


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("ExpiredToken", "The session has ended"),
        ("InvalidClientTokenId", "AWS does not accept the session"),
        ("SignatureDoesNotMatch", "The secret access key is not right"),
    ],
)
@pytest.mark.parametrize("call", [Call.DEACTIVATE, Call.WHO_AM_I])
def test_the_programs_own_session(call: Call, code: str, title: str) -> None:
    """A session that this program holds is begun anew by trying again; no file or variable is at fault."""
    keys = Keys(method=MFA_SESSION, profile="work", shown_id=masked("ASIAX54FEXAMPLEXOCRK"), temporary=True)
    problem = explain(refusal(call, code), asked_of(call, keys=keys)).problem
    assert problem.title == title
    assert "from your MFA session" in problem.happened
    assert "goes on from there" in problem.steps[0]
    assert problem.can_retry
    for words in ("unset", "export", "aws configure", "--profile"):
        assert words not in " ".join(problem.steps)


def test_session_without_mfa() -> None:
    """IAM's InvalidClientTokenId to temporary credentials is a session without MFA, not a wrong key."""
    error = refusal(Call.LIST, "InvalidClientTokenId")
    assert "temporary credentials" in explain(error, asked_of(Call.LIST, keys=STALE)).problem.title
    assert "does not know" in explain(error, asked_of(Call.LIST)).problem.title


KEY_CODES = ["SignatureDoesNotMatch", "InvalidClientTokenId", "ExpiredToken"]


@pytest.mark.parametrize("code", KEY_CODES)
@pytest.mark.parametrize(
    ("keys", "where"),
    [(ENVIRONMENT, "environment variables"), (WORK, "profile work"), (ROLE, "profile admin, an assumed role")],
)
def test_key_pages_say_which_key(code: str, keys: Keys, where: str) -> None:
    """A page about keys names the key in use and where it comes from; only a new start sees other variables."""
    problem = explain(refusal(Call.WHO_AM_I, code), asked_of(Call.WHO_AM_I, keys=keys)).problem
    assert f"Key in use: AKIAX54F…OCRK, from {where}." in problem.happened
    assert problem.can_retry == (keys is not ENVIRONMENT)
    assert any("try again" in step.lower() for step in problem.steps) == problem.can_retry


@pytest.mark.parametrize("code", ["SignatureDoesNotMatch", "InvalidClientTokenId"])
def test_keys_are_set_again_where_they_are_set(code: str) -> None:
    """Variables go before files: “aws configure” is said for keys of a profile alone, and with that profile."""
    said = {
        keys: " ".join(explain(refusal(Call.WHO_AM_I, code), asked_of(Call.WHO_AM_I, keys=keys)).problem.steps)
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
        problem = explain(refusal(Call.WHO_AM_I, "InvalidClientTokenId"), asked_of(Call.WHO_AM_I, keys=keys)).problem
        assert words in problem.steps[0]
        assert problem.title == "AWS does not know this access key"


@pytest.mark.parametrize("key_id", ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AKIA", "", "AKIAX54F\x1b[2JXXXXXXXX"])
def test_what_is_no_key_id_is_not_shown(key_id: str) -> None:
    """The secret access key may have been put in the place of the ID, and must not be shown."""
    assert masked(key_id) == "one that does not look like an access key ID"


def test_no_credentials() -> None:
    """Without a key the page says how to set one for this profile, by the aws command and without it."""
    error = boto.NoCredentialsError()
    free = explain(error, asked_of(Call.WHO_AM_I, keys=Keys())).problem
    given = explain(error, asked_of(Call.WHO_AM_I, keys=Keys(profile="work"), options=Options(profile="work"))).problem
    assert "“aws configure”" in free.steps[0]
    assert "“aws configure --profile work”" in given.steps[0]
    for problem, words in ((free, "run mfa-enroll again."), (given, "run mfa-enroll again without --profile.")):
        (exports,) = (step for step in problem.steps if "export" in step)
        assert "leave, run “export AWS_ACCESS_KEY_ID=" in exports
        assert exports.endswith(words)


def test_unknown_key_mentions_other_partitions() -> None:
    """A key of China or GovCloud is unknown elsewhere; the page says which region finds it."""
    steps = " ".join(refused(Call.WHO_AM_I, "InvalidClientTokenId").problem.steps)
    assert "--region cn-north-1" in steps
    assert "--region us-gov-west-1" in steps
