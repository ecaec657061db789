"""Nothing is sent for a caller who has stopped waiting: it would arrive after they were told that it may have failed.

A name lookup ends when it likes, long after every timeout, and only then is a request written (urllib3, issue 1334).
And what was written stays with the kernel while the network is down: it is sent again for minutes, even after the
connection was closed (RFC 9293, 3.6), and AWS takes it as long as its signature is fresh.
"""

import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from botocore.awsrequest import AWSHTTPConnection, AWSHTTPConnectionPool, AWSHTTPSConnection, AWSHTTPSConnectionPool

from mfa_enroll.aws.thread import waiting

_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""``struct linger``: close without waiting, and drop what was not sent."""


def heed_callers() -> None:
    """Let all of botocore's connections, those of credential providers too, be of the kinds below."""
    AWSHTTPConnectionPool.ConnectionCls = _Connection
    AWSHTTPSConnectionPool.ConnectionCls = _TlsConnection


class _Heeding:
    """A connection on which a request is sent only while its caller waits, and dropped if it was not answered."""

    sock: Any
    connect: Callable[[], None]
    _is_answered = True

    def send(self, data: Any) -> None:  # noqa: ANN401 - whatever urllib3 sends
        if self.sock is None:
            self.connect()  # the name lookup is in here
        self._is_answered = False
        with waiting().sending(partial(_cut, self.sock)):
            super().send(data)  # type: ignore[misc]

    def getresponse(self, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - as inherited
        response = super().getresponse(*args, **named)  # type: ignore[misc]
        self._is_answered = True
        return response

    def close(self) -> None:
        if not self._is_answered:
            _drop_unsent(self.sock)
        super().close()  # type: ignore[misc]


class _Connection(_Heeding, AWSHTTPConnection):  # type: ignore[misc]  # the stubs of urllib3 and botocore disagree
    pass


class _TlsConnection(_Heeding, AWSHTTPSConnection):  # type: ignore[misc]  # likewise
    pass


def _drop_unsent(connection: Any) -> None:  # noqa: ANN401 - a socket, or urllib3's TLS through TLS
    """Have a connection drop what was not sent when it is closed, by whomever."""
    with suppress(OSError, AttributeError):  # it is closed already
        _below(connection).setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)


def _cut(connection: Any) -> None:  # noqa: ANN401 - likewise
    """Have it closed now, by the thread that waits for its answer."""
    _drop_unsent(connection)
    with suppress(OSError, AttributeError):
        socket.socket.shutdown(_below(connection), socket.SHUT_RD)


def _below(connection: Any) -> socket.socket:  # noqa: ANN401 - likewise
    below: socket.socket = getattr(connection, "socket", connection)
    return below
