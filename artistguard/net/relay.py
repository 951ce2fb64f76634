"""The loopback relay: native code that speaks HTTP itself reaches one time-stamp authority through the door.

c2pa's own client can be told neither to ask first nor where not to go, so it is given an address on this computer
with a random path, and the request goes out of the door like every other: switch, seals, guard, ledger.
"""

import secrets
import threading
from collections import OrderedDict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import ArtistGuardError, NetworkError, Sealed
from artistguard.net.door import AnswerLimits, Door

QUERY = "application/timestamp-query"  # RFC 3161, section 3.4
REPLY = "application/timestamp-reply"
LARGEST_QUERY = 8 * 1024  # bytes
LIMITS = AnswerLimits(body=256 * 1024, seconds=30.0)
MOST_PATHS = 4096  # the oldest are forgotten; far more than can be in flight
MOST_AT_ONCE = 64
_PATIENCE = 10.0  # seconds a client may take to send its question


class Relay:
    """Serves while the `with` block runs. `url_for` gives the address for one set of subjects."""

    def __init__(self, door: Door, authority_url: str, *, limits: AnswerLimits = LIMITS) -> None:
        self._door = door
        self._authority = authority_url
        self._limits = limits
        self._lock = threading.Lock()
        self._paths: OrderedDict[str, Subjects] = OrderedDict()
        self._failures: OrderedDict[str, ArtistGuardError] = OrderedDict()
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "Relay":
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="time-stamp relay", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving. Questions under way are still answered."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = self._thread = None

    def url_for(self, subjects: Subjects) -> str:
        """The address under which a time stamp about these subjects can be had, for this run only."""
        if self._server is None:
            raise RuntimeError("the relay is closed")
        path = "/" + secrets.token_hex(32)
        with self._lock:
            self._paths[path] = subjects
            while len(self._paths) > MOST_PATHS:
                self._paths.popitem(last=False)
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def release(self, url: str) -> ArtistGuardError | None:
        """Forget an address. Returns why its last question got no time stamp, if it got none."""
        path = "/" + url.rpartition("/")[2]
        with self._lock:
            self._paths.pop(path, None)
            return self._failures.pop(path, None)

    def _subjects(self, path: str) -> Subjects | None:
        with self._lock:
            return self._paths.get(path)

    def _note(self, path: str, error: ArtistGuardError | None) -> None:
        with self._lock:
            self._failures.pop(path, None)
            if error is not None:
                self._failures[path] = error
            while len(self._failures) > MOST_PATHS:
                self._failures.popitem(last=False)

    def _ask(self, path: str, subjects: Subjects, query: bytes) -> tuple[int, bytes]:
        """Status and body for the client."""
        try:
            answer = self._door.request(
                "POST",
                self._authority,
                purpose=Purpose.TIME_STAMP,
                subjects=subjects,
                body=query,
                content_type=QUERY,
                headers={"Accept": REPLY},
                limits=self._limits,
            )
            kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            if answer.status != 200 or kind != REPLY:
                raise NetworkError(f"The time-stamp authority answered {answer.status}, and no time stamp.")
        except ArtistGuardError as error:
            self._note(path, error)
            return (403 if isinstance(error, Sealed) else 502), b""
        self._note(path, None)
        return 200, answer.body


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True
    request_queue_size = 64

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is no event."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _PATIENCE
    server_version = "relay"
    sys_version = ""
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        relay = self.server.relay
        self.close_connection = True
        subjects = relay._subjects(self.path)
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        length = self.headers.get("Content-Length", "")
        if subjects is None or kind != QUERY or not length.isdigit() or "Transfer-Encoding" in self.headers:
            self._reply(404)
            return
        if len(length) > 6 or int(length) > LARGEST_QUERY:
            self._reply(413)
            return
        query = self.rfile.read(int(length))
        if len(query) != int(length):
            return
        if not relay._room.acquire(blocking=False):
            self._reply(503)
            return
        try:
            status, body = relay._ask(self.path, subjects, query)
        finally:
            relay._room.release()
        self._reply(status, body)

    def __getattr__(self, name: str) -> object:
        if name.startswith("do_"):  # every other method is met like an unknown path
            return self._unknown
        raise AttributeError(name)

    def _unknown(self) -> None:
        self.close_connection = True
        self._reply(404)

    def _reply(self, status: int, body: bytes = b"") -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", REPLY if status == 200 else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The egress ledger is the log."""
