"""From a request as it came to the answer as it goes: signature, policy, account, and faults in between."""

import email.utils
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final, Literal

from mfa_enroll.policy.decision import Decision
from mfa_enroll.practice.account import Call, PracticeAccount
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.faults import (
    BreakOff,
    Delay,
    DropAfter,
    DropBefore,
    Expire,
    Fault,
    Faults,
    Lag,
    NoConnection,
    OddDate,
    Refuse,
    Silence,
    Truncate,
    Unavailable,
    WrongDate,
)
from mfa_enroll.practice.lagging import Lagging
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
_UNANSWERED: Final = NoConnection | DropBefore | DropAfter | Silence

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
    """What to send.

    Attributes:
        sent: If it is a number, the connection is closed after that many bytes of the body.
        date: The Date header, empty for none; None for the account's time.
    """

    status: int
    body: bytes
    request_id: str
    content_type: str = _XML
    sent: int | None = None
    date: str | None = None


class Exchange:
    """Answers requests for an account. Thread-safe. ``closing`` ends waits when it is set."""

    def __init__(self, account: PracticeAccount, faults: Faults, closing: threading.Event) -> None:
        self._account = account
        self._faults = faults
        self._closing = closing
        self._lagging = Lagging(account)
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
        if isinstance(fault, Expire):
            self._account.end_sessions()
        refusal = self._refusal(fault, received, request_id)
        reply, received = refusal or self._apply(request, fields, received, request_id, fault)
        if isinstance(fault, Delay) and fault.applied_at_once:
            self._closing.wait(fault.seconds)
        sent = None if isinstance(fault, _UNANSWERED) else self._spoilt(fault, reply)
        self._received.append(replace(received, status=0 if sent is None else sent.status))
        if isinstance(fault, Silence):
            self._closing.wait()
        return sent

    def _refusal(self, fault: Fault | None, received: Received, request_id: str) -> tuple[Reply, Received] | None:
        """The answer of a fault that keeps the call from being applied, or None."""
        match fault:
            case Refuse(code, message):
                error = AwsError(code, message)
                body = write_error(_service(received), error, request_id)
                reply = Reply(status=error.status, body=body, request_id=request_id)
                return reply, replace(received, status=error.status, error=code)
            case Unavailable(applied=False):
                return _instead(fault, request_id), replace(received, status=fault.status)
            case NoConnection() | DropBefore() | Silence(applied=False):
                return _instead(Unavailable(), request_id), received
        return None

    def _apply(
        self, request: HttpRequest, fields: Mapping[str, str], received: Received, request_id: str, fault: Fault | None
    ) -> tuple[Reply, Received]:
        account, service, caller, call = self._account, _service(received), None, None
        status, code = 200, ""
        with account.lock:
            try:
                authorization = read_authorization(request)
                token = request.headers.get("x-amz-security-token")
                secret, caller = account.credentials(authorization.access_key_id, token, service)
                check_signature(request, authorization, secret, service=service, now=account.signing_clock())
                operation = read_operation(fields, service)
                call = Call(operation, caller)
                with self._lagging.around(received.call, fault.seconds if isinstance(fault, Lag) else 0.0):
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

    def _spoilt(self, fault: Fault | None, reply: Reply) -> Reply:
        half = len(reply.body) // 2
        match fault:
            case Truncate():
                return replace(reply, body=reply.body[:half])
            case BreakOff():
                return replace(reply, sent=half)
            case Unavailable(applied=True):
                return _instead(fault, reply.request_id)
            case WrongDate(ahead):
                return replace(reply, date=email.utils.formatdate(self._account.clock() + ahead, usegmt=True))
            case OddDate(text):
                return replace(reply, date=text)
        return reply


def _kind(caller: Caller | None) -> CredentialKind:
    if caller is None:
        return ""
    return "long-term" if caller.session is None else "session"


def _service(received: Received) -> str:
    return received.call.partition(":")[0]


def _instead(fault: Unavailable, request_id: str) -> Reply:
    """What a load balancer says in place of an answer."""
    words = f"{fault.status} {HTTPStatus(fault.status).phrase}"
    body = f"<html><h1>{words}</h1></html>\n" if fault.html else f"{words}\n"
    content_type = "text/html" if fault.html else "text/plain"
    return Reply(status=fault.status, body=body.encode("ascii"), request_id=request_id, content_type=content_type)
