"""What leaves, what is refused, and what the ledger says of both."""

import gzip
import hashlib
import socket
import ssl
import subprocess
import threading
import time
import zlib
from pathlib import Path

import pytest
from doors import EveryHost

from artistguard.model.egress import NOBODY, EgressEntry, Purpose, Subjects
from artistguard.model.errors import Cancelled, NetworkOff, Refused, Sealed, Unreachable
from artistguard.model.protocols import CancelToken
from artistguard.net.door import AnswerLimits, Door

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Kind: Test\r\n\r\nhello"


@pytest.fixture
def door(ledger, seals):
    """door(...) with everything permitted unless a test says otherwise."""

    def make(*servers, resolver=None, **changes):
        settings = {
            "switch": lambda: True,
            "ledger": ledger,
            "seals": seals("sealed-work"),
            "consents": EveryHost(),
            "seat": "seat",
            "actor": "actor",
            "allowed": {server.at for server in servers},
            **changes,
        }
        if resolver is not None:
            settings["resolver"] = resolver
        return Door(**settings)

    return make


def ask(door: Door, url: str, method: str = "GET", **more):
    settings = {"purpose": Purpose.TIME_STAMP, "subjects": Subjects(works=("w1",)), **more}
    return door.request(method, url, **settings)


def test_an_answer_and_its_line_in_the_ledger(door, ledger, serve) -> None:
    server = serve(OK)
    answer = ask(door(server), server.url("/tsr?x=1"), "POST", body=b"query", content_type="application/x")
    assert (answer.status, answer.body, answer.headers["x-kind"]) == (200, b"hello", "Test")
    before, after = ledger.records
    assert before.id == after.id
    assert (before.status, before.bytes_in) == (None, 0)
    assert (after.status, after.refused) == (200, "")
    assert after.bytes_in > 5
    assert (after.seat, after.actor, after.purpose) == ("seat", "actor", Purpose.TIME_STAMP)
    assert after.subjects.works == ("w1",)
    assert after.url == server.url("/tsr?x=1")
    assert after.body_sha256 == hashlib.sha256(b"query").hexdigest()
    assert after.bytes_out == len(server.received[0])


@pytest.mark.parametrize("body", [b"", b"x" * 1000])
def test_every_byte_out_is_counted(door, ledger, serve, body) -> None:
    server = serve(OK)
    ask(door(server), server.url("/a b?ä#part"), "POST", body=body, headers={"X-More": "ü"})
    assert ledger.lines[0].bytes_out == len(server.received[0])
    assert b"#part" not in server.received[0]


def test_nothing_of_the_environment_leaves(door, serve, monkeypatch, tmp_path) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server = serve(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n")
    opened = door(server)
    for _ in range(2):
        ask(opened, server.url())
    for request in server.received:
        names = {line.split(b":")[0].lower() for line in request.split(b"\r\n")[1:] if line}
        assert names == {b"host", b"user-agent", b"accept", b"accept-encoding", b"connection"}
        assert b"Version" not in request
        assert b"requests" not in request


def test_the_switch_is_asked_each_time(door, ledger, serve) -> None:
    server = serve(OK)
    on = [False, True, False]
    opened = door(server, switch=lambda: on.pop(0))
    for _ in range(2):
        if on[0]:
            assert ask(opened, server.url()).status == 200
        else:
            with pytest.raises(NetworkOff):
                ask(opened, server.url())
    with pytest.raises(NetworkOff):
        ask(opened, server.url())
    assert len(server.received) == 1
    assert [bool(line.refused) for line in ledger.lines] == [True, False, True]
    assert [line.bytes_out > 0 for line in ledger.lines] == [False, True, False]


def test_a_sealed_work_is_told_to_nobody(door, ledger, serve) -> None:
    server = serve(OK)
    with pytest.raises(Sealed):
        ask(door(server), server.url(), subjects=Subjects(works=("w1", "sealed-work")))
    assert server.received == []
    assert ledger.lines[0].refused
    assert ledger.lines[0].bytes_out == 0


def test_an_entry_that_cannot_be_written_keeps_the_request_in(door, serve) -> None:
    class Full:
        def record(self, entry: EgressEntry) -> None:
            raise OSError(28, "No space left on device")

    server = serve(OK)
    with pytest.raises(OSError, match="No space"):
        ask(door(server, ledger=Full()), server.url())
    assert server.received == []


def test_the_entry_is_there_before_the_bytes_leave(door, ledger, serve) -> None:
    seen = []

    def talk(connection: socket.socket) -> None:
        seen.append(list(ledger.records))
        connection.sendall(OK)

    server = serve(talk)
    ask(door(server), server.url())
    assert [(entry.status, entry.bytes_out > 0) for entry in seen[0]] == [(None, True)]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "https://localhost/", "http://2130706433/", "https://10.0.0.1/"]
)
def test_this_computer_is_refused_unless_named(door, ledger, url) -> None:
    with pytest.raises(Refused):
        ask(door(resolver=lambda host, port: ["127.0.0.1"]), url)
    assert ledger.lines[0].refused
    assert ledger.lines[0].bytes_out == 0


