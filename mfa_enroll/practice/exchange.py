"""From a request as it came to the answer as it goes: signature, policy, account, and faults in between."""

import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from mfa_enroll.domain.policy import Decision
from mfa_enroll.practice.account import Call, PracticeAccount
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.faults import (
    BreakOff,
    Delay,
    DropAfter,
    DropBefore,
    Fault,
    Faults,
    Refuse,
    Truncate,
    Unavailable,
)
from mfa_enroll.practice.operations import answer
from mfa_enroll.practice.sessions import Caller
from mfa_enroll.practice.sigv4 import check_signature, read_authorization
from mfa_enroll.practice.wire import (
    HttpRequest,
    read_form,
    read_operation,
    service_of,
    write_answer,
    write_error,
)

_XML: Final = "text/xml"

CredentialKind = Literal["", "long-term", "session"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request that came in, without anything secret.

    Attributes:
        call: The action as a policy names it: ``iam:EnableMFADevice``.
        resource: The resource that was authorized against, or empty where the policy was not asked.
        credentials: What it was signed with; empty where the key is not known.
        mfa: ``aws:MultiFactorAuthPresent`` of the caller; None where it is absent.
        decision: What the policy said, or None where it was not asked.
        status: HTTP status of the answer; 0 where none was sent.
        error: Error code of the answer, or empty. Of an answer that was lost: what it would have been.
    """

    call: str
    resource: str = ""
    credentials: CredentialKind = ""
    mfa: bool | None = None
    decision: Decision | None = None
    status: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to send. If ``sent`` is a number, the connection is closed after that many bytes of the body."""

    status: int
    body: bytes
    request_id: str
    content_type: str = _XML
    sent: int | None = None


class Exchange:
    """Answers requests for an account. Thread-safe. ``closing`` ends waits when it is set."""

    def __init__(self, account: PracticeAccount, faults: Faults, closing: threading.Event) -> None:
        self._account = account
        self._faults = faults
        self._closing = closing
        self._received: list[Received] = []

    @property
    def received(self) -> tuple[Received, ...]:
        """All requests so far, in the order in which they were answered."""
        return tuple(self._received)

    def reply_to(self, request: HttpRequest) -> Reply | None:
        """Answer a request. None: close the connection without an answer."""
        request_id = str(uuid.uuid4())
        try:
            fields = read_form(request)
        except AwsError as error:
            service = service_of({}, request)
            self._received.append(Received(call=f"{service}:", status=error.status, error=error.code))
            return Reply(status=error.status, body=write_error(service, error, request_id), request_id=request_id)
        service = service_of(fields, request)
        received = Received(call=f"{service}:{fields.get('Action', '')}")
        fault = self._faults.next(received.call)
        if isinstance(fault, Delay) and not fault.applied_at_once and self._closing.wait(fault.seconds):
            fault = DropBefore()
        reply, received = self._fail(fault, service, received, request_id) or self._apply(
            request, fields, service, received, request_id
        )
        if isinstance(fault, Delay) and fault.applied_at_once:
            self._closing.wait(fault.seconds)
        sent = None if isinstance(fault, DropBefore | DropAfter) else _spoil(fault, reply)
        self._received.append(received if sent is not None else replace(received, status=0))
        return sent

    def _fail(
        self, fault: Fault | None, service: str, received: Received, request_id: str
    ) -> tuple[Reply, Received] | None:
        """The answer of a fault that keeps the call from being applied, or None."""
        match fault:
            case Refuse(code, message):
                error = AwsError(code, message)
                body, content_type = write_error(service, error, request_id), _XML
                received = replace(received, status=error.status, error=code)
            case Unavailable(html=True):
                body, content_type = b"<html><h1>503 Service Temporarily Unavailable</h1></html>\n", "text/html"
                received = replace(received, status=503)
            case Unavailable() | DropBefore():
                body, content_type = b"503 Service Temporarily Unavailable\n", "text/plain"
                received = replace(received, status=503)
            case _:
                return None
        reply = Reply(status=received.status, body=body, request_id=request_id, content_type=content_type)
        return reply, received

    def _apply(
        self,
        request: HttpRequest,
        fields: Mapping[str, str],
        service: str,
        received: Received,
        request_id: str,
    ) -> tuple[Reply, Received]:
        account, caller, call = self._account, None, None
        status, code = 200, ""
        with account.lock:
            try:
                authorization = read_authorization(request)
                token = request.headers.get("x-amz-security-token")
                secret, caller = account.credentials(authorization.access_key_id, token, service)
                check_signature(request, authorization, secret, service=service, now=account.signing_clock())
                operation = read_operation(fields, service)
                call = Call(operation, caller)
                body = write_answer(operation, answer(account, call), request_id)
            except AwsError as error:
                status, code = error.status, error.code
                body = write_error(service, error, request_id)
        received = replace(received, status=status, error=code, credentials=_kind(caller))
        if caller is not None:
            received = replace(received, mfa=caller.mfa)
        if call is not None:
            received = replace(received, resource=call.resource, decision=call.decision)
        return Reply(status=status, body=body, request_id=request_id), received


def _kind(caller: Caller | None) -> CredentialKind:
    if caller is None:
        return ""
    return "long-term" if caller.session is None else "session"


def _spoil(fault: Fault | None, reply: Reply) -> Reply:
    half = len(reply.body) // 2
    match fault:
        case Truncate():
            return replace(reply, body=reply.body[:half])
        case BreakOff():
            return replace(reply, sent=half)
        case _:
            return reply
