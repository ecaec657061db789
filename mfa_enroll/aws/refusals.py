"""Which kind of trouble an error code of AWS's is to a call."""

from collections.abc import Mapping

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.keys import Keys, Origin
from mfa_enroll.domain.trouble import Trouble
from mfa_enroll.domain.troubles import callers, credentials, network, refusals

_ANY_CALL: Mapping[str, type[Trouble]] = {
    "AccessDenied": refusals.PolicyDeniesCall,
    "NoSuchEntity": refusals.DeviceNotFound,
    "LimitExceeded": refusals.LimitReached,
    "ConcurrentModification": network.AwsBusy,
    "EntityTemporarilyUnmodifiable": network.AwsBusy,
    "RequestLimitExceeded": network.AwsBusy,
    "RequestThrottled": network.AwsBusy,
    "RequestThrottledException": network.AwsBusy,
    "Throttling": network.AwsBusy,
    "ThrottlingException": network.AwsBusy,
    "ThrottledException": network.AwsBusy,
    "TooManyRequestsException": network.AwsBusy,
    "InvalidClientTokenId": credentials.AccessKeyUnknown,
    "ExpiredToken": credentials.SessionExpired,
    "RequestExpired": credentials.ClockWrong,
    "RequestTimeTooSkewed": credentials.ClockWrong,
    "IncompleteSignature": credentials.SecretKeyWrong,
    "InvalidSignatureException": credentials.SecretKeyWrong,
    "SignatureDoesNotMatch": credentials.SecretKeyWrong,
    "OptInRequired": refusals.AccountInactive,
    "RegionDisabledException": refusals.AccountInactive,
    "SubscriptionRequiredException": refusals.AccountInactive,
}

_BY_CALL: Mapping[Call, Mapping[str, type[Trouble]]] = {
    Call.WHO_AM_I: {"AccessDenied": refusals.IdentityDenied},
    Call.START_SESSION: {"AccessDenied": refusals.CodeRefused},
    Call.CREATE: {"EntityAlreadyExists": refusals.NameTaken, "LimitExceeded": refusals.AccountFull},
    Call.DELETE: {"AccessDenied": refusals.DeletionDenied, "DeleteConflict": refusals.DeviceInUse},
    Call.ENABLE: {
        "AccessDenied": refusals.TurningOnDenied,
        "EntityAlreadyExists": refusals.DeviceOnAlready,
        "InvalidAuthenticationCode": refusals.CodePairRefused,
        "LimitExceeded": refusals.TooManyDevices,
    },
    Call.DEACTIVATE: {"AccessDenied": refusals.TurningOffDenied, "NoSuchEntity": refusals.DeviceNotOn},
    Call.RESYNC: {"InvalidAuthenticationCode": refusals.ResyncRefused, "NoSuchEntity": refusals.DeviceNotOn},
    Call.CHANGE_PASSWORD: {
        "AccessDenied": refusals.PasswordDenied,
        "EntityTemporarilyUnmodifiable": refusals.PasswordChangedJustNow,
        "InvalidUserType": refusals.CredentialsWithoutPassword,
        "NoSuchEntity": refusals.NoConsolePassword,
        "PasswordPolicyViolation": refusals.PasswordUnfit,
    },
}
"""What a code means to one call alone, or means otherwise than to the rest."""

_SAME = {
    "AccessDeniedException": "AccessDenied",
    "ExpiredTokenException": "ExpiredToken",
    "InvalidAccessKeyId": "InvalidClientTokenId",
    "UnrecognizedClientException": "InvalidClientTokenId",
}
"""Other spellings of a code."""


def kind_of(code: str, call: Call, keys: Keys) -> type[Trouble] | None:
    """What an error code means to a call that was signed with ``keys``; None for a code that is not known here."""
    code = _SAME.get(code, code)
    kind = _BY_CALL.get(call, {}).get(code) or _ANY_CALL.get(code)
    if kind is credentials.AccessKeyUnknown and keys.origin is Origin.SESSION:
        return credentials.SessionUnknown
    # GetCallerIdentity takes any session; IAM takes none that was made without MFA.
    if kind is credentials.AccessKeyUnknown and keys.temporary and call is not Call.WHO_AM_I:
        return credentials.SessionWithoutMfa
    if kind is refusals.CodeRefused and keys.temporary:
        return callers.SessionNeedsAccessKey
    return kind
