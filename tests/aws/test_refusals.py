"""From an error code of AWS's to what it means to a call, and the page that tells of it."""

import json

import pytest
from botocore import exceptions as boto

from mfa_enroll.aws.problems import CredentialSourceError, explain, explain_unsent
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Who
from tests.aws.refusing import ALICE, STALE, URL, asked_of, refusal, refused


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
        (Call.START_SESSION, "AccessDenied", 403, Failure.CODES_REFUSED, "did not accept the code"),
        (Call.START_SESSION, "Throttling", 400, Failure.BUSY, "busy"),
        (Call.START_SESSION, "ServiceUnavailable", 503, Failure.UNCLEAR, "did not arrive"),
        (Call.START_SESSION, "ValidationError", 400, Failure.STOPPED, "did not accept the request"),
        (Call.START_SESSION, "RegionDisabledException", 403, Failure.STOPPED, "not active"),
        (Call.DEACTIVATE, "AccessDenied", 403, Failure.DENIED, "did not let the device"),
        (Call.DEACTIVATE, "NoSuchEntity", 404, Failure.MISSING, "not on any more"),
        (Call.DEACTIVATE, "EntityTemporarilyUnmodifiable", 409, Failure.BUSY, "busy"),
        (Call.DEACTIVATE, "ConcurrentModification", 409, Failure.BUSY, "busy"),
        (Call.DEACTIVATE, "LimitExceeded", 409, Failure.FULL, "limit of the account"),
        (Call.RESYNC, "InvalidAuthenticationCode", 403, Failure.CODES_REFUSED, "did not accept the codes"),
        (Call.RESYNC, "AccessDenied", 403, Failure.DENIED, "policy does not allow"),
        (Call.RESYNC, "NoSuchEntity", 404, Failure.MISSING, "not on any more"),
        (Call.RESYNC, "ConcurrentModification", 409, Failure.BUSY, "busy"),
        (Call.PASSWORD_POLICY, "AccessDenied", 403, Failure.DENIED, "policy does not allow"),
        (Call.PASSWORD_POLICY, "ServiceFailure", 500, Failure.BUSY, "did not arrive"),
        (Call.CHANGE_PASSWORD, "AccessDenied", 403, Failure.DENIED, "did not change the password"),
        (Call.CHANGE_PASSWORD, "PasswordPolicyViolation", 400, Failure.UNFIT, "does not take this new password"),
        (Call.CHANGE_PASSWORD, "InvalidUserType", 400, Failure.STOPPED, "have no password"),
        (Call.CHANGE_PASSWORD, "NoSuchEntity", 404, Failure.MISSING, "no console password"),
        (Call.CHANGE_PASSWORD, "EntityTemporarilyUnmodifiable", 409, Failure.BUSY, "changed just now"),
        (Call.CHANGE_PASSWORD, "ConcurrentModification", 409, Failure.BUSY, "busy"),
        (Call.CHANGE_PASSWORD, "LimitExceeded", 409, Failure.FULL, "limit of the account"),
        (Call.CHANGE_PASSWORD, "ServiceFailure", 500, Failure.UNCLEAR, "did not arrive"),
        (Call.CHANGE_PASSWORD, "ValidationError", 400, Failure.STOPPED, "did not accept the request"),
        (Call.ENABLE, "Throttling", 400, Failure.BUSY, "busy"),
        (Call.CREATE, "ThrottlingException", 429, Failure.BUSY, "busy"),
        (Call.CREATE, "RequestLimitExceeded", 503, Failure.BUSY, "busy"),
        (Call.DELETE, "TooManyRequestsException", 429, Failure.BUSY, "busy"),
        (Call.DELETE, "429", 429, Failure.BUSY, "busy"),
        (Call.WHO_AM_I, "InvalidClientTokenId", 403, Failure.KEYS, "does not know this access key"),
        (Call.WHO_AM_I, "SignatureDoesNotMatch", 403, Failure.KEYS, "secret access key is not right"),
        (Call.WHO_AM_I, "IncompleteSignature", 400, Failure.KEYS, "secret access key is not right"),
        (Call.WHO_AM_I, "RequestExpired", 400, Failure.STOPPED, "clock is wrong"),
        (Call.LIST, "ExpiredToken", 403, Failure.KEYS, "have expired"),
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
    failed = refused(call, code, status)
    assert (failed.call, failed.failure) == (call, failure)
    assert title in failed.problem.title
    assert failed.problem.steps
    assert failed.problem.answer == f"{code} to {call}, request 5f2c1a00-0000-4000-8000-000000000001"


