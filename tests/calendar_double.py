"""Double of an OpenTimestamps calendar, on the format's own library: POST /digest, GET /timestamp/{hex}.

A real one (otsd) needs a Bitcoin node for the second half. This one writes into a block of its own when it is told to.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import BytesSerializationContext
from opentimestamps.core.timestamp import Timestamp

HEIGHT = 840_000
PENDING = b"Pending confirmation in Bitcoin blockchain"
UNKNOWN = b"Not found"


@dataclass
class Calendar:
    """`confirmed`: whether the block is there. `says`: another answer instead, (status, body), or a status for all."""

    at: str = ""
    confirmed: bool = False
    forgets: bool = False
    says: tuple[int, bytes] | None = None
    given: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    promised: set[bytes] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://{self.at}"

    def digest(self, message: bytes) -> tuple[int, bytes]:
        self.given.append(message)
        stamp = Timestamp(message)
        end = stamp.ops.add(OpPrepend(b"\x00calendar")).ops.add(OpSHA256())
        end.attestations.add(PendingAttestation(self.url))
        self.promised.add(end.msg)
        return 200, serialized(stamp)

    def timestamp(self, message: bytes) -> tuple[int, bytes]:
        if message not in self.promised or self.forgets:
            return 404, UNKNOWN
        if not self.confirmed:
            return 404, PENDING
        return 200, block(message)


def block(message: bytes, height: int = HEIGHT) -> bytes:
    """The way from a promise into a block: a transaction with it in, and one other transaction."""
    stamp = Timestamp(message)
    transaction = stamp.ops.add(OpPrepend(b"\x01" * 40)).ops.add(OpAppend(b"\x02" * 20))
    transaction = transaction.ops.add(OpSHA256()).ops.add(OpSHA256())
    root = transaction.ops.add(OpAppend(sha256(b"another transaction").digest()))
    root = root.ops.add(OpSHA256()).ops.add(OpSHA256())
    root.attestations.add(BitcoinBlockHeaderAttestation(height))
    return serialized(stamp)


def serialized(stamp: Timestamp) -> bytes:
    context = BytesSerializationContext()
    stamp.serialize(context)
    return bytes(context.getbytes())


@contextmanager
def served() -> Iterator[Calendar]:
    calendar = Calendar()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(*(calendar.says or calendar.digest(body)))

        def do_GET(self) -> None:
            calendar.asked.append(self.path)
            message = bytes.fromhex(self.path.rpartition("/")[2])
            self._answer(*(calendar.says or calendar.timestamp(message)))

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    calendar.at = f"127.0.0.1:{server.server_port}"
    try:
        yield calendar
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