def test_http_only_for_answers_that_are_signed(door, serve) -> None:
    server = serve(OK)
    with pytest.raises(Refused, match="http://"):
        ask(door(server), server.url(), purpose=Purpose.TRUST_LIST, subjects=NOBODY)
    assert ask(door(server), server.url(), purpose=Purpose.REVOCATION, subjects=NOBODY).status == 200


def test_a_password_in_an_address_stays_out_of_the_ledger(door, ledger) -> None:
    with pytest.raises(Refused):
        ask(door(), "https://me:secret@example.org/a")
    assert "secret" not in ledger.lines[0].url
    assert ledger.lines[0].url.endswith("@example.org/a")


def test_methods_are_few(door) -> None:
    with pytest.raises(Refused):
        ask(door(), "https://example.org/", "CONNECT")


def test_a_name_that_moves_is_held_to_its_checked_address(door, serve) -> None:
    """DNS rebinding: the second answer of the resolver would lead elsewhere; nobody asks for it."""
    right = serve(OK)
    wrong = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong", "127.0.0.2", right.port)
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    opened = door(allowed={f"tsa.example:{right.port}"}, resolver=lambda host, port: answers.pop(0))
    assert ask(opened, f"http://tsa.example:{right.port}/").body == b"hello"
    assert len(answers) == 1
    assert wrong.received == []
    assert b"Host: tsa.example:" in right.received[0]


def test_the_next_checked_address_is_tried(door, serve) -> None:
    server = serve(OK, "127.0.0.2")
    opened = door(allowed={f"tsa.example:{server.port}"}, resolver=lambda host, port: ["127.0.0.3", "127.0.0.2"])
    assert ask(opened, f"http://tsa.example:{server.port}/").body == b"hello"


def moved(status: int, to: str) -> bytes:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.mark.parametrize(
    "to",
    [
        *("http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/"),
        *("file:///etc/passwd", "https://localhost/", "//10.0.0.1/", "http://user:x@127.0.0.1/"),
    ],
)
def test_a_redirect_is_checked_like_the_first_request(door, ledger, serve, to) -> None:
    server = serve(moved(302, to))
    with pytest.raises(Refused):
        ask(door(server, resolver=lambda host, port: ["127.0.0.1"]), server.url())
    first, second = ledger.lines
    assert (first.status, first.refused) == (302, "")
    assert second.refused
    assert second.bytes_out == 0
    assert len(server.received) == 1


def test_a_redirect_is_followed_and_written_down(door, ledger, serve) -> None:
    goal = serve(OK)
    start = serve(moved(308, goal.url("/there")))
    answer = ask(
        door(start, goal), start.url(), "POST", body=b"query", content_type="a/b", headers={"Authorization": "secret"}
    )
    assert answer.body == b"hello"
    assert goal.received[0].startswith(b"POST /there ")
    assert goal.received[0].endswith(b"query")
    assert b"Content-Type: a/b" in goal.received[0]
    assert b"secret" in start.received[0]
    assert b"secret" not in goal.received[0]
    assert [line.status for line in ledger.lines] == [308, 200]
    assert [line.bytes_out for line in ledger.lines] == [len(start.received[0]), len(goal.received[0])]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_deletion_takes_its_body_along_and_is_never_sent_elsewhere(door, ledger, serve, status: int) -> None:
    goal = serve(OK)
    start = serve(moved(status, goal.url("/there")))
    answer = ask(door(start, goal), start.url("/declaration/1"), "DELETE", body=b"signed", content_type="a/b")
    assert (answer.status, answer.headers["location"]) == (status, goal.url("/there"))
    assert start.received[0].startswith(b"DELETE /declaration/1 ")
    assert start.received[0].endswith(b"signed")
    assert goal.received == []
    assert len(ledger.lines) == 1


