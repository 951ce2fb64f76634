"""Servers on loopback, a ledger in memory, and a real time-stamp authority made with openssl."""

import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from artistguard.model.egress import EgressEntry, Subjects
from artistguard.model.errors import Sealed


@dataclass
class Ledger:
    """Keeps every record in order, and the lines as a catalogue would: the second record of an id completes it."""

    records: list[EgressEntry] = field(default_factory=list)

    def record(self, entry: EgressEntry) -> None:
        self.records.append(entry)

    @property
    def lines(self) -> list[EgressEntry]:
        return list({entry.id: entry for entry in self.records}.values())


class Seals:
    """Seals the works it is given."""

    def __init__(self, *works: str) -> None:
        self.works = set(works)

    def check(self, subjects: Subjects) -> None:
        if self.works.intersection(subjects.works):
            raise Sealed("The work is sealed.")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def seals() -> type[Seals]:
    return Seals


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


CONFIGURATION = """
[tsa]
default_tsa = authority
[authority]
dir = {folder}
serial = $dir/serial
crypto_device = builtin
signer_cert = $dir/tsa.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """A time-stamp authority: `openssl ts -reply` behind http.server."""

    folder: Path
    url: str = ""
    at: str = ""
    queries: list[bytes] = field(default_factory=list)

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        (self.folder / "query.tsq").write_bytes(query)
        # No chain: openssl would sort the certificates wrongly, and strict readers refuse that.
        _openssl(self.folder, *("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr"))
        return (self.folder / "reply.tsr").read_bytes()

    def verify(self, data: Path, reply: bytes) -> str:
        (self.folder / "check.tsr").write_bytes(reply)
        return _openssl(self.folder, "ts", "-verify", "-data", str(data), "-in", "check.tsr", "-CAfile", "root.pem")


def _openssl(folder: Path, *words: str) -> str:
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


@pytest.fixture(scope="session")
def authority_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("authority")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    _openssl(
        folder,
        *("req", "-x509", *curve, "-keyout", "root.key", "-out", "root.pem", "-days", "30", "-subj", "/O=Test/CN=Root"),
        *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
    )
    _openssl(folder, *("req", *curve, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/O=Test/CN=Time stamps"))
    (folder / "tsa.ext").write_text(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=critical,timeStamping\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
    )
    _openssl(
        folder,
        *("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"),
        *("-days", "30", "-extfile", "tsa.ext", "-out", "tsa.pem"),
    )
    (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
    (folder / "serial").write_text("01\n")
    return folder


@pytest.fixture
def authority(authority_files: Path) -> Iterator[Authority]:
    made = Authority(authority_files)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            made.queries.append(query)
            reply = made.reply(query)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    made.at = f"127.0.0.1:{server.server_port}"
    made.url = f"http://{made.at}/tsr"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
