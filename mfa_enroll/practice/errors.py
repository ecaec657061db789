"""The errors that IAM and STS answer with.

Codes and statuses are those of the IAM and STS API References: "Common errors" and the errors of each call.
"""

from http import HTTPStatus
from typing import Final

_WRONG_SIGNATURE: Final = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
    "Access Key and signing method. Consult the service documentation for details."
)

_ORDINARY: Final = {
    "AccessDenied": (403, "User is not authorized to perform this action."),
    "ConcurrentModification": (
        409,
        "The request was rejected because of multiple simultaneous requests. Wait and try again.",
    ),
    "DeleteConflict": (409, "MFA VirtualDevice in use. Must deactivate first."),
    "EntityAlreadyExists": (409, "MFA device already exists."),
    "EntityTemporarilyUnmodifiable": (409, "The entity is temporarily unmodifiable. Please try again later."),
    "ExpiredToken": (403, "The security token included in the request is expired"),
    "IncompleteSignature": (400, "The request signature does not conform to AWS standards."),
    "InvalidAction": (400, "The action or operation requested is invalid."),
    "InvalidAuthenticationCode": (403, "Authentication code for device is not valid."),
    "InvalidClientTokenId": (403, "The security token included in the request is invalid."),
    "InvalidInput": (400, "An invalid or out-of-range value was supplied for an input parameter."),
    "InvalidUserType": (400, "Only IAM Users can change their own password"),
    "LimitExceeded": (409, "Cannot exceed quota for MFADevicesPerUser: 8"),
    "MalformedInput": (400, "The request could not be read."),
    "MissingAuthenticationToken": (403, "Request is missing Authentication Token"),
    "NoSuchEntity": (404, "The entity cannot be found."),
    "OptInRequired": (403, "The AWS Access Key Id needs a subscription for the service"),
    "PasswordPolicyViolation": (400, "Password does not conform to the account password policy."),
    "RequestExpired": (400, "Request has expired."),
    "ServiceFailure": (500, "Service has encountered an unexpected error."),
    "ServiceUnavailable": (503, "Service is unable to handle request."),
    "SignatureDoesNotMatch": (403, _WRONG_SIGNATURE),
    "Throttling": (400, "Rate exceeded"),
    "ValidationError": (400, "The input fails to satisfy the constraints."),
}


class AwsError(Exception):
    """A call refused, as AWS would refuse it.

    Attributes:
        code: The error code, one of those AWS uses.
        status: The HTTP status that goes with it.
        message: AWS's words; its ordinary ones for this code if none are given. Never a secret parameter.

    Raises:
        ValueError: AWS answers with no such code here.
    """

    def __init__(self, code: str, message: str = "") -> None:
        if code not in _ORDINARY:
            raise ValueError(f"{code} is not an error code that IAM or STS answers with")
        self.code = code
        self.status, ordinary = _ORDINARY[code]
        self.message = message or ordinary
        super().__init__(f"{code}: {self.message}")

    @property
    def type(self) -> str:
        """Whose fault it is: ``Sender`` for the caller's, ``Receiver`` for AWS's own."""
        return "Receiver" if self.status >= HTTPStatus.INTERNAL_SERVER_ERROR else "Sender"
