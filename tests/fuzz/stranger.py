"""Something on loopback that answers every request with the bytes it was given."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Answering(socketserver.StreamRequestHandler):
    server: "Stranger"
    timeout = 5

    def handle(self) -> None:
        length = 0
        while (line := self.rfile.readline(65_536)) not in {b"\r\n", b"\n", b""}:
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        self.rfile.read(length)
        self.wfile.write(self.server.answer)


class Stranger(socketserver.ThreadingTCPServer):
    """``answer`` is sent as it stands: status line, headers and body; then the connection is closed."""

    daemon_threads = True
    request_queue_size = 32
    answer = b""

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over a client that went away in the middle of an answer."""


@contextmanager
def stranger() -> Iterator[Stranger]:
    """Let one answer while the context lasts."""
    with Stranger(("127.0.0.1", 0), _Answering) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def http(body: bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> bytes:
    """An answer with these headers and this body; header values may hold anything but a line's end."""
    given = {"x-amzn-RequestId": "11111111-2222-3333-4444-555555555555", "Content-Type": "text/xml"} | (headers or {})
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in given.items())]
    head = "\r\n".join(line.replace("\r", " ").replace("\n", " ") for line in lines)
    return f"{head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode("utf-8", "replace") + body
