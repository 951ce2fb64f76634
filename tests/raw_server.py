"""Servers on loopback that answer byte by byte as a test wants it."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest


class RawServer:
    """Answers each connection with `talk(socket)`, byte by byte as a test wants it. Keeps what was received."""

    def __init__(self, talk: Callable[[socket.socket], None], host: str = "127.0.0.1", port: int = 0) -> None:
        self.received: list[bytes] = []
        self._talk = talk
        self._listener = socket.create_server((host, port))
        self.host, self.port = self._listener.getsockname()[:2]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}:{self.port}{path}"

    @property
    def at(self) -> str:
        return f"{self.host}:{self.port}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.settimeout(5)
                    self.received.append(_request(connection))
                    self._talk(connection)
                except OSError:
                    continue

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


def _request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        block = connection.recv(65536)
        if not block:
            return data
        data += block
    head, _, body = data.partition(b"\r\n\r\n")
    wanted = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            wanted = int(line.split(b":")[1])
    while len(body) < wanted:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    """`serve(answer)` starts a server; the answer is bytes, or a function of the connection."""
    servers: list[RawServer] = []

    def start(answer: bytes | Callable[[socket.socket], None], host: str = "127.0.0.1", port: int = 0) -> RawServer:
        talk = (lambda connection: connection.sendall(answer)) if isinstance(answer, bytes) else answer
        servers.append(RawServer(talk, host, port))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
