"""From a request to its answer: the signature is checked, the policy asked, the account changed."""

import email.utils
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from mfa_enroll.practice.account import PracticeAccount, SignedCall
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.operations import answer
from mfa_enroll.practice.request_keys import request_keys
from mfa_enroll.practice.sessions import Signer
from mfa_enroll.practice.sigv4 import check_signature, read_authorization
from mfa_enroll.practice.wire import HttpRequest, read_form, read_operation, service_of, write_answer, write_error


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to send, and for those who look on what it answers.

    Attributes:
        error: The error code, or empty.
        signer: Who signed the request; None where the access key is not known.
        call: The call and what the policy said to it; None where the request was refused before.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    error: str = ""
    signer: Signer | None = None
    call: SignedCall | None = None


class Exchange:
    """Answers requests for an account. Thread-safe."""

    def __init__(self, account: PracticeAccount) -> None:
        self.account = account

    def reply_to(self, request: HttpRequest) -> Reply:
        """Answer a request."""
        try:
            fields = read_form(request)
        except AwsError as error:
            return self.refusal(service_of({}, request), error)
        service, signer, call = service_of(fields, request), None, None
        request_id = str(uuid.uuid4())
        with self.account.lock:
            try:
                authorization = read_authorization(request)
                token = request.headers.get("x-amz-security-token")
                secret, signer = self.account.credentials(authorization.access_key_id, token, service)
                check_signature(request, authorization, secret, service=service, now=self.account.signing_clock())
                operation = read_operation(fields, service)
                call = SignedCall(operation, signer, request_keys(self.account, signer, request, authorization))
                body = write_answer(operation, answer(self.account, call), request_id)
            except AwsError as error:
                return self.refusal(service, error, signer, call)
        return Reply(status=HTTPStatus.OK, headers=self._headers(request_id, body), body=body, signer=signer, call=call)

    def refusal(
        self, service: str, error: AwsError, signer: Signer | None = None, call: SignedCall | None = None
    ) -> Reply:
        """The answer that a service refuses a request with."""
        request_id = str(uuid.uuid4())
        body = write_error(service, error, request_id)
        headers = self._headers(request_id, body)
        return Reply(status=error.status, headers=headers, body=body, error=error.code, signer=signer, call=call)

    def _headers(self, request_id: str, body: bytes) -> dict[str, str]:
        return {
            "x-amzn-RequestId": request_id,
            "Content-Type": "text/xml",
            "Content-Length": str(len(body)),
            "Date": email.utils.formatdate(self.account.clock(), usegmt=True),
        }
