"""Double of the two services that only say what they hold, named so wherever it is used."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

KEY = "a-key-of-mine_1"
OUT = {"https://ada.example/1", "https://ada.example/ü"}


@dataclass
class Request:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Double:
    """Double of both services, from datadiligence 0.1.7 and trainingdataregistry.org/developers.

    `first` are answers that it gives before its own.
    """

    endpoint: str = ""
    asked: list[Request] = field(default_factory=list)
    first: list[tuple[int, Mapping[str, str], bytes]] = field(default_factory=list)

    def answer(self, request: Request) -> tuple[int, Mapping[str, str], bytes]:
        self.asked.append(request)
        if self.first:
            return self.first.pop(0)
        parts = urlsplit(request.target)
        if (request.method, parts.path) == ("POST", "/api/v2/query/urls/"):
            if request.headers.get("authorization") != f"API {KEY}":
                return 401, {}, b'{"detail": "Unauthorized"}'
            if request.headers.get("content-type") != "text/plain":
                return 415, {}, b"{}"
            urls = request.body.decode().split("\n")
            if len(urls) > 10_000:
                return 413, {}, b"{}"
            return 200, {}, json.dumps({"urls": [{"url": url, "optOut": url in OUT} for url in urls]}).encode()
        if (request.method, parts.path) == ("GET", "/api/v1/check"):
            if request.headers.get("x-api-key") != KEY:
                return 401, {}, b"{}"
            [url] = parse_qs(parts.query)["url"]
            if url not in OUT:
                return 200, {}, b'{"registered": false, "checked_at": "2026-11-26T10:00:00Z"}'
            entry = {
                "registered": True, "source": "url", "trust": "verified", "registration_id": "r1",
                "allow_training": False, "allow_inference": True, "allow_archive": False,
                "verification_status": "verified", "registered_at": "2026-02-01T00:00:00Z",
                "checked_at": "2026-11-26T10:00:00Z",
            }  # fmt: skip
            return 200, {}, json.dumps(entry).encode()
        return 404, {}, b""


@contextmanager
def serving(double: Double) -> Iterator[Double]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, more, answer = double.answer(Request(self.command, self.path, headers, body))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(answer)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *said: object) -> None:
            """Said to nobody."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    double.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield double
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
