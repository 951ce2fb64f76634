"""A real time-stamp authority (RFC 3161) on loopback: `openssl ts -reply` behind http.server, with its own root."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

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
    answer: str | bytes = "stamp"  # or "rubbish", or "error": a stamp under status 500; or the bytes of another answer
    chain: bool = False  # send the root along: openssl then sorts the certificates wrongly, and strict readers refuse
    queries: list[bytes] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        with self.turn:  # one set of files for all askers
            return self._reply(query)

    def _reply(self, query: bytes) -> bytes:
        if isinstance(self.answer, bytes):
            return self.answer
        if self.answer == "rubbish":
            return b"rubbish"
        (self.folder / "query.tsq").write_bytes(query)
        settings = "chain.cnf" if self.chain else "tsa.cnf"
        _openssl(self.folder, *("ts", "-reply", "-config", settings, "-queryfile", "query.tsq", "-out", "reply.tsr"))
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
    (folder / "chain.cnf").write_text(CONFIGURATION.format(folder=folder) + "certs = $dir/root.pem\n")
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
            self.send_response(500 if made.answer == "error" else 200)
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