@pytest.mark.parametrize("code", ["AccessDenied", "EntityAlreadyExists", "SomethingNew", "InvalidAuthenticationCode"])
def test_message_is_neither_read_nor_shown(code: str) -> None:
    """AWS's message changes nothing and appears nowhere: it can be long, and anything."""
    plain = refused(Call.ENABLE, code)
    odd = refused(Call.ENABLE, code, message="Signature expired: [bold]Throttling[/] sentinel https://aws.example")
    assert odd.problem == plain.problem
    assert odd.failure is plain.failure
    assert "sentinel" not in repr(odd.problem) + str(odd)


ABOUT_DEVICES = [Call.LIST, Call.CREATE, Call.DELETE, Call.ENABLE, Call.DEACTIVATE, Call.RESYNC]


@pytest.mark.parametrize("call", [*ABOUT_DEVICES, Call.CHANGE_PASSWORD])
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
    problem = explain(refusal(call, "AccessDenied"), asked_of(call, user)).problem
    assert problem.who is Who.ADMINISTRATOR
    text = problem.hand_over
    statement, _ = json.JSONDecoder().raw_decode(text, text.index("{\n"))
    assert str(call) in statement["Action"]
    assert resource in statement["Resource"]
    assert str(call) in problem.happened
    assert text.startswith(f"User {user.arn} cannot go on in mfa-enroll")
    assert text.splitlines()[1] == f"AWS answered: {problem.answer}."
    assert "service control policy" in text
    assert (f"has the path {user.path}" in text) == (user.path != "/")
    assert ("has to say arn:aws-cn:" in text) == (user.partition == "aws-cn")


def test_denied_enable_tells_both_reasons() -> None:
    """A denied EnableMFADevice may be the policy or AWS's own rule, and the page names both."""
    happened = refused(Call.ENABLE, "AccessDenied").problem.happened
    assert "MFA on already" in happened
    assert "iam:EnableMFADevice" in happened


@pytest.mark.parametrize("call", Call)
def test_no_call_is_without_words(call: Call) -> None:
    """Whichever call is denied or not answered, the page speaks of that call."""
    denied = refused(call, "AccessDenied").problem
    lost = explain(boto.ReadTimeoutError(endpoint_url=URL), asked_of(call)).problem
    assert str(call) in denied.happened or call in {Call.WHO_AM_I, Call.START_SESSION}
    assert ("Nothing was changed" in lost.happened) is not call.is_change
    assert ("may have been" in lost.happened) is call.is_change


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (Call.PASSWORD_POLICY, "AccessDenied"),
        (Call.CHANGE_PASSWORD, "AccessDenied"),
        (Call.CHANGE_PASSWORD, "ConcurrentModification"),
        (Call.CHANGE_PASSWORD, "EntityTemporarilyUnmodifiable"),
        (Call.CHANGE_PASSWORD, "InvalidUserType"),
        (Call.CHANGE_PASSWORD, "LimitExceeded"),
        (Call.CHANGE_PASSWORD, "NoSuchEntity"),
        (Call.CHANGE_PASSWORD, "PasswordPolicyViolation"),
        (Call.CHANGE_PASSWORD, "ServiceFailure"),
    ],
)
def test_passwords_are_no_devices(call: Call, code: str) -> None:
    """A page about a password does not speak of devices."""
    problem = refused(call, code).problem
    assert "device" not in " ".join((problem.title, problem.happened, *problem.steps, problem.hand_over)).lower()


def test_denied_password_policy() -> None:
    """The statement for the account's password policy names no user: it has none."""
    text = refused(Call.PASSWORD_POLICY, "AccessDenied").problem.hand_over
    statement, _ = json.JSONDecoder().raw_decode(text, text.index("{\n"))
    assert (statement["Action"], statement["Resource"]) == (["iam:GetAccountPasswordPolicy"], ["*"])


