from typing import TYPE_CHECKING

import pytest

from mfa_enroll.policy.decision import Decision

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

INVALID_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code."
UNABLE = "MultiFactorAuthentication failed, unable to validate MFA code."


class TestCodes:
    """GetSessionToken with a code."""

    def test_a_session_with_mfa(self, enrolled: "Practice") -> None:
        """A right code gives temporary credentials that carry MFA and lapse when asked to."""
        given = enrolled.sts.get_session_token(
            SerialNumber=enrolled.serial, TokenCode=enrolled.code(), DurationSeconds=900
        )["Credentials"]

        assert given["AccessKeyId"].startswith("ASIA")
        assert given["Expiration"].timestamp() == int(enrolled.clock.now) + 900

    def test_a_session_lasts_twelve_hours_unless_asked(self, enrolled: "Practice") -> None:
        """Without a duration a session lasts 43,200 seconds."""
        given = enrolled.sts.get_session_token()["Credentials"]

        assert given["Expiration"].timestamp() == int(enrolled.clock.now) + 43_200

    @pytest.mark.parametrize("offset", [-2, -1, 0, 1, 2])
    def test_codes_near_the_devices_time(self, enrolled: "Practice", offset: int) -> None:
        """Codes of up to two steps either side are taken."""
        assert enrolled.session_keys(code=enrolled.code(offset))

    @pytest.mark.parametrize("offset", [-3, 3])
    def test_codes_further_off(self, enrolled: "Practice", offset: int) -> None:
        """Codes of three steps either side are not."""
        refusal = enrolled.refused(
            enrolled.sts.get_session_token, SerialNumber=enrolled.serial, TokenCode=enrolled.code(offset)
        )

        assert (refusal.code, refusal.status) == ("AccessDenied", 403)
        assert INVALID_CODE in refusal.message

    def test_a_phone_with_a_wrong_clock(self, serve: "Serve") -> None:
        """The offset found when the device was enabled is applied to later codes."""
        practice = serve(leftover=True)
        practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **practice.pair(120))

        assert practice.session_keys(code=practice.code(121))
        refusal = practice.refused(
            practice.sts.get_session_token, SerialNumber=practice.serial, TokenCode=practice.code(0)
        )
        assert INVALID_CODE in refusal.message

    def test_each_code_is_taken_once(self, enrolled: "Practice") -> None:
        """A code used before is refused, and an unused older one is still taken."""
        enrolled.session_keys(code=enrolled.code())
        again = enrolled.refused(
            enrolled.sts.get_session_token, SerialNumber=enrolled.serial, TokenCode=enrolled.code()
        )

        assert INVALID_CODE in again.message
        assert enrolled.session_keys(code=enrolled.code(-1))

    def test_codes_used_to_enable_are_not_used_up(self, serve: "Serve") -> None:
        """Both codes of the pair that enabled the device still work for STS."""
        practice = serve(leftover=True)
        practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **practice.pair())

        assert practice.session_keys(code=practice.code(-1))
        assert practice.session_keys(code=practice.code(0))

    @pytest.mark.parametrize("given", ["serial", "code"])
    def test_serial_and_code_belong_together(self, enrolled: "Practice", given: str) -> None:
        """A serial number without a code, or the reverse, is AccessDenied."""
        parameters = {"SerialNumber": enrolled.serial} if given == "serial" else {"TokenCode": enrolled.code()}
        refusal = enrolled.refused(enrolled.sts.get_session_token, **parameters)

        assert refusal.code == "AccessDenied"
        assert "must provide both MFA serial number and one time pass code" in refusal.message

    @pytest.mark.parametrize("seconds", [899, 129_601])
    def test_durations(self, practice: "Practice", seconds: int) -> None:
        """A session lasts from 900 to 129,600 seconds."""
        refusal = practice.refused(practice.sts.get_session_token, DurationSeconds=seconds)

        assert (refusal.code, refusal.status) == ("ValidationError", 400)


