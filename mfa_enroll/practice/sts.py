"""The calls of STS that the practice account offers, as the STS API Reference has them under their names.

Neither call needs a permission, and no policy can deny one.
"""

from datetime import UTC, datetime
from typing import Final

from mfa_enroll.practice import parameters as p
from mfa_enroll.practice.account import PracticeAccount, SignedCall
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.wire import Answer

_ORDINARY_SECONDS: Final = 43_200


def get_caller_identity(account: PracticeAccount, _call: SignedCall) -> Answer:
    """GetCallerIdentity answers alike to the access key and to a session."""
    return {"Arn": account.user_arn, "UserId": account.user_id, "Account": account.user.account}


def get_session_token(account: PracticeAccount, call: SignedCall) -> Answer:
    """GetSessionToken starts a session, with a code or without."""
    given = call.operation.parameters
    if call.signer.session is not None:
        raise AwsError("AccessDenied", "Cannot call GetSessionToken with session credentials")
    p.validate(given, optional=[p.DURATION, p.SERIAL_NUMBER, p.TOKEN_CODE])
    serial, code = given.get("SerialNumber"), given.get("TokenCode")
    if (serial is None) != (code is None):
        message = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
        raise AwsError("AccessDenied", message)
    if serial is not None and code is not None:
        account.verification.verify(serial, code, account.clock())
    seconds = int(given.get("DurationSeconds", _ORDINARY_SECONDS))
    session = account.open_session(mfa=serial is not None, seconds=seconds)
    return {
        "Credentials": {
            "AccessKeyId": session.key.id,
            "SecretAccessKey": session.key.secret.reveal(),
            "SessionToken": session.token.reveal(),
            "Expiration": datetime.fromtimestamp(session.expires, UTC),
        }
    }
