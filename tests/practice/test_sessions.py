"""GetSessionToken: codes, how late STS learns of devices, how often it may be tried, and what sessions are for."""

from typing import TYPE_CHECKING

import pytest

from mfa_enroll.policy.decision import Decision

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

INVALID_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code."
UNABLE = "MultiFactorAuthentication failed, unable to validate MFA code."


def assert_denied(practice: "Practice", words: str, code: str, serial: str = "") -> None:
    """STS does not take a code, and says no more than AWS does."""
    given = {"SerialNumber": serial or practice.serial, "TokenCode": code}
    refusal = practice.refused(practice.sts.get_session_token, **given)
    assert (refusal.code, refusal.status) == ("AccessDenied", 403)
    assert words in refusal.message


@pytest.mark.parametrize("seconds", [None, 900, 129_600])
def test_a_session_with_mfa(enrolled: "Practice", seconds: int | None) -> None:
    """A right code gives temporary credentials that lapse when asked to, or after twelve hours."""
    asked = {} if seconds is None else {"DurationSeconds": seconds}
    given = enrolled.sts.get_session_token(SerialNumber=enrolled.serial, TokenCode=enrolled.code(), **asked)
    credentials = given["Credentials"]

    assert credentials["AccessKeyId"].startswith("ASIA")
    assert credentials["Expiration"].timestamp() == int(enrolled.clock.now) + (seconds or 43_200)


@pytest.mark.parametrize("offset", [-3, -2, -1, 0, 1, 2, 3])
def test_codes_near_the_devices_time(enrolled: "Practice", offset: int) -> None:
    """Codes of up to two steps either side are taken, and none further off."""
    if abs(offset) > 2:
        assert_denied(enrolled, INVALID_CODE, enrolled.code(offset))
    else:
        assert enrolled.session_keys(code=enrolled.code(offset))


def test_a_phone_with_a_wrong_clock(serve: "Serve") -> None:
    """The offset found when the device was enabled is applied to later codes."""
    practice = serve(leftover=True)
    practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **practice.pair(120))

    assert practice.session_keys(code=practice.code(121))
    assert_denied(practice, INVALID_CODE, practice.code(0))


def test_each_code_is_taken_once(enrolled: "Practice") -> None:
    """A code used before is refused, and an unused older one is still taken."""
    enrolled.session_keys(code=enrolled.code())

    assert_denied(enrolled, INVALID_CODE, enrolled.code())
    assert enrolled.session_keys(code=enrolled.code(-1))


def test_codes_used_to_enable_are_not_used_up(serve: "Serve") -> None:
    """Both codes of the pair that enabled the device still work for STS."""
    practice = serve(leftover=True)
    practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **practice.pair())

    assert practice.session_keys(code=practice.code(-1))
    assert practice.session_keys(code=practice.code(0))


def test_a_device_just_enabled(serve: "Serve") -> None:
    """STS does not know a device until its delay has passed, while IAM lists it at once."""
    practice = serve(leftover=True, sts_delay=10.0)
    practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **practice.pair())
    assert practice.listed() == [practice.serial]

    practice.clock.now += 9.9
    assert_denied(practice, UNABLE, practice.code())
    practice.clock.now += 0.1
    assert practice.session_keys(code=practice.code())


def test_a_device_just_deactivated(serve: "Serve") -> None:
    """STS takes codes of a deactivated device for as long as it does not know."""
    practice = serve(enrolled=True, sts_delay=10.0)
    iam = practice.client("iam", practice.session_keys(code=practice.code()))
    iam.deactivate_mfa_device(SerialNumber=practice.serial)

    assert practice.session_keys(code=practice.code(1))
    practice.clock.now += 10
    assert_denied(practice, UNABLE, practice.code(2))


def test_a_device_of_nobody(serve: "Serve") -> None:
    """A device that is not enabled, or not there, cannot be used."""
    practice = serve(leftover=True)
    for serial in (practice.serial, practice.account.serial("missing")):
        assert_denied(practice, UNABLE, practice.code(), serial)


def test_the_tenth_try(serve: "Serve") -> None:
    """After nine tries in three minutes even a right code is refused, until the next three begin; others are free."""
    practice = serve(enrolled=True, others=1)
    wrong, other = practice.wrong_code(), practice.account.serial("alice-1")
    for _ in range(9):
        assert_denied(practice, INVALID_CODE, wrong)
    assert_denied(practice, UNABLE, practice.code())

    assert practice.session_keys(code=practice.code(serial=other), serial=other)
    practice.clock.now += 180
    assert practice.session_keys(code=practice.code())


def test_a_session_without_mfa_cannot_call_iam(enrolled: "Practice") -> None:
    """IAM refuses a session without MFA as if it did not know it; STS knows it."""
    keys = enrolled.session_keys()
    refusal = enrolled.refused(enrolled.client("iam", keys).list_mfa_devices, UserName="alice")

    assert (refusal.code, refusal.status) == ("InvalidClientTokenId", 403)
    assert enrolled.client("sts", keys).get_caller_identity()["Arn"] == enrolled.account.user_arn
    assert (enrolled.server.requests[-1].credentials, enrolled.server.requests[-1].mfa) == ("session", False)


def test_a_session_lapses(enrolled: "Practice") -> None:
    """After its time a session is ExpiredToken."""
    keys = enrolled.session_keys(code=enrolled.code(), seconds=900)
    iam = enrolled.client("iam", keys)
    enrolled.clock.now += 899
    iam.list_mfa_devices(UserName="alice")
    enrolled.clock.now += 1
    refusal = enrolled.refused(iam.list_mfa_devices, UserName="alice")

    assert (refusal.code, refusal.status) == ("ExpiredToken", 403)


@pytest.mark.parametrize("token", ["none", "wrong", "not its own"])
def test_key_and_token_belong_together(enrolled: "Practice", token: str) -> None:
    """A session's key without its token, with a wrong one, or an access key with one, is not known."""
    keys = enrolled.session_keys(code=enrolled.code())
    match token:
        case "none":
            del keys["aws_session_token"]
        case "wrong":
            keys["aws_session_token"] += "x"
        case _:
            keys |= enrolled.keys()
    refusal = enrolled.refused(enrolled.client("sts", keys).get_caller_identity)

    assert (refusal.code, refusal.status) == ("InvalidClientTokenId", 403)


def test_what_the_policy_sees_of_a_session(enrolled: "Practice") -> None:
    """A call in a session with MFA is decided with aws:MultiFactorAuthPresent true."""
    iam = enrolled.client("iam", enrolled.session_keys(code=enrolled.code()))
    refusal = enrolled.refused(iam.list_users)
    received = enrolled.server.requests[-1]

    assert refusal.code == "AccessDenied"
    assert (received.mfa, received.decision) == (True, Decision.IMPLICITLY_DENIED)
