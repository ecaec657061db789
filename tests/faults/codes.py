"""The error codes that AWS answers each call with (IAM and STS API References, under each call and "Common errors")."""

from mfa_enroll.domain.failure import Call
from tests.support.faults import Refuse

ANY_CALL = (  # and Throttling, which is a kind of its own
    Refuse("ServiceUnavailable"),
    Refuse("InvalidClientTokenId"),
    Refuse("ExpiredToken"),
    Refuse("SignatureDoesNotMatch"),
    Refuse("SignatureDoesNotMatch", "Signature expired: 20260101T000000Z is now earlier than 20260101T060000Z"),
    Refuse("OptInRequired"),
)

_DENIED = Refuse("AccessDenied")
_RULE_TWO = Refuse(
    "AccessDenied",
    "To complete this action, please ensure that you are authenticated with an MFA device that is enabled for this "
    "user.",
)
_NONE = Refuse("NoSuchEntity")
_ONE_AT_A_TIME = Refuse("ConcurrentModification")
_NOT_NOW = Refuse("EntityTemporarilyUnmodifiable")
_FULL = Refuse("LimitExceeded")
_TAKEN = Refuse("EntityAlreadyExists")
_WRONG_CODES = Refuse("InvalidAuthenticationCode")
_FAILURE = Refuse("ServiceFailure")

BY_CALL = {
    Call.WHO_AM_I: (),
    Call.START_SESSION: (
        Refuse("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. "),
        Refuse("AccessDenied", "MultiFactorAuthentication failed, unable to validate MFA code.  "),
    ),
    Call.LIST: (_DENIED, _NONE, _FAILURE),
    Call.CREATE: (
        _TAKEN,
        _FULL,
        Refuse("InvalidInput"),
        Refuse("ValidationError"),
        _ONE_AT_A_TIME,
        _FAILURE,
        _DENIED,
    ),
    Call.ENABLE: (_WRONG_CODES, _TAKEN, _DENIED, _RULE_TWO, _NONE, _NOT_NOW, _ONE_AT_A_TIME, _FULL, _FAILURE),
    Call.DEACTIVATE: (_NONE, _NOT_NOW, _ONE_AT_A_TIME, _FULL, _DENIED, _RULE_TWO, _FAILURE),
    Call.DELETE: (Refuse("DeleteConflict"), _NONE, _ONE_AT_A_TIME, _FULL, _DENIED, _FAILURE),
    Call.RESYNC: (_WRONG_CODES, _NONE, _ONE_AT_A_TIME, _FULL, _DENIED, _FAILURE),
    Call.PASSWORD_POLICY: (_NONE, _DENIED, _FAILURE),
    Call.CHANGE_PASSWORD: (
        Refuse("PasswordPolicyViolation"),
        Refuse("InvalidUserType"),
        _NOT_NOW,
        _NONE,
        _FULL,
        _DENIED,
        _FAILURE,
    ),
}
