"""A practice server that keeps what it received, fails as a script has it, and can be unplugged."""

import email.utils
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import TracebackType
from typing import Literal, Self

from mfa_enroll.policy.decision import Decision
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.errors import AwsError
from mfa_enroll.practice.exchange import Exchange, Reply
from mfa_enroll.practice.server import PracticeServer
from mfa_enroll.practice.wire import HttpRequest, read_form, service_of
from tests.support.faults import (
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
from tests.support.lagging import Lagging

_LONGEST_NAME = 64
"""Characters of an action that are kept. No action of IAM's or STS's has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request that came in, without anything secret.

    Attributes:
        call: The action as a policy names it: ``iam:EnableMFADevice``.
        resource: The resource that was authorized against, or empty where the policy was not asked.
        credentials: What the request was signed with; empty where the key is not known.
        mfa: ``aws:MultiFactorAuthPresent`` of the request; None where it is absent.
        decision: What the policy said, or None where it was not asked.
        status: HTTP status of the answer; 0 where none was sent.
        error: Error code of the answer, or empty. Of an answer that was lost: what it would have been.
    """

    call: str
    resource: str = ""
    credentials: Literal["", "long-term", "session"] = ""
    mfa: bool | None = None
    decision: Decision | None = None
    status: int = 0
    error: str = ""

    @classmethod
    def of(cls, call: str, reply: Reply) -> "Received":
        """What is kept of a request, by what it was answered."""
        received = cls(call=call, status=reply.status, error=reply.error)
        if reply.signer is not None:
            kind: Literal["long-term", "session"] = "long-term" if reply.signer.session is None else "session"
            received = replace(received, credentials=kind, mfa=reply.signer.mfa)
        if reply.call is not None:
            received = replace(received, resource=reply.call.resource, decision=reply.call.decision)
        return received


class WatchedExchange(Exchange):
    """Answers as the practice account does, but for the faults. What waits is let go when ``over`` is set."""

    def __init__(self, account: PracticeAccount, faults: Faults) -> None:
        super().__init__(account)
        self.received: list[Received] = []
        self.over = threading.Event()
        self._faults = faults
        self._lagging = Lagging(account)

    def reply_to(self, request: HttpRequest) -> Reply:
        """Answer a request, with its fault if it has one, and keep it in mind.

        Raises:
            ConnectionAbortedError: The connection is to be closed without an answer.
        """
        call = _call(request)
        fault = self._faults.next(call)
        if isinstance(fault, Delay) and not fault.applied_at_once and self.over.wait(fault.seconds):
            fault = DropBefore()
        if isinstance(fault, Expire):
            self._end_sessions()
        reply = self._unapplied(fault, call)
        if reply is None:
            with self.account.lock, self._lagging.around(call, fault.seconds if isinstance(fault, Lag) else 0.0):
                reply = super().reply_to(request)
        if isinstance(fault, Delay) and fault.applied_at_once:
            self.over.wait(fault.seconds)
        reply = self._spoilt(fault, reply)
        self.received.append(Received.of(call, reply))
        if isinstance(fault, Silence):
            self.over.wait()
        if not reply.status:
            raise ConnectionAbortedError
        return reply

    def _end_sessions(self) -> None:
        with self.account.lock:
            sessions = self.account._sessions
            self.account._sessions = {key: replace(session, expires=0.0) for key, session in sessions.items()}

    def _unapplied(self, fault: Fault | None, call: str) -> Reply | None:
        """The answer of a fault that keeps the call from being applied, or None."""
        service = call.partition(":")[0]
        match fault:
            case Refuse(code, message):
                return self.refusal(service, AwsError(code, message))
            case Unavailable(applied=False) | NoConnection() | DropBefore() | Silence(applied=False):
                return replace(self.refusal(service, AwsError("ServiceUnavailable")), error="")
        return None

    def _spoilt(self, fault: Fault | None, reply: Reply) -> Reply:
        """What becomes of an answer on its way. Its status is 0 where nothing arrives."""
        status, headers, body = reply.status, dict(reply.headers), reply.body
        match fault:
            case NoConnection() | DropBefore() | DropAfter() | Silence():
                status = 0
            case Truncate():
                body = body[: len(body) // 2]
                headers["Content-Length"] = str(len(body))
            case BreakOff():
                body = body[: len(body) // 2]
                headers["Connection"] = "close"
            case Unavailable(html):
                status = fault.status
                words = f"{status} {HTTPStatus(status).phrase}"
                body = (f"<html><h1>{words}</h1></html>\n" if html else f"{words}\n").encode("ascii")
                headers |= {"Content-Type": "text/html" if html else "text/plain", "Content-Length": str(len(body))}
            case WrongDate(ahead):
                headers["Date"] = email.utils.formatdate(self.account.clock() + ahead, usegmt=True)
            case OddDate(""):
                del headers["Date"]
            case OddDate(text):
                headers["Date"] = text
        return replace(reply, status=status, headers=headers, body=body)


class WatchedServer(PracticeServer):
    """Serves a practice account. ``faults`` are failures to act out."""

    def __init__(self, account: PracticeAccount, *, faults: Faults | None = None) -> None:
        self._watched = WatchedExchange(account, faults or Faults())
        super().__init__(account, exchange=self._watched)

    def __enter__(self) -> Self:
        self._watched.over.clear()
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.end_waits()
        super().__exit__(kind, error, traceback)

    @property
    def requests(self) -> tuple[Received, ...]:
        """What was received so far, in the order in which it was answered."""
        return tuple(self._watched.received)

    @contextmanager
    def unplugged(self) -> Iterator[None]:
        """Let nothing listen within the context: connections are refused, and those that are open are closed."""
        self.__exit__(None, None, None)
        try:
            yield
        finally:
            self.__enter__()

    def serve(self, account: PracticeAccount, faults: Faults) -> None:
        """Serve another account at the same address from now on."""
        assert self._listener is not None
        self._exchange = self._listener.exchange = self._watched = WatchedExchange(account, faults)

    def end_waits(self) -> None:
        """Close the connections on which no answer is to come, or a late one."""
        self._watched.over.set()


def _call(request: HttpRequest) -> str:
    """The call that a request is for, as a policy names it."""
    try:
        fields = read_form(request)
    except AwsError:
        fields = {}
    return f"{service_of(fields, request)}:{fields.get('Action', '')[:_LONGEST_NAME]}"
