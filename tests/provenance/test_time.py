"""Time stamps from a real authority (openssl ts) on this machine, and what happens when it is down."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from artistguard.provenance import store as stores
from artistguard.provenance.inspect import inspect

CONFIGURATION = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
tsa_name = no
ess_cert_id_chain = no
"""


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=True)


@dataclass
class Authority:
    folder: Path
    server: HTTPServer
    answer: str = "stamp"
    asked: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/tsa"

    @property
    def root_pem(self) -> str:
        return (self.folder / "root.pem").read_text()

    def reply(self, query: bytes) -> bytes:
        self.asked.append(query)
        if self.answer == "rubbish":
            return b"rubbish"
        (self.folder / "query.tsq").write_bytes(query)
        openssl(self.folder, *("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr"))
        return (self.folder / "reply.tsr").read_bytes()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tsa")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(
        folder,
        *("req", "-x509", *curve, "-keyout", "root.key", "-out", "root.pem", "-days", "9", "-subj", "/O=T/CN=Root"),
        *("-addext", "keyUsage=critical,keyCertSign"),
    )
    openssl(folder, *("req", *curve, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/O=T/CN=Time"))
    (folder / "tsa.ext").write_text(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=critical,timeStamping\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
    )
    openssl(
        folder,
        *("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"),
        *("-days", "9", "-extfile", "tsa.ext", "-out", "tsa.pem"),
    )
    (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))
    (folder / "serial").write_text("01\n")
    return folder


@pytest.fixture
def authority(files: Path) -> Iterator[Authority]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            body = made.reply(query)
            self.send_response(200 if made.answer != "error" else 500)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    made = Authority(files, HTTPServer(("127.0.0.1", 0), Handler))
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.mark.parametrize("name", ["jpeg", "webp", "bmp"])
def test_a_real_time_stamp_is_validated(name: str, copier, own, authority: Authority) -> None:
    path, written = copier(name, time_authority=authority.url)
    assert written.time_stamped
    assert written.warnings == ()
    assert len(authority.asked) == 1
    found = inspect(path, anchors_pem=own.root_pem + authority.root_pem).credential
    assert found.state == "Trusted"
    assert found.time.startswith("20")
    assert found.failures == ()
    only_signer = inspect(path, anchors_pem=own.root_pem).credential
    assert {failure.code for failure in only_signer.failures} <= {"timeStamp.untrusted"}
    assert only_signer.intact


@pytest.mark.parametrize("name", ["jpeg", "webp", "bmp"])
@pytest.mark.parametrize("fault", ["down", "rubbish", "error"])
def test_without_a_usable_answer_it_is_signed_without_a_time_and_says_so(
    name: str, fault: str, copier, own, authority: Authority
) -> None:
    authority.answer = fault
    url = "http://127.0.0.1:9/tsa" if fault == "down" else authority.url
    path, written = copier(name, time_authority=url)
    assert not written.time_stamped
    assert len(written.warnings) == 1
    assert "without a time" in written.warnings[0]
    found = inspect(path, anchors_pem=own.root_pem).credential
    assert (found.state, found.time) == ("Trusted", "")


def test_a_key_that_refuses_is_not_mistaken_for_an_authority_that_is_down(copier, authority: Authority) -> None:
    from artistguard.model.errors import KeyLocked
    from artistguard.provenance.write import write_copy

    def locked(data: bytes) -> bytes:
        raise KeyLocked

    with pytest.raises(KeyLocked):
        write_copy(copier.of("jpeg", time_authority=authority.url), locked, cancel=None)


def test_words_are_there_for_time_codes() -> None:
    assert "trust list" in stores.words("timeStamp.untrusted")
    assert stores.words("timeStamp.someday.new") == stores.words("timeStamp")
