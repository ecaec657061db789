"""What an error code of AWS's means to a call, and which page tells of it."""

from collections.abc import Callable, Mapping

from mfa_enroll.aws import (
    pages_codes,
    pages_credentials,
    pages_network,
    pages_password,
    pages_profiles,
    pages_refusals,
)
from mfa_enroll.aws.asked import Asked
from mfa_enroll.aws.keys import Keys
from mfa_enroll.domain import callers
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem

Verdict = tuple[Failure, Callable[[Asked], Problem]]
"""What a failure means for the story, and the page that tells of it."""


def stopped(page: Callable[[], Problem]) -> Verdict:
    """Nothing was done, for a reason that is the same for all."""
    return Failure.STOPPED, lambda _asked: page()


def stopped_by_keys(page: Callable[[Keys], Problem]) -> Verdict:
    """Nothing was done, for a reason that lies with the keys."""
    return Failure.STOPPED, lambda asked: page(asked.keys)


def _not_taken(page: Callable[[Keys], Problem]) -> Verdict:
    """AWS does not take the keys."""
    return Failure.KEYS, lambda asked: page(asked.keys)


def _about_user(failure: Failure, page: Callable[[Asked, IamUser], Problem]) -> Verdict:
    """For codes that only calls about a user are answered with."""
    return failure, lambda asked: page(asked, asked.user) if asked.user else pages_refusals.not_accepted()


NOT_ACCEPTED = stopped(pages_refusals.not_accepted)
CREDENTIAL_SOURCE = stopped_by_keys(pages_profiles.source_failed)
WRONG_CLOCK: Verdict = (Failure.STOPPED, lambda asked: pages_credentials.wrong_clock(asked.offset))
BUSY: Verdict = (Failure.BUSY, lambda _asked: pages_network.busy())

_DENIED = _about_user(Failure.DENIED, lambda asked, user: pages_refusals.denied(asked.call, user, asked.answer))
_FULL = _about_user(Failure.FULL, lambda asked, user: pages_refusals.full(asked.call, user, asked.answer))
_TAKEN = _about_user(Failure.EXISTS, lambda asked, user: pages_refusals.taken(asked.call, user))
_NOT_ON = _about_user(Failure.MISSING, lambda _asked, user: pages_refusals.not_on(user))
_WRONG_SECRET = _not_taken(pages_credentials.wrong_secret)
_UNKNOWN_KEY = _not_taken(pages_credentials.unknown_key)
_EXPIRED = _not_taken(pages_credentials.expired)
_NOT_SIGNED_UP = stopped(pages_refusals.not_signed_up)

_ANY_CALL: Mapping[str, Verdict] = {
    "AccessDenied": _DENIED,
    "NoSuchEntity": _about_user(Failure.MISSING, lambda _asked, user: pages_refusals.missing(user)),
    "LimitExceeded": (Failure.FULL, lambda _asked: pages_refusals.limit_reached()),
    "ConcurrentModification": BUSY,
    "EntityTemporarilyUnmodifiable": BUSY,
    "RequestLimitExceeded": BUSY,
    "RequestThrottled": BUSY,
    "RequestThrottledException": BUSY,
    "Throttling": BUSY,
    "ThrottlingException": BUSY,
    "ThrottledException": BUSY,
    "TooManyRequestsException": BUSY,
    "InvalidClientTokenId": _UNKNOWN_KEY,
    "ExpiredToken": _EXPIRED,
    "RequestExpired": WRONG_CLOCK,
    "RequestTimeTooSkewed": WRONG_CLOCK,
    "IncompleteSignature": _WRONG_SECRET,
    "InvalidSignatureException": _WRONG_SECRET,
    "SignatureDoesNotMatch": _WRONG_SECRET,
    "OptInRequired": _NOT_SIGNED_UP,
    "RegionDisabledException": _NOT_SIGNED_UP,
    "SubscriptionRequiredException": _NOT_SIGNED_UP,
}

_BY_CALL: Mapping[Call, Mapping[str, Verdict]] = {
    Call.WHO_AM_I: {
        "AccessDenied": (Failure.DENIED, lambda _asked: pages_refusals.identity_denied()),
    },
    Call.START_SESSION: {
        "AccessDenied": (Failure.CODES_REFUSED, lambda _asked: pages_codes.single_refused()),
    },
    Call.CREATE: {
        "EntityAlreadyExists": _TAKEN,
        "LimitExceeded": _FULL,
    },
    Call.DELETE: {
        "DeleteConflict": _about_user(Failure.IN_USE, lambda asked, user: pages_refusals.in_use(user, asked.answer)),
    },
    Call.ENABLE: {
        "EntityAlreadyExists": _TAKEN,
        "InvalidAuthenticationCode": (Failure.CODES_REFUSED, lambda _asked: pages_codes.pair_refused()),
        "LimitExceeded": _FULL,
    },
    Call.DEACTIVATE: {
        "NoSuchEntity": _NOT_ON,
    },
    Call.RESYNC: {
        "InvalidAuthenticationCode": _about_user(
            Failure.CODES_REFUSED, lambda asked, user: pages_codes.resync_refused(user, asked.answer)
        ),
        "NoSuchEntity": _NOT_ON,
    },
    Call.CHANGE_PASSWORD: {
        "AccessDenied": _about_user(Failure.DENIED, lambda asked, user: pages_password.denied(user, asked.answer)),
        "EntityTemporarilyUnmodifiable": (Failure.BUSY, lambda _asked: pages_password.changed_just_now()),
        "InvalidUserType": stopped(pages_password.not_a_user),
        "NoSuchEntity": _about_user(Failure.MISSING, lambda asked, user: pages_password.none_there(user, asked.answer)),
        "PasswordPolicyViolation": (Failure.UNFIT, lambda _asked: pages_password.unfit()),
    },
}
"""What a code means to one call alone, or means otherwise than to the rest."""

_TEMPORARY_KEYS: Mapping[str, Verdict] = {
    "InvalidClientTokenId": _not_taken(pages_credentials.session_without_mfa),
}
"""GetCallerIdentity takes any session; IAM takes none that was made without MFA."""

_SESSION_FROM_SESSION: Verdict = (Failure.STOPPED, lambda asked: callers.temporary_keys(asked.keys.where))

_SAME = {
    "AccessDeniedException": "AccessDenied",
    "ExpiredTokenException": "ExpiredToken",
    "InvalidAccessKeyId": "InvalidClientTokenId",
    "UnrecognizedClientException": "InvalidClientTokenId",
}
"""Other spellings of a code."""


def verdict(code: str, call: Call, keys: Keys) -> Verdict | None:
    """What an error code means to a call that was signed with ``keys``; None for a code that is not known here."""
    code = _SAME.get(code, code)
    if keys.temporary and call is Call.START_SESSION and code == "AccessDenied":
        return _SESSION_FROM_SESSION
    if keys.temporary and call is not Call.WHO_AM_I and code in _TEMPORARY_KEYS:
        return _TEMPORARY_KEYS[code]
    return _BY_CALL.get(call, {}).get(code) or _ANY_CALL.get(code)