def test_denied_password_tells_both_reasons() -> None:
    """A denied ChangePassword is a wrong password or the policy: the page names both, the likely one first."""
    happened = refused(Call.CHANGE_PASSWORD, "AccessDenied").problem.happened
    assert 0 < happened.index("current password") < happened.index("policy")


def test_lost_password_change() -> None:
    """Which password holds is unclear then, and the page says that it is one of the two."""
    problem = explain(boto.ReadTimeoutError(endpoint_url=URL), asked_of(Call.CHANGE_PASSWORD)).problem
    assert "either the old or the new one holds" in problem.happened
    assert "Keep both" in problem.steps[0]


def test_no_console_password() -> None:
    """The administrator is asked for one in the console: a command would leave it in a shell's history."""
    problem = refused(Call.CHANGE_PASSWORD, "NoSuchEntity", 404).problem
    assert problem.who is Who.ADMINISTRATOR
    assert "Users > alice > Security credentials" in problem.hand_over
    assert "--password" not in problem.hand_over


def test_refused_resync_hands_over_the_commands() -> None:
    """Where a device and its phone cannot be brought in step, the administrator takes the device away."""
    problem = refused(Call.RESYNC, "InvalidAuthenticationCode").problem
    assert problem.who is Who.ADMINISTRATOR
    assert "aws iam deactivate-mfa-device --user-name alice" in problem.hand_over


@pytest.mark.parametrize("code", ["AccessDenied", "AccessDeniedException"])
def test_session_from_a_session(code: str) -> None:
    """With temporary keys no code is at fault: AWS starts a session with an access key only."""
    failed = explain(refusal(Call.START_SESSION, code), asked_of(Call.START_SESSION, keys=STALE))
    assert failed.failure is Failure.STOPPED
    assert "needs your access key" in failed.problem.title


def test_in_use_hands_over_the_commands() -> None:
    """What takes an enabled device away is handed over ready to run."""
    problem = refused(Call.DELETE, "DeleteConflict", 409).problem
    assert problem.who is Who.ADMINISTRATOR
    assert problem.hand_over.splitlines()[1] == f"AWS answered: {problem.answer}."
    assert (
        "\n\naws iam deactivate-mfa-device --user-name alice --serial-number arn:aws:iam::111122223333:mfa/alice\n"
        "aws iam delete-virtual-mfa-device --serial-number arn:aws:iam::111122223333:mfa/alice\n"
    ) in problem.hand_over


def test_refusal_of_another_call() -> None:
    """A refused AssumeRole behind a profile is not taken for a refusal of the call it was needed for."""
    error = boto.ClientError(
        {"Error": {"Code": "AccessDenied"}, "ResponseMetadata": {"HTTPStatusCode": 403}},  # type: ignore[typeddict-item] # as it comes
        "AssumeRole",
    )
    behind = CredentialSourceError()
    behind.__cause__ = error
    for failed in (explain(error, asked_of(Call.LIST)), explain_unsent(behind, asked_of(Call.LIST))):
        assert failed.failure is Failure.STOPPED
        assert "could not be fetched" in failed.problem.title


def test_answer_is_short_and_clean() -> None:
    """Code and request id come from outside: they are cut and cleaned before they are shown."""
    error = refusal(Call.LIST, "Evil\x1b[2J" + "x" * 500)
    error.response["ResponseMetadata"]["RequestId"] = "id\n" + "y" * 500
    answer = explain(error, asked_of(Call.LIST)).problem.answer
    assert answer.isprintable()
    assert len(answer) < 250


def test_refusal_without_details() -> None:
    """An answer that lacks its error element altogether still has a page."""
    error = boto.ClientError({"ResponseMetadata": {"HTTPStatusCode": 403}}, "EnableMFADevice")  # type: ignore[typeddict-item] # as it comes
    failed = explain(error, asked_of(Call.ENABLE))
    assert failed.failure is Failure.UNCLEAR
    assert failed.problem.answer == "No error code to iam:EnableMFADevice"