def test_redirects_end(door, ledger, serve) -> None:
    server = serve(lambda connection: connection.sendall(moved(302, "/again")))
    with pytest.raises(Refused, match="3 times"):
        ask(door(server), server.url())
    assert len(server.received) == 4
    assert len(ledger.lines) == 4


def test_a_question_is_not_silently_turned_into_another(door, serve) -> None:
    goal = serve(OK)
    start = serve(moved(301, goal.url()))
    with pytest.raises(Refused, match="lose it"):
        ask(door(start, goal), start.url(), "POST", body=b"query")
    assert goal.received == []
    start = serve(moved(303, goal.url()))
    assert ask(door(start, goal), start.url(), "POST", body=b"query").body == b"hello"
    assert goal.received[0].startswith(b"GET ")
    assert not goal.received[0].endswith(b"query")


SMALL = AnswerLimits(body=1000, seconds=5)


def answered(body: bytes, *headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode() + body


@pytest.mark.parametrize(
    "answer",
    [
        answered(b"", "Content-Length: 1001"),
        answered(b"", "Content-Length: 99999999999999999999999999"),
        answered(b"x" * 1001),
        answered(b"3e9\r\n" + b"x" * 1001 + b"\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
        answered(gzip.compress(b"x" * 1001), "Content-Encoding: gzip"),
        answered(zlib.compress(b"x" * 100_000), "Content-Encoding: deflate"),
    ],
    ids=["announced", "absurd", "endless", "chunked", "gzip", "deflate"],
)
def test_too_much_is_refused(door, ledger, serve, answer) -> None:
    server = serve(answer)
    with pytest.raises(Refused, match="too large"):
        ask(door(server), server.url(), limits=SMALL)
    line = ledger.lines[0]
    assert (line.status, line.refused) == (200, "")
    assert line.bytes_out == len(server.received[0])


def test_a_bomb_is_refused_by_its_ratio_long_before_it_is_unpacked(door, serve) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    server = serve(answered(bomb, f"Content-Length: {len(bomb)}", "Content-Encoding: gzip"))
    with pytest.raises(Refused, match="100 times"):
        ask(door(server), server.url(), limits=AnswerLimits(body=100_000_000))


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "\x7f"])
def test_packings_that_were_not_asked_for_are_refused(door, serve, encoding) -> None:
    server = serve(answered(b"x", "Content-Length: 1", f"Content-Encoding: {encoding}"))
    with pytest.raises(Refused, match="not asked for"):
        ask(door(server), server.url())


@pytest.mark.parametrize(
    "body", [b"no gzip", gzip.compress(b"hello")[:-6], gzip.compress(b"hello") + b"more"], ids=["none", "cut", "more"]
)
def test_damaged_packing_is_no_answer(door, serve, body) -> None:
    server = serve(answered(body, f"Content-Length: {len(body)}", "Content-Encoding: gzip"))
    with pytest.raises(Refused, match="damaged"):
        ask(door(server), server.url())


def test_unpacking(door, serve) -> None:
    for coding, body in [("gzip", gzip.compress(b"hello")), ("deflate", zlib.compress(b"hello")), ("gzip", b"")]:
        server = serve(answered(body, f"Content-Length: {len(body)}", f"Content-Encoding: {coding}"))
        assert ask(door(server), server.url(), limits=SMALL).body == (b"hello" if body else b"")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"nonsense",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "cut", "cut chunk", "nonsense", "many headers", "long header"],
)
def test_half_an_answer_is_none(door, ledger, serve, answer) -> None:
    server = serve(answer)
    with pytest.raises(Unreachable, match="broke off"):
        ask(door(server), server.url(), limits=SMALL)
    assert len(ledger.lines) == 1
    assert ledger.lines[0].bytes_out == len(server.received[0])