class TestPropagation:
    """STS is some seconds behind IAM."""

    def test_a_device_just_enabled(self, serve: "Serve") -> None:
        """STS does not know a device until its delay has passed, while IAM lists it at once."""
        practice = serve(leftover=True, sts_delay=10.0)
        practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **practice.pair())
        assert practice.listed() == [practice.serial]

        practice.clock.now += 9.9
        early = practice.refused(
            practice.sts.get_session_token, SerialNumber=practice.serial, TokenCode=practice.code()
        )
        practice.clock.now += 0.1

        assert (early.code, early.status) == ("AccessDenied", 403)
        assert UNABLE in early.message
        assert practice.session_keys(code=practice.code())

    def test_a_device_just_deactivated(self, serve: "Serve") -> None:
        """STS takes codes of a deactivated device for as long as it does not know."""
        practice = serve(enrolled=True, sts_delay=10.0)
        iam = practice.client("iam", practice.session_keys(code=practice.code()))
        iam.deactivate_mfa_device(SerialNumber=practice.serial)

        assert practice.session_keys(code=practice.code(1))
        practice.clock.now += 10
        refusal = practice.refused(
            practice.sts.get_session_token, SerialNumber=practice.serial, TokenCode=practice.code(2)
        )
        assert UNABLE in refusal.message

    def test_a_device_of_nobody(self, serve: "Serve") -> None:
        """A device that is not enabled, or not there, cannot be used."""
        practice = serve(leftover=True)
        for serial in (practice.serial, practice.account.serial("missing")):
            refusal = practice.refused(practice.sts.get_session_token, SerialNumber=serial, TokenCode=practice.code())
            assert UNABLE in refusal.message


class TestTries:
    """Nine tries in three minutes."""

    def test_the_tenth_try(self, enrolled: "Practice") -> None:
        """After nine tries even a right code is refused, until the next three minutes begin."""
        wrong = enrolled.wrong_code()
        messages = [
            enrolled.refused(enrolled.sts.get_session_token, SerialNumber=enrolled.serial, TokenCode=wrong).message
            for _ in range(9)
        ]
        tenth = enrolled.refused(
            enrolled.sts.get_session_token, SerialNumber=enrolled.serial, TokenCode=enrolled.code()
        )
        enrolled.clock.now += 180

        assert all(INVALID_CODE in message for message in messages)
        assert UNABLE in tenth.message
        assert enrolled.session_keys(code=enrolled.code())

    def test_other_devices_are_counted_apart(self, serve: "Serve") -> None:
        """Tries with one device do not count for another."""
        practice = serve(enrolled=True, others=1)
        for _ in range(10):
            practice.refused(
                practice.sts.get_session_token, SerialNumber=practice.serial, TokenCode=practice.wrong_code()
            )
        other = practice.account.serial("alice-1")

        assert practice.session_keys(code=practice.code(serial=other), serial=other)


class TestCredentials:
    """What sessions may be used for."""

    def test_a_session_without_mfa_cannot_call_iam(self, enrolled: "Practice") -> None:
        """IAM refuses a session without MFA as if it did not know it; STS knows it."""
        keys = enrolled.session_keys()
        refusal = enrolled.refused(enrolled.client("iam", keys).list_mfa_devices, UserName="alice")

        assert (refusal.code, refusal.status) == ("InvalidClientTokenId", 403)
        assert enrolled.client("sts", keys).get_caller_identity()["Arn"] == enrolled.account.user_arn
        assert enrolled.server.requests[-1].credentials == "session"
        assert enrolled.server.requests[-1].mfa is False

    def test_a_session_gets_no_session(self, enrolled: "Practice") -> None:
        """GetSessionToken cannot be called in a session."""
        sts = enrolled.client("sts", enrolled.session_keys(code=enrolled.code()))
        refusal = enrolled.refused(sts.get_session_token)

        assert (refusal.code, refusal.message) == (
            "AccessDenied",
            "Cannot call GetSessionToken with session credentials",
        )

    def test_a_session_lapses(self, enrolled: "Practice") -> None:
        """After its time a session is ExpiredToken."""
        keys = enrolled.session_keys(code=enrolled.code(), seconds=900)
        iam = enrolled.client("iam", keys)
        enrolled.clock.now += 899
        iam.list_mfa_devices(UserName="alice")
        enrolled.clock.now += 1
        refusal = enrolled.refused(iam.list_mfa_devices, UserName="alice")

        assert (refusal.code, refusal.status) == ("ExpiredToken", 403)

    @pytest.mark.parametrize("token", ["none", "wrong", "not its own"])
    def test_key_and_token_belong_together(self, enrolled: "Practice", token: str) -> None:
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

    def test_what_the_policy_sees_of_a_session(self, enrolled: "Practice") -> None:
        """A call in a session with MFA is decided with aws:MultiFactorAuthPresent true."""
        iam = enrolled.client("iam", enrolled.session_keys(code=enrolled.code()))
        refusal = enrolled.refused(iam.list_users)
        received = enrolled.server.requests[-1]

        assert refusal.code == "AccessDenied"
        assert (received.mfa, received.decision) == (True, Decision.IMPLICITLY_DENIED)
