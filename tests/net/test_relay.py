"""The relay: one authority, one random path a set of subjects, and everything through the door."""

import hashlib
import http.client
import socket
import subprocess
import threading
from urllib.parse import urlsplit

import pytest
from doors import EveryHost

from artistguard.model.egress import Purpose, Subjects
from artistguard.model.errors import NetworkError, NetworkOff, Sealed, Unreachable
from artistguard.net.door import Door
from artistguard.net.relay import LARGEST_QUERY, Relay

QUERY = "application/timestamp-query"


@pytest.fixture
def door(ledger, seals):
    def make(*allowed, on=True):
        return Door(
            switch=lambda: on,
            ledger=ledger,
            seals=seals("sealed-work"),
            consents=EveryHost(),
            seat="seat",
            actor="actor",
            allowed=set(allowed),
        )

    return make


def post(url, body=b"query", *, method="POST", kind=QUERY, headers=None):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    try:
        connection.request(method, parts.path, body, {"Content-Type": kind, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read()
    finally:
        connection.close()


def raw(url, request: bytes) -> bytes:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as connection:
        connection.sendall(request)
        answer = b""
        while block := connection.recv(4096):
            answer += block
    return answer


def test_a_real_time_stamp(door, ledger, authority, tmp_path) -> None:
    data = tmp_path / "data"
    data.write_bytes(b"what is stamped")
    subprocess.run(
        ["openssl", "ts", "-query", "-data", data, "-sha256", "-cert", "-out", tmp_path / "query.tsq"],
        check=True,
        capture_output=True,
    )
    query = (tmp_path / "query.tsq").read_bytes()
    with Relay(door(authority.at), authority.url) as relay:
        url = relay.url_for(Subjects(works=("w1",)))
        status, kind, reply = post(url, query)
        assert relay.release(url) is None
    assert (status, kind) == (200, "application/timestamp-reply")
    assert "Verification: OK" in authority.verify(data, reply)
    assert authority.queries == [query]
    (line,) = ledger.lines
    assert (line.purpose, line.subjects.works, line.method) == (Purpose.TIME_STAMP, ("w1",), "POST")
    assert (line.url, line.status, line.refused) == (authority.url, 200, "")
    assert line.body_sha256 == hashlib.sha256(query).hexdigest()
    assert line.bytes_out > len(query)
    assert line.bytes_in > len(reply)


def test_many_at_once_each_with_its_own_subjects(door, ledger, authority, tmp_path) -> None:
    authority.reply = lambda query: b"reply to " + query  # openssl keeps one serial file: not its part here
    answers = {}

    with Relay(door(authority.at), authority.url) as relay:
        urls = {n: relay.url_for(Subjects(works=(f"w{n}",))) for n in range(12)}

        def ask(n: int) -> None:
            answers[n] = post(urls[n], b"query %d" % n)

        threads = [threading.Thread(target=ask, args=(n,)) for n in urls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(urls.values())) == 12
    assert {n: answer[2] for n, answer in answers.items()} == {n: b"reply to query %d" % n for n in range(12)}
    told = {(line.subjects.works, line.body_sha256) for line in ledger.lines}
    assert told == {((f"w{n}",), hashlib.sha256(b"query %d" % n).hexdigest()) for n in range(12)}


def test_a_sealed_work_gets_no_time_stamp(door, ledger, authority) -> None:
    with Relay(door(authority.at), authority.url) as relay:
        url = relay.url_for(Subjects(works=("sealed-work",)))
        assert post(url)[0] == 403
        assert isinstance(relay.release(url), Sealed)
    assert authority.queries == []
    assert ledger.lines[0].bytes_out == 0


def test_the_switch_holds_for_the_relay(door, authority) -> None:
    with Relay(door(authority.at, on=False), authority.url) as relay:
        url = relay.url_for(Subjects(works=("w1",)))
        assert post(url)[0] == 502
        assert isinstance(relay.release(url), NetworkOff)
    assert authority.queries == []


def test_an_authority_that_is_down(door, ledger) -> None:
    with Relay(door("127.0.0.1:1"), "http://127.0.0.1:1/tsr") as relay:
        url = relay.url_for(Subjects(works=("w1",)))
        assert post(url)[0] == 502
        assert isinstance(relay.release(url), Unreachable)
        assert relay.release(url) is None
        assert post(url)[0] == 404


def test_a_later_success_forgets_the_failure(door, seals, ledger, authority) -> None:
    authority.reply = lambda query: b"reply"
    on = [False, True]
    switched = Door(
        switch=lambda: on.pop(0),
        ledger=ledger,
        seals=seals(),
        consents=EveryHost(),
        seat="",
        actor="",
        allowed={authority.at},
    )
    with Relay(switched, authority.url) as relay:
        url = relay.url_for(Subjects(works=("w1",)))
        assert [post(url)[0], post(url)[0]] == [502, 200]
        assert relay.release(url) is None


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<htm",
    ],
)
def test_what_is_no_time_stamp_is_not_passed_on(door, serve, answer) -> None:
    server = serve(answer)
    with Relay(door(server.at), server.url()) as relay:
        url = relay.url_for(Subjects(works=("w1",)))
        assert post(url) == (502, "text/plain", b"")
        assert isinstance(relay.release(url), NetworkError)


def test_anything_else_is_not_there(door, ledger, authority) -> None:
    with Relay(door(authority.at), authority.url) as relay:
        url = relay.url_for(Subjects(works=("w1",)))
        base, _, path = url.rpartition("/")
        assert len(path) == 64
        assert post(base + "/")[0] == 404
        assert post(base + "/" + "0" * 64)[0] == 404
        assert post(url + "/more")[0] == 404
        assert post(url.replace(path, path.upper()))[0] == 404
        for method in ("GET", "PUT", "HEAD", "OPTIONS", "CONNECT", "PROPFIND"):
            assert post(url, method=method)[0] == 404
        assert post(url, kind="application/json")[0] == 404
        assert post(url, b"x" * (LARGEST_QUERY + 1))[0] == 413
        head = f"POST /{path} HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\n"
        for more in ("\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"):
            assert raw(url, (head + more).encode()).startswith(b"HTTP/1.1 404")
        huge = "Content-Length: " + "9" * 40 + "\r\n\r\n"
        assert raw(url, (head + huge).encode()).startswith(b"HTTP/1.1 413")


def test_only_this_computer_is_served(door, authority) -> None:
    with Relay(door(authority.at), authority.url) as relay:
        assert urlsplit(relay.url_for(Subjects())).hostname == "127.0.0.1"


def test_after_the_end_nothing_is_served(door, authority) -> None:
    relay = Relay(door(authority.at), authority.url)
    with pytest.raises(RuntimeError):
        relay.url_for(Subjects())
    with relay:
        url = relay.url_for(Subjects(works=("w1",)))
    with pytest.raises(OSError, match="refused"):
        post(url)
    relay.close()