def drip(connection: socket.socket, start: bytes, one: bytes) -> None:
    connection.sendall(start)
    while True:
        connection.sendall(one)
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("start", "one"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        (b"", b"H"),
    ],
    ids=["endless", "counted", "chunks", "chunk length", "header", "status"],
)
def test_a_slow_drip_ends_at_the_deadline(door, ledger, serve, start, one) -> None:
    server = serve(lambda connection: drip(connection, start, one))
    began = time.monotonic()
    with pytest.raises(Unreachable, match=r"longer than 0\.4 seconds"):
        ask(door(server), server.url(), limits=AnswerLimits(seconds=0.4))
    assert time.monotonic() - began < 20  # without a deadline it would never end
    assert ledger.lines[0].bytes_out > 0


def test_silence_ends_at_the_deadline(door, serve) -> None:
    asked = threading.Event()
    server = serve(lambda connection: asked.wait(30))
    began = time.monotonic()
    with pytest.raises(Unreachable):
        ask(door(server), server.url(), limits=AnswerLimits(seconds=0.3))
    assert time.monotonic() - began < 20
    asked.set()


def test_nobody_there(door, ledger) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    at = f"127.0.0.1:{listener.getsockname()[1]}"
    listener.close()
    with pytest.raises(Unreachable, match="cannot be reached"):
        ask(door(allowed={at}), f"http://{at}/")
    assert ledger.lines[0].bytes_out == 0
    assert ledger.lines[0].refused


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=tsa.example"),
            *("-addext", "subjectAltName=DNS:tsa.example"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


def test_https_checks_the_name_against_the_pinned_server(door, ledger, certificate) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    names, received = [], []
    context.sni_callback = lambda connection, name, old: names.append(name)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def serve() -> None:
        for _ in range(3):
            connection, _ = listener.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as tls:
                    received.append(tls.recv(65536))
                    tls.sendall(OK)
            except OSError:
                connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    settings = {
        "allowed": {f"tsa.example:{port}", f"other.example:{port}"},
        "resolver": lambda host, port: ["127.0.0.1"],
    }
    with pytest.raises(Refused, match="certificate"):  # not among the usual roots
        ask(door(**settings), f"https://tsa.example:{port}/")
    known = door(**settings, authorities=str(certificate / "cert.pem"))
    with pytest.raises(Refused, match="certificate"):  # another name
        ask(known, f"https://other.example:{port}/")
    assert received == []
    assert all(line.bytes_out == 0 and line.refused for line in ledger.lines)
    assert ask(known, f"https://tsa.example:{port}/", purpose=Purpose.TRUST_LIST).body == b"hello"
    thread.join()
    listener.close()
    assert names == ["tsa.example", "other.example", "tsa.example"]
    assert ledger.lines[-1].bytes_out == len(received[0])


def test_https_is_not_left_again(door, serve, certificate) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    goal = serve(OK)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def redirect() -> None:
        connection, _ = listener.accept()
        with context.wrap_socket(connection, server_side=True) as tls:
            tls.recv(65536)
            tls.sendall(moved(302, goal.url()))

    thread = threading.Thread(target=redirect)
    thread.start()
    opened = door(
        allowed={f"tsa.example:{port}", goal.at},
        authorities=str(certificate / "cert.pem"),
        resolver=lambda host, port: ["127.0.0.1"],
    )
    with pytest.raises(Refused, match="http://"):
        ask(opened, f"https://tsa.example:{port}/")
    thread.join()
    listener.close()
    assert goal.received == []


def test_an_answer_that_is_not_wanted_any_more_is_cut(door, ledger, serve) -> None:
    cancel = CancelToken()

    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
        cancel.cancel()
        connection.recv(1)  # until the other side goes away

    server = serve(talk)
    with pytest.raises(Cancelled):
        ask(door(server), server.url(), limits=AnswerLimits(body=1000, seconds=200), cancel=cancel)
    [line] = ledger.lines
    assert (line.status, line.bytes_out) == (200, len(server.received[0]))
