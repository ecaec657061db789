"""The practice account on the wire: HTTP on loopback, to which AWS's own clients talk unchanged."""

import email.utils
import socket
import socketserver
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.exchange import Exchange
from mfa_enroll.practice.wire import HttpRequest

_HOST: Final = "127.0.0.1"
_LARGEST_BODY: Final = 64 * 1024
_IDLE_SECONDS: Final = 60.0
_CLOSING_SECONDS: Final = 5.0
_MOST_CONNECTIONS: Final = 100
"""Each has a thread. One connection more is closed at once; without a bound, the thread that listens would fail."""


class PracticeServer:
    """Serves a practice account while its context lasts, to this machine alone.

    Args:
        account: The account.
        port: The port to listen at; 0 takes a free one.
        exchange: What answers its requests, where it is not the ordinary one.

    Raises:
        OSError: On entering: the port is taken.
    """

    def __init__(self, account: PracticeAccount, *, port: int = 0, exchange: Exchange | None = None) -> None:
        self._port = port
        self._exchange = exchange or Exchange(account)
        self._listener: _Listener | None = None

    def __enter__(self) -> Self:
        self._listener = _Listener(self._port, self._exchange)
        self._port = self._listener.server_port
        threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True, name="practice"
        ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._listener is not None:
            self._listener.shutdown()
            self._listener.hang_up()
            self._listener.server_close()
            self._listener = None

    @property
    def url(self) -> str:
        """The endpoint to give to a client, for IAM and STS alike."""
        return f"http://{_HOST}:{self._port}"


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, exchange: Exchange) -> None:
        self.exchange = exchange
        self._open: dict[threading.Thread, socket.socket] = {}
        self._is_hung_up = False
        self._open_lock = threading.Lock()
        super().__init__((_HOST, port), _Handler)

    def server_bind(self) -> None:
        # HTTPServer would ask the name service who 127.0.0.1 is, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = _HOST, self.socket.getsockname()[1]

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ANN401, ARG002 -- as inherited
        with self._open_lock:
            return len(self._open) < _MOST_CONNECTIONS

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- as inherited
        with self._open_lock:
            if self._is_hung_up:
                self.shutdown_request(request)
                return
            self._open[threading.current_thread()] = request
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._open_lock:
                del self._open[threading.current_thread()]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002 -- as inherited
        # A client that went away is no error here; anything else is one, and is shown as any thread's is.
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            raise error

    def hang_up(self) -> None:
        """Close the connections that are still open, and wait for the threads that serve them."""
        with self._open_lock:
            self._is_hung_up = True
            still_open = dict(self._open)
            for connection in still_open.values():
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # The client was faster.
        for thread in still_open:
            thread.join(_CLOSING_SECONDS)


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    raw_requestline: bytes
    protocol_version = "HTTP/1.1"
    server_version = "practice"
    sys_version = ""
    timeout = _IDLE_SECONDS
    # Headers and body are written separately; with delayed acknowledgements that would cost 40 ms a call.
    disable_nagle_algorithm = True

    default_request_version = "HTTP/1.0"

    def parse_request(self) -> bool:
        """Refuse what is older than HTTP/1.0: no headers follow that could be waited for, and no body could be told."""
        version = self.raw_requestline.split()[2:]
        if self.raw_requestline.strip() and version in ([], [b"HTTP/0.9"]):
            self.command, self.requestline, self.request_version = "", "", self.default_request_version
            self.close_connection = True
            self.send_error(HTTPStatus.BAD_REQUEST)
            return False
        return super().parse_request()

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 -- as inherited
        """Log nothing: a request line may carry codes."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The account's time, for the Date header."""
        return email.utils.formatdate(
            self.server.exchange.account.clock() if timestamp is None else timestamp, usegmt=True
        )

    def _answer(self) -> None:
        length = self._body_length()
        if length is None:
            return
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return
        path, _, query = self.path.partition("?")
        if path != "/":
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        headers = {
            name.lower(): ",".join(value.strip() for value in self.headers.get_all(name, ())) for name in self.headers
        }
        request = HttpRequest(self.command, path, query, headers, body, self.client_address[0])
        reply = self.server.exchange.reply_to(request)
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def _body_length(self) -> int | None:
        """How many bytes of body follow. None: the request was refused."""
        lengths = self.headers.get_all("Content-Length", ())
        if "Transfer-Encoding" in self.headers:
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
        elif not lengths:
            return 0
        elif len(lengths) > 1 or not (lengths[0].isascii() and lengths[0].isdecimal()):
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif len(lengths[0]) > len(str(_LARGEST_BODY)) or int(lengths[0]) > _LARGEST_BODY:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            return int(lengths[0])
        return None
